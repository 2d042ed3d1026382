import { factsOf } from './word-facts.ts'
import type { WordFacts } from './word-facts.ts'
import type { Terms } from './term-list.ts'

/** Where a text stands in the message. */
export type Region = 'subject' | 'body' | 'file-name' | 'attachment'

/** A text to look at, already `plain`. */
export type Passage = { readonly region: Region; readonly text: string }

export type Word = {
  /** What is known of it in lower case. */
  readonly facts: WordFacts
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
  const lineFeed = gap.indexOf('\n')
  if (lineFeed !== -1 && (gap.indexOf('\n', lineFeed + 1) !== -1 || line < WRAPPED_LINE || /[-*+\u2022]\s*$/.test(gap.slice(-4)))) return true
  if (/[!?;\u2022|]/.test(gap)) return true
  return /\.\s/.test(gap) && !(ABBREVIATIONS.has(before) || before.length === 1)
}

const BEYOND_ASCII_WORD = /[\p{L}\d]/u

const SMALL = 1
const CAPITAL = 2
const DIGIT = 4

/** Letters and digits; the text is `plain`, so nearly all are ASCII. */
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  if (code >= 97 && code <= 122) return SMALL
  if (code >= 65 && code <= 90) return CAPITAL
  return code >= 48 && code <= 57 ? DIGIT : 0
})

/** Zero: no part of a word. What is beyond ASCII may have a small form. */
const kindOf = (code: number): number => code < 128 ? ASCII[code] ?? 0 : BEYOND_ASCII_WORD.test(String.fromCharCode(code)) ? CAPITAL : 0

class Numbering {
  readonly words: Word[] = []
  readonly regions: Region[] = []
  readonly passages: number[] = []
  readonly #factsOf: (word: string) => WordFacts

  constructor(terms: Terms) {
    this.#factsOf = factsOf(terms)
  }

  passage(number: number, region: Region, text: string): void {
    let end = -1
    let lineStart = 0
    for (let at = 0; at < text.length; at++) {
      let kinds = kindOf(text.charCodeAt(at))
      if (kinds === 0) continue
      const start = at
      for (let kind = kinds; kind !== 0; kind = at < text.length ? kindOf(text.charCodeAt(at)) : 0) {
        kinds |= kind
        at++
      }
      // Nearly always one blank, which ends nothing.
      if (end === -1 || start - end !== 1 || text.charCodeAt(end) !== BLANK) {
        const gap = end === -1 ? '' : text.slice(end, start)
        if (end === -1 || endsSentence(gap, this.words.at(-1)?.facts.text ?? '', end - lineStart)) {
          this.regions.push(region)
          this.passages.push(number)
        }
        if (gap.includes('\n')) lineStart = start
      }
      const written = text.slice(start, at)
      const facts = this.#factsOf((kinds & CAPITAL) === 0 ? written : written.toLowerCase())
      this.words.push({ facts, written, start, sentence: this.regions.length - 1 })
      end = at
    }
  }
}

const BLANK = 32

/** The words of all passages, each in its sentence. Linear in the text. */
export function readSentences(passages: readonly Passage[], terms: Terms): Sentences {
  const numbering = new Numbering(terms)
  for (const [number, { region, text }] of passages.entries()) numbering.passage(number, region, withoutAddresses(text))
  const { words, regions, passages: numbers } = numbering
  return { words, regions, passages: numbers }
}
