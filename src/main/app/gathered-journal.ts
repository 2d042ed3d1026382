import { asciiLowerCase } from '../../shared/mail/address.ts'
import type { JournalEntryValue, PracticeLog } from '../../shared/contract/journal.ts'
import type { GatheredFilter, StationEntry } from '../audit/gathered-log.ts'
import type { JournalFilter } from '../audit/read-journal.ts'
import { checksFrom } from './mailbox-checks-due.ts'
import type { Gathered } from './practice/gathering.ts'
import { patientReferenceOf } from './told-received.ts'
import type { Session } from './session.ts'

/** How the journals of all workstations stand; null: there is no practice, or its log is not for this workstation. */
export function practiceLogOf(session: Session, at: number): PracticeLog | null {
  const { practice, gathering } = session
  if (practice.logKey() === null) return null
  const [gathered, failed] = [gathering.gathered(), gathering.failed()]
  return {
    progress: gathering.progress(),
    failed: failed === null ? null : failed.kind === 'no-folder' ? 'no-folder' : 'offline',
    gathered: gathered === null ? null : gatheredOf(session, gathered, at),
  }
}

function gatheredOf(session: Session, gathered: Gathered, at: number): NonNullable<PracticeLog['gathered']> {
  const { log, from, report, isCrowded } = gathered
  const { persons, mailboxes } = log.names()
  return {
    at: gathered.at, from, isCrowded, strange: report.strange.length, persons, mailboxes, stations: stationsOf(session, gathered),
    checks: checksFrom({ mailboxes: sharedOf(session, mailboxes), checks: log.mailboxChecks(), since: from ?? log.since() ?? at }),
  }
}

/** Those that are shared, where there is a practice: nobody looks through a colleague's own mail every quarter (R4). */
export function sharedOf({ practice }: Pick<Session, 'practice'>, mailboxes: readonly string[]): readonly string[] {
  const member = practice.member()
  if (member === null) return mailboxes
  const shared = new Set([...member.state.law.mailboxes.values()].map(({ mailbox }) => asciiLowerCase(mailbox.address)))
  return mailboxes.filter((mailbox) => shared.has(asciiLowerCase(mailbox)))
}

/** This one first, then as they are named. */
function stationsOf({ practice }: Session, { stations }: Gathered): NonNullable<PracticeLog['gathered']>['stations'] {
  const member = practice.member()
  return stations.map(({ journal: { device, entries, late, first }, coming, filedAt }) => {
    const entry = member?.state.law.devices.get(device)
    return {
      id: device, label: entry?.device.label ?? '', person: member?.state.law.people.get(entry?.person ?? '')?.person.name ?? '', isThis: device === member?.device.id,
      isOut: entry !== undefined && entry.revoked !== null, entries, filedAt, coming, lateFrom: late?.from ?? null,
      first: first === null ? null : { sequence: first.sequence, kind: first.kind },
    }
  }).sort((one, other) => Number(other.isThis) - Number(one.isThis) || one.person.localeCompare(other.person) || one.label.localeCompare(other.label))
}

const REFERENCE = /^[0-9a-f]{64}$/

/** The same question to the journals of all workstations: a patient goes by the practice's reference there. */
export function gatheredFilter(session: Session, { patient, ...rest }: JournalFilter & { readonly station?: string }): GatheredFilter {
  if (patient === undefined) return rest
  const reference = REFERENCE.test(patient) ? patient : patientReferenceOf(session, patient)
  return { ...rest, patient: { references: reference === null ? [] : [reference], station: session.practice.member()?.device.id ?? '', number: patient } }
}

/** By the practice's reference the patients of this book; made once for what was gathered. */
const patients = new WeakMap<Gathered, ReadonlyMap<string, string>>()

function patientsIn(session: Session, gathered: Gathered): ReadonlyMap<string, string> {
  const known = patients.get(gathered)
  if (known !== undefined) return known
  const { contacts } = session.addressBook.search('', { offset: 0, limit: session.addressBook.count() })
  const made = new Map(contacts.filter(({ kind }) => kind === 'person').flatMap(({ id }) => {
    const reference = patientReferenceOf(session, id)
    return reference === null ? [] : [[reference, id] as const]
  }))
  patients.set(gathered, made)
  return made
}

/** For the screen: a patient is who that is in this book, or goes by the practice's reference; another book's number says nothing here. */
export function shownFrom(session: Session, gathered: Gathered, nameOf: (patient: string | null) => string | null): (entry: StationEntry) => JournalEntryValue {
  const known = patientsIn(session, gathered)
  const here = session.practice.member()?.device.id
  return (entry) => {
    const { patientRef } = entry.detail
    const reference = typeof patientRef === 'string' ? patientRef : null
    const patient = (reference === null ? null : known.get(reference) ?? reference) ?? (entry.station === here ? entry.patient : null)
    return { ...entry, detail: { ...entry.detail }, patient, patientName: nameOf(patient) }
  }
}
