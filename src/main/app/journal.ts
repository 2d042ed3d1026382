import { hostname } from 'node:os'
import { appendEntries, appendEntry, type Appended } from '../audit/journal.ts'
import { offsetMinutesAt, type Actor, type DetailOf, type JournalClass, type JournalEntry } from '../audit/journal-entry.ts'
import type { Database } from '../store/store.ts'
import type { Unlocked } from '../vault/session.ts'

/** What one entry adds to who, with what and when. */
export interface Event<Class extends JournalClass> {
  class: Class
  detail: DetailOf<Class>
  outcome?: JournalEntry['outcome']
  reason?: string
  mailbox?: string
  messageId?: string
  /** The practice's own reference; without it, that of the one patient among `correspondents`. */
  patient?: string
  /** Whom the message is from or to. */
  correspondents?: readonly string[]
  /** The person in whose name it was done, where that is not what the session says. */
  onBehalfOf?: string
}

export interface Journal {
  /** Who does what is done now, and in whose name. */
  readonly actor: Actor
  /** In the caller's transaction, where there is one: what the journal cannot hold must not happen (LOG-05). */
  note<Class extends JournalClass>(event: Event<Class>): Appended
  /** Several at once: all or none. */
  noteAll<Class extends JournalClass>(events: readonly Event<Class>[]): Appended | null
}

/** Rolls back the act that it was to tell of (LOG-05). A full disk is told by its own name. */
export class Unrecorded extends Error {
  readonly code: string
  constructor(because: string) {
    super('the journal cannot be written')
    this.code = because === 'disk-full' ? 'SQLITE_FULL' : 'UNRECORDED'
  }
}

/** For acts that must not happen unrecorded: inside their transaction. */
export function record<Class extends JournalClass>(journal: Journal, event: Event<Class>): void {
  const written = journal.note(event)
  if (written.kind === 'unwritable') throw new Unrecorded(written.because)
}

/** Several in one go, all or none. */
export function recordAll<Class extends JournalClass>(journal: Journal, events: readonly Event<Class>[]): void {
  const written = journal.noteAll(events)
  if (written?.kind === 'unwritable') throw new Unrecorded(written.because)
}

/** What the person is to the practice at this moment, and in whose name he acts. */
export interface Standing { role: string | null; onBehalfOf: string | null }

interface Opening {
  db: Database
  unlocked: Unlocked
  version: string
  now: () => number
  /** Of the rules that decide about mail: their edition. */
  ruleVersion?: string
  standing?: () => Standing
  /** The reference of the patient who writes from this address; null for everybody else. */
  patientOf?: (address: string) => string | null
  /** The practice's own reference of a patient by that number, the same at every workstation; null: it is not known here. */
  referenceOf?: (patient: string) => string | null
}

/** The journal of one session: everything in it was done by the person who unlocked, with that factor. */
export function openJournal({ db, unlocked, version, now, ruleVersion, standing = () => ({ role: null, onBehalfOf: null }), patientOf = () => null, referenceOf = () => null }: Opening): Journal {
  const actor = (): Actor => ({
    person: unlocked.person?.name ?? '', ...standing(), device: hostname(),
    factor: { kind: unlocked.factor.kind, at: unlocked.factor.at }, appVersion: version, ruleVersion: ruleVersion ?? null,
  })
  const entryOf = <Class extends JournalClass>(event: Event<Class>): JournalEntry => {
    const at = now()
    const { class: of, detail, outcome = 'done', reason = null, mailbox = null, messageId = null, onBehalfOf } = event
    const patient = event.patient ?? onlyPatient(event.correspondents ?? recipientsIn(detail), patientOf)
    const patientRef = patient === null ? null : referenceOf(patient)
    const entry = {
      class: of, detail: patientRef === null ? detail : { ...detail, patientRef }, outcome, reason, at, offsetMinutes: offsetMinutesAt(at), mailbox, messageId,
      actor: { ...actor(), ...(onBehalfOf === undefined ? {} : { onBehalfOf }) }, patient,
    }
    return entry as JournalEntry
  }
  return {
    get actor() { return actor() },
    note: (event) => appendEntry(db, entryOf(event)),
    noteAll(events) {
      const [first, ...rest] = events.map(entryOf)
      return first === undefined ? null : appendEntries(db, [first, ...rest])
    },
  }
}

const recipientsIn = (detail: { readonly recipients?: readonly string[] } | object): readonly string[] => ('recipients' in detail ? detail.recipients ?? [] : [])

/** Null as well where a message is about more than one: an entry has one reference, and a wrong one would be worse than none. */
function onlyPatient(addresses: readonly string[], patientOf: (address: string) => string | null): string | null {
  const [patient, ...others] = new Set(addresses.flatMap((address) => patientOf(address) ?? []))
  return patient === undefined || others.length > 0 ? null : patient
}

/**
 * Unlocking, and the attempts before it that failed while no journal could be written. A journal that takes nothing (a full
 * disk) stops sending (LOG-05), which asks it again; it does not keep a person from reading.
 */
export function noteUnlock(journal: Journal, { factor, firstRun, refusedBefore }: Unlocked): void {
  for (const { because, at } of refusedBefore) {
    journal.note({ class: 'unlock', outcome: 'refused', reason: because, detail: { attemptAt: at } })
  }
  journal.note({ class: 'unlock', detail: { slot: factor.slotId, firstRun } })
}
