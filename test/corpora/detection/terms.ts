import { readFileSync } from 'node:fs'
import path from 'node:path'
import { compileTerms, readTermList, readWeights, type TermList, type Weights } from '../../../src/shared/norm/detection/term-list.ts'

const shipped = path.resolve(import.meta.dirname, '../../../resources/detection')
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(shipped, file), 'utf8'))

export const weightsFile = path.join(shipped, 'weights.json')

/** The list as it is shipped. */
export const shippedList: TermList = readTermList(read('terms.json'))

/** What `learn.ts` made of the mails below. */
export const shippedWeights: Weights = readWeights(read('weights.json'))

export const shippedTerms = compileTerms(shippedList, shippedWeights)

export type PracticeMail = {
  readonly id: string
  readonly level: 'none' | 'possible' | 'strong'
  /** Not looked at while the list was tuned. */
  readonly heldOut?: true
  readonly subject: string
  readonly text: string
  readonly attachments: readonly string[]
  readonly practice?: string
}

/** The mails of one level, all invented. */
export const practiceMail = (level: PracticeMail['level']): PracticeMail[] =>
  readFileSync(path.join(import.meta.dirname, `${level}.jsonl`), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as PracticeMail)
