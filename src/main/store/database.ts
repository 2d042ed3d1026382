import Sqlite from 'better-sqlite3-multiple-ciphers'

/** A connection to an encrypted file: the API of better-sqlite3. */
export type Database = Sqlite.Database
export type Statement<Bind extends unknown[] = unknown[], Row = unknown> = Sqlite.Statement<Bind, Row>

/** The file's room for a page in bytes: with 16 KiB sealing and writing cost about half of what they do with 4 KiB. */
export const PAGE_BYTES = 16_384

/**
 * A connection that knows its key. Says nothing yet about whether the key fits: SQLite reads nothing before the first query.
 * Zeroes `keyWithSalt`.
 */
export function connect(file: string, keyWithSalt: Uint8Array, options: { readonly: boolean }): Database {
  const database = new Sqlite(file, { readonly: options.readonly, timeout: BUSY_WAIT_MS })
  database.pragma("cipher = 'aegis'")
  const secret = Buffer.concat([Buffer.from('raw:'), keyWithSalt])
  keyWithSalt.fill(0)
  database.key(secret)
  secret.fill(0)
  database.pragma(`page_size = ${PAGE_BYTES}`)
  // Sorting and building an index would otherwise spill clear text into the system's temp folder.
  database.pragma('temp_store = MEMORY')
  return database
}

/** Loads SQLite into this thread, which the first connection would otherwise do. */
export const loadSqlite = (): void => { new Sqlite(':memory:').close() }

/** One that is on no disk, also not where it sorts: gone once it is closed. */
export function memoryDatabase(): Database {
  const database = new Sqlite(':memory:')
  database.pragma('temp_store = MEMORY')
  return database
}

/** Writers wait for each other; a wait this long means that one of them hangs. */
const BUSY_WAIT_MS = 5_000

/** All or nothing: takes the write lock at once, so that two writers queue instead of failing halfway. Nests as a savepoint. */
export const inTransaction = <Result>(database: Database, work: () => Result): Result =>
  database.inTransaction ? database.transaction(work)() : database.transaction(work).immediate()

/**
 * Folds the log into the file, so that the next opening has nothing to catch up with: closing does that by itself only for the
 * last connection, and never for one that reads. What cannot be folded in now stays in the log and is not lost.
 */
export function foldLog(database: Database): void {
  database.pragma(`busy_timeout = ${FOLD_WAIT_MS}`)
  try {
    database.pragma('wal_checkpoint(TRUNCATE)')
  } catch (error) {
    if (!isDiskFull(error) && !isDamaged(error)) throw error
  } finally {
    database.pragma(`busy_timeout = ${BUSY_WAIT_MS}`)
  }
}

/** A reader in the middle of a question is done in some milliseconds; locking must not wait longer for it. */
const FOLD_WAIT_MS = 100

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

/** SQLite reports a full quota (EDQUOT) and a file-size limit (EFBIG) as a failed write, so those count as full too. */
const FULL = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE', 'ENOSPC', 'EDQUOT', 'EFBIG'])

/** Whether a write failed for want of room. Nothing was half done: SQLite rolled back, a file is as it was known before. */
export const isDiskFull = (error: unknown): boolean => FULL.has(codeOf(error))

/** A sector that the disk no longer gives: as good as a changed one. */
export const isUnreadable = (error: unknown): boolean => codeOf(error) === 'EIO'

/** Whether SQLite found bytes that it did not write, or that the disk no longer gives: a flipped byte fails the page's seal. */
export const isDamaged = (error: unknown): boolean => {
  const code = codeOf(error)
  return code.startsWith('SQLITE_CORRUPT') || DAMAGED.has(code) || isUnreadable(error)
}

const DAMAGED = new Set(['SQLITE_NOTADB', 'SQLITE_IOERR_READ', 'SQLITE_IOERR_SHORT_READ', 'SQLITE_IOERR_CORRUPTFS'])
