import { isDamaged, type Database } from '../../store/store.ts'
import { queueEvent, storeEvent } from './event-table.ts'
import { storedEvent } from './signed-event.ts'

interface Row { readonly hash: string; readonly text: string; readonly understood: number; readonly key: string; readonly signature: string; readonly waits: number }

/**
 * After going back to an older register: takes over the events of the one that it replaces, as far as they can still be read, and
 * with them those of this workstation that the folder does not have yet. In the caller's transaction.
 */
export function carryEvents(from: Database, to: Database): void {
  try {
    carryRows(from, to, 'register_device')
    carryRows(from, to, 'practice_home')
    const rows = from.prepare<[], Row>(`
      SELECT hash, text, understood, key, signature, EXISTS (SELECT 1 FROM register_outgoing o WHERE o.place = e.place AND o.sent_at IS NULL) AS waits
      FROM register_event e ORDER BY place`)
    for (const { waits, ...row } of rows.iterate()) {
      storeEvent(to, { checked: storedEvent(row), text: row.text, key: row.key, signature: row.signature })
      if (waits === 1) queueEvent(to, row.hash)
    }
  } catch (error) {
    if (!isDamaged(error)) throw error
  }
}

/** Of a table with one row: where the older one has none, because this workstation joined later. */
function carryRows(from: Database, to: Database, table: 'register_device' | 'practice_home'): void {
  const row = from.prepare<[], Record<string, unknown>>(`SELECT * FROM ${table}`).get()
  if (row === undefined) return
  const columns = Object.keys(row)
  to.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`).run(row)
}
