import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'

/** The raw mail belongs to the database that knows where in it each message lies: they go together. */
const PARTS = ['cache.db', 'cache.db-wal', 'cache.db-shm', 'segments']

/**
 * Makes room for a new copy of all mail when the old one cannot be opened: moved aside as it is, nothing is deleted. Writer and
 * readers must be closed. `at` (milliseconds since 1970) names it. Gives the folder it now stands in; null when there was none.
 */
export function setCopyAside(directory: string, at: number): string | null {
  const present = PARTS.filter((name) => existsSync(path.join(directory, name)))
  if (present.length === 0) return null
  const aside = path.join(directory, `aside-${new Date(at).toISOString().replaceAll(':', '')}`)
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  for (const name of present) renameSync(path.join(directory, name), path.join(aside, name))
  return aside
}

/** Copies that were set aside, by folder, the oldest first. */
export const copiesAside = (directory: string): string[] =>
  readdirSync(directory).filter((name) => /^aside-\d{4}-\d\d-\d\dT\d{6}\.\d{3}Z$/.test(name)).sort().map((name) => path.join(directory, name))

/** For when a new copy is whole. */
export async function removeCopiesAside(directory: string): Promise<void> {
  for (const folder of copiesAside(directory)) await rm(folder, { recursive: true, force: true })
}
