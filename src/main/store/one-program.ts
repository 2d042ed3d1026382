import { rmSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3-multiple-ciphers'
import { isDamaged } from './database.ts'

/** The stores of a folder are this program's alone for as long as it is held. */
export type Taking = { readonly kind: 'taken'; readonly hold: Disposable } | { readonly kind: 'in-use' }

/**
 * Takes the stores of a folder for one program: two dispatchers on one outbox would send twice. The operating system keeps the
 * lock, so it goes with the program, however that ends. Not on `state.db` itself, which threads of this program also read.
 */
export function takeStores(directory: string): Taking {
  const file = path.join(directory, 'stores.lock')
  try {
    return take(file)
  } catch (error) {
    if (!isDamaged(error)) throw error
    // Nothing is in it. Whoever holds it keeps others from reading as far as that.
    rmSync(file, { force: true })
    return take(file)
  }
}

function take(file: string): Taking {
  const lock = new Sqlite(file, { timeout: 0 })
  try {
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.exec('BEGIN EXCLUSIVE; COMMIT')
    return { kind: 'taken', hold: { [Symbol.dispose]: () => void lock.close() } }
  } catch (error) {
    lock.close()
    if (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('SQLITE_BUSY')) return { kind: 'in-use' }
    throw error
  }
}
