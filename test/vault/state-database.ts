import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase, stateMigrations } from '../../src/main/store/store.ts'
import type { Database } from '../../src/main/store/store.ts'

export interface StateDatabase extends Disposable {
  readonly database: Database
  /** The same file through another connection, as a later start sees it. */
  reopen(): Database
}

/** An encrypted `state.db` of its own, with every step taken; closed and removed at the end. */
export function stateDatabase(): StateDatabase {
  const directory = mkdtempSync(path.join(tmpdir(), 'praktijkpost-state-'))
  const key = new Uint8Array(randomBytes(32))
  const opened: Database[] = []
  const open = () => {
    const outcome = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'normal' })
    if (outcome.kind !== 'open') throw new Error(outcome.kind)
    opened.push(outcome.database)
    return outcome.database
  }
  return {
    database: open(), reopen: open,
    [Symbol.dispose]: () => {
      for (const database of opened) database.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
