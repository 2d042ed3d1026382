import { TRUST_HEADER_BYTES, TRUST_HEADER_FIELDS } from './limits.ts'
import { asciiLowerCase } from '../../shared/mail/address.ts'

/** One field as it was received, byte for byte in latin1, its lines ended by CRLF as DKIM hashes them; no CRLF behind the last. */
export type HeaderField = { readonly name: string; readonly raw: string }

export type HeaderBlock = {
  readonly fields: readonly HeaderField[]
  /** Something that programs read differently: no field, a bare CR, a NUL, a line of blanks, or more than is read. */
  readonly strange: boolean
}

const FIELD = /^[\x21-\x39\x3b-\x7e]+[ \t]*:/

/** The fields of a header in order. Nothing is dropped: what is no field becomes part of the field above it, and is told of. */
export function readHeaderBlock(head: Uint8Array): HeaderBlock {
  const text = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, TRUST_HEADER_BYTES)).toString('latin1')
  let strange = head.byteLength > TRUST_HEADER_BYTES || text.includes('\0') || /\r(?!\n)/.test(text)
  const lines = text.split(/\r?\n/)
  // The line end of the last field, and the empty line that ends the header.
  while (lines.at(-1) === '') lines.pop()
  const fields: { name: string; lines: string[] }[] = []
  for (const line of lines) {
    const last = fields.at(-1)
    const isFolded = line.startsWith(' ') || line.startsWith('\t')
    if (!isFolded && FIELD.test(line)) {
      if (fields.length === TRUST_HEADER_FIELDS) {
        strange = true
        break
      }
      fields.push({ name: asciiLowerCase(line.slice(0, line.indexOf(':')).trimEnd()), lines: [line] })
      continue
    }
    strange ||= !isFolded || last === undefined || line.trim() === ''
    last?.lines.push(line)
  }
  return { fields: fields.map(({ name, lines: [...raw] }) => ({ name, raw: raw.join('\r\n') })), strange }
}

/** The value, unfolded and trimmed, its bytes still as latin1. */
export const valueOf = ({ raw }: HeaderField): string => raw.slice(raw.indexOf(':') + 1).replace(/\r\n/g, '').trim()

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Latin1 bytes as the text they are: UTF-8 where it is that (RFC 6532), else left as it stands. */
export function textOfBytes(latin1: string): string {
  if (/^\p{ASCII}*$/u.test(latin1)) return latin1
  try {
    return utf8.decode(Buffer.from(latin1, 'latin1'))
  } catch {
    return latin1
  }
}

/** Fields of RFC 5322 section 3.6 and RFC 2045 that may occur once. */
const onceOnly = [
  'from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'date', 'subject', 'message-id', 'in-reply-to', 'references', 'mime-version',
]
const isContent = (name: string): boolean => name.startsWith('content-') && name !== 'content-length'

/** Names that occur more often than they may. */
export function repeatedNames(fields: readonly HeaderField[]): string[] {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { name } of fields) {
    if (!onceOnly.includes(name) && !isContent(name)) continue
    if (seen.has(name)) repeated.add(name)
    seen.add(name)
  }
  return [...repeated]
}

const shown = ['from', 'subject', 'date', 'to', 'cc', 'reply-to', 'sender', 'mime-version']

/** Names that are present and that the reader is shown, or is shown the message by (IN-02c). */
export const shownNames = (fields: readonly HeaderField[]): string[] =>
  [...new Set(fields.map(({ name }) => name).filter((name) => shown.includes(name) || isContent(name)))]
