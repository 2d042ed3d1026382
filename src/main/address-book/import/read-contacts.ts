import { isUtf8 } from 'node:buffer'
import { readCsv, type ReadFile } from './read-csv.ts'
import { readVcards } from './read-vcard.ts'

/** Text of a file whose charset nobody names: by its mark, else UTF-8 when it is that, else as Dutch Windows writes. */
export function textOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  return new TextDecoder(isUtf8(bytes) ? 'utf-8' : 'windows-1252').decode(bytes)
}

/** The contacts in a file, by what it holds rather than by its name. Nothing throws; a row that is no contact says why. */
export function readContacts(bytes: Uint8Array): ReadFile {
  const text = textOf(bytes)
  if (text.trim() === '') return { kind: 'unreadable', because: 'empty' }
  return /^\s*begin:vcard\s*$/im.test(text.slice(0, 4_000)) ? readVcards(text) : readCsv(text)
}
