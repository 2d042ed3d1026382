import { LEAST_MISSPELT, withoutOneLetter } from './term-list.ts'
import type { Term, Terms } from './term-list.ts'
import type { Word } from './words.ts'

/** A term of the list at a word; `body` with `sign` is one hit of strength `sure`. */
export type TermHit = { readonly sentence: number; readonly term: Term }

/** Longer words are no words; looking for compounds in them would cost more than it finds. */
const LONGEST_WORD = 60

const SHORTEST_PART = 2
const SHORTEST_REST = 3
const SHORTEST_BEGINNING = 5
const SHORTEST_ENDING = 4
const LONGEST_HARMLESS_ENDING = 16

/** Body part and complaint belong together when no more than so many words lie between. */
const TOGETHER = 7

const TOGETHER_TERM: Term = { strength: 'sure', twoFaced: true, supply: false, routine: false }

function isHarmless(word: string, terms: Terms): boolean {
  if (terms.harmless.has(word)) return true
  const most = Math.min(word.length - SHORTEST_REST, LONGEST_HARMLESS_ENDING)
  for (let length = SHORTEST_REST; length <= most; length++) if (terms.harmlessEndings.has(word.slice(-length))) return true
  return false
}

function inCompound(word: string, terms: Terms): Term | undefined {
  if (word.length < SHORTEST_ENDING + SHORTEST_PART || word.length > LONGEST_WORD || isHarmless(word, terms)) return undefined
  for (let at = SHORTEST_PART; at <= word.length - SHORTEST_ENDING; at++) {
    const term = terms.endings.get(word.slice(at))
    if (term !== undefined) return term
  }
  for (let length = SHORTEST_BEGINNING; length <= word.length - SHORTEST_REST; length++) {
    const term = terms.beginnings.get(word.slice(0, length))
    if (term !== undefined) return term
  }
  return undefined
}

/** One letter too few or too many. */
function misspelt(word: string, terms: Terms): Term | undefined {
  if (word.length < LEAST_MISSPELT - 1 || word.length > LONGEST_WORD || isHarmless(word, terms)) return undefined
  const tooShort = terms.misspelt.get(word)
  if (tooShort !== undefined || word.length <= LEAST_MISSPELT) return tooShort
  const tooLong = withoutOneLetter(word).find((shorter) => terms.whole.get(shorter)?.strength === 'sure')
  return tooLong === undefined ? undefined : terms.whole.get(tooLong)
}

const follows = (words: readonly Word[], at: number, phrase: readonly string[]): boolean =>
  phrase.every((word, index) => words[at + index]?.text === word) && words[at + phrase.length - 1]?.sentence === words[at]?.sentence

/** Finds the terms in words that are read once; what a word is worth is remembered, as mail repeats itself. */
export class TermSearch {
  readonly #words: readonly Word[]
  readonly #terms: Terms
  readonly #masked: Uint8Array
  readonly #known = new Map<string, Term | null>()

  constructor(words: readonly Word[], terms: Terms) {
    this.#words = words
    this.#terms = terms
    this.#masked = new Uint8Array(words.length)
  }

  /** Figures of speech and the practice's own name say nothing (PHI-08). */
  mask(phrases: ReadonlyMap<string, readonly (readonly string[])[]>): void {
    for (const [at, { text }] of this.#words.entries()) {
      for (const phrase of phrases.get(text) ?? []) if (follows(this.#words, at, phrase)) this.#masked.fill(1, at, at + phrase.length)
    }
  }

  /** What is a figure of speech in the body is one in the subject too (`Bittere pil`). */
  maskSubject(isSubject: (sentence: number) => boolean): void {
    const elsewhere = new Set(this.#words.filter((_, at) => this.#masked[at] === 1).map(({ text }) => text))
    for (const [at, { text, sentence }] of this.#words.entries()) if (isSubject(sentence) && elsewhere.has(text)) this.#masked[at] = 1
  }

  hits(): TermHit[] {
    const found: TermHit[] = []
    for (let at = 0; at < this.#words.length; at++) {
      const word = this.#words[at]
      if (word === undefined || this.#masked[at] === 1) continue
      const phrase = this.#terms.phrases.get(word.text)?.find(({ words }) => follows(this.#words, at, words))
      const term = phrase?.term ?? this.#terms.exact.get(word.written) ?? this.#single(word.text)
      if (term !== null) found.push({ sentence: word.sentence, term })
      if (phrase !== undefined) this.#masked.fill(1, at, at + phrase.words.length)
    }
    return [...found, ...this.#together()]
  }

  #single(word: string): Term | null {
    const known = this.#known.get(word)
    if (known !== undefined) return known
    const term = this.#terms.harmless.has(word) ? null : this.#terms.whole.get(word) ?? inCompound(word, this.#terms) ?? misspelt(word, this.#terms) ?? null
    this.#known.set(word, term)
    return term
  }

  #isSign(at: number, word: string): boolean {
    return this.#terms.sign.has(word) || (this.#terms.signPhrases.get(word) ?? []).some((phrase) => follows(this.#words, at, phrase))
  }

  /** Body parts with a complaint near: once a sentence is enough. */
  #together(): TermHit[] {
    const found = new Set<number>()
    let body = -Infinity
    let sign = -Infinity
    let current = -1
    for (const [at, { text, sentence }] of this.#words.entries()) {
      if (sentence !== current) body = sign = -Infinity
      current = sentence
      if (this.#masked[at] === 1) continue
      if (this.#terms.body.has(text)) body = at
      else if (this.#isSign(at, text)) sign = at
      if (Number.isFinite(body) && Math.abs(body - sign) <= TOGETHER) found.add(sentence)
    }
    return Array.from(found, (sentence) => ({ sentence, term: TOGETHER_TERM }))
  }
}
