import { SNIPPET_CHARS } from '../../shared/limits.ts'

/** Signs without width with which newsletters push their text out of the line. */
export const WIDTHLESS = /\u034f|[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g

/** Where the words of the sender end and those of another begin, as Dutch, English, German and French clients write it. */
const QUOTE_BEGINS = [
  /^(?:op|on|am|le) .{3,200}(?:schreef|wrote|schrieb|a écrit)\b.{0,120}:$/i,
  /^-{2,}\s{0,3}(?:oorspronkelijk|original|doorgestuurd|forwarded|begin doorgestuurd|ursprüngliche)/i,
  /^(?:van|from|von|de)\s?: .*\S/i,
]
const SIGNATURE = /^--$/
const ORNAMENT = /^[-=_*~#.|+\s]+$/

const LONGEST_LINE = 1_000
const MOST_LINES = 300

function shorten(text: string): string {
  if (text.length <= SNIPPET_CHARS) return text.toWellFormed()
  const blank = text.lastIndexOf(' ', SNIPPET_CHARS)
  return text.slice(0, blank > SNIPPET_CHARS / 2 ? blank : SNIPPET_CHARS).toWellFormed()
}

/** The lines of a text one by one, cleaned, so that a long text costs no more than its beginning. */
function* linesOf(text: string): Generator<string> {
  for (let at = 0, count = 0; at < text.length && count < MOST_LINES; count++) {
    const lineFeed = text.indexOf('\n', at)
    const end = lineFeed === -1 ? text.length : lineFeed
    yield text.slice(at, Math.min(end, at + LONGEST_LINE)).replace(WIDTHLESS, '').replace(/[\s\p{Cc}]+/gu, ' ').trim()
    at = end + 1
  }
}

/** Everything readable, quotes too: for a forward without a word of its own. */
function allWords(text: string): string {
  let words = ''
  for (const line of linesOf(text)) {
    if (words.length > SNIPPET_CHARS) break
    const bare = line.replace(/^[>\s]+/, '')
    if (bare !== '' && !ORNAMENT.test(bare)) words += words === '' ? bare : ` ${bare}`
  }
  return words
}

/** The first useful words of a text, without quotes, signature and ornament; of a bare forward the forwarded words. */
export function snippetOf(text: string): string {
  let own = ''
  for (const line of linesOf(text)) {
    if (own.length > SNIPPET_CHARS || SIGNATURE.test(line) || QUOTE_BEGINS.some((pattern) => pattern.test(line))) break
    if (line !== '' && !line.startsWith('>') && !ORNAMENT.test(line)) own += own === '' ? line : ` ${line}`
  }
  return shorten(own === '' ? allWords(text) : own)
}
