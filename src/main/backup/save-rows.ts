import { isDamaged, type Database } from '../store/store.ts'

type Row = Record<string, unknown>

/**
 * Takes from a damaged database what can still be read of it, over what a backup has: every table but those that `leaves` names.
 * What could be read to its end is as it was; of another table what the backup has stays beside what was read. Gives the tables of
 * which something is lacking. In the caller's transaction; both at the same step.
 */
export function saveRows(from: Database, to: Database, leaves: (table: string) => boolean): string[] {
  // In the order in which they were made: what is referred to comes first.
  const tables = to.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid").pluck().all().filter((table) => !leaves(table))
  const read = tables.map((table) => ({ table, columns: columnsOf(to, table), ...rowsOf(from, table) }))
  for (const part of read.toReversed()) if (part.isWhole) removeOthers(to, part)
  for (const part of read) put(to, part)
  return read.filter(({ isWhole }) => !isWhole).map(({ table }) => table)
}

interface Columns { readonly all: readonly string[]; readonly key: readonly string[] }
interface Part { readonly table: string; readonly columns: Columns; readonly rows: readonly Row[] }

function columnsOf(db: Database, table: string): Columns {
  const columns = db.prepare<[], { name: string; pk: number }>(`PRAGMA table_info(${table})`).all()
  return { all: columns.map(({ name }) => name), key: columns.filter(({ pk }) => pk > 0).map(({ name }) => name) }
}

/** From both ends: behind a damaged page there are rows as well. */
function rowsOf(db: Database, table: string): { rows: Row[]; isWhole: boolean } {
  const forth = readUntilDamage(db, `SELECT * FROM ${table}`)
  if (forth.isWhole) return forth
  const order = keyOf(db, table)
  const back = order === null ? [] : readUntilDamage(db, `SELECT * FROM ${table} ORDER BY ${order} DESC`).rows
  return { rows: [...forth.rows, ...back], isWhole: false }
}

/** What a table is ordered by on the disk; null where not even that can be read. */
function keyOf(db: Database, table: string): string | null {
  try {
    const { wr } = db.prepare<[string], { wr: number }>('SELECT wr FROM pragma_table_list(?)').get(table) ?? { wr: 0 }
    return wr === 0 ? 'rowid' : columnsOf(db, table).key.join(' DESC, ')
  } catch (error) {
    if (isDamaged(error)) return null
    throw error
  }
}

function readUntilDamage(db: Database, sql: string): { rows: Row[]; isWhole: boolean } {
  const rows: Row[] = []
  try {
    for (const row of db.prepare<[], Row>(sql).safeIntegers().iterate()) rows.push(row)
    return { rows, isWhole: true }
  } catch (error) {
    if (isDamaged(error)) return { rows, isWhole: false }
    throw error
  }
}

function put(to: Database, { table, columns: { all, key }, rows }: Part): void {
  const values = all.filter((column) => !key.includes(column))
  const change = values.length === 0 ? 'NOTHING' : `UPDATE SET ${values.map((column) => `${column} = excluded.${column}`).join(', ')}`
  const add = to.prepare<[Row]>(`INSERT INTO ${table} (${all.join(', ')}) VALUES (${all.map((column) => `@${column}`).join(', ')}) ON CONFLICT (${key.join(', ')}) DO ${change}`)
  for (const row of rows) orRefused(() => add.run(row))
}

function removeOthers(to: Database, { table, columns: { key }, rows }: Part): void {
  const kept = new Set(rows.map((row) => textOf(key, row)))
  const remove = to.prepare<[Row]>(`DELETE FROM ${table} WHERE ${key.map((column) => `${column} = @${column}`).join(' AND ')}`)
  const known = to.prepare<[], Row>(`SELECT ${key.join(', ')} FROM ${table}`).safeIntegers().all()
  for (const row of known) if (!kept.has(textOf(key, row))) orRefused(() => remove.run(row))
}

const textOf = (key: readonly string[], row: Row): string => JSON.stringify(key.map((column) => String(row[column])))

/** What it refers to was on a page that is gone, or a rule of the table keeps it: then it stays as the backup has it. */
function orRefused(work: () => unknown): void {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_CONSTRAINT'))) throw error
  }
}
