import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Handlers, OutputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { JournalFilterValue, JournalGroup, JournalScope } from '../../shared/contract/journal.ts'
import { exportedJournal, type Checked } from '../audit/export-journal.ts'
import type { JournalClass } from '../audit/journal-entry.ts'
import { mailboxChecks } from '../audit/mailbox-checks.ts'
import { countEntries, endsOf, entriesFrom, entriesOf, namesIn, readJournal, type JournalFilter, type ReadEntry } from '../audit/read-journal.ts'
import { readSettings } from '../settings/settings.ts'
import type { Changes } from './changes.ts'
import { gatheredFilter, shownFrom } from './gathered-journal.ts'
import { record } from './journal.ts'
import type { OpenLog } from './journal-desk.ts'
import { EXPORT_MOST } from './journal-limits.ts'
import type { Session } from './session.ts'

type ReadingHandlers = Pick<Handlers, 'journal.page' | 'journal.export' | 'journal.check'>

const groups: Record<JournalGroup, readonly JournalClass[]> = {
  reading: ['E6'], receiving: ['E5'], sending: ['E1', 'E2', 'E3', 'E8'], removing: ['E4', 'E7', 'filed'], rights: ['E9', 'E10', 'register', 'rules'],
  security: ['unlock', 'lock', 'keys', 'proof', 'provider', 'copy', 'book'], log: ['log'],
}

type Asked = JournalFilter & { readonly station?: string }

const filterOf = ({ group, ...rest }: JournalFilterValue): Asked => {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as Asked
  return group === undefined ? given : { ...given, classes: groups[group] }
}

const hereOf = ({ station: _, ...rest }: Asked): JournalFilter => rest

/** Of a log that somebody opened. */
export interface Reading {
  /** Only while it is open; what a person does in it keeps it open. */
  readonly opened: <Result>(work: (log: OpenLog) => Result) => Result | ReturnType<typeof refused<'log-closed'>>
  readonly isCurrent: (session: Session) => boolean
  readonly isOpen: (log: OpenLog) => boolean
  readonly changes: Changes
  readonly now: () => number
  readonly practice: () => string
}

/** What is looked for in an open log: a page at a time, as a file, or through a shared mailbox (LOG-06, R4). */
export function journalReading({ opened, isCurrent, isOpen, changes, now, practice }: Reading): ReadingHandlers {
  return {
    'journal.page': ({ scope, filter, after, limit }) => opened(({ session }) => {
      if (scope === 'here') {
        const { entries, next } = readJournal(session.db, hereOf(filterOf(filter)), { after: after?.sequence ?? null, limit })
        return done({
          entries: entries.map((entry) => ({ ...entry, station: null, patientName: nameOf(session, entry.patient), detail: { ...entry.detail } })),
          next: next === null ? null : { at: 0, station: '', sequence: next },
        } satisfies OutputOf<'journal.page'>)
      }
      const gathered = session.gathering.gathered()
      if (gathered === null) return refused('not-gathered')
      const { entries, next } = gathered.log.page(gatheredFilter(session, filterOf(filter)), { after, limit })
      return done({ entries: entries.map(shownFrom(session, gathered, (patient) => nameOf(session, patient))), next } satisfies OutputOf<'journal.page'>)
    }),
    'journal.export': ({ scope, filter, format }) => opened(async (log) => {
      const { session } = log
      const source = scope === 'here' ? ownSource(log, hereOf(filterOf(filter))) : gatheredSource(session, filterOf(filter))
      if (typeof source === 'string') return refused(source)
      const { checked, count, entries } = source
      if (count === 0) return refused('empty')
      if (count > EXPORT_MOST) return refused('too-many')
      recordExport(session, { asked: filterOf(filter), format, count, scope, head: checked.kind === 'own' ? checked.chain.head?.hash : undefined })
      changes.touch(['journal'])
      const { actor } = session.journal
      const head = { language: readSettings(session.db).language, practice: practice(), by: actor.person, at: now(), checked }
      const pieces: string[] = []
      for (const piece of exportedJournal(format, entries(), head)) {
        pieces.push(piece)
        await nextTurn()
        // It locked or was closed meanwhile: the rest is out of reach, and what was read goes nowhere.
        if (!isCurrent(session) || (scope === 'practice' && !isOpen(log))) return refused('log-closed')
      }
      return done({ text: pieces.join(''), count })
    }),
    'journal.check': ({ scope, mailbox, finding }) => opened(({ session }) => {
      const looked = scope === 'here' ? lookedHere(session, mailbox, now()) : lookedEverywhere(session, mailbox, now())
      if (typeof looked === 'string') return refused(looked)
      record(session.journal, { class: 'log', mailbox, detail: { change: 'checked', finding, scope, ...looked } })
      const gathered = session.gathering.gathered()
      if (scope === 'practice' && gathered !== null) gathered.log.add(session.practice.member()?.device.id ?? '', lastEntries(session.db))
      changes.touch(['journal'])
      return done({})
    }),
  }
}

type Source = { readonly checked: Checked; readonly count: number; readonly entries: () => Iterable<ReadEntry> }

/** A file says of itself whether the chain holds: that must be known. */
function ownSource({ session: { db }, checked: { report } }: OpenLog, asked: JournalFilter): Source | 'chain-not-checked' {
  if (report === null) return 'chain-not-checked'
  return { checked: { kind: 'own', chain: report }, count: countEntries(db, asked, EXPORT_MOST + 1), entries: () => entriesOf(db, asked) }
}

function gatheredSource(session: Session, asked: JournalFilter): Source | 'not-gathered' {
  const gathered = session.gathering.gathered()
  if (gathered === null) return 'not-gathered'
  const filter = gatheredFilter(session, asked)
  return { checked: { kind: 'filed', report: gathered.report }, count: gathered.log.count(filter), entries: () => gathered.log.entries(filter) }
}

interface Looked { readonly from: number; readonly to: number; readonly count: number }

/** What there was to look through since the last check (R4). */
function lookedHere({ db }: Session, mailbox: string, to: number): Looked | 'no-such-mailbox' {
  if (!namesIn(db).mailboxes.includes(mailbox)) return 'no-such-mailbox'
  const last = mailboxChecks(db).find((one) => one.mailbox === mailbox)
  const from = last?.at ?? endsOf(db).since ?? to
  return { from, to, count: countEntries(db, { mailbox, from, to: to + 1 }, Number.MAX_SAFE_INTEGER) }
}

/** No further back than was fetched: what nobody could see, nobody looked through. */
function lookedEverywhere({ gathering }: Session, mailbox: string, to: number): Looked | 'no-such-mailbox' | 'not-gathered' {
  const gathered = gathering.gathered()
  if (gathered === null) return 'not-gathered'
  const { log } = gathered
  if (!log.names().mailboxes.includes(mailbox)) return 'no-such-mailbox'
  const last = log.mailboxChecks().find((one) => one.mailbox === mailbox)
  const from = Math.max(last?.at ?? log.since() ?? to, gathered.from ?? 0)
  return { from, to, count: log.count({ mailbox, from, to: to + 1 }) }
}

const lastEntries = (db: Session['db']): ReadEntry[] => entriesFrom(db, endsOf(db).head?.sequence ?? 0)

const nameOf = ({ addressBook }: Session, patient: string | null): string | null => {
  const contact = patient === null ? null : addressBook.get(patient)
  return contact === null ? null : contact.name === '' ? contact.address : contact.name
}

interface Export { asked: JournalFilter; format: string; count: number; scope: JournalScope; head: string | undefined }

function recordExport(session: Session, { asked: { patient, mailbox, from, to }, format, count, scope, head }: Export): void {
  record(session.journal, {
    class: 'log', ...(patient === undefined ? {} : { patient }), ...(mailbox === undefined ? {} : { mailbox }),
    detail: { change: 'exported', format, count, scope, ...(head === undefined ? {} : { head }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
  })
}
