import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { foldLog, isDiskFull, openDatabase, stateMigrations } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { BLOB_FOLDER, checkGeneration, listGenerations, nameOf, STATE_FILE } from './generations.ts'
import type { Generation } from './generations.ts'
import { ASIDE_KEPT_MS } from './limits.ts'
import { linkOrCopy, syncFile, syncFolder } from './on-disk.ts'

export interface RestoreParts {
  readonly directory: string
  readonly key: Uint8Array
  readonly blobsOf: (database: Database) => readonly string[]
  /**
   * In one transaction on the backup, before it takes its place: what may not be done again after going back in time. `before`: the
   * `state.db` that it replaces, as far as it still opens, for what can be saved of it; null: it does not.
   */
  readonly prepare: (restored: Database, backup: Generation, before: Database | null) => void
  readonly now: number
  /** The name of one backup; without it the newest that is whole. */
  readonly wanted?: string
}

export type RestoreOutcome =
  | { readonly kind: 'restored'; readonly from: Generation; readonly aside: string; readonly skipped: readonly string[] }
  /** None that is whole; `skipped` are damaged, or of another key. */
  | { readonly kind: 'no-backup'; readonly skipped: readonly string[] }
  | { readonly kind: 'disk-full' }

const IN_HAND = `${STATE_FILE}.restoring`
const ASIDE = 'aside-state-'
const ENDS = ['', '-wal', '-shm', '-journal']

/**
 * Puts a backup in the place of `state.db`. What it replaces is put aside, never deleted. Until the last step everything is as it
 * was; a crash between the last two leaves a store that says that it is damaged, and doing this again ends it.
 */
export async function restoreBackup(parts: RestoreParts): Promise<RestoreOutcome> {
  const { directory, key, wanted } = parts
  const skipped: string[] = []
  for (const generation of listGenerations(directory)) {
    if (wanted !== undefined && generation.name !== wanted) continue
    const condition = checkGeneration(generation, key)
    if (condition === 'disk-full') return { kind: condition }
    if (condition !== 'whole') {
      skipped.push(generation.name)
      continue
    }
    try {
      return { kind: 'restored', from: generation, aside: await putInPlace(parts, generation), skipped }
    } catch (error) {
      if (!isDiskFull(error)) throw error
      await clearHand(directory)
      return { kind: 'disk-full' }
    }
  }
  return { kind: 'no-backup', skipped }
}

async function putInPlace(parts: RestoreParts, generation: Generation): Promise<string> {
  const { directory, now } = parts
  await clearHand(directory)
  const inHand = path.join(directory, IN_HAND)
  copyFileSync(path.join(generation.directory, STATE_FILE), inHand)
  const named = prepareCopy(parts, generation, inHand)
  await syncFile(inHand)
  const aside = path.join(directory, `${ASIDE}${nameOf(now)}`)
  mkdirSync(path.join(aside, BLOB_FOLDER), { recursive: true, mode: 0o700 })
  bringBlobs(directory, { generation, aside, named })
  await syncFolder(directory)
  // The file before its log: a log that stands alone is damage to whoever opens it, and never taken for another file's.
  for (const end of ENDS) if (existsSync(path.join(directory, STATE_FILE + end))) renameSync(path.join(directory, STATE_FILE + end), path.join(aside, STATE_FILE + end))
  await syncFolder(directory)
  renameSync(inHand, path.join(directory, STATE_FILE))
  await syncFolder(directory)
  return aside
}

/** As a write that finds no room throws it. */
class DiskFull extends Error {
  readonly code = 'ENOSPC'
}

/** Gives the names of the attachments that it speaks of. */
function prepareCopy({ directory, key, blobsOf, prepare }: RestoreParts, generation: Generation, inHand: string): ReadonlySet<string> {
  const opened = openDatabase({ file: inHand, key, migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind === 'disk-full') throw new DiskFull()
  if (opened.kind !== 'open') throw new Error(`a backup that was just read does not open: ${opened.kind}`)
  const { database } = opened
  const before = openBefore(directory, key)
  try {
    prepare(database, generation, before)
    return new Set(blobsOf(database))
  } finally {
    before?.close()
    foldLog(database)
    database.close()
  }
}

/** Whatever keeps it from opening is why it is being replaced. */
function openBefore(directory: string, key: Uint8Array): Database | null {
  const file = path.join(directory, STATE_FILE)
  if (!existsSync(file)) return null
  const opened = openDatabase({ file, key, migrations: stateMigrations, mode: 'read', durability: 'full' })
  return opened.kind === 'open' ? opened.database : null
}

/** Attachments that only the backup has come back; those that it does not speak of get a second name beside the file that does. */
function bringBlobs(directory: string, { generation, aside, named }: { generation: Generation; aside: string; named: ReadonlySet<string> }): void {
  const [blobs, kept] = [path.join(directory, BLOB_FOLDER), path.join(generation.directory, BLOB_FOLDER)]
  mkdirSync(blobs, { recursive: true, mode: 0o700 })
  for (const id of named) linkOrCopy(path.join(kept, `${id}.blob`), path.join(blobs, `${id}.blob`))
  for (const name of readdirSync(blobs)) {
    const { name: id, ext } = path.parse(name)
    if (ext === '.blob' && !named.has(id)) linkOrCopy(path.join(blobs, name), path.join(aside, BLOB_FOLDER, name))
  }
}

async function clearHand(directory: string): Promise<void> {
  for (const end of ENDS) await rm(path.join(directory, IN_HAND + end), { force: true })
}

/** Lets go of what restores put aside long ago. */
export async function pruneAside(directory: string, now: number): Promise<void> {
  const oldest = `${ASIDE}${nameOf(now - ASIDE_KEPT_MS)}`
  for (const name of readdirSync(directory)) if (name.startsWith(ASIDE) && name < oldest) await rm(path.join(directory, name), { recursive: true, force: true })
}
