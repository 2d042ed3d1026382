import { inTransaction, memoryDatabase, type Database } from '../store/store.ts'
import type { MailboxCheck } from './mailbox-checks.ts'
import type { JournalFilter, ReadEntry } from './read-journal.ts'

/** An entry with whose journal it is of: `station` names the workstation by its key, as segments do. */
export interface StationEntry extends ReadEntry { readonly station: string }

/** Where an entry stands among those of all workstations: by its time, and each by its own numbers. */
export interface EntryPlace { readonly at: number; readonly station: string; readonly sequence: number }

/**
 * As a journal's filter. Each workstation numbers patients in its own book: a patient goes by the practice's references, and by the
 * number where the book is this one's.
 */
export interface GatheredFilter extends Omit<JournalFilter, 'patient'> {
  readonly station?: string
  readonly patient?: { readonly references: readonly string[]; readonly station: string; readonly number: string }
}

/** `next`: ask again with it; a page may have fewer than were asked for, or none, and a next. */
export interface GatheredPage { readonly entries: readonly StationEntry[]; readonly next: EntryPlace | null }

/** So many entries are looked through for one page: a filter that hardly anything meets holds up nobody. */
const WINDOW = 25_000
const EXPORTED_AT_ONCE = 1_000

/**
 * Entries of many journals, to look through together while the log is open. In memory and nowhere else: what colleagues did stays
 * readable for no longer than somebody looks at it (LOG-04).
 */
export class GatheredLog implements Disposable {
  readonly #db: Database = memoryDatabase()

  constructor() {
    this.#db.exec(`
      CREATE TABLE entry (
        at INTEGER NOT NULL, station TEXT NOT NULL, sequence INTEGER NOT NULL, class TEXT NOT NULL, person TEXT NOT NULL, on_behalf_of TEXT, mailbox TEXT, message_id TEXT,
        patient TEXT, patient_ref TEXT, text TEXT NOT NULL, PRIMARY KEY (at, station, sequence)
      ) STRICT, WITHOUT ROWID`)
  }

  /** What is there already stays as it is. */
  add(station: string, entries: readonly ReadEntry[]): void {
    const add = this.#db.prepare('INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    inTransaction(this.#db, () => {
      for (const entry of entries) {
        const { at, sequence, class: of, person, onBehalfOf, mailbox, messageId, patient, detail } = entry
        const reference = typeof detail['patientRef'] === 'string' ? detail['patientRef'] : null
        add.run(at, station, sequence, of, person, onBehalfOf, mailbox, messageId, patient, reference, JSON.stringify({ ...entry, station } satisfies StationEntry))
      }
    })
  }

  /** The latest first, of those before a place. */
  page(filter: GatheredFilter, { after, limit }: { after: EntryPlace | null; limit: number }): GatheredPage {
    const { where, values } = conditionsOf(filter)
    const below = after ?? LAST
    const edge = this.#db.prepare<[...PlaceValues, number], EntryPlace>(`SELECT at, station, sequence FROM entry WHERE ${PLACE} < (?, ?, ?) ORDER BY ${LATEST_FIRST} LIMIT 1 OFFSET ?`)
      .get(...valuesOf(below), WINDOW - 1) ?? null
    const entries = this.#db.prepare<unknown[], string>(`SELECT text FROM entry WHERE ${PLACE} < (?, ?, ?) AND ${PLACE} >= (?, ?, ?)${where} ORDER BY ${LATEST_FIRST} LIMIT ?`).pluck()
      .all(...valuesOf(below), ...valuesOf(edge ?? FIRST), ...values, limit).map(entryIn)
    const last = entries.at(-1)
    return { entries, next: last !== undefined && entries.length === limit ? { at: last.at, station: last.station, sequence: last.sequence } : edge }
  }

  /** All of them, oldest first, a few at a time: for an export. */
  *entries(filter: GatheredFilter): Generator<StationEntry> {
    const { where, values } = conditionsOf(filter)
    const page = this.#db.prepare<unknown[], string>(`SELECT text FROM entry WHERE ${PLACE} > (?, ?, ?)${where} ORDER BY at, station, sequence LIMIT ?`).pluck()
    for (let from: EntryPlace = FIRST; ;) {
      const some = page.all(...valuesOf(from), ...values, EXPORTED_AT_ONCE).map(entryIn)
      yield* some
      const last = some.at(-1)
      if (last === undefined || some.length < EXPORTED_AT_ONCE) return
      from = last
    }
  }

  count(filter: GatheredFilter = {}): number {
    const { where, values } = conditionsOf(filter)
    return this.#db.prepare<unknown[], number>(`SELECT count(*) FROM entry WHERE 1${where}`).pluck().get(...values) ?? 0
  }

  /** When the first of them was written; null: there are none. */
  since(): number | null { return this.#db.prepare<[], number | null>('SELECT min(at) FROM entry').pluck().get() ?? null }

  /** Everybody and every mailbox that it names. */
  names(): { persons: string[]; mailboxes: string[] } {
    const distinct = (column: 'person' | 'mailbox'): string[] => this.#db.prepare<[], string>(`SELECT DISTINCT ${column} FROM entry WHERE ${column} <> '' ORDER BY 1`).pluck().all()
    return { persons: distinct('person'), mailboxes: distinct('mailbox') }
  }

  /** The last check of each mailbox, at whatever workstation (R4). */
  mailboxChecks(): MailboxCheck[] {
    const found = this.#db.prepare<[], string>("SELECT text FROM entry WHERE class = 'log' AND mailbox IS NOT NULL AND json_extract(text, '$.detail.change') = 'checked' ORDER BY at").pluck().all().map(entryIn)
    return [...new Map(found.map(({ mailbox, at, person, detail }) => [mailbox ?? '', { mailbox: mailbox ?? '', at, by: person, finding: String(detail['finding']) }])).values()]
  }

  [Symbol.dispose](): void { this.#db.close() }
}

const PLACE = '(at, station, sequence)'
const LATEST_FIRST = 'at DESC, station DESC, sequence DESC'
const FIRST: EntryPlace = { at: Number.MIN_SAFE_INTEGER, station: '', sequence: 0 }
const LAST: EntryPlace = { at: Number.MAX_SAFE_INTEGER, station: '', sequence: 0 }

type PlaceValues = [number, string, number]
const valuesOf = ({ at, station, sequence }: EntryPlace): PlaceValues => [at, station, sequence]
const entryIn = (text: string): StationEntry => JSON.parse(text) as StationEntry

function conditionsOf({ station, patient, person, onBehalfOf, mailbox, messageId, classes, from, to }: GatheredFilter): { where: string; values: unknown[] } {
  const marks = (list: readonly unknown[]): string => list.map(() => '?').join(', ')
  const conditions: readonly (readonly [string, readonly unknown[] | undefined])[] = [
    ['station = ?', station === undefined ? undefined : [station]], ['person = ?', person === undefined ? undefined : [person]],
    ['on_behalf_of = ?', onBehalfOf === undefined ? undefined : [onBehalfOf]], ['mailbox = ?', mailbox === undefined ? undefined : [mailbox]],
    ['message_id = ?', messageId === undefined ? undefined : [messageId]], [`class IN (${marks(classes ?? [])})`, classes],
    ['at >= ?', from === undefined ? undefined : [from]], ['at < ?', to === undefined ? undefined : [to]],
    [`(patient_ref IN (${marks(patient?.references ?? [])}) OR (station = ? AND patient = ?))`, patient === undefined ? undefined : [...patient.references, patient.station, patient.number]],
  ]
  const given = conditions.flatMap(([condition, values]) => (values === undefined ? [] : [{ condition, values }]))
  return { where: given.map(({ condition }) => ` AND ${condition}`).join(''), values: given.flatMap(({ values }) => values) }
}
