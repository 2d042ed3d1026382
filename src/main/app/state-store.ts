import path from 'node:path'
import { openDatabase, stateMigrations, type Database, type OpenOutcome } from '../store/store.ts'

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_BUSY')

/**
 * Opens `state.db` for one program alone: two dispatchers on one outbox would send twice. The operating system keeps the
 * lock, so it goes with the program, however that ends. `in-use`: another one has it.
 */
export function openState(dataDirectory: string, key: Uint8Array, mode: 'read' | 'write'): OpenOutcome | { kind: 'in-use' } {
  try {
    const opened = openDatabase({ file: path.join(dataDirectory, 'state.db'), key, migrations: stateMigrations, mode, durability: 'full' })
    if (opened.kind === 'open' && mode === 'write') keepForUs(opened.database)
    return opened
  } catch (error) {
    if (isBusy(error)) return { kind: 'in-use' }
    throw error
  }
}

function keepForUs(database: Database): void {
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    // Taken at the next access, not by the setting.
    database.exec('BEGIN IMMEDIATE; COMMIT')
  } catch (error) {
    database.close()
    throw error
  }
}
