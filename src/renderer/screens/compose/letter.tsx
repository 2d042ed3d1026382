import { EditorContent, useEditor, type Editor } from '@tiptap/react'
import { memo, useEffect, useState, type SyntheticEvent } from 'react'
import { useText } from '../../parts/text.tsx'
import { contentOf, dropInto, letterExtensions, pasteInto } from './editor-content.ts'
import { LetterToolbar } from './letter-toolbar.tsx'
import './letter.css'

export interface LetterOptions {
  html: string
  autoFocus: boolean
  onChange: (html: string, text: string) => void
}

/** The editor of one draft. Its text is its own from here on; changes are told. */
export function useLetter({ html, autoFocus, onChange }: LetterOptions): Editor {
  const t = useText()
  // One object for good: where options differ from the last ones the editor draws itself anew, and puts the caret back to where it was before the last key.
  const [options] = useState(() => {
    const extensions = letterExtensions(t('compose.placeholder'))
    return {
      extensions, content: contentOf(html, extensions),
      injectCSS: false,
      autofocus: autoFocus ? 'start' as const : false,
      editorProps: {
        attributes: { 'class': 'letter-text', 'role': 'textbox', 'aria-multiline': 'true', 'aria-label': t('compose.text') },
        // Ctrl Enter is sending; the editor would make a line break of it and keep the key to itself.
        handleDOMEvents: { keydown: (_: unknown, event: KeyboardEvent) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) },
      },
    }
  })
  const editor = useEditor(options)
  useEffect(() => {
    const tell = (): void => onChange(editor.isEmpty ? '' : editor.getHTML(), editor.getText())
    editor.on('update', tell)
    return () => void editor.off('update', tell)
  }, [editor, onChange])
  return editor
}

/** Not drawn anew at every letter: the editor draws its text itself. */
export const Letter = memo(function Letter({ editor, onFiles }: { editor: Editor; onFiles: (files: File[]) => void }) {
  // Before the editor hears of it: what is done here, it must not do again.
  const done = (event: SyntheticEvent, isDone: boolean): void => {
    if (!isDone) return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="letter">
      <LetterToolbar editor={editor} />
      <EditorContent
        editor={editor} className="letter-page"
        onPasteCapture={(event) => done(event, pasteInto(editor.view, event.clipboardData, onFiles))}
        onDropCapture={(event) => done(event, dropInto(editor.view, event.nativeEvent))}
      />
    </div>
  )
})
