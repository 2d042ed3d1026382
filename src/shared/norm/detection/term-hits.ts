import type { Phrase, Term, Terms } from './term-list.ts'
import type { Following, WordFacts } from './word-facts.ts'
import type { Word } from './words.ts'

/** A term of the list at a word; `body` with `sign` is one hit of strength `sure`. */
export type TermHit = { readonly sentence: number; readonly term: Term }

/** Body part and complaint belong together when no more than so many words lie between. */
const TOGETHER = 7

/** Before the first word: together with nothing. */
const FAR = -1_000

const TOGETHER_TERM: Term = { strength: 'sure', twoFaced: true, supply: false, routine: false }

const NONE: readonly never[] = []

const follows = (words: readonly Word[], at: number, phrase: readonly string[]): boolean =>
  phrase.every((word, index) => words[at + index]?.facts.text === word) && words[at + phrase.length - 1]?.sentence === words[at]?.sentence

/** Finds the terms in the words of a message. */
export class TermSearch {
  readonly #words: readonly Word[]
  readonly #terms: Terms
  readonly #masked: Uint8Array
  /** Places of words of which the lists say something. */
  readonly #telling: number[] = []
  readonly #maskedWords = new Set<WordFacts>()

  constructor(words: readonly Word[], terms: Terms) {
    this.#words = words
    this.#terms = terms
    this.#masked = new Uint8Array(words.length)
    words.forEach(({ facts, written }, at) => { if (!facts.isPlain || written !== facts.text) this.#telling.push(at) })
  }

  /** Figures of speech say nothing (PHI-08). */
  maskFigures(): void {
    this.#words.forEach(({ facts }, at) => { if (facts.figures !== undefined) this.#maskAt(at, this.#following(facts.figures, at)) })
  }

  /** Neither does the practice's own name. By first word. */
  maskName(phrases: ReadonlyMap<string, readonly (readonly string[])[]>): void {
    for (const [at, { facts }] of this.#words.entries()) this.#maskAt(at, phrases.get(facts.text) ?? NONE)
  }

  /** What is a figure of speech in the body is one in the subject too (`Bittere pil`); `subject`: the words of it, which come first. */
  maskSubject(subject: number): void {
    if (this.#maskedWords.size === 0) return
    for (const [at, { facts }] of this.#words.slice(0, subject).entries()) if (this.#maskedWords.has(facts)) this.#masked[at] = 1
  }

  hits(): TermHit[] {
    const found: TermHit[] = []
    for (const at of this.#telling) {
      const word = this.#words[at]
      if (word === undefined || this.#masked[at] === 1) continue
      const { facts, written, sentence } = word
      const phrase = facts.phrases === undefined ? undefined : this.#phraseAt(facts.phrases, at)
      const term = phrase?.term ?? (written === facts.text ? undefined : this.#terms.exact.get(written)) ?? facts.term
      if (term !== null) found.push({ sentence, term })
      if (phrase !== undefined) this.#masked.fill(1, at, at + phrase.words.length)
    }
    return [...found, ...this.#together()]
  }

  #following<Value>(phrases: Following<Value>, at: number): readonly Value[] {
    return phrases.get(this.#words[at + 1]?.facts.text ?? '') ?? NONE
  }

  #phraseAt(phrases: Following<Phrase>, at: number): Phrase | undefined {
    return this.#following(phrases, at).find(({ words }) => follows(this.#words, at, words))
  }

  #maskAt(at: number, phrases: readonly (readonly string[])[]): void {
    for (const phrase of phrases) {
      if (!follows(this.#words, at, phrase)) continue
      this.#masked.fill(1, at, at + phrase.length)
      for (const { facts } of this.#words.slice(at, at + phrase.length)) this.#maskedWords.add(facts)
    }
  }

  #isSign({ facts: { isSign, signPhrases } }: Word, at: number): boolean {
    return isSign || (signPhrases !== undefined && this.#following(signPhrases, at).some((phrase) => follows(this.#words, at, phrase)))
  }

  /** Body parts with a complaint near: once a sentence is enough. */
  #together(): TermHit[] {
    const found = new Set<number>()
    let body = FAR
    let sign = FAR
    let current = -1
    for (const at of this.#telling) {
      const word = this.#words[at]
      if (word === undefined || word.facts.isPlain || this.#masked[at] === 1) continue
      if (word.sentence !== current) body = sign = FAR
      current = word.sentence
      if (word.facts.isBody) body = at
      else if (this.#isSign(word, at)) sign = at
      if (body !== FAR && Math.abs(body - sign) <= TOGETHER) found.add(current)
    }
    return Array.from(found, (sentence) => ({ sentence, term: TOGETHER_TERM }))
  }
}
