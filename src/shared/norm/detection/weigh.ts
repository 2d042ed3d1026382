import type { DetectionLevel } from '../message-class.ts'
import { PERSON } from './surroundings.ts'
import type { Surroundings } from './surroundings.ts'
import type { Strength } from './term-list.ts'
import { CONTEXT } from './word-facts.ts'
import type { Region, Sentences } from './words.ts'

/** A term or a value at its sentence. */
export type Hit = {
  readonly sentence: number
  readonly rule: 'PHI-06' | 'PHI-07'
  readonly strength: Exclude<Strength, 'body' | 'sign'>
  readonly twoFaced: boolean
  readonly supply: boolean
  readonly routine: boolean
}

/** A person counts so many sentences away from what is said about the body. */
const NEARBY = 2

/** The body's first sentences say what the subject meant. */
const OPENING = 3

const { patient, named, name, pair, family, self, you } = PERSON

/** Somebody in particular: what is said is about a person, whoever reads it. */
const SOMEBODY = patient | named | family | self

const LEVELS: Readonly<Record<DetectionLevel, number>> = { none: 0, possible: 1, strong: 2 }

export const heavier = (one: DetectionLevel, other: DetectionLevel): DetectionLevel => LEVELS[one] >= LEVELS[other] ? one : other

const isShort = (region: Region | undefined): boolean => region === 'subject' || region === 'file-name'

/** Weighs hits by who and what stands around them (PHI-06, PHI-08). */
export class Scales {
  readonly #regions: readonly Region[]
  readonly #passages: readonly number[]
  readonly #persons: Uint8Array
  readonly #contexts: Uint8Array
  /** Persons that hold for every sentence. */
  #everywhere = 0
  /** Persons of subject, body and file names. */
  #message = 0
  #subjectContexts = 0
  #openingContexts = 0

  constructor({ regions, passages }: Sentences, { persons, contexts }: Surroundings) {
    this.#regions = regions
    this.#passages = passages
    this.#persons = persons
    this.#contexts = contexts
    const opening = regions.indexOf('body')
    for (const [sentence, region] of regions.entries()) {
      const found = persons[sentence] ?? 0
      const context = contexts[sentence] ?? 0
      this.#everywhere |= isShort(region) ? found : found & (patient | named)
      if (region !== 'attachment') this.#message |= found
      if (region === 'subject') this.#subjectContexts |= context
      if (region === 'body' && sentence < opening + OPENING) this.#openingContexts |= context
    }
  }

  weigh(hit: Hit): DetectionLevel {
    if (this.#isMuted(hit)) return 'none'
    switch (hit.strength) {
      case 'mild': return 'possible'
      case 'department': return this.#department(hit)
      case 'weak': return this.#has(hit.sentence, patient) ? this.#sure(hit) : 'none'
      case 'near': return this.#near(hit)
      case 'sure': return this.#sure(hit)
    }
  }

  /** The bits of a sentence and of those around it in the same text. */
  #around(bits: Uint8Array, sentence: number, reach: number): number {
    let found = 0
    for (let at = sentence - reach; at <= sentence + reach; at++) if (this.#passages[at] === this.#passages[sentence]) found |= bits[at] ?? 0
    return found
  }

  /** Whether one of them stands in the sentence itself. */
  #has(sentence: number, persons: number): boolean {
    return ((this.#persons[sentence] ?? 0) & persons) !== 0
  }

  /** Whether one of them stands near. Subject and file names are about the whole message, and it about them. */
  #hasNear(sentence: number, persons: number): boolean {
    const whole = isShort(this.#regions[sentence]) ? this.#message : 0
    return ((this.#around(this.#persons, sentence, NEARBY) | this.#everywhere | whole) & persons) !== 0
  }

  #in(context: number, sentence: number, reach = 0): boolean {
    const opening = this.#regions[sentence] === 'subject' ? this.#openingContexts : 0
    return ((this.#around(this.#contexts, sentence, reach) | this.#subjectContexts | opening) & context) !== 0
  }

  /** Sport, cars and things for sale: what sounds like health is none. Somebody in the same sentence outweighs that. */
  #isMuted({ sentence, strength, twoFaced, rule, supply, routine }: Hit): boolean {
    const isVague = strength !== 'sure'
    if (this.#has(sentence, isVague ? patient : patient | named | family)) return false
    if (twoFaced && this.#in(CONTEXT.away, sentence, isVague ? 1 : 0)) return true
    const isSomebody = this.#has(sentence, named | family | self)
    if (routine && !isSomebody && this.#in(CONTEXT.service, sentence)) return true
    if (supply && !isSomebody && this.#in(CONTEXT.supplies, sentence)) return true
    return this.#in(CONTEXT.commerce, sentence) && (rule === 'PHI-07' || !isSomebody)
  }

  /** A colleague who is ill, and what is told to everybody, stay `possible`. */
  #sure({ sentence }: Hit): DetectionLevel {
    if (this.#in(CONTEXT.staff, sentence, 1) && !this.#hasNear(sentence, patient | named)) return 'possible'
    if (this.#in(CONTEXT.general, sentence)) return this.#has(sentence, SOMEBODY) ? 'strong' : 'possible'
    return this.#hasNear(sentence, SOMEBODY | name | pair | you) ? 'strong' : 'possible'
  }

  #near(hit: Hit): DetectionLevel {
    const isPerson = isShort(this.#regions[hit.sentence])
      ? this.#hasNear(hit.sentence, SOMEBODY)
      : this.#has(hit.sentence, this.#in(CONTEXT.general, hit.sentence) ? SOMEBODY : SOMEBODY | you | name)
    return isPerson ? this.#sure(hit) : 'none'
  }

  /** An appointment with a department says what it is about; a referral of somebody says it outright. */
  #department({ sentence }: Hit): DetectionLevel {
    if (this.#hasNear(sentence, SOMEBODY | you) && this.#in(CONTEXT.referrals, sentence)) return 'strong'
    return this.#in(CONTEXT.appointments, sentence, 1) ? 'possible' : 'none'
  }
}
