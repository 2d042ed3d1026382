import type { MailboxReader } from '../src/main/mailbox/mailbox.ts'
import type { PlantedWord } from '../test/practice/mail/bulk.ts'
import type { Place } from '../test/practice/mail/planted.ts'

/** What a search has to reach, in the words of those who ask for it. */
export const kinds = ['body', 'html', 'fileNames', 'accents', 'encodedWords', 'phrases', 'compounds', 'pdf', 'docx'] as const
export type Kind = (typeof kinds)[number]

const kindOf: Readonly<Record<Place, Kind>> = {
  'subject': 'body', 'sender-name': 'body', 'body': 'body', 'base64-body': 'body', 'soft-break': 'body', 'beyond-32k': 'body', 'html': 'html', 'html-entity': 'html',
  'file-name': 'fileNames', 'late-file-name': 'fileNames', 'accent': 'accents', 'encoded-word': 'encodedWords', 'phrase': 'phrases', 'compound': 'compounds', 'pdf': 'pdf', 'docx': 'docx',
}

/** Of one kind: how many were planted, and how many of those every question found (and no wrong one did). */
export interface Found { readonly planted: number; readonly found: number }

export interface Completeness {
  /** Share that is found of what stands in the messages themselves; 1 is the only good figure. */
  readonly completeness: number
  /** The same of what stands inside attached documents. */
  readonly inDocuments: number
  readonly kinds: Readonly<Record<Kind, Found>>
  /** The questions that failed, and where the word stands. */
  readonly notFound: readonly string[]
}

const isInDocument = (kind: Kind): boolean => kind === 'pdf' || kind === 'docx'

/** What is found without opening any attachment. */
export const outsideDocuments = (planted: readonly PlantedWord[]): readonly PlantedWord[] => planted.filter(({ place }) => !isInDocument(kindOf[place]))

/** The Message-IDs of the first hits. */
export type Ask = (question: string) => readonly string[]

const ROWS = 50
const IDENTIFIED_BY = /^message-id:\s*<([^>]*)>/im

/** Asks our index. */
export const askReader = (reader: MailboxReader): Ask => (question) =>
  reader.search({ text: question, folderId: null, offset: 0, limit: ROWS }).rows.map(({ id }) => {
    const outcome = reader.raw(id)
    return outcome.kind === 'raw' ? IDENTIFIED_BY.exec(Buffer.from(outcome.raw).toString('latin1', 0, 4_096))?.[1] ?? '' : ''
  })

const failures = ({ questions, notBy, place, messageId }: PlantedWord, ask: Ask): string[] => [
  ...questions.filter((question) => !ask(question).includes(messageId)).map((question) => `${question} (${place})`),
  ...notBy.filter((question) => ask(question).includes(messageId)).map((question) => `not by ${question} (${place})`),
]

/** Whether everything that was planted is found, in every way in which people ask for it. */
export function completenessOf(planted: readonly PlantedWord[], ask: Ask): Completeness {
  const looked = planted.map((one) => ({ kind: kindOf[one.place], failures: failures(one, ask) }))
  const count = (holds: (kind: Kind) => boolean): Found => {
    const these = looked.filter(({ kind }) => holds(kind))
    return { planted: these.length, found: these.filter((one) => one.failures.length === 0).length }
  }
  const share = ({ planted: all, found }: Found): number => (all === 0 ? 1 : found / all)
  return {
    completeness: share(count((kind) => !isInDocument(kind))), inDocuments: share(count(isInDocument)),
    kinds: Object.fromEntries(kinds.map((kind) => [kind, count((one) => one === kind)])) as Record<Kind, Found>, notFound: looked.flatMap((one) => one.failures),
  }
}
