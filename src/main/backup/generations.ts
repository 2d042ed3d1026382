import { existsSync, readdirSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { checkPages, openDatabase, stateMigrations } from '../store/store.ts'
import { BACKUPS_KEPT } from './limits.ts'

/**
 * A backup that was finished: a folder with `state.db` and the attachments that it names. `at`: what the clock said, milliseconds
 * since 1970; `number` counts them, since a clock may be wrong. Those of before the counting have 0.
 */
export interface Generation {
  readonly name: string
  readonly directory: string
  readonly at: number
  readonly number: number
  /** `twin`: no backup, but the second copy of `state.db`, without its last moment. */
  readonly source?: 'backup' | 'twin'
}

/** `disk-full`: it cannot be looked into now; SQLite wants a little room of its own beside the file. */
export type GenerationCondition = 'whole' | 'damaged' | 'other-key' | 'newer-schema' | 'disk-full'

export const backupFolder = (dataDirectory: string): string => path.join(dataDirectory, 'backups')
export const STATE_FILE = 'state.db'
export const BLOB_FOLDER = 'blobs'
export const UNFINISHED = '.new'

const NAME = /^(?:(\d{6,})-)?(\d{4}-\d\d-\d\dT)(\d\d)(\d\d)(\d\d\.\d{3}Z)$/

/** Windows takes no colons in a name. */
export const nameOf = (at: number): string => new Date(at).toISOString().replaceAll(':', '')

/** For the next one. */
export const nextName = (dataDirectory: string, at: number): string =>
  `${String((listGenerations(dataDirectory)[0]?.number ?? 0) + 1).padStart(6, '0')}-${nameOf(at)}`

export function generationNamed(dataDirectory: string, name: string): Generation | null {
  const [, number = '0', day, hours = '', minutes = '', seconds = ''] = NAME.exec(name) ?? []
  if (day === undefined) return null
  return { name, directory: path.join(backupFolder(dataDirectory), name), at: Date.parse(`${day}${hours}:${minutes}:${seconds}`), number: Number(number) }
}

/** The last that was made first, whatever the clock said. What was not finished has another name, and is none. */
export function listGenerations(dataDirectory: string): Generation[] {
  return namesIn(backupFolder(dataDirectory)).flatMap((name) => generationNamed(dataDirectory, name) ?? [])
    .sort((one, other) => other.number - one.number || other.at - one.at)
}

/** Reads all of its `state.db`; nothing is changed. */
export const checkGeneration = ({ directory }: Pick<Generation, 'directory'>, key: Uint8Array): GenerationCondition => conditionOf(path.join(directory, STATE_FILE), key)

/** The same of any file that is a `state.db` without a log. */
export function conditionOf(file: string, key: Uint8Array): GenerationCondition {
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

const DAY_MS = 24 * 60 * 60_000

/**
 * Those that nobody needs: the newest of a day stands for that day, and so many days are kept. Days are told apart and not
 * measured: somebody who asks for one again and again, or a clock that jumps, must not push out the week before.
 */
export function superfluous(newestFirst: readonly Generation[]): Generation[] {
  const days = new Set<number>()
  return newestFirst.filter(({ at }) => {
    const day = Math.floor(at / DAY_MS)
    const isKept = !days.has(day) && days.size < BACKUPS_KEPT
    days.add(day)
    return !isKept
  })
}

/** Lets go of what nobody needs; what was left unfinished goes too. Only after a new one is whole on the disk. */
export async function pruneGenerations(dataDirectory: string): Promise<void> {
  for (const { directory } of superfluous(listGenerations(dataDirectory))) await rm(directory, { recursive: true, force: true })
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
