import { TAIL } from './term-list.ts'
import type { Context, PersonWord, Terms } from './term-list.ts'
import { knowing } from './word-memory.ts'
import type { Sentences, Word } from './words.ts'

/**
 * Who a sentence speaks of, as bits. `patient` and `named` (mevrouw Jansen) hold for the whole message, the others near by; a `pair`
 * of capitals may be a person or a place.
 */
export const PERSON = { patient: 1, named: 2, name: 4, pair: 8, family: 16, self: 32, you: 64 } as const

export type Person = keyof typeof PERSON

/** What a sentence is about otherwise, as bits. */
export const CONTEXT: Readonly<Record<Context, number>> = { away: 1, commerce: 2, supplies: 4, service: 8, general: 16, staff: 32, appointments: 64, referrals: 128 }

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
const LONGEST_ENDING = 14

const AGES = new Set(['jarige', 'jr'])

function isCapital(word: Word | undefined): boolean {
  const code = word?.written.charCodeAt(0) ?? 0
  return code < 128 ? code >= 65 && code <= 90 : /^\p{Lu}/u.test(word?.written ?? '')
}

/** `boterkoek`, `bekerwedstrijd`. */
function isAway(word: string, { awayEndings, awayTails }: Terms): boolean {
  if (word.length < TAIL + 2 || !awayTails.has(word.slice(-TAIL))) return false
  for (let length = TAIL; length <= Math.min(word.length - 2, LONGEST_ENDING); length++) if (awayEndings.has(word.slice(-length))) return true
  return false
}

function contextsOf(word: string, terms: Terms): number {
  const contexts = terms.contexts.get(word)
  if (contexts === undefined) return isAway(word, terms) ? CONTEXT.away : 0
  return Array.from(contexts).reduce((bits, context) => bits | CONTEXT[context], 0)
}

/** What the lists say of a distinct word: what it is about, and whom it may point to. */
type Known = { readonly contexts: number; readonly kind: PersonWord | undefined; readonly isFirstName: boolean; readonly isAge: boolean }

const knownOf = knowing((word: string, terms: Terms): Known => ({
  contexts: contextsOf(word, terms), kind: terms.persons.get(word), isFirstName: terms.firstNames.has(word), isAge: AGES.has(word) || word === 'oud',
}))

class Reading {
  readonly persons: Uint8Array
  readonly contexts: Uint8Array
  readonly #words: readonly Word[]
  readonly #known: readonly Known[]
  readonly #terms: Terms

  constructor({ words, distinct, regions }: Sentences, terms: Terms) {
    this.#words = words
    this.#known = distinct.map(knownOf(terms))
    this.#terms = terms
    this.persons = new Uint8Array(regions.length)
    this.contexts = new Uint8Array(regions.length)
  }

  read(): void {
    for (const [at, word] of this.#words.entries()) {
      const known = this.#known[word.id]
      if (known === undefined) continue
      if (known.contexts !== 0) addBit(this.contexts, word.sentence, known.contexts)
      // In small letters and on no list: nobody.
      const person = known.kind === undefined && !known.isAge && word.written === word.text ? null : this.#personAt(at, word, known)
      if (person !== null) addBit(this.persons, word.sentence, PERSON[person])
    }
  }

  #personAt(at: number, word: Word, { kind, isFirstName }: Known): Person | null {
    if (kind === 'titles') return this.#titled(at, word)
    if (word.written === 'Zijn' && !AFTER_A_VERB.has(this.#words[at + 1]?.text ?? '')) return 'self'
    if (kind !== undefined) return kind
    if (AGES.has(word.text) && /^\d{1,3}$/.test(this.#words[at - 1]?.text ?? '')) return 'self'
    if (word.text === 'oud' && this.#words[at - 1]?.text === 'jaar') return 'self'
    if (!isCapital(word)) return null
    if (isFirstName) return 'name'
    if (!this.#isSurname(at + 1, word.sentence)) return null
    if (word.text.length === 1) return 'name'
    const isFirst = this.#words[at - 1]?.sentence !== word.sentence
    return !isFirst && /^\p{Lu}\p{Ll}/u.test(word.written) ? 'pair' : null
  }

  /** `de heer, mevrouw` names nobody, `geachte heer` is whoever reads it, `mevrouw Jansen` is somebody. */
  #titled(at: number, word: Word): Person | null {
    const next = this.#words[at + 1]
    if (next?.sentence === word.sentence && this.#terms.persons.get(next.text) === 'titles') return null
    const before = this.#words[at - 1]
    if (before?.sentence === word.sentence && this.#terms.persons.get(before.text) === 'titles') return null
    if (this.#isSurname(at + 1, word.sentence)) return 'named'
    return before !== undefined && before.sentence === word.sentence && SALUTATIONS.has(before.text) ? 'you' : 'self'
  }

  #isSurname(from: number, sentence: number): boolean {
    let at = from
    for (let skipped = 0; skipped < 5; skipped++, at++) {
      const word = this.#words[at]
      if (word === undefined || word.sentence !== sentence) return false
      if (isCapital(word) && word.text.length > 2 && !PREPOSITIONS.has(word.text)) return true
      if (!PREPOSITIONS.has(word.text) && word.text.length > 1) return false
    }
    return false
  }
}

/** The persons and contexts of every sentence; one pass over the words. */
export function surroundingsOf(sentences: Sentences, terms: Terms): Surroundings {
  const reading = new Reading(sentences, terms)
  reading.read()
  return reading
}
