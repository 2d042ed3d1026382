import { readdirSync, rmSync } from 'node:fs'
import path from 'node:path'

/** The beginning of a folder's name that says whose it is. */
export const ownPrefix = (name: string): string => `${name}-${process.pid}-`

/** A run that was killed cannot clean up behind itself; the next one does it. Folders of a process that still runs stay. */
export function removeLeftBehind(folder: string, name: string): void {
  const owned = new RegExp(`^${name}-(?:(\\d+)-)?[A-Za-z0-9]{6}$`)
  for (const found of readdirSync(folder)) {
    const match = owned.exec(found)
    if (match === null || isRunning(Number(match[1]))) continue
    rmSync(path.join(folder, found), { recursive: true, force: true })
  }
}

/** False for what is no number: what says not whose it is belongs to nobody. */
function isRunning(pid: number): boolean {
  if (!Number.isSafeInteger(pid)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another's, whom we may not signal, runs too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
