import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { bringUpToDate, checkLog, foldLog, isDiskFull, openDatabase, stateMigrations, syncFile, versionAfter, versionOf } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { BLOB_FOLDER, checkGeneration, listGenerations, STATE_FILE } from './generations.ts'
import type { Generation } from './generations.ts'
import { finishRestore, moveAside, newAside } from './finish-restore.ts'
import { linkOrCopy } from './link-or-copy.ts'

/**
 * What a backup replaces, as far as it still opens. `isCut`: the log of its last changes does not hold and was read up to there, so
 * that it may be older than the backup: what is lacking in it says nothing.
 */
export interface Before {
  readonly database: Database
  readonly isCut: boolean
}

export interface RestoreParts {
  readonly directory: string
  readonly key: Uint8Array
  readonly blobsOf: (database: Database) => readonly string[]
  /**
   * In one transaction on the backup, before it takes its place: what may not be done again after going back in time. `before`: the
   * `state.db` that it replaces, for what can be saved of it; null: it does not open.
   */
  readonly prepare: (restored: Database, backup: Generation, before: Before | null) => void
  readonly now: number
  /** The name of one backup; without it the newest that is whole. */
  readonly wanted?: string
}

export type RestoreOutcome =
  | { readonly kind: 'restored'; readonly from: Generation; readonly aside: string; readonly skipped: readonly string[] }
  /** None that is whole; `skipped` are damaged, or of another key. */
  | { readonly kind: 'no-backup'; readonly skipped: readonly string[] }
  | { readonly kind: 'disk-full' }

const ENDS = ['', '-wal', '-shm', '-journal']

/** Where what is to take the place of `state.db` is made ready. */
export const inHandOf = (directory: string): string => path.join(directory, `${STATE_FILE}.restoring`)

/**
 * Puts a backup in the place of `state.db`. What it replaces is put aside, never deleted. Until the last steps everything is as it
 * was; a crash between them leaves a store that says that it is damaged, and `finishRestore`, which every opening begins with, ends it.
 */
export function restoreBackup(parts: RestoreParts): RestoreOutcome {
  const { directory, key, wanted } = parts
  finishRestore(directory)
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
      return { kind: 'restored', from: generation, aside: putInPlace(parts, generation), skipped }
    } catch (error) {
      if (!isDiskFull(error)) throw error
      clearHand(directory)
      return { kind: 'disk-full' }
    }
  }
  return { kind: 'no-backup', skipped }
}

/** `fill` writes it; gives the folder where what it replaces is now. */
export function putInPlace(parts: RestoreParts, generation: Generation, fill = (inHand: string): void => { copyFileSync(path.join(generation.directory, STATE_FILE), inHand) }): string {
  const { directory, now } = parts
  clearHand(directory)
  const inHand = inHandOf(directory)
  fill(inHand)
  const named = prepareCopy(parts, generation, inHand)
  syncFile(inHand)
  const aside = newAside(directory, now)
  bringBlobs(directory, { generation, aside, named })
  moveAside(directory, { aside, ready: inHand })
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
  let before: Before | null = null
  try {
    before = openBefore(directory, key)
    prepare(database, generation, before)
    const named = new Set(blobsOf(database))
    foldLog(database)
    // What stays in the log for want of room would stay behind, and mail that may have gone would go again.
    if ((statSync(`${inHand}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw new DiskFull()
    return named
  } finally {
    before?.database.close()
    database.close()
  }
}

/** Whatever keeps it from opening is why it is being replaced. */
function openBefore(directory: string, key: Uint8Array): Before | null {
  const file = path.join(directory, STATE_FILE)
  if (!existsSync(file)) return null
  const log = checkLog(`${file}-wal`)
  const options = { file, key, migrations: stateMigrations, durability: 'full' } as const
  // That there is no room says nothing of what is in it, and what is in it must not be given up for that.
  if (bringUpToDate(options) === 'disk-full') throw new DiskFull()
  // Damage kept it from being brought up to date: its tables are others than those that are asked for.
  const opened = openDatabase({ ...options, mode: 'look' })
  if (opened.kind === 'disk-full') throw new DiskFull()
  if (opened.kind === 'open' && versionOf(opened.database) < versionAfter(stateMigrations)) {
    opened.database.close()
    return null
  }
  return opened.kind === 'open' ? { database: opened.database, isCut: log === 'damaged' || log === 'unfinished' } : null
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

export function clearHand(directory: string): void {
  for (const end of ENDS) rmSync(inHandOf(directory) + end, { force: true })
}
