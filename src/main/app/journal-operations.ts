import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Handlers, OutputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { JournalFilterValue, JournalGroup, JournalView } from '../../shared/contract/journal.ts'
import type { Proof } from '../../shared/contract/vault.ts'
import { entryOf, firstBreak } from '../audit/chain.ts'
import { exportedJournal } from '../audit/export-journal.ts'
import { lastFiled } from '../audit/filed.ts'
import type { JournalClass } from '../audit/journal-entry.ts'
import { mailboxChecks } from '../audit/mailbox-checks.ts'
import { countEntries, endsOf, entriesOf, namesIn, readJournal, type JournalFilter } from '../audit/read-journal.ts'
import { readSettings } from '../settings/settings.ts'
import type { Vault } from '../vault/vault.ts'
import type { Changes } from './changes.ts'
import type { OnBug } from './core-options.ts'
import { record } from './journal.ts'
import { createJournalDesk, type JournalDesk, type OpenLog } from './journal-desk.ts'
import { CHECK_EVERY_MS, EXPORT_MOST } from './journal-limits.ts'
import type { Session } from './session.ts'

type JournalHandlers = Pick<Handlers, Extract<keyof Handlers, `journal.${string}`>>

const groups: Record<JournalGroup, readonly JournalClass[]> = {
  reading: ['E6'], receiving: ['E5'], sending: ['E1', 'E2', 'E3', 'E8'], removing: ['E4', 'E7', 'filed'], rights: ['E9', 'E10', 'register', 'rules'],
  security: ['unlock', 'lock', 'keys', 'proof', 'provider', 'copy', 'book'], log: ['log'],
}

const filterOf = ({ group, ...rest }: JournalFilterValue): JournalFilter => {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as JournalFilter
  return group === undefined ? given : { ...given, classes: groups[group] }
}

interface Room { current: () => Session; vault: Vault; changes: Changes; onBug: OnBug; now: () => number; practice: () => string }

/** The journal on a screen: opened with a fresh proof, closed again by itself, and all of that told of in it (LOG-04). */
export function journalOperations({ current, vault, changes, onBug, now, practice }: Room): JournalHandlers {
  const isCurrent = (session: Session): boolean => {
    try {
      return current() === session
    } catch {
      return false
    }
  }
  const desk = createJournalDesk({ changes, now, onBug, isCurrent })
  /** Only while it is open, and never a moment longer; what a person does in it keeps it open. */
  const opened = <Result>(work: (log: OpenLog) => Result): Result | ReturnType<typeof refused<'log-closed'>> => {
    const log = desk.use(current())
    return log === null ? refused('log-closed') : work(log)
  }
  return {
    'journal.open': async ({ proof }) => {
      const fail = await open({ vault, desk }, current(), proof)
      return fail === null ? done({}) : refused(fail)
    },
    'journal.close': () => {
      desk.close('person')
      return done({})
    },
    'journal.view': () => {
      const log = desk.look(current())
      return done(log === null ? { kind: 'shut' } : viewOf(log, now()))
    },
    'journal.page': ({ filter, after, limit }) => opened(({ session }) => {
      const { entries, next } = readJournal(session.db, filterOf(filter), { after, limit })
      return done({ entries: entries.map((entry) => ({ ...entry, patientName: nameOf(session, entry.patient), detail: { ...entry.detail } })), next } satisfies OutputOf<'journal.page'>)
    }),
    'journal.export': ({ filter, format }) => opened(async (log) => {
      const { session, checked: { report } } = log
      const asked = filterOf(filter)
      // A file says of itself whether the chain holds: that must be known.
      if (report === null) return refused('chain-not-checked')
      const count = countEntries(session.db, asked, EXPORT_MOST + 1)
      if (count === 0) return refused('empty')
      if (count > EXPORT_MOST) return refused('too-many')
      recordExport(session, { asked, format, count, head: report.head?.hash })
      changes.touch(['journal'])
      const { actor } = session.journal
      const head = { language: readSettings(session.db).language, practice: practice(), by: actor.person, at: now(), checked: { kind: 'own' as const, chain: report } }
      const pieces: string[] = []
      for (const piece of exportedJournal(format, entriesOf(session.db, asked), head)) {
        pieces.push(piece)
        await nextTurn()
        // It locked meanwhile: the rest is out of reach, and what was read goes nowhere.
        if (!isCurrent(session)) return refused('log-closed')
      }
      return done({ text: pieces.join(''), count })
    }),
    'journal.check': ({ mailbox, finding }) => opened(({ session }) => {
      if (!namesIn(session.db).mailboxes.includes(mailbox)) return refused('no-such-mailbox')
      const last = mailboxChecks(session.db).find((one) => one.mailbox === mailbox)
      const to = now()
      const from = last?.at ?? endsOf(session.db).since ?? to
      record(session.journal, { class: 'log', mailbox, detail: { change: 'checked', finding, from, to, count: countEntries(session.db, { mailbox, from, to: to + 1 }, Number.MAX_SAFE_INTEGER) } })
      changes.touch(['journal'])
      return done({})
    }),
  }
}

/** Null: it is open now. What was shown wrongly is told of as well. */
async function open({ vault, desk }: { vault: Vault; desk: JournalDesk }, session: Session, proof: Proof) {
  const fail = await vault.prove('log', proof)
  if (fail !== null) {
    if (fail !== 'ticket-expired') session.journal.note({ class: 'log', outcome: 'refused', reason: fail, detail: { change: 'opened' } })
    return fail
  }
  record(session.journal, { class: 'log', detail: { change: 'opened' } })
  desk.open(session)
  return null
}

function viewOf({ session, closesAt, checked }: OpenLog, at: number): JournalView {
  const { db } = session
  const { persons, mailboxes } = namesIn(db)
  const { head, since } = endsOf(db)
  return { kind: 'open', closesAt, persons, mailboxes, head, since, chain: chainOf(checked, head?.sequence ?? 0), filedTo: lastFiled(db)?.to ?? null, checks: checksOf(session, mailboxes, at) }
}

function chainOf({ done: looked, report }: OpenLog['checked'], all: number): JournalView['chain'] {
  if (report === null) return { kind: 'checking', done: Math.min(looked, all), all }
  const first = firstBreak(report)
  if (first === null) return { kind: 'holds', entries: report.entries }
  return { kind: 'broken', entries: report.entries, breaks: report.breaks.length, first: { sequence: entryOf(first), kind: first.kind } }
}

/** Due a quarter after the last check, or after the first entry where there never was one. */
function checksOf({ db }: Session, mailboxes: readonly string[], at: number): JournalView['checks'] {
  const last = new Map(mailboxChecks(db).map((check) => [check.mailbox, check]))
  const since = endsOf(db).since ?? at
  return mailboxes.map((mailbox) => {
    const check = last.get(mailbox)
    return {
      mailbox, dueAt: (check?.at ?? since) + CHECK_EVERY_MS,
      last: check === undefined ? null : { at: check.at, by: check.by, finding: check.finding === 'remarks' ? 'remarks' as const : 'in-order' as const },
    }
  })
}

const nameOf = ({ addressBook }: Session, patient: string | null): string | null => {
  const contact = patient === null ? null : addressBook.get(patient)
  return contact === null ? null : contact.name === '' ? contact.address : contact.name
}

interface Export { asked: JournalFilter; format: string; count: number; head: string | undefined }

function recordExport(session: Session, { asked: { patient, mailbox, from, to }, format, count, head }: Export): void {
  record(session.journal, {
    class: 'log', ...(patient === undefined ? {} : { patient }), ...(mailbox === undefined ? {} : { mailbox }),
    detail: { change: 'exported', format, count, ...(head === undefined ? {} : { head }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
  })
}
