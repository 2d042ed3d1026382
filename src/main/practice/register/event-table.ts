import type { CheckedEvent, JournalSegment } from '../../../shared/practice/event.ts'
import type { EventSource } from '../../../shared/practice/fold.ts'
import { EVENTS_A_STEP, inSteps, type Steps } from '../../../shared/practice/steps.ts'
import { inTransaction, type Database } from '../../store/store.ts'
import { storeDeeds, unreadEvents } from './deed-table.ts'
import { WRONG_KEPT } from './limits.ts'
import { storedEvent, type SignedEvent } from './signed-event.ts'
import type { SignedTexts } from './snapshot-content.ts'

interface Row { readonly hash: string; readonly text: string; readonly understood: number }

/** All events of the table, read anew each time: also those that came since. */
export const eventsIn = (db: Database): EventSource => ({
  growing: true,
  [Symbol.iterator]: () => eventsUpTo(db, Infinity)[Symbol.iterator](),
})

/** Those up to a place, a part at a time: what is stored between is no trouble. */
export const eventsUpTo = (db: Database, last: number): EventSource => ({
  growing: true,
  *[Symbol.iterator](): Iterator<CheckedEvent> {
    const part = db.prepare<[number, number, number], Row & { place: number }>('SELECT place, hash, text, understood FROM register_event WHERE place > ? AND place <= ? ORDER BY place LIMIT ?')
    for (let after = 0; ;) {
      const rows = part.all(after, Math.min(last, Number.MAX_SAFE_INTEGER), EVENTS_A_STEP)
      for (const row of rows) yield storedEvent(row)
      after = rows.at(-1)?.place ?? last
      if (rows.length < EVENTS_A_STEP) return
    }
  },
})

/** These events as they were signed. Throws for one that is not in the table: a bug. */
export function* signedTexts(db: Database, events: readonly CheckedEvent[]): Steps<SignedTexts[]> {
  const find = db.prepare<[string], SignedTexts>('SELECT text, key, signature FROM register_event WHERE hash = ?')
  const found: SignedTexts[] = []
  yield* inSteps(events, ({ hash }) => {
    const row = find.get(hash)
    if (row === undefined) throw new Error(`no event under ${hash}`)
    found.push(row)
  })
  return found
}

/** Events that were put in after this place. */
export const eventsAfter = (db: Database, place: number): CheckedEvent[] => rowsAfter(db, place).map(storedEvent)

const rowsAfter = (db: Database, place: number): Row[] =>
  db.prepare<[number], Row>('SELECT hash, text, understood FROM register_event WHERE place > ? ORDER BY place').all(place)

/** Events that name this message; an index finds them. */
export const eventsAbout = (db: Database, message: string): CheckedEvent[] =>
  db.prepare<[string], Row>("SELECT hash, text, understood FROM register_event WHERE json_extract(text, '$.body.message') = ? ORDER BY place").all(message).map(storedEvent)

/** What a workstation said that it filed, in order; also what it said once it had been put out, which counts for nobody. */
export const segmentsBy = (db: Database, device: string): JournalSegment[] => db.prepare<[string], Row>(`
  SELECT hash, text, understood FROM register_event WHERE json_extract(text, '$.kind') = 'segment-filed' AND json_extract(text, '$.author') = ? ORDER BY place`).all(device)
  .flatMap((row) => {
    const { event } = storedEvent(row)
    return event.kind === 'segment-filed' ? [event.body.segment] : []
  }).sort((one, other) => one.from - other.from)

/** Of a practice that this workstation leaves: nothing of it is sent to the next. The events stay; they are never removed. */
export function forgetUnsent(db: Database): void {
  for (const table of ['register_outgoing', 'register_snapshot', 'register_wrong', 'register_start', 'register_compared', 'snapshot_outgoing']) db.prepare(`DELETE FROM ${table}`).run()
}

export const lastPlace = (db: Database): number => db.prepare<[], number | null>('SELECT max(place) FROM register_event').pluck().get() ?? 0

/** Whether an event is in the table, by its hash. */
export function knownIn(db: Database): (hash: string) => boolean {
  const find = db.prepare<[string], number>('SELECT 1 FROM register_event WHERE hash = ?').pluck()
  return (hash) => find.get(hash) === 1
}

/** False: it was there already. */
export const storeEvent = (db: Database, event: SignedEvent): boolean => eventStore(db)(event)

/** The same for many. */
export function eventStore(db: Database): (event: SignedEvent) => boolean {
  const insert = db.prepare('INSERT INTO register_event (hash, text, key, signature, understood) VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING')
  return ({ checked, text, key, signature }) => {
    const { changes } = insert.run(checked.hash, text, key, signature, checked.event.kind === 'unknown' ? 0 : 1)
    if (changes === 1) storeDeeds(db, checked)
    return changes === 1
  }
}

/** Once an event is understood that was not when it was stored, what it tells can be looked up too. */
export function readAnew(db: Database): void {
  const find = db.prepare<[string], Row>('SELECT hash, text, understood FROM register_event WHERE hash = ?')
  const unread = unreadEvents(db)
  if (unread.length > 0) inTransaction(db, () => {
    for (const hash of unread) {
      const row = find.get(hash)
      if (row !== undefined) storeDeeds(db, storedEvent(row))
    }
  })
}

/** An event that is stored has to go to the folder, or to go there again. */
export const queueEvent = (db: Database, hash: string): void => void db.prepare(`
  INSERT INTO register_outgoing (place, sent_at) SELECT place, NULL FROM register_event WHERE hash = ?
  ON CONFLICT (place) DO UPDATE SET sent_at = NULL`).run(hash)

export const markSent = (db: Database, hash: string, at: number): void => void db.prepare(
  'UPDATE register_outgoing SET sent_at = ? WHERE sent_at IS NULL AND place = (SELECT place FROM register_event WHERE hash = ?)').run(at, hash)

export interface Queued extends Pick<SignedEvent, 'text' | 'key' | 'signature'> { readonly hash: string }

/** In the order in which they were said: an author's events arrive as a chain. */
export const queuedEvents = (db: Database): Queued[] => db.prepare<[], Queued>(`
  SELECT hash, text, key, signature FROM register_outgoing JOIN register_event USING (place) WHERE sent_at IS NULL ORDER BY place`).all()

export interface WrongMessage { readonly hash: string; readonly because: string; readonly seenAt: number }

/** Something in the folder that is no event, by the hash of its bytes; only so many are remembered. */
export const noteWrong = (db: Database, { hash, because, seenAt }: WrongMessage): void => void db.prepare(`
  INSERT INTO register_wrong (hash, because, seen_at) SELECT ?, ?, ? WHERE (SELECT count(*) FROM register_wrong) < ${WRONG_KEPT} ON CONFLICT (hash) DO NOTHING`).run(hash, because, seenAt)

export const wrongMessages = (db: Database): WrongMessage[] =>
  db.prepare<[], WrongMessage>('SELECT hash, because, seen_at AS seenAt FROM register_wrong ORDER BY seen_at, hash').all()
