import { isDamaged, type Database } from '../../store/store.ts'
import { deviceKeys } from './device-keys.ts'
import { queueEvent, storeEvent } from './event-table.ts'
import { storedEvent } from './signed-event.ts'

interface Row { readonly place: number; readonly hash: string; readonly text: string; readonly understood: number; readonly key: string; readonly signature: string }

/**
 * After going back to an older register: takes over the events of the one that it replaces, as far as they can still be read, and
 * with them those of this workstation that the folder does not have yet. In the caller's transaction.
 */
export function carryEvents(from: Database, to: Database): void {
  for (const table of ['register_device', 'practice_home'] as const) readable(() => { carryRows(from, to, table) })
  const own = deviceKeys(to)?.device.id
  const unsent = readable(() => new Set(from.prepare<[], number>('SELECT place FROM register_outgoing WHERE sent_at IS NULL').pluck().all()))
  for (const row of rowsOf(from)) {
    const checked = storedEvent(row)
    storeEvent(to, { checked, text: row.text, key: row.key, signature: row.signature })
    // Not known what is there: all of ours goes there again, and what the folder turns out to have is not sent.
    if (unsent === null ? checked.event.author === own : unsent.has(row.place)) queueEvent(to, row.hash)
  }
}

/** From both ends: behind a damaged page there are events as well, and the last ones are those that lie nowhere else. */
function rowsOf(from: Database): Row[] {
  const all = 'SELECT place, hash, text, understood, key, signature FROM register_event NOT INDEXED ORDER BY place'
  const forth: Row[] = []
  const isWhole = readable(() => { for (const row of from.prepare<[], Row>(all).iterate()) forth.push(row); return true })
  if (isWhole !== null) return forth
  const back: Row[] = []
  readable(() => { for (const row of from.prepare<[], Row>(`${all} DESC`).iterate()) back.push(row) })
  const last = forth.at(-1)?.place ?? 0
  return [...forth, ...back.reverse().filter(({ place }) => place > last)]
}

/** Null: it lies on a damaged page. */
function readable<Result>(read: () => Result): Result | null {
  try {
    return read()
  } catch (error) {
    if (!isDamaged(error)) throw error
    return null
  }
}

/** Of a table with one row: where the older one has none, because this workstation joined later. */
function carryRows(from: Database, to: Database, table: 'register_device' | 'practice_home'): void {
  const row = from.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).get()
  if (row === undefined) return
  const columns = Object.keys(row)
  to.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`).run(row)
}
