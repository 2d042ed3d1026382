import { fold, wordsIn } from './fold.ts'
import { formsOf } from './dutch-forms.ts'

/**
 * What a term says when it stands alone: `sure` tells of health, `mild` too but never more than `possible`, `near` only beside a
 * person, `weak` only beside a patient, `department` only with an appointment or a referral, `body` and `sign` only together.
 */
export type Strength = 'sure' | 'mild' | 'near' | 'weak' | 'department' | 'body' | 'sign'

const STRENGTHS: ReadonlySet<string> = new Set<Strength>(['sure', 'mild', 'near', 'weak', 'department', 'body', 'sign'])

/** Who a word may point to. */
export type PersonWord = 'patient' | 'family' | 'titles' | 'self' | 'you'

const PERSON_WORDS = ['patient', 'family', 'titles', 'self', 'you'] as const satisfies readonly PersonWord[]

/** `resources/detection/terms.json`. */
export type TermList = {
  readonly edition: number
  readonly terms: readonly { readonly kind: string; readonly strength: Strength; readonly words: readonly string[] }[]
  readonly twoFaced: readonly string[]
  readonly routine: readonly string[]
  readonly harmless: { readonly words: readonly string[]; readonly endings: readonly string[] }
  readonly figures: readonly string[]
  readonly away: readonly string[]
  readonly awayEndings: readonly string[]
  readonly commerce: readonly string[]
  readonly supplies: readonly string[]
  readonly service: readonly string[]
  readonly general: readonly string[]
  readonly staff: readonly string[]
  readonly appointments: readonly string[]
  readonly referrals: readonly string[]
  readonly disclaimer: { readonly sentence: readonly string[]; readonly paragraph: readonly string[] }
  readonly persons: Readonly<Record<PersonWord, readonly string[]>>
  readonly firstNames: readonly string[]
}

export type Term = {
  readonly strength: Strength
  /** Also used of things that have nothing to do with health: silent beside a word of sport, cars or software. */
  readonly twoFaced: boolean
  /** Things that are ordered and repaired by that name: a katheter, an infuus. */
  readonly supply: boolean
  /** What every practice tells everybody how to arrange: herhaalrecepten, uitslagen. */
  readonly routine: boolean
}

type PhraseTable = ReadonlyMap<string, ReadonlyMap<string, readonly (readonly string[])[]>>

export type Phrase = { readonly words: readonly string[]; readonly term: Term }

/** Contexts that take an alarm away or lower it. */
export type Context = 'away' | 'commerce' | 'supplies' | 'service' | 'general' | 'staff' | 'appointments' | 'referrals'

const CONTEXTS = ['away', 'commerce', 'supplies', 'service', 'general', 'staff', 'appointments', 'referrals'] as const satisfies readonly Context[]

/** The list, ready for look-ups: made once, kept for as long as the program runs. */
export type Terms = {
  readonly whole: ReadonlyMap<string, Term>
  /** Only as it is written here, capitals included: `TIA`, `HbA1c`. */
  readonly exact: ReadonlyMap<string, Term>
  readonly endings: ReadonlyMap<string, Term>
  /** The last letters of `endings` and the first of `beginnings`: most words are turned away by one look-up. */
  readonly endingTails: ReadonlySet<string>
  readonly beginningHeads: ReadonlySet<string>
  readonly beginnings: ReadonlyMap<string, Term>
  /** Long words with one letter left out, as fingers do. */
  readonly misspelt: ReadonlyMap<string, Term>
  /** By first and second word, as the figures and the signs of more than one word. */
  readonly phrases: ReadonlyMap<string, ReadonlyMap<string, readonly Phrase[]>>
  readonly body: ReadonlySet<string>
  readonly sign: ReadonlySet<string>
  readonly signPhrases: PhraseTable
  readonly harmless: ReadonlySet<string>
  readonly harmlessEndings: ReadonlySet<string>
  readonly figures: PhraseTable
  readonly contexts: ReadonlyMap<string, ReadonlySet<Context>>
  readonly awayEndings: ReadonlySet<string>
  readonly awayTails: ReadonlySet<string>
  readonly persons: ReadonlyMap<string, PersonWord>
  readonly firstNames: ReadonlySet<string>
  readonly disclaimer: { readonly sentence: readonly string[]; readonly paragraph: readonly string[] }
  /** What a word adds to how its mail sounds, and two that follow each other; see `telling-words.ts`. */
  readonly weights: ReadonlyMap<string, number>
  readonly pairWeights: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly bias: number
}

/** `resources/detection/weights.json`: made by `test/corpora/detection/learn.ts` from the invented mails beside it. */
export type Weights = { readonly edition: number; readonly bias: number; readonly weights: Readonly<Record<string, number>> }

/** Nothing sounds like anything. */
export const NO_WEIGHTS: Weights = { edition: 0, bias: -100, weights: {} }

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isWords = (value: unknown): value is string[] => Array.isArray(value) && value.every((word) => typeof word === 'string' && word.trim() !== '')

/** The list as it stands in its file. A list of another make is a mistake of ours and throws, naming the field. */
export function readTermList(found: unknown): TermList {
  const need = (holds: boolean, field: string): void => {
    if (!holds) throw new Error(`the term list: ${field}`)
  }
  const part = (name: string, fields: readonly string[]): void => {
    const value = isRecord(found) ? found[name] : undefined
    need(isRecord(value) && fields.every((field) => isWords(value[field])), name)
  }
  need(isRecord(found) && typeof found.edition === 'number', 'edition')
  const list = found as Readonly<Record<string, unknown>>
  need(Array.isArray(list.terms) && list.terms.length > 0, 'terms')
  for (const group of list.terms as unknown[]) {
    need(isRecord(group) && typeof group.kind === 'string' && STRENGTHS.has(String(group.strength)) && isWords(group.words), 'terms')
  }
  for (const field of ['twoFaced', 'routine', 'figures', 'firstNames', 'awayEndings', ...CONTEXTS]) need(isWords(list[field]), field)
  part('harmless', ['words', 'endings'])
  part('disclaimer', ['sentence', 'paragraph'])
  part('persons', PERSON_WORDS)
  return found as TermList
}

/** The weights as they stand in their file; others throw, as a list does. */
export function readWeights(found: unknown): Weights {
  const isNumbers = (value: unknown): boolean => isRecord(value) && Object.values(value).every((weight) => typeof weight === 'number' && Number.isFinite(weight))
  if (!isRecord(found) || typeof found.edition !== 'number' || typeof found.bias !== 'number' || !isNumbers(found.weights)) throw new Error('the weights of words: not as they are made')
  return found as Weights
}

function pairTable(weights: Weights['weights']): Map<string, Map<string, number>> {
  const table = new Map<string, Map<string, number>>()
  for (const [feature, weight] of Object.entries(weights)) {
    const [first = '', second] = feature.split(' ')
    if (second !== undefined) table.set(first, (table.get(first) ?? new Map<string, number>()).set(second, weight))
  }
  return table
}

/** From five letters on a word is long enough to be recognised within another: `notenallergie`, `astmapatient`. */
const LEAST_IN_COMPOUND = 5

/** Endings and beginnings are no shorter than these. */
export const TAIL = 4
export const HEAD = LEAST_IN_COMPOUND

/** Endings this long are turned away by their last letters; the few shorter ones are looked up as they are. */
export const LONG_TAIL = 6

/** Shorter words with a letter less are other words. */
export const LEAST_MISSPELT = 8

/** A word in all the ways to leave one letter out. */
const withoutOneLetter = (word: string): string[] => Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))

class Making {
  readonly whole = new Map<string, Term>()
  readonly exact = new Map<string, Term>()
  readonly endings = new Map<string, Term>()
  readonly beginnings = new Map<string, Term>()
  readonly misspelt = new Map<string, Term>()
  readonly phrases: Phrase[] = []

  add(written: string, term: Term): void {
    const bare = written.replace(/^[=-]|-$/g, '')
    const words = wordsIn(fold(bare))
    const [first = '', second] = words
    if (/\p{Lu}.*\p{Lu}/u.test(written) && second === undefined) this.exact.set(bare, term)
    else if (second !== undefined) this.#phrase(words, term)
    else if (written.startsWith('=')) this.#put(this.whole, [first], term)
    else if (written.startsWith('-')) this.#put(this.endings, formsOf(first), term)
    else if (written.endsWith('-')) this.#put(this.beginnings, [first], term)
    else this.#word(first, term)
  }

  #word(word: string, term: Term): void {
    const forms = formsOf(word)
    this.#put(this.whole, forms, term)
    if (term.strength !== 'sure' || word.length < LEAST_IN_COMPOUND) return
    this.#put(this.endings, forms, term)
    this.#put(this.beginnings, [word], term)
    if (word.length >= LEAST_MISSPELT) this.#put(this.misspelt, withoutOneLetter(word), term)
  }

  #phrase(words: readonly string[], term: Term): void {
    const last = words.at(-1) ?? ''
    for (const form of formsOf(last)) this.phrases.push({ words: [...words.slice(0, -1), form], term })
  }

  /** The first and therefore stronger entry of the list stays. */
  #put(table: Map<string, Term>, forms: readonly string[], term: Term): void {
    for (const form of forms) if (!table.has(form)) table.set(form, term)
  }
}

function byFirstWords<Value>(phrases: readonly Value[], wordsOf: (phrase: Value) => readonly string[]): Map<string, Map<string, Value[]>> {
  const byFirst = Map.groupBy(phrases, (phrase) => wordsOf(phrase)[0] ?? '')
  return new Map(Array.from(byFirst, ([first, group]) => [first, Map.groupBy(group, (phrase) => wordsOf(phrase)[1] ?? '')]))
}

const phraseTable = (phrases: readonly string[]): PhraseTable => byFirstWords(phrases.map((phrase) => wordsIn(fold(phrase))), (words) => words)

function contextsOf(list: TermList): Map<string, Set<Context>> {
  const contexts = new Map<string, Set<Context>>()
  for (const context of CONTEXTS) for (const word of list[context]) contexts.set(fold(word), (contexts.get(fold(word)) ?? new Set()).add(context))
  return contexts
}

/** Kinds of terms of which practices order the things. */
const SUPPLIES: ReadonlySet<string> = new Set(['treatment', 'examination', 'department', 'sickness'])

/** Makes the tables, some milliseconds of work. Terms earlier in the list win over later ones. */
export function compileTerms(list: TermList, weights = NO_WEIGHTS): Terms {
  const making = new Making()
  const twoFaced = new Set(list.twoFaced)
  const routine = new Set(list.routine)
  for (const { kind, strength, words } of list.terms) {
    if (strength === 'body' || strength === 'sign') continue
    const supply = SUPPLIES.has(kind)
    for (const word of words) {
      const bare = word.replace(/^=/, '')
      const isVague = strength === 'near' || strength === 'weak' || strength === 'department'
      making.add(word, { strength, supply, twoFaced: isVague || twoFaced.has(bare), routine: isVague || routine.has(bare) })
    }
  }
  const parts = (strength: Strength): string[] => list.terms.filter((group) => group.strength === strength).flatMap(({ words }) => words)
  const signs = parts('sign')
  const { whole, exact, endings, beginnings, misspelt, phrases } = making
  return {
    whole, exact, endings, beginnings, misspelt, phrases: byFirstWords(phrases, ({ words }) => words),
    endingTails: new Set(Array.from(endings.keys(), (ending) => ending.slice(-LONG_TAIL))),
    beginningHeads: new Set(Array.from(beginnings.keys(), (beginning) => beginning.slice(0, HEAD))),
    body: new Set(parts('body').flatMap((word) => formsOf(fold(word)))),
    sign: new Set(signs.filter((word) => !word.includes(' '))),
    signPhrases: phraseTable(signs.filter((word) => word.includes(' '))),
    harmless: new Set(list.harmless.words.map(fold)),
    harmlessEndings: new Set(list.harmless.endings.map(fold)),
    figures: phraseTable(list.figures),
    contexts: contextsOf(list),
    awayEndings: new Set(list.awayEndings.map(fold)),
    awayTails: new Set(list.awayEndings.map((ending) => fold(ending).slice(-TAIL))),
    persons: new Map(PERSON_WORDS.flatMap((kind) => list.persons[kind].map((word) => [fold(word), kind] as const))),
    firstNames: new Set(list.firstNames.map(fold)),
    disclaimer: { sentence: list.disclaimer.sentence.map(fold), paragraph: list.disclaimer.paragraph.map(fold) },
    weights: new Map(Object.entries(weights.weights)), pairWeights: pairTable(weights.weights), bias: weights.bias,
  }
}
