import { mkdirSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { checkPages, copyDatabase, isDamaged, isDiskFull, openDatabase, stateMigrations, syncFile, syncFolder } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { backupFolder, BLOB_FOLDER, checkGeneration, generationNamed, nextName, pruneGenerations, removeUnfinished, STATE_FILE, UNFINISHED } from './generations.ts'
import type { Generation } from './generations.ts'
import { linkOrCopy } from './link-or-copy.ts'

export interface BackupParts {
  readonly directory: string
  /** Of `state.db`; the backup opens with the same, and so with the keychain and the second factor. */
  readonly key: Uint8Array
  /** Names in the blob area that `state.db` speaks of. */
  readonly blobsOf: (database: Database) => readonly string[]
  readonly now: number
}

export type BackupOutcome =
  | { readonly kind: 'written'; readonly generation: Generation }
  | { readonly kind: 'disk-full' }
  /** What was to be backed up does not hold: the backups before it are kept, all of them. */
  | { readonly kind: 'damaged' }

/**
 * Copies `state.db` as it is at one moment, while others write in it, with second names for the sealed attachments that it speaks
 * of. Under another name until all of it is on the disk and was read back: a crash leaves no backup, or a whole one.
 */
export async function writeBackup(parts: BackupParts): Promise<BackupOutcome> {
  const { directory, now } = parts
  const name = nextName(directory, now)
  const unfinished = path.join(backupFolder(directory), `${name}${UNFINISHED}`)
  await removeUnfinished(directory)
  try {
    mkdirSync(path.join(unfinished, BLOB_FOLDER), { recursive: true, mode: 0o700 })
    const written = copyState(parts, unfinished)
    if (written !== 'copied') return await give(unfinished, { kind: written })
    for (const folder of [path.join(unfinished, BLOB_FOLDER), unfinished]) syncFolder(folder)
    syncFile(path.join(unfinished, STATE_FILE))
    const generation = generationNamed(directory, name)
    if (generation === null) throw new Error('the name of a backup is not one')
    const condition = checkGeneration({ ...generation, directory: unfinished }, parts.key)
    if (condition !== 'whole') return await give(unfinished, { kind: condition === 'disk-full' ? condition : 'damaged' })
    await rename(unfinished, generation.directory)
    syncFolder(backupFolder(directory))
    await pruneGenerations(directory)
    return { kind: 'written', generation }
  } catch (error) {
    if (!isDiskFull(error)) throw error
    return give(unfinished, { kind: 'disk-full' })
  }
}

async function give(unfinished: string, outcome: BackupOutcome): Promise<BackupOutcome> {
  await rm(unfinished, { recursive: true, force: true })
  return outcome
}

function copyState({ directory, key, blobsOf }: BackupParts, unfinished: string): 'copied' | 'damaged' | 'disk-full' {
  const opened = openDatabase({ file: path.join(directory, STATE_FILE), key, migrations: stateMigrations, mode: 'look', durability: 'full' })
  if (opened.kind !== 'open') return opened.kind === 'disk-full' ? 'disk-full' : 'damaged'
  try {
    // Copying makes indexes anew without reading them; whether all of it holds is asked here.
    if ([...checkPages(opened.database)].some((fault) => fault !== null)) return 'damaged'
    copyDatabase(opened.database, path.join(unfinished, STATE_FILE), key)
    for (const id of blobsOf(opened.database)) linkOrCopy(path.join(directory, BLOB_FOLDER, `${id}.blob`), path.join(unfinished, BLOB_FOLDER, `${id}.blob`))
    return 'copied'
  } catch (error) {
    if (isDamaged(error)) return 'damaged'
    throw error
  } finally {
    opened.database.close()
  }
}
