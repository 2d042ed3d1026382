import { isDamaged, type Database } from '../../store/store.ts'
import { readHome } from '../home.ts'
import { deviceKeys } from './device-keys.ts'
import { queueEvent, storeEvent } from './event-table.ts'
import { storedEvent } from './signed-event.ts'

interface Row { readonly place: number; readonly hash: string; readonly text: string; readonly understood: number; readonly key: string; readonly signature: string }

/** In which practice a store has this workstation, and as whom it is known there. */
interface Stand { readonly root: string | null; readonly device: string | null }

const standIn = (db: Database): Stand => ({ root: readHome(db)?.root ?? null, device: deviceKeys(db)?.device.id ?? null })

/**
 * After going back to an older store: where the workstation stands now is what the newer one says, and not what it was on the day of the
 * backup. `leave` forgets the older practice, where that is another, or the same under other keys. False: it cannot be read, and the
 * older store's word stays. In the caller's transaction.
 */
export function carryStand(from: Database, to: Database, leave: (db: Database) => void): boolean {
  const now = readable(() => ({ ...standIn(from), rows: STAND.map((table) => ({ table, row: rowOf(from, table) })) }))
  if (now === null) return false
  const before = standIn(to)
  const isAnother = now.root !== before.root || now.device !== before.device
  if (isAnother) leave(to)
  for (const { table, row } of now.rows) putRow(to, table, row)
  // A clock that is set back opens nothing, also where the backup had not seen how late it was.
  const time = readable(() => rowOf(from, 'register_time'))
  if (time !== null) putRow(to, 'register_time', time)
  // What it was let in on is still to be compared with everything.
  if (isAnother) for (const table of ['register_start', 'register_compared']) readable(() => { for (const row of rowsIn(from, table)) addRow(to, table, row) })
  return true
}

/** Tables of one row. */
const STAND = ['register_device', 'practice_home'] as const

/**
 * After going back to an older register: takes over the events of the one that it replaces, as far as they can still be read, and
 * with them those of this workstation that its practice's folder does not have yet. In the caller's transaction, after `carryStand`.
 */
export function carryEvents(from: Database, to: Database): void {
  const { root, device } = standIn(to)
  const unsent = readable(() => new Set(from.prepare<[], number>('SELECT place FROM register_outgoing WHERE sent_at IS NULL').pluck().all()))
  for (const row of rowsOf(from)) {
    const checked = storedEvent(row)
    storeEvent(to, { checked, text: row.text, key: row.key, signature: row.signature })
    // Of another practice nothing is anybody's business in this one's folder.
    if (root === null || (checked.event.practice !== root && checked.hash !== root)) continue
    // Not known what is there: all of ours goes there again, and what the folder turns out to have is not sent.
    if (unsent === null ? checked.event.author === device : unsent.has(row.place)) queueEvent(to, row.hash)
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

type Stored = Readonly<Record<string, unknown>>

const rowsIn = (db: Database, table: string): Stored[] => db.prepare<[], Stored>(`SELECT * FROM ${table}`).all()
const rowOf = (db: Database, table: string): Stored | null => rowsIn(db, table)[0] ?? null

function putRow(db: Database, table: (typeof STAND)[number] | 'register_time', row: Stored | null): void {
  db.prepare(`DELETE FROM ${table}`).run()
  if (row !== null) addRow(db, table, row)
}

function addRow(db: Database, table: string, row: Stored): void {
  const columns = Object.keys(row)
  db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`).run(row)
}
