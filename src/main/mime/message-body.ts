import { htmlToText, textToHtml } from './html-to-text.ts'
import type { MimePart } from './part.ts'

/** The two forms in which a message can be read; null when it does not have that form. */
export type Forms = { readonly html: string | null; readonly text: string | null }

const join = (texts: readonly (string | null)[]): string | null => {
  const given = texts.filter((text) => text !== null)
  return given.length === 0 ? null : given.join('\n')
}

/** One after another: where only some have a form, the others are turned into it, so that neither form lacks a part. */
function inSequence(forms: readonly Forms[]): Forms {
  const hasHtml = forms.some(({ html }) => html !== null)
  const hasText = forms.some(({ text }) => text !== null)
  return {
    html: hasHtml ? join(forms.map(({ html, text }) => html ?? (text === null || text.trim() === '' ? null : textToHtml(text)))) : null,
    text: hasText ? join(forms.map(({ html, text }) => text ?? (html === null ? null : htmlToText(html)))) : null,
  }
}

/** Several ways to say the same (RFC 2046 section 5.1.4). Two of one kind are both kept: nothing that was sent stays hidden. */
const asAlternatives = (forms: readonly Forms[]): Forms =>
  ({ html: join(forms.map(({ html }) => html)), text: join(forms.map(({ text }) => text)) })

/** The readable forms of a whole message; `textOf` decodes one part. Depth is bounded by the walk. */
export function messageForms(parts: readonly MimePart[], textOf: (part: MimePart) => string): Forms {
  const children = Map.groupBy(parts.keys(), (index) => parts[index]?.parent ?? -1)
  const formsOf = (index: number): Forms => {
    const part = parts[index]
    if (part?.role === 'text') return { html: null, text: textOf(part) }
    if (part?.role === 'html') return { html: textOf(part), text: null }
    const forms = (children.get(index) ?? []).map(formsOf).filter(({ html, text }) => html !== null || text !== null)
    return part?.type === 'multipart/alternative' ? asAlternatives(forms) : inSequence(forms)
  }
  return formsOf(0)
}
