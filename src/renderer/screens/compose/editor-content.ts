import { DOMParser, type Slice } from '@tiptap/pm/model'
import type { EditorView } from '@tiptap/pm/view'
import Placeholder from '@tiptap/extension-placeholder'
import StarterKit from '@tiptap/starter-kit'
import { getSchema, type Extensions, type JSONContent } from '@tiptap/react'
import { parseInert } from '../../parts/trusted-html.ts'

/** What a letter needs: words, lists, quotes, links. What the editor does not know it does not let in, whoever pastes it. */
export const letterExtensions = (placeholder: string): Extensions => [
  StarterKit.configure({
    heading: false, code: false, codeBlock: false, horizontalRule: false, strike: false,
    link: { openOnClick: false, autolink: true, defaultProtocol: 'https', protocols: ['http', 'https', 'mailto'], HTMLAttributes: { target: null, rel: null, class: null } },
  }),
  Placeholder.configure({ placeholder }),
]

/** Kept HTML as the editor's own document: parsed inert, and only what the letter knows. */
export const contentOf = (html: string, extensions: Extensions): JSONContent =>
  DOMParser.fromSchema(getSchema(extensions)).parse(parseInert(html).body).toJSON() as JSONContent

const sliceOf = (view: EditorView, html: string): Slice =>
  DOMParser.fromSchema(view.state.schema).parseSlice(parseInert(html).body, { preserveWhitespace: false })

function insert(view: EditorView, html: string, at: number | null): void {
  const slice = sliceOf(view, html)
  const change = at === null ? view.state.tr.replaceSelection(slice) : view.state.tr.replace(at, at, slice)
  view.dispatch(change.scrollIntoView().setMeta('paste', true).setMeta('uiEvent', 'paste'))
}

/**
 * A paste into the letter. The editor's own reading of pasted HTML wants a Trusted Types policy of its own; ours parses the same text
 * inert and keeps only what the letter knows. Files become attachments. True: done, the editor need do nothing.
 */
export function pasteInto(view: EditorView, data: DataTransfer, onFiles: (files: File[]) => void): boolean {
  const html = data.getData('text/html')
  const files = [...data.files]
  if (html !== '') insert(view, html, null)
  else if (files.length > 0) onFiles(files)
  else return false
  return true
}

/** Something let go over the letter: moving a piece of it is the editor's business, files are the whole composer's. */
export function dropInto(view: EditorView, event: DragEvent): boolean {
  const html = event.dataTransfer?.getData('text/html') ?? ''
  if (view.dragging !== null || html === '' || (event.dataTransfer?.files.length ?? 0) > 0) return false
  insert(view, html, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null)
  return true
}
