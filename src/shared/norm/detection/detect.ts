import type { DetectionLevel } from '../message-class.ts'
import { citizenNumbers } from './citizen-number.ts'
import { fold, plain, wordsIn } from './fold.ts'
import { DETECTED_CHARS } from './limits.ts'
import { readableBody } from './readable-body.ts'
import { tellingStretches } from './sounding.ts'
import { addBit, PERSON, surroundingsOf } from './surroundings.ts'
import type { Surroundings } from './surroundings.ts'
import type { Term, Terms } from './term-list.ts'
import { TermSearch } from './term-hits.ts'
import { valuesIn } from './values.ts'
import type { Hit } from './weigh.ts'
import { heavier, Scales } from './weigh.ts'
import { CONTEXT } from './word-facts.ts'
import type { Passage, Sentences } from './words.ts'
import { readSentences } from './words.ts'

/** PHI-04: found in the subject; PHI-05: citizen service number; PHI-06: term; PHI-07: value, dose, code, birth date; PHI-10: not all could be read. */
export type DetectionRule = 'PHI-04' | 'PHI-05' | 'PHI-06' | 'PHI-07' | 'PHI-10'

/**
 * Which rules fired and how often; never what they found (PHI-02). `none` is no promise: say *geen aanwijzingen gevonden*, never that
 * it is safe (PHI-11).
 */
export type Detection = { readonly level: DetectionLevel; readonly rules: readonly { readonly rule: DetectionRule; readonly count: number }[] }

/** A message as it is written or read. */
export type Examined = {
  readonly subject: string
  /** Plain text, quotes included. */
  readonly text: string
  /** File names. */
  readonly attachments: readonly string[]
  /** What stands in those of them that could be read. */
  readonly attachmentTexts?: readonly string[]
  /** Attachments that could not be read (PHI-10). */
  readonly unreadable?: number
  /** The practice's own name, which tells nothing about anybody (PHI-08). */
  readonly practice?: string | null
}

const RULES: readonly DetectionRule[] = ['PHI-04', 'PHI-05', 'PHI-06', 'PHI-07', 'PHI-10']

class Tally {
  level: DetectionLevel = 'none'
  readonly #counts = new Map<DetectionRule, number>()

  add(rule: DetectionRule, weight: DetectionLevel, count = 1): void {
    this.level = heavier(this.level, weight)
    this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + count)
  }

  detection(): Detection {
    return { level: this.level, rules: RULES.flatMap((rule) => ({ rule, count: this.#counts.get(rule) ?? 0 })).filter(({ count }) => count > 0) }
  }
}

/** The file's name as words: `MRI_knie.pdf`. */
const fileNameText = (name: string): string => plain(name).replace(/_/g, ' ').replace(/\.[a-z\d]{1,5}$/i, '')

type Texts = { readonly passages: readonly Passage[]; readonly signature: string; readonly isCut: boolean }

function textsOf(message: Examined, terms: Terms): Texts {
  let left = DETECTED_CHARS
  let isCut = false
  const take = (text: string): string => {
    const taken = text.slice(0, left)
    isCut ||= taken.length < text.length
    left -= taken.length
    return taken
  }
  const subject = plain(take(message.subject))
  const names = message.attachments.map((name) => fileNameText(take(name)))
  const { written, signature } = readableBody(take(message.text), terms.disclaimer)
  const files = (message.attachmentTexts ?? []).map((text) => plain(take(text)))
  return {
    passages: [
      { region: 'subject', text: subject }, { region: 'body', text: written },
      ...names.map((text) => ({ region: 'file-name', text }) as const), ...files.map((text) => ({ region: 'attachment', text }) as const),
    ],
    signature, isCut,
  }
}

/** The name as a phrase, and every two words of it that follow each other: `De Brug Psychologie` is often cut short. */
function practicePhrases(name: string): Map<string, string[][]> {
  const words = wordsIn(fold(name))
  const pairs = words.slice(1).map((word, index) => [words[index] ?? '', word])
  const phrases = words.length === 0 ? [] : [words, ...pairs]
  return Map.groupBy(phrases, ([first = '']) => first)
}

/** The sentence in which a place of a passage lies: the last one that begins at or before it. */
function sentenceAt({ words, passages }: Sentences, passage: number, start: number): number {
  let low = 0
  let high = words.length
  while (low < high) {
    const middle = (low + high) >> 1
    const word = words[middle]
    const place = word === undefined ? 0 : passages[word.sentence] ?? 0
    if (word !== undefined && (place < passage || (place === passage && word.start <= start))) low = middle + 1
    else high = middle
  }
  return words[Math.max(0, low - 1)]?.sentence ?? 0
}

const EURO = '\u20ac'

class Examination {
  readonly #tally = new Tally()
  readonly #texts: Texts
  readonly #terms: Terms
  readonly #sentences: Sentences
  readonly #around: Surroundings

  constructor(message: Examined, terms: Terms) {
    this.#terms = terms
    this.#texts = textsOf(message, terms)
    this.#sentences = readSentences(this.#texts.passages, terms)
    this.#around = surroundingsOf(this.#sentences)
  }

  run({ practice, unreadable = 0 }: Examined): Detection {
    this.#numbers()
    const values = this.#values()
    this.#prices()
    const search = new TermSearch(this.#sentences.words, this.#terms)
    search.maskFigures()
    search.maskSubject(this.#subjectWords())
    if (practice !== undefined && practice !== null) search.maskName(practicePhrases(practice))
    const found = search.hits().map(({ sentence, term }): Hit => ({ sentence, rule: 'PHI-06', ...strengthOf(term) }))
    const scales = new Scales(this.#sentences, this.#around)
    for (const hit of [...values, ...found]) this.#count(hit.rule, scales.weigh(hit), hit.sentence)
    this.#sounds()
    const unread = unreadable + (this.#texts.isCut ? 1 : 0)
    if (unread > 0) this.#tally.add('PHI-10', 'none', unread)
    return this.#tally.detection()
  }

  /** Only where nothing else told: one who names no illness tells of it all the same. */
  #sounds(): void {
    if (this.#tally.level === 'strong') return
    const telling = tellingStretches(this.#sentences, this.#around, this.#terms)
    if (telling > 0) this.#tally.add('PHI-06', 'strong', telling)
  }

  /** How many words the subject has; they come first. */
  #subjectWords(): number {
    const first = this.#sentences.words.findIndex(({ sentence }) => this.#sentences.regions[sentence] !== 'subject')
    return first === -1 ? this.#sentences.words.length : first
  }

  #count(rule: DetectionRule, weight: DetectionLevel, sentence: number): void {
    if (weight === 'none') return
    this.#tally.add(rule, weight)
    if (this.#sentences.regions[sentence] === 'subject') this.#tally.add('PHI-04', weight)
  }

  /** PHI-05. In a signature only what says that it is one: other numbers stand there too. */
  #numbers(): void {
    for (const [passage, { text }] of this.#texts.passages.entries()) {
      for (const { start, labelled } of citizenNumbers(text)) {
        const sentence = sentenceAt(this.#sentences, passage, start)
        this.#count('PHI-05', labelled ? 'strong' : 'possible', sentence)
        if (labelled) addBit(this.#around.persons, sentence, PERSON.patient)
      }
    }
    for (const { labelled } of citizenNumbers(this.#texts.signature)) if (labelled) this.#tally.add('PHI-05', 'strong')
  }

  /** PHI-07. A date of birth also says that the message is about somebody. */
  #values(): Hit[] {
    const hits: Hit[] = []
    for (const [passage, { text }] of this.#texts.passages.entries()) {
      for (const { kind, start } of valuesIn(text)) {
        const sentence = sentenceAt(this.#sentences, passage, start)
        if (kind === 'birth-date') addBit(this.#around.persons, sentence, PERSON.patient)
        hits.push({ sentence, rule: 'PHI-07', strength: kind === 'birth-date' ? 'mild' : 'sure', twoFaced: false, supply: false, routine: false })
      }
    }
    for (const { kind } of valuesIn(this.#texts.signature)) if (kind === 'birth-date') this.#tally.add('PHI-07', 'possible')
    return hits
  }

  #prices(): void {
    for (const [passage, { text }] of this.#texts.passages.entries()) {
      for (let at = text.indexOf(EURO); at !== -1; at = text.indexOf(EURO, at + 1)) addBit(this.#around.contexts, sentenceAt(this.#sentences, passage, at), CONTEXT.commerce)
    }
  }
}

/** Body parts and signs come as one hit, `sure`: alone they are no terms. */
const strengthOf = ({ strength, ...rest }: Term): Omit<Hit, 'sentence' | 'rule'> => ({ ...rest, strength: strength === 'body' || strength === 'sign' ? 'weak' : strength })

/**
 * Looks for health information in one message (PHI-01 to PHI-11). Locally, linear in its text, without keeping anything.
 * `terms` is made once, by `compileTerms`.
 */
export const detect = (message: Examined, terms: Terms): Detection => new Examination(message, terms).run(message)
