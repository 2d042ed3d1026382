import { isDamaged } from './database.ts'
import type { Database } from './database.ts'

/** A table that does not hold: a page of it does not open, or its rows and indexes do not agree. */
export interface TableFault {
  readonly table: string
  readonly because: 'pages' | 'rows'
}

/**
 * Reads every page that a table uses, with its indexes, one table at a time so that whoever runs it can pause: gives a fault, or
 * null where the table holds. What cannot be listed because the first page is damaged is a fault of `sqlite_schema`.
 */
export function* checkPages(database: Database): Generator<TableFault | null, void, undefined> {
  for (const table of tablesOf(database)) yield table === null ? { table: 'sqlite_schema', because: 'pages' } : checkTable(database, table)
}

function tablesOf(database: Database): readonly (string | null)[] {
  try {
    return ['sqlite_schema', ...database.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()]
  } catch (error) {
    if (isDamaged(error)) return [null]
    throw error
  }
}

function checkTable(database: Database, table: string): TableFault | null {
  try {
    const lines = database.prepare<[], string>(`PRAGMA integrity_check("${table.replaceAll('"', '""')}")`).pluck().all()
    return lines.every((line) => line === 'ok') ? null : { table, because: 'rows' }
  } catch (error) {
    if (isDamaged(error)) return { table, because: 'pages' }
    throw error
  }
}
