import { existsSync, readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { checkPages, openDatabase, stateMigrations } from '../store/store.ts'
import { BACKUPS_KEPT } from './limits.ts'

/** A backup that was finished: a folder with `state.db` and the attachments that it names. `at`: milliseconds since 1970. */
export interface Generation {
  readonly name: string
  readonly directory: string
  readonly at: number
}

/** `disk-full`: it cannot be looked into now; SQLite wants a little room of its own beside the file. */
export type GenerationCondition = 'whole' | 'damaged' | 'other-key' | 'newer-schema' | 'disk-full'

export const backupFolder = (dataDirectory: string): string => path.join(dataDirectory, 'backups')
export const STATE_FILE = 'state.db'
export const BLOB_FOLDER = 'blobs'
export const UNFINISHED = '.new'

const NAME = /^(\d{4}-\d\d-\d\dT)(\d\d)(\d\d)(\d\d\.\d{3}Z)$/

/** Windows takes no colons in a name. */
export const nameOf = (at: number): string => new Date(at).toISOString().replaceAll(':', '')
const momentOf = (name: string): number => Date.parse(name.replace(NAME, '$1$2:$3:$4'))

/** The newest first. What was not finished has another name, and is none. */
export function listGenerations(dataDirectory: string): Generation[] {
  return namesIn(backupFolder(dataDirectory)).filter((name) => NAME.test(name)).sort().reverse()
    .map((name) => ({ name, directory: path.join(backupFolder(dataDirectory), name), at: momentOf(name) }))
}

/** Reads all of its `state.db`; nothing is changed. */
export function checkGeneration({ directory }: Generation, key: Uint8Array): GenerationCondition {
  const file = path.join(directory, STATE_FILE)
  if (!existsSync(file)) return 'damaged'
  try {
    const opened = openDatabase({ file, key, migrations: stateMigrations, mode: 'look', durability: 'full' })
    switch (opened.kind) {
      case 'open': break
      case 'wrong-key': return 'other-key'
      case 'damaged-file': return 'damaged'
      case 'newer-schema': case 'disk-full': return opened.kind
    }
    try {
      return [...checkPages(opened.database)].every((fault) => fault === null) ? 'whole' : 'damaged'
    } finally {
      opened.database.close()
    }
  } finally {
    // Whoever reads a database with a log leaves an empty one behind.
    for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
  }
}

/** Lets go of what is older than the newest few; what was left unfinished goes too. Only after a new one is whole on the disk. */
export async function pruneGenerations(dataDirectory: string): Promise<void> {
  for (const { directory } of listGenerations(dataDirectory).slice(BACKUPS_KEPT)) await rm(directory, { recursive: true, force: true })
  await removeUnfinished(dataDirectory)
}

export async function removeUnfinished(dataDirectory: string): Promise<void> {
  const folder = backupFolder(dataDirectory)
  for (const name of namesIn(folder)) if (name.endsWith(UNFINISHED)) await rm(path.join(folder, name), { recursive: true, force: true })
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
