import type { PersonWord, Strength, Terms } from './term-list.ts'

/** What the lists say of a word, as far as it counts here. */
export type Listed = {
  readonly text: string
  readonly strength: Strength | null
  readonly isBody: boolean
  readonly isSign: boolean
  readonly person: PersonWord | undefined
  readonly isFirstName: boolean
  readonly contexts: readonly string[]
}

/** What a word adds to its mail, alone and before another. */
export type Weighed = {
  /** The name of its kind where the list has one, otherwise itself. */
  readonly key: string
  readonly weight: number
  readonly followers: ReadonlyMap<string, number> | undefined
}

/** Words that are long enough to be known by how they begin and end: `gehoortest`, `gehoorverlies`. */
const LEAST_WITH_ENDS = 7
const END = 5

/** Body parts, family and names are as good as each other: `mijn #body`, `#family heeft`. */
export function keyOf({ text, isBody, person, isFirstName }: Listed): string {
  if (/^\d/.test(text)) return '#number'
  if (isBody) return '#body'
  if (person === 'family') return '#family'
  return isFirstName ? '#name' : text
}

/** By what a word is weighed alone: itself, its ends, its kinds. */
export function featuresOf(word: Listed): string[] {
  const { text, strength, isBody, isSign, person, contexts } = word
  const features = [/^\d/.test(text) ? '#number' : text]
  if (text.length >= LEAST_WITH_ENDS) features.push(`${text.slice(0, END)}-`, `-${text.slice(-END)}`)
  if (strength !== null) features.push(`#${strength}`)
  if (isBody) features.push('#body')
  if (isSign) features.push('#sign')
  if (person !== undefined) features.push(`#${person}`)
  return [...features, ...contexts.map((context) => `#${context}`)]
}

export const pairOf = (first: string, second: string): string => `${first} ${second}`

/** The weights of a word; looked up once for each that is written. */
export function weighedWord(word: Listed, { weights, pairWeights }: Pick<Terms, 'weights' | 'pairWeights'>): Weighed {
  const key = keyOf(word)
  return { key, weight: featuresOf(word).reduce((sum, feature) => sum + (weights.get(feature) ?? 0), 0), followers: pairWeights.get(key) }
}

/** As one reads: a word and what it stands before, up to the end of a sentence. */
export type Read = { readonly facts: Weighed; readonly sentence: number }

/**
 * How much the words of a stretch together sound like somebody's health: the weight of every distinct word and of every two that
 * follow each other, by the length of the stretch; above zero more than not.
 */
export function soundOf(words: readonly Read[], bias: number): number {
  const seen = new Set<Weighed>()
  let sum = 0
  for (const [at, { facts, sentence }] of words.entries()) {
    if (!seen.has(facts)) sum += facts.weight
    seen.add(facts)
    const next = words[at + 1]
    if (facts.followers !== undefined && next?.sentence === sentence) sum += facts.followers.get(next.facts.key) ?? 0
  }
  return bias + sum / Math.sqrt(Math.max(1, words.length))
}
