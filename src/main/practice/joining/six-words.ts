import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { WORD_COUNT, WORD_LIST_LENGTH } from './limits.ts'

/** The practice's own list of common words (`resources/words/nl.txt`), of which no two look or sound alike. */
export function readWordList(file: string): readonly string[] {
  const words = readFileSync(file, 'utf8').trim().split('\n')
  if (words.length !== WORD_LIST_LENGTH) throw new Error(`the word list has ${String(words.length)} words`)
  return words
}

/** What both sides must see the same of. Keys are raw, base64url. */
export interface Compared {
  /** Hash of the founding event, hex. */
  readonly root: string
  readonly signKey: string
  readonly sealKey: string
  /** The public half of what the invitation's secret makes: it stands for the secret, so that every manager can compute the words. */
  readonly proofKey: string
}

/**
 * Six words that the newcomer and the manager read to one another. Whoever swapped a key, the practice or the secret on the way
 * would have to find another with the same 66 bits.
 */
export function sixWords(words: readonly string[], { root, signKey, sealKey, proofKey }: Compared): readonly string[] {
  const digest = createHash('sha256').update(['praktijkpost six words 1', root, signKey, sealKey, proofKey].join('\n')).digest()
  let bits = 0n
  for (const byte of digest.subarray(0, 9)) bits = (bits << 8n) | BigInt(byte)
  return Array.from({ length: WORD_COUNT }, (_, index) => {
    const word = words[Number((bits >> BigInt(72 - 11 * (index + 1))) & 2_047n)]
    if (word === undefined) throw new Error('the word list is too short')
    return word
  })
}
