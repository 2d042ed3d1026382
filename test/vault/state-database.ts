import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase, stateMigrations } from '../../src/main/store/store.ts'
import type { Database } from '../../src/main/store/store.ts'

export interface StateDatabase extends Disposable {
  readonly database: Database
  /** The same file through another connection, as a later start sees it. */
  reopen(): Database
}

const key = new Uint8Array(randomBytes(32))

function openIn(directory: string): Database {
  const outcome = openDatabase({ file: path.join(directory, 'state.db'), key, migrations: stateMigrations, mode: 'write', durability: 'normal' })
  if (outcome.kind !== 'open') throw new Error(outcome.kind)
  return outcome.database
}

/** All steps take longer than most tests: the file that they give is made once, and copied. */
let stepped: Uint8Array | undefined
function withSteps(directory: string): void {
  const file = path.join(directory, 'state.db')
  if (stepped === undefined) {
    openIn(directory).close()
    stepped = readFileSync(file)
  } else writeFileSync(file, stepped)
}

/** An encrypted `state.db` of its own, with every step taken; closed and removed at the end. */
export function stateDatabase(): StateDatabase {
  const directory = mkdtempSync(path.join(tmpdir(), 'praktijkpost-state-'))
  withSteps(directory)
  const opened: Database[] = []
  const open = () => {
    const database = openIn(directory)
    opened.push(database)
    return database
  }
  return {
    database: open(), reopen: open,
    [Symbol.dispose]: () => {
      for (const database of opened) database.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
