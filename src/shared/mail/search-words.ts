import { foldLetters } from './fold-letters.ts'

/** A stretch of text, and whether the search found it. */
export interface Stretch { readonly text: string; readonly found: boolean }

/** What is not wanted stands in nothing that was found. */
const UNWANTED = /(?<!\S)-(?:\p{L}+:)?(?:"[^"]*(?:"|$)|\S+)/gu
/** What says which messages and not which words: a day, a mark, how safely it came. */
const FILTER = /(?<!\S)(?:is|heeft|has|veilig|safe|voor|before|na|after|sinds|since):\S*/giu
/** Where the word is to stand. */
const FIELD = /(?<!\S)(?:van|from|aan|to|cc|onderwerp|subject|bijlage|attachment):/giu

/** Marked in one text: beyond it nobody reads them, and a long letter would be nothing but marks. */
const MOST_WORDS = 20

/** The words that somebody searches for, without signs, fields and quotation marks; the index folds letters in the same way. */
export const searchWords = (text: string): string[] =>
  [...new Set(fold(text.replace(UNWANTED, ' ').replace(FILTER, ' ').replace(FIELD, ' ')).match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, MOST_WORDS)

/** Small letters without accents: `Naïef` is found by `naief` (unicode61 with remove_diacritics), `Ĳ` by `ij`. */
const fold = (text: string): string => foldLetters(text).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Each word of the text that begins with a searched word is marked as far as it matches. The stretches together are the text. */
export function highlight(text: string, words: readonly string[]): Stretch[] {
  if (words.length === 0) return [{ text, found: false }]
  const stretches: Stretch[] = []
  let from = 0
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const length = matchedLength(match[0], words)
    if (length === 0) continue
    if (match.index > from) stretches.push({ text: text.slice(from, match.index), found: false })
    stretches.push({ text: text.slice(match.index, match.index + length), found: true })
    from = match.index + length
  }
  if (from < text.length) stretches.push({ text: text.slice(from), found: false })
  return stretches
}

/** Letters that a narrow row surely has room for before what was found. */
const KEPT_BEFORE = 12

/** The text from just before the first word that was found, so that a row too short for all of it shows why it is there. */
export function fromFirstFound(text: string, words: readonly string[]): string {
  const [before, hit] = highlight(text, words)
  if (before === undefined || before.found || hit === undefined || before.text.length <= KEPT_BEFORE) return text
  const space = before.text.indexOf(' ', before.text.length - KEPT_BEFORE)
  return `… ${text.slice(space === -1 ? before.text.length : space + 1)}`
}

/** How many signs of this word, accents included, the longest searched word covers. */
function matchedLength(word: string, words: readonly string[]): number {
  const folded = fold(word)
  const longest = words.reduce((most, searched) => (searched.length > most && folded.startsWith(searched) ? searched.length : most), 0)
  if (longest === 0) return 0
  if (folded.length === longest) return word.length
  let [covered, length] = [0, 0]
  for (const sign of word) {
    if (length >= longest && !/\p{M}/u.test(sign)) break
    covered += sign.length
    length += fold(sign).length
  }
  return covered
}
