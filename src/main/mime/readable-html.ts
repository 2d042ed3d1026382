import { decodeEntities } from './html-entities.ts'
import { scanHtml } from './html-scan.ts'

/** Elements that begin a new line on the screen; all others leave the word around them whole. */
const BREAKS = new Set([
  'address', 'article', 'aside', 'blockquote', 'br', 'caption', 'center', 'dd', 'div', 'dl', 'dt', 'fieldset', 'figure', 'footer', 'form',
  'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'header', 'hr', 'legend', 'li', 'main', 'nav', 'ol', 'option', 'p', 'pre', 'section', 'table', 'tr', 'ul',
])
const GAPS = new Set(['td', 'th', 'img'])

const squeeze = (text: string): string => (/[\n\r\t]| {2}/.test(text) ? text.replace(/[ \t\r\n]+/g, ' ') : text)

/**
 * What a person reads in HTML, for the index and the line in the list: one line per block, quoted lines begin with `>`.
 * Styles, scripts, comments and the head do not count.
 */
export function readableText(html: string): string {
  let text = ''
  let quotes = 0
  let atLineStart = true
  const newLine = (): void => {
    if (!atLineStart) text += '\n'
    atLineStart = true
  }
  scanHtml(html, {
    text(start, end) {
      const piece = squeeze(decodeEntities(html.slice(start, end)))
      if (atLineStart && (piece === ' ' || piece === '')) return
      if (atLineStart && quotes > 0) text += '> '
      text += piece
      atLineStart = false
    },
    open(name) {
      if (BREAKS.has(name)) newLine()
      else if (GAPS.has(name) && !atLineStart) text += ' '
      if (name === 'blockquote') quotes++
    },
    close(name) {
      if (BREAKS.has(name)) newLine()
      if (name === 'blockquote' && quotes > 0) quotes--
    },
  })
  return text
}
