import { hostname } from 'node:os'
import { appendEntry, type Appended } from '../audit/journal.ts'
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
}

export interface Journal {
  readonly actor: Actor
  /** In the caller's transaction, where there is one: what the journal cannot hold must not happen (LOG-05). */
  note<Class extends JournalClass>(event: Event<Class>): Appended
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

interface Opening { db: Database; unlocked: Unlocked; version: string; now: () => number }

/** The journal of one session: everything in it was done by the person who unlocked, with that factor. */
export function openJournal({ db, unlocked, version, now }: Opening): Journal {
  const actor: Actor = {
    person: unlocked.person?.name ?? '', role: null, onBehalfOf: null, device: hostname(),
    factor: { kind: unlocked.factor.kind, at: unlocked.factor.at }, appVersion: version, ruleVersion: null,
  }
  return {
    actor,
    note(event) {
      const at = now()
      const { class: of, detail, outcome = 'done', reason = null, mailbox = null, messageId = null } = event
      return appendEntry(db, { class: of, detail, outcome, reason, at, offsetMinutes: offsetMinutesAt(at), actor, mailbox, messageId, patient: null })
    },
  }
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
