import { constants, copyFileSync, linkSync } from 'node:fs'
import { open } from 'node:fs/promises'

/** On the disk when it settles. */
export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** A name is on disk only when its folder is. Windows cannot open a folder and writes names through by itself. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** One more name for a file that never changes; a copy on disks that have no second names. What is there already stays. */
export function linkOrCopy(from: string, to: string): 'there' | 'missing' {
  try {
    linkSync(from, to)
    return 'there'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT') return 'missing'
    if (code === 'EEXIST') return 'there'
    copyFileSync(from, to, constants.COPYFILE_EXCL)
    return 'there'
  }
}
