import { isAscii, isUtf8 } from 'node:buffer'
import { MAX_CHARSET_DECODERS } from '../../shared/limits.ts'

/** Names that senders use and the WHATWG list does not have. */
const ALIASES: Readonly<Record<string, string>> = {
  'latin-1': 'windows-1252', 'iso8859_1': 'windows-1252', 'windows1252': 'windows-1252', 'cp-1252': 'windows-1252', 'cp1252': 'windows-1252',
  'iso-8859-15-windows': 'iso-8859-15', 'latin-9': 'iso-8859-15', 'utf_8': 'utf-8', 'utf8mb4': 'utf-8', 'cp932': 'shift_jis', 'cp936': 'gbk',
  'ks_c_5601': 'euc-kr', 'cp949': 'euc-kr', 'x-mac-roman': 'macintosh', 'mac': 'macintosh',
}

/** No name, or one that only says that the sender did not know: then the bytes themselves decide. */
const UNNAMED = new Set(['', 'us-ascii', 'ascii', 'ansi_x3.4-1968', 'unknown', 'unknown-8bit', 'x-unknown', 'default', 'none', 'binary'])

/** In these a byte below 128 need not be the ASCII sign, so the short way is closed. */
const NOT_ASCII_BASED = /^(?:utf-?16|utf-?7|unicode-1-1-utf-7|x-unicode-2-0-utf-7|csutf7|csunicode|ucs-2|unicode|iso-10646-ucs-2|iso-2022|csiso2022|hz-)/

const decoders = new Map<string, TextDecoder | null>()

function decoderFor(charset: string): TextDecoder | null {
  const known = decoders.get(charset)
  if (known !== undefined) return known
  let decoder: TextDecoder | null
  try {
    decoder = new TextDecoder(ALIASES[charset] ?? charset)
  } catch {
    decoder = null
  }
  if (decoders.size < MAX_CHARSET_DECODERS) decoders.set(charset, decoder)
  return decoder
}

const windows1252 = new TextDecoder('windows-1252')
const utf16be = new TextDecoder('utf-16be')

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

/** Text that calls itself UTF-8 and is mostly not: an old system with a new label, so read it as that system wrote it. */
function utf8Text(bytes: Buffer): string {
  const text = bytes.toString('utf8')
  if (isUtf8(bytes)) return withoutMark(text)
  let wrong = 0
  let right = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0xfffd) wrong++
    else if (code > 127) right++
  }
  return wrong > right ? windows1252.decode(bytes) : withoutMark(text)
}

/** RFC 2152, kept for the few old systems that still write it. */
function utf7Text(bytes: Buffer): string {
  const source = bytes.toString('latin1')
  let text = ''
  for (let at = 0; at < source.length;) {
    const plus = source.indexOf('+', at)
    if (plus === -1) return text + source.slice(at)
    let end = plus + 1
    while (end < source.length && /[A-Za-z0-9+/]/.test(source[end] ?? '')) end++
    const units = Buffer.from(source.slice(plus + 1, end), 'base64')
    const shifted = end === plus + 1 && source[end] === '-' ? '+' : utf16be.decode(units.subarray(0, units.length & ~1))
    text += source.slice(at, plus) + shifted
    at = source[end] === '-' ? end + 1 : end
  }
  return text
}

/**
 * Bytes as text. A charset that nobody knows is read as windows-1252, which shows every byte as some sign
 * (`known: false` then); a missing one is guessed from the bytes.
 */
export function decodeText(bytes: Buffer, charset: string): { text: string; known: boolean } {
  const name = charset.trim().toLowerCase()
  if (NOT_ASCII_BASED.test(name)) {
    if (name.includes('utf-7') || name === 'utf7' || name === 'csutf7') return { text: utf7Text(bytes), known: true }
    if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: utf16be.decode(bytes), known: true }
  } else if (isAscii(bytes)) {
    return { text: bytes.toString('latin1'), known: UNNAMED.has(name) || decoderFor(name) !== null }
  }
  if (name === 'utf-8' || name === 'utf8') return { text: utf8Text(bytes), known: true }
  if (UNNAMED.has(name)) return { text: isUtf8(bytes) ? withoutMark(bytes.toString('utf8')) : windows1252.decode(bytes), known: true }
  const decoder = decoderFor(name)
  return decoder === null ? { text: windows1252.decode(bytes), known: false } : { text: decoder.decode(bytes), known: true }
}

/** Header bytes that should have been ASCII: UTF-8 (RFC 6532) where they are that, otherwise windows-1252. */
export function decodeHeaderBytes(raw: Buffer, start: number, end: number): string {
  let at = start
  // Headers are short and nearly always ASCII: looking first is cheaper than making a view of them.
  while (at < end && (raw[at] ?? 0) < 0x80) at++
  if (at === end) return raw.toString('latin1', start, end)
  const bytes = raw.subarray(start, end)
  return isUtf8(bytes) ? bytes.toString('utf8') : windows1252.decode(bytes)
}
