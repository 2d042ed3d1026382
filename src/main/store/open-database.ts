import { closeSync, existsSync, linkSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs'
import { hkdfSync, randomUUID } from 'node:crypto'
import path from 'node:path'
import { connect, isDamaged, isDiskFull, PAGE_BYTES } from './database.ts'
import type { Database } from './database.ts'
import { migrate, versionAfter, versionOf } from './migrate.ts'
import type { Step } from './migrate.ts'
import { syncFile, syncFolder } from './sync-folder.ts'

/** How opening ends. None of the others deletes, replaces or changes the file. */
export type OpenOutcome =
  | { kind: 'open'; database: Database }
  | { kind: 'wrong-key' }
  | { kind: 'damaged-file'; because: 'header' | 'pages' | 'not-encrypted' | 'empty' | 'log' }
  | { kind: 'newer-schema'; found: number; known: number }
  | { kind: 'disk-full' }

export interface OpenOptions {
  readonly file: string
  /** 32 bytes, used as they are: no passphrase, so no derivation. The caller keeps and zeroes its own copy. */
  readonly key: Uint8Array
  readonly migrations: readonly Step[]
  /** `read` never writes and takes no lock that a writer feels; the file must be there and up to date. `look`: the same, at whatever step it is. */
  readonly mode: 'write' | 'read' | 'look'
  /** `full`: on disk when a transaction returns. `normal`: a power cut may take the last ones, never a part of one. */
  readonly durability: 'full' | 'normal'
  /** `by-owner`: SQLite folds the log of its own accord only where the last connection closes; whoever opens it for writing does so before. */
  readonly folding?: 'by-owner'
}

/**
 * Opens an encrypted database: AEGIS-256 over every page, write-ahead log included. A missing file is made (mode `write`),
 * whole or not at all. Anything unexpected in the file is a named outcome; failures of the machine (no permission, no folder) throw.
 */
export function openDatabase(options: OpenOptions): OpenOutcome {
  const known = versionAfter(options.migrations)
  try {
    if (!holdsSomething(options.file)) {
      if (options.mode !== 'write' && !existsSync(options.file)) throw new Error('a reader cannot make the database')
      const stray = strayOf(options.file)
      if (stray !== null) return stray
      create(options)
    }
    return openExisting(options, known)
  } catch (error) {
    if (isDiskFull(error)) return { kind: 'disk-full' }
    if (isDamaged(error)) return { kind: 'damaged-file', because: 'pages' }
    throw error
  }
}

/**
 * As an update of the program leaves a database until it is opened for writing: brought to this program's step, so that it can be
 * read. What cannot be opened stays as it is; whoever opens it next is told why. For whoever has the stores alone.
 */
export function bringUpToDate(options: Omit<OpenOptions, 'mode'>): OpenOutcome['kind'] | 'no-file' {
  if (!existsSync(options.file)) return 'no-file'
  const looked = openDatabase({ ...options, mode: 'look' })
  if (looked.kind !== 'open') return looked.kind
  const isBehind = versionOf(looked.database) < versionAfter(options.migrations)
  looked.database.close()
  if (!isBehind) return 'open'
  const migrated = openDatabase({ ...options, mode: 'write' })
  if (migrated.kind === 'open') migrated.database.close()
  return migrated.kind
}

const holdsSomething = (file: string): boolean => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0

/** SQLite takes an empty file for a new database and throws its log away; the log may hold the only copy of something. */
function strayOf(file: string): OpenOutcome | null {
  return existsSync(file) || holdsSomething(`${file}-wal`) ? { kind: 'damaged-file', because: 'empty' } : null
}

/** Made under another name and linked when whole: an empty or half file under the real name is damage, never a crashed start. */
function create({ file, key, migrations }: OpenOptions): void {
  const unfinished = `${file}.${randomUUID()}.new`
  try {
    const database = connect(unfinished, withSalt(key), { readonly: false })
    try {
      // Not yet in the log: what a full disk keeps from being folded in at closing would be lost without an error.
      database.pragma('journal_mode = MEMORY')
      migrate(database, migrations)
      database.pragma('journal_mode = WAL')
    } finally {
      database.close()
    }
    syncFile(unfinished)
    linkUnlessThere(unfinished, file)
    syncFolder(path.dirname(file))
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(unfinished + end, { force: true })
  }
}

function linkUnlessThere(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    // Another thread was first, and its file is as good; or these are disks without links (exFAT, some shares).
    if (!existsSync(to)) renameSync(from, to)
  }
}

function openExisting(options: OpenOptions, known: number): OpenOutcome {
  const fit = headerFit(readHeader(options.file), options.key)
  switch (fit) {
    case 'not-encrypted':
      return { kind: 'damaged-file', because: 'not-encrypted' }
    case 'salt-only':
      return { kind: 'damaged-file', because: 'header' }
    case 'other':
      return opensAnyway(options) ? { kind: 'damaged-file', because: 'header' } : { kind: 'wrong-key' }
    case 'fits':
      return openFitting(options, known)
  }
}

/** Only ever read: a connection with another key that may write would, on closing, fold the log into the file under that key. */
function opensAnyway({ file, key }: OpenOptions): boolean {
  const probe = connect(file, withSalt(key), { readonly: true })
  try {
    versionOf(probe)
    return true
  } catch (error) {
    if (isDamaged(error)) return false
    throw error
  } finally {
    probe.close()
  }
}

/** The salt comes from the key: it fits, so the key is right, and pages that do not open are damaged. */
function openFitting(options: OpenOptions, known: number): OpenOutcome {
  const database = connect(options.file, withSalt(options.key), { readonly: options.mode !== 'write' })
  let outcome: OpenOutcome | null = null
  try {
    outcome = prepare(database, options, known)
    return outcome
  } finally {
    if (outcome?.kind !== 'open') database.close()
  }
}

function prepare(database: Database, options: OpenOptions, known: number): OpenOutcome {
  const found = versionOf(database)
  if (found > known) return { kind: 'newer-schema', found, known }
  database.pragma('foreign_keys = ON')
  database.pragma('trusted_schema = OFF')
  database.pragma(`synchronous = ${options.durability === 'full' ? 'FULL' : 'NORMAL'}`)
  if (options.folding === 'by-owner') database.pragma('wal_autocheckpoint = 0')
  database.pragma(`journal_size_limit = ${LOG_KEPT_BYTES}`)
  if (options.mode !== 'write') {
    if (options.mode === 'read' && found < known) throw new Error(`a reader found schema ${found} where the writer makes ${known}`)
  } else {
    migrate(database, options.migrations)
  }
  return { kind: 'open', database }
}

/** After a large write the log is cut back to this: four times what SQLite lets it grow to between two checkpoints. */
const LOG_KEPT_BYTES = 64 * 1024 * 1024

const SALT_BYTES = 16
const KEY_BYTES = 32

/** Public by nature (it opens the file), yet made from the key: so a file tells whether a key is its own, damaged or not. */
const saltOf = (key: Uint8Array): Buffer =>
  Buffer.from(hkdfSync('sha256', key, new Uint8Array(0), 'praktijkpost database file', SALT_BYTES))

export function withSalt(key: Uint8Array): Buffer {
  if (key.length !== KEY_BYTES) throw new Error(`a database key has ${KEY_BYTES} bytes`)
  return Buffer.concat([key, saltOf(key)])
}

type HeaderFit = 'fits' | 'salt-only' | 'other' | 'not-encrypted'

/** Page size, write-ahead log twice, bytes kept for the seal, and three constants (SQLite file format, section 1.3). */
const CLEAR_HEADER = Buffer.from([PAGE_BYTES >> 8, PAGE_BYTES & 0xff, 2, 2, 64, 64, 32, 32])
const PLAIN_MAGIC = Buffer.from('SQLite format 3\0')

/** The first 24 bytes are the only ones in the file that no seal covers, so they are compared one by one. */
function headerFit(header: Buffer, key: Uint8Array): HeaderFit {
  const salt = header.subarray(0, SALT_BYTES)
  if (salt.equals(PLAIN_MAGIC)) return 'not-encrypted'
  if (!salt.equals(saltOf(key))) return 'other'
  return header.subarray(SALT_BYTES).equals(CLEAR_HEADER) ? 'fits' : 'salt-only'
}

function readHeader(file: string): Buffer {
  const handle = openSync(file, 'r')
  try {
    const header = Buffer.alloc(SALT_BYTES + CLEAR_HEADER.length)
    readSync(handle, header, 0, header.length, 0)
    return header
  } finally {
    closeSync(handle)
  }
}
