import { done, refused } from '../../../src/shared/contract/declare.ts'
import type { Handlers } from '../../../src/shared/contract/contract.ts'
import type { JournalEntryValue, JournalGroup, JournalView, PracticeLog } from '../../../src/shared/contract/journal.ts'
import type { FakeCore } from './fake-core.ts'

type Some<Prefix extends string> = { [Name in keyof Handlers as Name extends `${Prefix}.${string}` ? Name : never]: Handlers[Name] }

const MINUTE = 60_000
const classes: Record<JournalGroup, readonly string[]> = { reading: ['E6'], receiving: ['E5'], sending: ['E1', 'E8'], removing: ['E4', 'E7', 'filed'], rights: ['E9', 'E10'], security: ['unlock', 'lock'], log: ['log'] }

/** What happened, a minute apart, the last just now: in turn, as often as wanted. */
const happened: readonly Partial<JournalEntryValue>[] = [
  { class: 'unlock', detail: { slot: 'a', firstRun: false } },
  { class: 'E5', detail: { trust: 'safe', evidence: 'IN-03', digest: 'ab'.repeat(32) }, messageId: 'hoest@mailbox.test', mailbox: 'info@delinde.test', patient: '1', patientName: 'Hennie Bakker' },
  { class: 'E6', detail: { digest: 'ab'.repeat(32) }, messageId: 'hoest@mailbox.test', mailbox: 'info@delinde.test', patient: '1', patientName: 'Hennie Bakker' },
  { class: 'E6', detail: { ground: 'cover' }, messageId: 'lab@ziekenhuis.test', mailbox: 'tom@delinde.test', person: 'Mia Smit', onBehalfOf: 'Tom Bos' },
  { class: 'E1', reason: 'sent', detail: { recipients: ['balie@apotheekzuid.test'], route: 'direct', tls: 'TLSv1.3', theirStatus: 'ready' }, messageId: 'x@delinde.test', mailbox: 'info@delinde.test' },
  { class: 'E1', outcome: 'refused', reason: 'no-safe-route-yet', detail: { recipients: ['iemand.met.een.heel.lang.adres@een-domein-dat-ook-lang-is.test'], route: 'hold' }, mailbox: 'info@delinde.test' },
  { class: 'E7', detail: { ground: 'to-trash', item: 'task-1' }, messageId: 'reclame@mailbox.test', mailbox: 'anja@delinde.test', person: 'Bas Jansen' },
  { class: 'filed', outcome: 'failed', reason: 'no-right', detail: { change: 'move', item: 'task-2' }, mailbox: 'info@delinde.test' },
  { class: 'E10', detail: { change: 'given', right: 'read', kind: 'cover', grantee: 'p-mia', endsAt: Date.UTC(2026, 2, 12) }, mailbox: 'tom@delinde.test' },
  { class: 'log', detail: { change: 'opened' } },
]

/** A journal in memory: opens with any printed code. */
export class FakeJournal {
  entries: JournalEntryValue[]
  isOpen = false
  chain: JournalView['chain'] | null = null
  /** Those of all workstations, where there is a practice. */
  practice: PracticeLog | null = null
  readonly gatheredFrom: (number | null)[] = []
  readonly checks: { mailbox: string; finding: 'in-order' | 'remarks' }[] = []

  constructor(now: number, count = 300) {
    this.entries = Array.from({ length: count }, (_, at): JournalEntryValue => ({
      sequence: at + 1, class: 'lock', outcome: 'done', reason: null, at: now - (count - at) * 7 * MINUTE, offsetMinutes: 60, person: 'Anja de Vries', role: null, onBehalfOf: null,
      device: 'balie-1', factor: 'prf', factorAt: now - count * 8 * MINUTE, appVersion: '0.1.0', ruleVersion: 'terms:1', mailbox: null, messageId: null, patient: null, patientName: null,
      detail: {}, station: null, previous: '0'.repeat(64), hash: String(at % 10).repeat(64), ...happened[at % happened.length],
    }))
  }

  view(now: number): JournalView {
    const last = this.entries.at(-1)
    const names = (of: (entry: JournalEntryValue) => string | null) => [...new Set(this.entries.flatMap((entry) => of(entry) ?? []))].sort()
    return {
      kind: 'open', closesAt: now + 5 * MINUTE, persons: names(({ person }) => person), mailboxes: names(({ mailbox }) => mailbox),
      chain: this.chain ?? { kind: 'holds', entries: this.entries.length },
      head: last === undefined ? null : { sequence: last.sequence, hash: last.hash, at: last.at }, since: this.entries[0]?.at ?? null, filedTo: 280, practice: this.practice,
      checks: names(({ mailbox }) => mailbox).map((mailbox) => {
        const check = this.checks.find((one) => one.mailbox === mailbox)
        return { mailbox, last: check === undefined ? null : { at: now, by: 'Anja de Vries', finding: check.finding }, dueAt: check === undefined ? now - MINUTE : now + 92 * 1440 * MINUTE }
      }),
    }
  }
}

export const journalHandlers = (core: FakeCore): Some<'journal'> => {
  const { journal } = core
  const found = ({ person, mailbox, patient, group, from, to, messageId }: Parameters<Handlers['journal.page']>[0]['filter']) => journal.entries.filter((entry) =>
    (person ?? entry.person) === entry.person && (mailbox ?? entry.mailbox) === entry.mailbox && (patient ?? entry.patient) === entry.patient
    && (messageId ?? entry.messageId) === entry.messageId && (group === undefined || classes[group].includes(entry.class)) && entry.at >= (from ?? 0) && entry.at < (to ?? Infinity)).reverse()
  return {
    'journal.open': ({ proof }) => {
      if (proof.kind === 'code' && !proof.code.includes('A')) return refused('wrong-code')
      journal.isOpen = true
      core.changed('journal')
      return done({})
    },
    'journal.close': () => {
      journal.isOpen = false
      core.changed('journal')
      return done({})
    },
    'journal.view': () => done(journal.isOpen ? journal.view(core.now) : { kind: 'shut' as const }),
    'journal.gather': ({ from }) => {
      journal.gatheredFrom.push(from)
      if (journal.practice === null) return refused('no-log-key')
      core.changed('journal')
      return done({})
    },
    'journal.page': ({ scope, filter, after, limit }) => {
      if (!journal.isOpen) return refused('log-closed')
      if (scope === 'practice' && journal.practice?.gathered == null) return refused('not-gathered')
      const older = found(filter).filter(({ sequence }) => after === null || sequence < after.sequence)
      const entries = older.slice(0, limit).map((entry) => ({ ...entry, station: scope === 'here' ? null : `station-${String(entry.sequence % 3)}` }))
        .filter(({ station }) => filter.station === undefined || station === filter.station)
      const last = entries.at(-1)
      return done({ entries, next: older.length > limit && last !== undefined ? { at: last.at, station: '', sequence: last.sequence } : null })
    },
    'journal.export': ({ filter }) => (journal.isOpen ? done({ text: 'journal', count: found(filter).length }) : refused('log-closed')),
    'journal.check': ({ mailbox, finding }) => {
      journal.checks.push({ mailbox, finding })
      core.changed('journal')
      return done({})
    },
  }
}
