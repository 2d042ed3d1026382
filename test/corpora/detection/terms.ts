import { readFileSync } from 'node:fs'
import path from 'node:path'
import { compileTerms, readTermList, type TermList } from '../../../src/shared/norm/detection/term-list.ts'

const file = path.resolve(import.meta.dirname, '../../../resources/detection/terms.json')

/** The list as it is shipped. */
export const shippedList: TermList = readTermList(JSON.parse(readFileSync(file, 'utf8')))

export const shippedTerms = compileTerms(shippedList)

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
