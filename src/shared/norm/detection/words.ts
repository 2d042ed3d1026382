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
  /** Place in the list of distinct words: what is known of a word is looked up once. */
  readonly id: number
}

/** Sentences are numbered over all passages; a new passage is always a new one. */
export type Sentences = { readonly words: readonly Word[]; readonly distinct: readonly string[]; readonly regions: readonly Region[]; readonly passages: readonly number[] }

/** A dot after these ends no sentence. */
const ABBREVIATIONS = new Set(['dhr', 'mw', 'mevr', 'mvr', 'dr', 'drs', 'prof', 'geb', 'nr', 'tel', 'bijv', 'bv', 'o', 'a', 'evt', 'ca', 'pt', 'pat', 'ds', 'ing', 'ir', 'st', 'vs', 'incl', 'excl', 'max', 'min', 'resp', 'i', 'v', 'm'])

/** Mail is wrapped at some seventy letters: a shorter line ends because its writer ended it. */
const WRAPPED_LINE = 50

const isBlank = (text: string, at: number): boolean => /\s/.test(text.charAt(at))

/** Addresses and links are no words of the writer; replaced by blanks, so that places stay. */
function withoutAddresses(text: string): string {
  if (!text.includes('@') && !/https?:|www\./i.test(text)) return text
  const pieces: string[] = []
  let taken = 0
  for (const { index, 0: mark } of text.matchAll(/@|(?<![^\s])[("<]?(?:https?:|www\.)/gi)) {
    if (index < taken) continue
    let start = index
    while (start > taken && !isBlank(text, start - 1)) start--
    let end = index + mark.length
    while (end < text.length && !isBlank(text, end)) end++
    pieces.push(text.slice(taken, start), ' '.repeat(end - start))
    taken = end
  }
  return pieces.join('') + text.slice(taken)
}

function endsSentence(gap: string, before: string, line: number): boolean {
  if (gap === ' ') return false
  const lineFeed = gap.indexOf('\n')
  if (lineFeed !== -1 && (gap.indexOf('\n', lineFeed + 1) !== -1 || line < WRAPPED_LINE || /[-*+\u2022]\s*$/.test(gap.slice(-4)))) return true
  if (/[!?;\u2022|]/.test(gap)) return true
  return /\.\s/.test(gap) && !(ABBREVIATIONS.has(before) || before.length === 1)
}

const BEYOND_ASCII_WORD = /[\p{L}\d]/u

/** Letters and digits; the text is `plain`, so nearly all are ASCII. */
function isWordCode(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57)
  return BEYOND_ASCII_WORD.test(String.fromCharCode(code))
}

class Numbering {
  readonly words: Word[] = []
  readonly distinct: string[] = []
  readonly regions: Region[] = []
  readonly passages: number[] = []
  readonly #ids = new Map<string, number>()

  passage(number: number, region: Region, text: string): void {
    let end = -1
    let lineStart = 0
    for (let at = 0; at < text.length; at++) {
      if (!isWordCode(text.charCodeAt(at))) continue
      const start = at
      while (at < text.length && isWordCode(text.charCodeAt(at))) at++
      const gap = end === -1 ? '' : text.slice(end, start)
      if (end === -1 || endsSentence(gap, this.words.at(-1)?.text ?? '', end - lineStart)) {
        this.regions.push(region)
        this.passages.push(number)
      }
      if (gap.includes('\n')) lineStart = start
      this.#word(text.slice(start, at), start)
      end = at
    }
  }

  #word(written: string, start: number): void {
    const text = written.toLowerCase()
    const known = this.#ids.get(text)
    const id = known ?? this.distinct.length
    if (known === undefined) {
      this.#ids.set(text, id)
      this.distinct.push(text)
    }
    this.words.push({ text, written, start, sentence: this.regions.length - 1, id })
  }
}

/** The words of all passages, each in its sentence. Linear in the text. */
export function readSentences(passages: readonly Passage[]): Sentences {
  const numbering = new Numbering()
  for (const [number, { region, text }] of passages.entries()) numbering.passage(number, region, withoutAddresses(text))
  const { words, distinct, regions, passages: numbers } = numbering
  return { words, distinct, regions, passages: numbers }
}
