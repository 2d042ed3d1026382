import { constants, copyFileSync, existsSync, linkSync, renameSync, rmSync } from 'node:fs'
import { syncFile } from '../store/store.ts'

/**
 * One more name for a file that never changes; a copy on disks that have no second names, made under another name until it is
 * whole. What is there already stays.
 */
export function linkOrCopy(from: string, to: string): 'there' | 'missing' {
  try {
    linkSync(from, to)
    return 'there'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'ENOENT') return 'missing'
    if (code === 'EEXIST') return 'there'
    return copyWhole(from, to)
  }
}

/** In the blob area what ends so is swept away at the next start. */
const UNFINISHED = '.part'

function copyWhole(from: string, to: string): 'there' {
  if (existsSync(to)) return 'there'
  const unfinished = to.replace(/\.blob$/, '') + UNFINISHED
  try {
    copyFileSync(from, unfinished, constants.COPYFILE_FICLONE)
    syncFile(unfinished)
    renameSync(unfinished, to)
    return 'there'
  } catch (error) {
    rmSync(unfinished, { force: true })
    throw error
  }
}
