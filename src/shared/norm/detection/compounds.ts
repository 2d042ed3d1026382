import { HEAD, LEAST_MISSPELT, LONG_TAIL, TAIL } from './term-list.ts'
import type { Term, Terms } from './term-list.ts'

/** Longer words are no words; looking for compounds in them would cost more than it finds. */
const LONGEST_WORD = 60

const SHORTEST_PART = 2
const SHORTEST_REST = 3
const LONGEST_HARMLESS_ENDING = 16

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

/** The term that a folded word is, or has in it (PHI-09), or was meant to be. */
export function singleTerm(word: string, terms: Terms): Term | null {
  if (terms.harmless.has(word)) return null
  const whole = terms.whole.get(word)
  if (whole !== undefined) return whole
  const within = inCompound(word, terms) ?? misspelt(word, terms)
  return within === undefined || isHarmless(word, terms) ? null : within
}
