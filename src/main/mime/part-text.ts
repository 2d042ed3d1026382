import { decodeText } from './charset.ts'
import { unflow } from './flowed.ts'
import type { MimeNotice, MimePart } from './part.ts'
import { decodeTransfer } from './transfer-encoding.ts'

/** The charset that a page names itself, in its first kilobyte as browsers look for it; '' when it names none. */
const pageCharset = (bytes: Buffer): string => /charset\s{0,9}=\s{0,9}["']?([\w-]{1,40})/i.exec(bytes.toString('latin1', 0, 1024))?.[1] ?? ''

/**
 * A text part as text, lines ending in LF: one way for the screen and the index, so that what is found is also shown.
 * No more than `atMost` encoded bytes are looked at.
 */
export function partText(raw: Buffer, part: MimePart, atMost: number): { text: string; notices: MimeNotice[] } {
  const notices: MimeNotice[] = []
  const end = Math.min(part.end, part.start + atMost)
  const { bytes, broken } = decodeTransfer(raw.subarray(part.start, end), part.encoding)
  if (end < part.end) notices.push('text-cut')
  else if (broken) notices.push('broken-base64')
  const charset = part.charset === '' && part.type === 'text/html' ? pageCharset(bytes) : part.charset
  const { text, known } = decodeText(bytes, charset)
  if (!known) notices.push('unknown-charset')
  // A page that calls itself UTF-16 and is not would be unreadable; NULs are no letters anywhere.
  const plain = text.includes('\0') ? text.replaceAll('\0', '') : text
  const isFlowed = part.flow !== 'fixed' && part.type === 'text/plain'
  const lines = isFlowed ? unflow(plain, part.flow) : plain.includes('\r') ? plain.replaceAll('\r\n', '\n') : plain
  // The last line end of a message ends the message, as that before a boundary belongs to the boundary.
  return { text: part.parent === -1 && lines.endsWith('\n') ? lines.slice(0, -1) : lines, notices }
}
