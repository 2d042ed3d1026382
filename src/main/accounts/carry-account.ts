import { isDamaged, type Database } from '../store/store.ts'

type Row = Readonly<Record<string, unknown>> & { readonly id: string; readonly address_key: string }

/**
 * After going back to an older store: an account that was added since and cannot be done without, as far as it can be read. Gives the id
 * that it has there: a login of the same address that is there already is that account. In the caller's transaction.
 */
export function carryAccount(from: Database, to: Database, id: string): string {
  const row = rowOf(from, id)
  if (row === null || to.prepare('SELECT 1 FROM account WHERE id = ?').get(id) !== undefined) return id
  const same = to.prepare<[string], string>('SELECT id FROM account WHERE address_key = ?').pluck().get(row.address_key)
  if (same !== undefined) return same
  const columns = Object.keys(row)
  to.prepare(`INSERT INTO account (${columns.join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`).run(row)
  return id
}

function rowOf(db: Database, id: string): Row | null {
  try {
    return db.prepare<[string], Row>('SELECT * FROM account WHERE id = ?').get(id) ?? null
  } catch (error) {
    if (isDamaged(error)) return null
    throw error
  }
}
