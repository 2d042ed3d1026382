import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { syncFolder } from '../store/store.ts'
import { BLOB_FOLDER, nameOf, STATE_FILE } from './generations.ts'
import { ASIDE_KEPT_MS } from './limits.ts'
import { dropTwin } from './twin.ts'

/** The backup that is to take the place of `state.db`, with all that had to be done to it; whole and on the disk once it has this name. */
const READY = `${STATE_FILE}.restored`
const ASIDE = 'aside-state-'
const ENDS = ['', '-wal', '-shm', '-journal']

/** Where what is replaced goes. */
export function newAside(directory: string, now: number): string {
  const aside = path.join(directory, `${ASIDE}${nameOf(now)}`)
  mkdirSync(path.join(aside, BLOB_FOLDER), { recursive: true, mode: 0o700 })
  return aside
}

/** Puts `state.db` with its log aside and the file that is `ready` in its place. Wherever it breaks off, `finishRestore` goes on. */
export function moveAside(directory: string, { aside, ready }: { aside: string; ready: string }): void {
  renameSync(ready, path.join(directory, READY))
  for (const folder of [path.join(aside, BLOB_FOLDER), aside, directory]) syncFolder(folder)
  exchange(directory, aside)
}

function exchange(directory: string, aside: string): void {
  // The file before its log: a log that stands alone is damage to whoever opens it, and never taken for another file's.
  for (const end of ENDS) if (existsSync(path.join(directory, STATE_FILE + end))) renameSync(path.join(directory, STATE_FILE + end), path.join(aside, STATE_FILE + end))
  // It is of what is aside now. Not before: until then it may be all that is whole.
  dropTwin(directory)
  for (const folder of [aside, directory]) syncFolder(folder)
  renameSync(path.join(directory, READY), path.join(directory, STATE_FILE))
  syncFolder(directory)
}

/**
 * Ends a restore that broke off after `state.db` had left its place: nothing of what it saved from there is lost. One that broke off
 * before has not happened. To be called after `takeStores`, before anybody opens the state.
 */
export function finishRestore(directory: string): 'finished' | 'nothing' {
  if (!existsSync(path.join(directory, READY))) return 'nothing'
  const [aside] = asides(directory).reverse()
  if (existsSync(path.join(directory, STATE_FILE)) || aside === undefined) {
    rmSync(path.join(directory, READY), { force: true })
    return 'nothing'
  }
  exchange(directory, path.join(directory, aside))
  return 'finished'
}

const asides = (directory: string): string[] => readdirSync(directory).filter((name) => name.startsWith(ASIDE)).sort()

/**
 * Lets go of what restores put aside long ago. `moments`: what the clock says, and what it said at another time, such as the backup
 * before: all must agree, since a clock that jumps must not throw away what somebody may still ask for.
 */
export async function pruneAside(directory: string, moments: readonly number[]): Promise<void> {
  const oldest = `${ASIDE}${nameOf(Math.min(...moments) - ASIDE_KEPT_MS)}`
  for (const name of asides(directory)) if (name < oldest) await rm(path.join(directory, name), { recursive: true, force: true })
}
