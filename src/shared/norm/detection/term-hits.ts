import { HEAD, LEAST_MISSPELT, LONG_TAIL, TAIL } from './term-list.ts'
import type { Phrase, Term, Terms } from './term-list.ts'
import { knowing } from './word-memory.ts'
import type { Sentences, Word } from './words.ts'

/** A term of the list at a word; `body` with `sign` is one hit of strength `sure`. */
export type TermHit = { readonly sentence: number; readonly term: Term }

/** Longer words are no words; looking for compounds in them would cost more than it finds. */
const LONGEST_WORD = 60

const SHORTEST_PART = 2
const SHORTEST_REST = 3
const LONGEST_HARMLESS_ENDING = 16

/** Body part and complaint belong together when no more than so many words lie between. */
const TOGETHER = 7

/** Before the first word: together with nothing. */
const FAR = -1_000

const TOGETHER_TERM: Term = { strength: 'sure', twoFaced: true, supply: false, routine: false }

function isHarmless(word: string, terms: Terms): boolean {
  if (terms.harmless.has(word)) return true
  const most = Math.min(word.length - SHORTEST_REST, LONGEST_HARMLESS_ENDING)
  for (let length = SHORTEST_REST; length <= most; length++) if (terms.harmlessEndings.has(word.slice(-length))) return true
  return false
}

function atTheEnd(word: string, { endings, endingTails }: Terms): Term | undefined {
  const last = word.length - (endingTails.has(word.slice(-LONG_TAIL)) ? LONG_TAIL : Infinity)
  for (let at = SHORTEST_PART; at <= last; at++) {
    const term = endings.get(word.slice(at))
    if (term !== undefined) return term
  }
  for (let length = Math.min(LONG_TAIL - 1, word.length - SHORTEST_PART); length >= TAIL; length--) {
    const term = endings.get(word.slice(-length))
    if (term !== undefined) return term
  }
  return undefined
}

function atTheBeginning(word: string, { beginnings, beginningHeads }: Terms): Term | undefined {
  if (!beginningHeads.has(word.slice(0, HEAD))) return undefined
  for (let length = HEAD; length <= word.length - SHORTEST_REST; length++) {
    const term = beginnings.get(word.slice(0, length))
    if (term !== undefined) return term
  }
  return undefined
}

/** A term within a compound: the head of a Dutch compound stands last. */
function inCompound(word: string, terms: Terms): Term | undefined {
  if (word.length < TAIL + SHORTEST_PART || word.length > LONGEST_WORD) return undefined
  return atTheEnd(word, terms) ?? atTheBeginning(word, terms)
}

const DOUBLED = /([a-z])\1/g

/** One letter too few, or one typed twice. */
function misspelt(word: string, terms: Terms): Term | undefined {
  if (word.length < LEAST_MISSPELT - 1 || word.length > LONGEST_WORD) return undefined
  const tooShort = terms.misspelt.get(word)
  if (tooShort !== undefined || word.length <= LEAST_MISSPELT) return tooShort
  for (const { index } of word.matchAll(DOUBLED)) {
    const term = terms.whole.get(word.slice(0, index) + word.slice(index + 1))
    if (term?.strength === 'sure') return term
  }
  return undefined
}

const follows = (words: readonly Word[], at: number, phrase: readonly string[]): boolean =>
  phrase.every((word, index) => words[at + index]?.text === word) && words[at + phrase.length - 1]?.sentence === words[at]?.sentence

/** What is known of a distinct word; `isPlain`: nothing, as of most words. */
type Known = { readonly term: Term | null; readonly phrases: readonly Phrase[] | undefined; readonly isBody: boolean; readonly isSign: boolean; readonly isPlain: boolean }

function single(word: string, terms: Terms): Term | null {
  if (terms.harmless.has(word)) return null
  const whole = terms.whole.get(word)
  if (whole !== undefined) return whole
  const within = inCompound(word, terms) ?? misspelt(word, terms)
  return within === undefined || isHarmless(word, terms) ? null : within
}

const knownOf = knowing((word: string, terms: Terms): Known => {
  const term = single(word, terms)
  const phrases = terms.phrases.get(word)
  const isBody = terms.body.has(word)
  const isSign = terms.sign.has(word) || terms.signPhrases.has(word)
  return { term, phrases, isBody, isSign, isPlain: term === null && phrases === undefined && !isBody && !isSign }
})

/** Finds the terms in the words of a message. */
export class TermSearch {
  readonly #words: readonly Word[]
  readonly #distinct: readonly string[]
  readonly #terms: Terms
  readonly #known: readonly Known[]
  readonly #masked: Uint8Array

  constructor({ words, distinct }: Pick<Sentences, 'words' | 'distinct'>, terms: Terms) {
    this.#words = words
    this.#distinct = distinct
    this.#terms = terms
    this.#masked = new Uint8Array(words.length)
    const known = knownOf(terms)
    this.#known = distinct.map(known)
  }

  /** Figures of speech and the practice's own name say nothing (PHI-08). */
  mask(phrases: ReadonlyMap<string, readonly (readonly string[])[]>): void {
    const beginning = this.#distinct.map((word) => phrases.get(word))
    for (let at = 0; at < this.#words.length; at++) {
      for (const phrase of beginning[this.#words[at]?.id ?? -1] ?? []) if (follows(this.#words, at, phrase)) this.#masked.fill(1, at, at + phrase.length)
    }
  }

  /** What is a figure of speech in the body is one in the subject too (`Bittere pil`). */
  maskSubject(isSubject: (sentence: number) => boolean): void {
    const elsewhere = new Set(this.#words.filter((_, at) => this.#masked[at] === 1).map(({ id }) => id))
    for (const [at, { id, sentence }] of this.#words.entries()) if (isSubject(sentence) && elsewhere.has(id)) this.#masked[at] = 1
  }

  hits(): TermHit[] {
    const found: TermHit[] = []
    for (let at = 0; at < this.#words.length; at++) {
      const word = this.#words[at]
      const known = this.#known[word?.id ?? -1]
      if (word === undefined || known === undefined || (known.isPlain && word.written === word.text) || this.#masked[at] === 1) continue
      const phrase = known.phrases?.find(({ words }) => follows(this.#words, at, words))
      const term = phrase?.term ?? (word.written === word.text ? undefined : this.#terms.exact.get(word.written)) ?? known.term
      if (term !== null) found.push({ sentence: word.sentence, term })
      if (phrase !== undefined) this.#masked.fill(1, at, at + phrase.words.length)
    }
    return [...found, ...this.#together()]
  }

  #isSign(at: number, { text, id }: Word): boolean {
    if (this.#known[id]?.isSign !== true) return false
    return this.#terms.sign.has(text) || (this.#terms.signPhrases.get(text) ?? []).some((phrase) => follows(this.#words, at, phrase))
  }

  /** Body parts with a complaint near: once a sentence is enough. */
  #together(): TermHit[] {
    const found = new Set<number>()
    let body = FAR
    let sign = FAR
    let current = -1
    for (let at = 0; at < this.#words.length; at++) {
      const word = this.#words[at]
      if (word === undefined || this.#known[word.id]?.isPlain === true || this.#masked[at] === 1) continue
      if (word.sentence !== current) body = sign = FAR
      current = word.sentence
      if (this.#known[word.id]?.isBody === true) body = at
      else if (this.#isSign(at, word)) sign = at
      if (body !== FAR && Math.abs(body - sign) <= TOGETHER) found.add(current)
    }
    return Array.from(found, (sentence) => ({ sentence, term: TOGETHER_TERM }))
  }
}
