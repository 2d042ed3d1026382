import { createHash } from 'node:crypto'

/** Digits and letters without those that are taken for one another when read aloud or typed (I, L, O, U), as Crockford has them. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const MEANT: Readonly<Record<string, string>> = { I: '1', L: '1', O: '0' }

/** Each row: nine bytes and one to check them by, in four groups of four letters. */
const ROW_BYTES = 9
const ROW_CHARS = 16
const GROUP_CHARS = 4
const MADE_OF_LETTERS = /^[0-9A-HJKMNP-TV-Z]*$/

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
  const letters = lettersOf(text)
  if (letters.length !== rowCount * ROW_CHARS || !MADE_OF_LETTERS.test(letters)) return { kind: 'no-code' }
  const bytes = new Uint8Array(rowCount * ROW_BYTES)
  const damaged: number[] = []
  for (const [row, typed] of cut(letters, ROW_CHARS).entries()) {
    const part = readRow(typed, row)
    if (part === null) damaged.push(row + 1)
    else bytes.set(part, row * ROW_BYTES)
  }
  return damaged.length === 0 ? { kind: 'read', bytes } : { kind: 'damaged', rows: damaged }
}

/** A row as it was typed, in groups of four, and whether it is one that somebody was given. */
export interface TypedRow { readonly typed: string; readonly holds: boolean }

/**
 * The rows of a code that did not read, so that a person sees which to look at again. Where every row is on a line of its own, a letter too
 * few or too many shows too. None where nothing can be said, or no row holds.
 */
export function typedRows(text: string, rowCount: number): TypedRow[] {
  const lines = text.split('\n').map(lettersOf).filter((line) => line !== '')
  const letters = lines.join('')
  if (letters.length > 2 * rowCount * ROW_CHARS) return []
  const rows = lines.length === rowCount ? lines : letters.length === rowCount * ROW_CHARS ? cut(letters, ROW_CHARS) : []
  const looked = rows.map((row, at) => ({ typed: cut(row, GROUP_CHARS).join('-'), holds: readRow(row, at) !== null }))
  return looked.some(({ holds }) => holds) ? looked : []
}

const lettersOf = (text: string): string => text.toUpperCase().replace(/[\s\u2010-\u2015.-]/gu, '').replace(/[ILO]/g, (letter) => MEANT[letter] ?? letter)

const cut = (letters: string, size: number): string[] =>
  Array.from({ length: Math.ceil(letters.length / size) }, (_, at) => letters.slice(at * size, (at + 1) * size))

/** The bytes of a row; null where it was mistyped. */
function readRow(letters: string, row: number): Uint8Array | null {
  if (letters.length !== ROW_CHARS || !MADE_OF_LETTERS.test(letters)) return null
  const read = fromLetters(letters)
  const part = read.subarray(0, ROW_BYTES)
  return read[ROW_BYTES] === checkOf(row, part) ? part : null
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
