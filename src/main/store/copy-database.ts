import { connect } from './database.ts'
import type { Database } from './database.ts'
import { withSalt } from './open-database.ts'

/**
 * Writes what a connection reads at this moment into a new file, sealed with the same key, which opens as any other database of
 * ours. Reads every page that is in use, and so throws where one is damaged (`isDamaged`). Not yet on the disk for certain.
 */
export function copyDatabase(database: Database, file: string, key: Uint8Array): void {
  database.prepare('VACUUM INTO ?').run(file)
  // A copy has no log until it is told to; without one it would not be known as a file of ours.
  const copy = connect(file, withSalt(key), { readonly: false })
  try {
    copy.pragma('journal_mode = WAL')
  } finally {
    copy.close()
  }
}
