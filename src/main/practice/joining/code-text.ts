import { createHash } from 'node:crypto'

/** Digits and letters without those that are taken for one another when read aloud or typed (I, L, O, U), as Crockford has them. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const MEANT: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' }

/** Each row: nine bytes and one to check them by, in four groups of four letters. */
const ROW_BYTES = 9
const ROW_CHARS = 16

export type ReadCode =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  /** Rows in which something was mistyped, counted from 1. */
  | { readonly kind: 'damaged'; readonly rows: readonly number[] }
  /** Not made of such letters, or of another length. */
  | { readonly kind: 'no-code' }

/** Bytes (a multiple of nine) as rows that a person can type: `1A2B-3C4D-5E6F-7G8H`. */
export function codeText(bytes: Uint8Array): string {
  if (bytes.byteLength === 0 || bytes.byteLength % ROW_BYTES !== 0) throw new Error('a code has whole rows')
  const rows: string[] = []
  for (let start = 0, row = 0; start < bytes.byteLength; start += ROW_BYTES, row += 1) {
    const part = bytes.subarray(start, start + ROW_BYTES)
    const letters = toLetters(Uint8Array.of(...part, checkOf(row, part)))
    rows.push(letters.replace(/(.{4})(?=.)/g, '$1-'))
  }
  return rows.join('\n')
}

/** Reads what was typed: capitals or not, with blanks and dashes anywhere; says which rows to look at again. */
export function readCode(text: string, rowCount: number): ReadCode {
  const letters = text.toUpperCase().replace(/[\s\u2010-\u2015.-]/gu, '').replace(/[ILO]/g, (letter) => MEANT[letter] ?? letter)
  if (letters.length !== rowCount * ROW_CHARS || !/^[0-9A-HJKMNP-TV-Z]*$/.test(letters)) return { kind: 'no-code' }
  const bytes = new Uint8Array(rowCount * ROW_BYTES)
  const damaged: number[] = []
  for (let row = 0; row < rowCount; row += 1) {
    const read = fromLetters(letters.slice(row * ROW_CHARS, (row + 1) * ROW_CHARS))
    const part = read.subarray(0, ROW_BYTES)
    if (read[ROW_BYTES] === checkOf(row, part)) bytes.set(part, row * ROW_BYTES)
    else damaged.push(row + 1)
  }
  return damaged.length === 0 ? { kind: 'read', bytes } : { kind: 'damaged', rows: damaged }
}

/** With the row's number: two rows that changed places are found too. */
const checkOf = (row: number, part: Uint8Array): number =>
  createHash('sha256').update(`praktijkpost code row ${row}\n`).update(part).digest()[0] ?? 0

function toLetters(bytes: Uint8Array): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  return Array.from({ length: (bytes.byteLength * 8) / 5 }, (_, index) =>
    ALPHABET[Number((bits >> BigInt(bytes.byteLength * 8 - 5 * (index + 1))) & 31n)] ?? '').join('')
}

function fromLetters(letters: string): Uint8Array {
  let bits = 0n
  for (const letter of letters) bits = (bits << 5n) | BigInt(ALPHABET.indexOf(letter))
  const length = (letters.length * 5) / 8
  return Uint8Array.from({ length }, (_, index) => Number((bits >> BigInt(8 * (length - 1 - index))) & 255n))
}
