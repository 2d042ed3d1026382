import { decodeText } from './charset.ts'
import { decodeBase64, hexByte } from './transfer-encoding.ts'

type Word = { readonly charset: string; readonly bytes: Buffer; readonly end: number }

/** A charset name is short; what is longer is no encoded word and must not be searched again and again. */
const LONGEST_CHARSET = 60

/** RFC 2047 section 4.2: `_` is a blank whatever the charset. Unlike in a body, blanks at the end count. */
function decodeQ(text: string): Buffer {
  const source = Buffer.from(text, 'latin1')
  let to = 0
  for (let at = 0; at < source.length; to++) {
    const value = source[at] === 0x3d ? hexByte(source, at + 1) : -1
    source[to] = value >= 0 ? value : source[at] === 0x5f ? 0x20 : source[at] ?? 0
    at += value >= 0 ? 3 : 1
  }
  return source.subarray(0, to)
}

/** The encoded word that begins with the `=?` at `start`, or null. Blanks inside are forgiven: many clients leave them. */
function wordAt(text: string, start: number): Word | null {
  const charsetEnd = text.indexOf('?', start + 2)
  if (charsetEnd === -1 || charsetEnd === start + 2 || charsetEnd - start > LONGEST_CHARSET || text[charsetEnd + 2] !== '?') return null
  const end = text.indexOf('?', charsetEnd + 3)
  if (end === -1 || text[end + 1] !== '=') return null
  const content = text.slice(charsetEnd + 3, end)
  const kind = text[charsetEnd + 1]?.toLowerCase()
  if (kind !== 'q' && kind !== 'b') return null
  // RFC 2231 section 5: a language may follow the charset.
  const charset = text.slice(start + 2, charsetEnd).split('*', 1)[0] ?? ''
  const bytes = kind === 'q' ? decodeQ(content) : decodeBase64(Buffer.from(content, 'latin1')).bytes
  return { charset: charset.toLowerCase(), bytes, end: end + 2 }
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!' \t\r\n'.includes(text[at] ?? 'x')) return false
  return true
}

/**
 * Text with its RFC 2047 words decoded. Neighbouring words of one charset are joined as bytes first, because senders cut
 * between the bytes of one letter; blanks between two words vanish. One pass; what is no word stays as it is.
 */
export function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  let decoded = ''
  let done = 0
  let run: { charset: string; bytes: Buffer[] } | null = null
  const close = (): void => {
    if (run !== null) decoded += decodeText(Buffer.concat(run.bytes), run.charset).text
    run = null
  }
  for (let at = text.indexOf('=?'); at !== -1;) {
    const word = wordAt(text, at)
    if (word === null) {
      at = text.indexOf('=?', at + 2)
      continue
    }
    const joins = run !== null && isBlank(text, done, at)
    if (!joins || run?.charset !== word.charset) close()
    if (!joins) decoded += text.slice(done, at)
    run ??= { charset: word.charset, bytes: [] }
    run.bytes.push(word.bytes)
    done = word.end
    at = text.indexOf('=?', done)
  }
  close()
  return decoded + text.slice(done)
}
