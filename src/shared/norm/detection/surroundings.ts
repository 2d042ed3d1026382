import type { Sentences, Word } from './words.ts'

/**
 * Who a sentence speaks of, as bits. `patient` and `named` (mevrouw Jansen) hold for the whole message, the others near by; a `pair`
 * of capitals may be a person or a place.
 */
export const PERSON = { patient: 1, named: 2, name: 4, pair: 8, family: 16, self: 32, you: 64 } as const

export type Person = keyof typeof PERSON

/** Bits for every sentence. */
export type Surroundings = { readonly persons: Uint8Array; readonly contexts: Uint8Array }

export function addBit(bits: Uint8Array, sentence: number, bit: number): void {
  const before = bits[sentence]
  if (before !== undefined) bits[sentence] = before | bit
}

const PREPOSITIONS = new Set(['van', 'de', 'der', 'den', 'ter', 'ten', 'te', 'la', 'el', 't', 'v', 'd'])
/** What follows `Zijn` where it is the verb, and not `his`. */
const AFTER_A_VERB = new Set(['er', 'jullie', 'we', 'wij', 'u', 'de', 'het', 'die', 'dit', 'deze', 'hier', 'daar', 'ze', 'zij', 'dat', 'mijn', 'uw', 'onze'])
const SALUTATIONS = new Set(['geachte', 'beste', 'hallo', 'dag', 'hoi', 'lieve'])
function isCapital(word: Word | undefined): boolean {
  const code = word?.written.charCodeAt(0) ?? 0
  return code < 128 ? code >= 65 && code <= 90 : /^\p{Lu}/u.test(word?.written ?? '')
}

class Reading {
  readonly persons: Uint8Array
  readonly contexts: Uint8Array
  readonly #words: readonly Word[]

  constructor({ words, regions }: Sentences) {
    this.#words = words
    this.persons = new Uint8Array(regions.length)
    this.contexts = new Uint8Array(regions.length)
  }

  read(): void {
    this.#words.forEach((word, at) => {
      const { facts, written, sentence } = word
      if (facts.contexts !== 0) addBit(this.contexts, sentence, facts.contexts)
      // In small letters and on no list: nobody.
      const person = facts.person === undefined && !facts.isAge && written === facts.text ? null : this.#personAt(at, word)
      if (person !== null) addBit(this.persons, sentence, PERSON[person])
    })
  }

  #textAt(at: number): string {
    return this.#words[at]?.facts.text ?? ''
  }

  #personAt(at: number, word: Word): Person | null {
    const { text, person, isAge, isFirstName } = word.facts
    if (person === 'titles') return this.#titled(at, word)
    if (word.written === 'Zijn' && !AFTER_A_VERB.has(this.#textAt(at + 1))) return 'self'
    if (person !== undefined) return person
    if (isAge && this.#isAfterAge(at, text)) return 'self'
    if (!isCapital(word)) return null
    if (isFirstName) return 'name'
    if (!this.#isSurname(at + 1, word.sentence)) return null
    if (text.length === 1) return 'name'
    const isFirst = this.#words[at - 1]?.sentence !== word.sentence
    return !isFirst && /^\p{Lu}\p{Ll}/u.test(word.written) ? 'pair' : null
  }

  /** `83 jr`, `4 jaar oud`. */
  #isAfterAge(at: number, text: string): boolean {
    return text === 'oud' ? this.#textAt(at - 1) === 'jaar' : /^\d{1,3}$/.test(this.#textAt(at - 1))
  }

  /** `de heer, mevrouw` names nobody, `geachte heer` is whoever reads it, `mevrouw Jansen` is somebody. */
  #titled(at: number, word: Word): Person | null {
    const next = this.#words[at + 1]
    if (next?.sentence === word.sentence && next.facts.person === 'titles') return null
    const before = this.#words[at - 1]
    if (before?.sentence === word.sentence && before.facts.person === 'titles') return null
    if (this.#isSurname(at + 1, word.sentence)) return 'named'
    return before !== undefined && before.sentence === word.sentence && SALUTATIONS.has(before.facts.text) ? 'you' : 'self'
  }

  #isSurname(from: number, sentence: number): boolean {
    let at = from
    for (let skipped = 0; skipped < 5; skipped++, at++) {
      const word = this.#words[at]
      if (word === undefined || word.sentence !== sentence) return false
      const { text } = word.facts
      if (isCapital(word) && text.length > 2 && !PREPOSITIONS.has(text)) return true
      if (!PREPOSITIONS.has(text) && text.length > 1) return false
    }
    return false
  }
}

/** The persons and contexts of every sentence; one pass over the words. */
export function surroundingsOf(sentences: Sentences): Surroundings {
  const reading = new Reading(sentences)
  reading.read()
  return reading
}
