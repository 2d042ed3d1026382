import { singleTerm } from './compounds.ts'
import type { Context, PersonWord, Phrase, Term, Terms } from './term-list.ts'
import { weighedWord } from './telling-words.ts'
import type { Weighed } from './telling-words.ts'
import { TAIL } from './term-list.ts'
import { knowing } from './word-memory.ts'

/** What a sentence is about otherwise, as bits. */
export const CONTEXT: Readonly<Record<Context, number>> = { away: 1, commerce: 2, supplies: 4, service: 8, general: 16, staff: 32, appointments: 64, referrals: 128 }

const CONTEXT_NAMES = Object.keys(CONTEXT) as Context[]

/** Phrases that begin with a word, by their second word: most are turned away by one look-up. */
export type Following<Value> = ReadonlyMap<string, readonly Value[]>

/** All that the lists say of a distinct word, in lower case: looked up once, however often it is written. */
export type WordFacts = Weighed & {
  readonly text: string
  /** Standing alone or within a compound. */
  readonly term: Term | null
  readonly phrases: Following<Phrase> | undefined
  readonly figures: Following<readonly string[]> | undefined
  readonly signPhrases: Following<readonly string[]> | undefined
  readonly isBody: boolean
  readonly isSign: boolean
  /** Bits of {@link CONTEXT}. */
  readonly contexts: number
  readonly person: PersonWord | undefined
  readonly isFirstName: boolean
  /** After a number: somebody's age. */
  readonly isAge: boolean
  /** Says nothing of health. */
  readonly isPlain: boolean
}

const LONGEST_AWAY_ENDING = 14
const AGES = new Set(['jarige', 'jr', 'oud'])

/** `boterkoek`, `bekerwedstrijd`. */
function isAway(word: string, { awayEndings, awayTails }: Terms): boolean {
  if (word.length < TAIL + 2 || !awayTails.has(word.slice(-TAIL))) return false
  for (let length = TAIL; length <= Math.min(word.length - 2, LONGEST_AWAY_ENDING); length++) if (awayEndings.has(word.slice(-length))) return true
  return false
}

function contextsOf(word: string, terms: Terms): number {
  const contexts = terms.contexts.get(word)
  if (contexts === undefined) return isAway(word, terms) ? CONTEXT.away : 0
  return Array.from(contexts).reduce((bits, context) => bits | CONTEXT[context], 0)
}

/** The facts of a word, remembered between messages; the lists tell the same of it each time. */
export const factsOf = knowing((text: string, terms: Terms): WordFacts => {
  const term = singleTerm(text, terms)
  const phrases = terms.phrases.get(text)
  const signPhrases = terms.signPhrases.get(text)
  const isBody = terms.body.has(text)
  const isSign = terms.sign.has(text)
  const bits = contextsOf(text, terms)
  const person = terms.persons.get(text)
  const isFirstName = terms.firstNames.has(text)
  const listed = { text, strength: term?.strength ?? null, isBody, isSign, person, isFirstName, contexts: CONTEXT_NAMES.filter((name) => (bits & CONTEXT[name]) !== 0) }
  return {
    ...weighedWord(listed, terms),
    text, term, phrases, signPhrases, isBody, isSign, figures: terms.figures.get(text),
    contexts: bits, person, isFirstName, isAge: AGES.has(text),
    isPlain: term === null && phrases === undefined && !isBody && !isSign && signPhrases === undefined,
  }
})
