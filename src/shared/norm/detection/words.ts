/** Where a text stands in the message. */
export type Region = 'subject' | 'body' | 'file-name' | 'attachment'

/** A text to look at, already `plain`. */
export type Passage = { readonly region: Region; readonly text: string }

export type Word = {
  /** In lower case. */
  readonly text: string
  /** As written. */
  readonly written: string
  /** Place in its passage. */
  readonly start: number
  readonly sentence: number
}

/** Sentences are numbered over all passages; a new passage is always a new one. */
export type Sentences = { readonly words: readonly Word[]; readonly regions: readonly Region[]; readonly passages: readonly number[] }

/** A dot after these ends no sentence. */
const ABBREVIATIONS = new Set(['dhr', 'mw', 'mevr', 'mvr', 'dr', 'drs', 'prof', 'geb', 'nr', 'tel', 'bijv', 'bv', 'o', 'a', 'evt', 'ca', 'pt', 'pat', 'ds', 'ing', 'ir', 'st', 'vs', 'incl', 'excl', 'max', 'min', 'resp', 'i', 'v', 'm'])

/** Mail is wrapped at some seventy letters: a shorter line ends because its writer ended it. */
const WRAPPED_LINE = 50

/** Addresses and links are no words of the writer; replaced by blanks, so that places stay. */
const withoutAddresses = (text: string): string =>
  text.replace(/\S+/g, (chunk) => chunk.includes('@') || /^[("<]?(?:https?:|www\.)/i.test(chunk) ? ' '.repeat(chunk.length) : chunk)

function endsSentence(gap: string, before: string, line: number): boolean {
  if (gap === ' ') return false
  const lineFeed = gap.indexOf('\n')
  if (lineFeed !== -1 && (gap.indexOf('\n', lineFeed + 1) !== -1 || line < WRAPPED_LINE || /[-*+\u2022]\s*$/.test(gap.slice(-4)))) return true
  if (/[!?;\u2022|]/.test(gap)) return true
  return /\.\s/.test(gap) && !(ABBREVIATIONS.has(before) || before.length === 1)
}

/** The words of all passages, each in its sentence. Linear in the text. */
export function readSentences(passages: readonly Passage[]): Sentences {
  const words: Word[] = []
  const regions: Region[] = []
  const numbers: number[] = []
  for (const [number, { region, text: given }] of passages.entries()) {
    const text = withoutAddresses(given)
    let end = -1
    let lineStart = 0
    for (const found of text.matchAll(/[\p{L}\d]+/gu)) {
      const [written] = found
      const gap = end === -1 ? '' : text.slice(end, found.index)
      const before = words.at(-1)?.text ?? ''
      const isNew = end === -1 || endsSentence(gap, before, end - lineStart)
      if (gap.includes('\n')) lineStart = found.index
      if (isNew) {
        regions.push(region)
        numbers.push(number)
      }
      words.push({ text: written.toLowerCase(), written, start: found.index, sentence: regions.length - 1 })
      end = found.index + written.length
    }
  }
  return { words, regions, passages: numbers }
}
