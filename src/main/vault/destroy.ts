import { existsSync, readdirSync } from 'node:fs'
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { KEY_FILE, readKeyFile } from './key-file.ts'
import { replaceFile } from './replace-file.ts'
import type { SecretStore } from './secret-store.ts'

/** Says that the folder is being emptied, so that a start after a crash goes on with it. */
const MARK = 'leaving'

/** Whether emptying the folder was begun and not finished. */
export const isLeaving = (directory: string): boolean => existsSync(path.join(directory, MARK))

/**
 * Ends a vault for good, for somebody who may not have it any more (FM-11). Keys first: from the first step on nothing that
 * remains can be read, wherever a crash or a full disk stops it; the same call finishes it later. The vault must be locked.
 * `spared`: names in the folder of what these keys do not open.
 */
export async function destroyVault(directory: string, secrets: SecretStore, spared: readonly string[] = []): Promise<void> {
  const mark = path.join(directory, MARK)
  if (!isLeaving(directory)) await leaveMark(directory)
  for (const device of new Set([...await markedDevices(mark), ...devicesIn(directory)])) await secrets.delete(device)
  for (const name of [KEY_FILE, `${KEY_FILE}.bak`, `${KEY_FILE}.new`]) await overwrite(path.join(directory, name))
  const rest = readdirSync(directory).filter((name) => name !== MARK && !spared.includes(name))
  await Promise.all(rest.map((name) => rm(path.join(directory, name), { recursive: true, force: true })))
  await rm(mark, { force: true })
}

/** The names in the keychain of every device secret that a key was made with: what a later call deletes when this one breaks off. */
function devicesIn(directory: string): string[] {
  const file = readKeyFile(directory)
  return file.kind === 'whole' ? [...new Set([file.content.device, ...file.content.slots.flatMap((slot) => ('device' in slot ? [slot.device] : []))])] : []
}

/** On a full disk the copy of the mail makes room: until the mark is there, nothing may be lost that is nowhere else. */
async function leaveMark(directory: string): Promise<void> {
  const names = Buffer.from(JSON.stringify(devicesIn(directory)))
  if (await replaceFile(path.join(directory, MARK), names) === 'written') return
  for (const copy of ['cache.db-wal', 'cache.db-shm', 'cache.db']) await rm(path.join(directory, copy), { force: true })
  if (await replaceFile(path.join(directory, MARK), names) === 'disk-full') throw new Error('no room to say that the store is ended')
}

/** A mark that says nothing any more still says that it is to be finished; the names may be in the key file. */
async function markedDevices(mark: string): Promise<string[]> {
  const text = await readFile(mark, 'utf8')
  try {
    const names: unknown = JSON.parse(text)
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
  } catch {
    return []
  }
}

/** As far as a disk can be told to: the wrapped keys are gone before their name is. */
async function overwrite(file: string): Promise<void> {
  const size = await stat(file).then((found) => found.size, () => null)
  if (size === null) return
  await writeFile(file, new Uint8Array(size), { flag: 'r+' })
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rm(file, { force: true })
}
