import type { JournalEntryValue } from '../../../shared/contract/journal.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import type { IconName } from '../../parts/icons.tsx'
import { valueWord } from './value-words.ts'

const icons: Readonly<Record<string, IconName>> = {
  E1: 'send', E2: 'undo', E3: 'draft', E4: 'trash', E5: 'inbox', E6: 'mailOpen', E7: 'trash', E8: 'forward', filed: 'archive', E9: 'user', E10: 'people', register: 'people',
  unlock: 'key', lock: 'lock', keys: 'key', rules: 'settings', proof: 'server', provider: 'server', copy: 'copy', store: 'undo', book: 'people', log: 'list',
}
export const entryIcon = ({ class: of }: Pick<JournalEntryValue, 'class'>): IconName => icons[of] ?? 'info'

/** Who did it, and in whose name. */
export const whoOf = ({ person, onBehalfOf }: Pick<JournalEntryValue, 'person' | 'onBehalfOf'>, t: Translate): string =>
  (onBehalfOf === null ? person : t('journal.onBehalf', { who: person, other: onBehalfOf }))

/** So much of the practice's reference of a patient who is not in this book tells one from another. */
const REFERENCE_LETTERS = 8

/** A patient, as this book names them or by the reference. */
export const patientWord = ({ patient, patientName }: Pick<JournalEntryValue, 'patient' | 'patientName'>, t: Translate): string =>
  (patient === null ? '' : patientName ?? t('journal.patientGone', { reference: patient.slice(0, REFERENCE_LETTERS) }))

/** Whom and what it is about, as far as that has a name. */
export function aboutOf({ patient, patientName, mailbox }: Pick<JournalEntryValue, 'patient' | 'patientName' | 'mailbox'>, t: Translate): string[] {
  const who = patient === null ? [] : [patientWord({ patient, patientName }, t)]
  return [...who, ...(mailbox === null || mailbox === '' ? [] : [mailbox])]
}

const fields: Readonly<Record<string, PlainTextKey>> = {
  recipients: 'journal.fieldRecipients', route: 'journal.fieldRoute', ground: 'journal.fieldGround', trust: 'journal.fieldTrust', evidence: 'journal.fieldEvidence',
  digest: 'journal.fieldDigest', count: 'journal.fieldCount', change: 'journal.fieldChange', item: 'journal.fieldItem', endsAt: 'journal.fieldEndsAt',
  theirStatus: 'journal.fieldTheirs', ourStatus: 'journal.fieldOurs', right: 'journal.fieldRight', kind: 'journal.fieldKind', giver: 'journal.fieldGiver', grantee: 'journal.fieldGrantee',
  patientRef: 'journal.fieldPatientRef', scope: 'journal.fieldScope', from: 'journal.fieldFrom',
}

/** A field that has no word yet goes by the name under which it was written. */
export const fieldWord = (name: string, t: Translate): string => {
  const key = fields[name]
  return key === undefined ? name : t(key)
}

const forChecking = new Set(['evidence', 'digest', 'item', 'patientRef'])

/** What ties entries and bytes together, and what has no word: for who checks, after what anybody reads. */
export const isForChecking = (name: string): boolean => forChecking.has(name) || !Object.hasOwn(fields, name)

const factors: Readonly<Record<string, PlainTextKey>> = { prf: 'journal.factorKey', assertion: 'journal.factorKey', recovery: 'journal.factorCode' }

/** With what Praktijkpost was opened. */
export const factorWord = (factor: string, t: Translate): string => {
  const key = factors[factor]
  return key === undefined ? factor : t(key)
}

const MOMENTS = new Set(['endsAt', 'startsAt', 'lookedUpAt', 'attemptAt', 'from', 'to'])

const PEOPLE = new Set(['giver', 'grantee'])

interface Reading { readonly t: Translate; readonly when: (instant: number) => string; readonly nameOf: (person: string) => string | null }

/** What was written, as a person reads it. */
export function fieldValue(name: string, value: unknown, { t, when, nameOf }: Reading): string {
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'number' && MOMENTS.has(name)) return when(value)
  const written = String(value)
  return PEOPLE.has(name) ? nameOf(written) ?? written : valueWord(name, written, t)
}
