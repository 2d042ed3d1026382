import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Puts these bytes under this name, whole or not at all, and returns when they are on the disk. Only the owner may read the file.
 * A crash leaves the old file, or the new one; at most a `.new` beside it, which the next write replaces.
 */
export async function replaceFile(file: string, bytes: Uint8Array): Promise<'written' | 'disk-full'> {
  const unfinished = `${file}.new`
  try {
    const handle = await open(unfinished, 'w', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await renamePatiently(unfinished, file)
    await syncFolder(path.dirname(file))
    return 'written'
  } catch (error) {
    if (!isFull(error)) throw error
    await rm(unfinished, { force: true })
    return 'disk-full'
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''

const isFull = (error: unknown): boolean => ['ENOSPC', 'EDQUOT', 'EFBIG'].includes(codeOf(error))

/** On Windows a virus scanner may hold the old file for a moment; renaming over it then fails. */
const HELD = ['EPERM', 'EACCES', 'EBUSY']
const PAUSES_MS = [20, 50, 100, 200, 400]

async function renamePatiently(from: string, to: string): Promise<void> {
  for (const pause of process.platform === 'win32' ? PAUSES_MS : []) {
    try {
      await rename(from, to)
      return
    } catch (error) {
      if (!HELD.includes(codeOf(error))) throw error
      await wait(pause)
    }
  }
  await rename(from, to)
}

/** A name is on disk only when its folder is. Windows cannot open a folder and writes names through by itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
