import { copyFileSync, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { isDamaged, isDiskFull, openDatabase, stateMigrations, syncFile, type Database } from '../store/store.ts'
import { finishRestore, moveAside, newAside } from './finish-restore.ts'
import { conditionOf, STATE_FILE } from './generations.ts'
import { clearHand, inHandOf, putInPlace, type RestoreParts } from './restore-backup.ts'
import { StateTwin } from './twin.ts'

/** `prepare`: for where the last changes before a crash are lacking in the twin as well, and something may so be done twice. */
export type MendParts = Omit<RestoreParts, 'wanted'>

export type MendOutcome =
  /** Every change is there. What was replaced lies in `aside`. */
  | { readonly kind: 'mended'; readonly aside: string }
  /** But for those of the last second before the program broke off. */
  | { readonly kind: 'mended-but-end'; readonly aside: string }
  /** There is none that is whole and as new as what is damaged. */
  | { readonly kind: 'no-twin' }
  | { readonly kind: 'disk-full' }

/**
 * Puts the twin of a damaged `state.db` in its place. Nothing goes back in time by that. After `takeStores`, before anybody opens the
 * state; a crash leaves what was there, or `finishRestore` ends it.
 */
export function mendState(parts: MendParts): MendOutcome {
  const { directory } = parts
  finishRestore(directory)
  try {
    const twin = StateTwin.of(directory)
    const followed = twin?.follow() ?? 'broken'
    if (twin === null || followed === 'broken') return { kind: 'no-twin' }
    return putTwinInPlace(parts, twin, followed === 'cut')
  } catch (error) {
    clearHand(directory)
    if (isDiskFull(error)) return { kind: 'disk-full' }
    if (isDamaged(error)) return { kind: 'no-twin' }
    throw error
  }
}

function putTwinInPlace(parts: MendParts, twin: StateTwin, isCut: boolean): MendOutcome {
  const { directory, key, now } = parts
  clearHand(directory)
  const inHand = inHandOf(directory)
  const fill = (to: string): 'applied' | 'broken' => {
    copyFileSync(twin.file, to)
    return twin.applyTo(to)
  }
  const filled = fill(inHand)
  const condition = filled === 'broken' ? 'damaged' : conditionOf(inHand, key)
  if (condition === 'disk-full') {
    clearHand(directory)
    return { kind: condition }
  }
  if (condition !== 'whole' || isOlder(inHand, path.join(directory, STATE_FILE), key)) {
    clearHand(directory)
    return { kind: 'no-twin' }
  }
  // Whoever cannot know what was done last does nothing of it again.
  if (isCut) return { kind: 'mended-but-end', aside: putInPlace(parts, { name: 'twin', directory: path.dirname(twin.file), at: Math.min(now, statSync(twin.file).mtimeMs), number: 0, source: 'twin' }, fill) }
  syncFile(inHand)
  const aside = newAside(directory, now)
  moveAside(directory, { aside, ready: inHand })
  return { kind: 'mended', aside }
}

/** A program that did not know of the twin has worked here since: every opening writes in the journal. */
function isOlder(twin: string, state: string, key: Uint8Array): boolean {
  const [entries, others] = [entriesOf(twin, key), entriesOf(state, key)]
  return entries !== null && others !== null && entries < others
}

function entriesOf(file: string, key: Uint8Array): number | null {
  if (!existsSync(file)) return null
  let database: Database | null = null
  try {
    const opened = openDatabase({ file, key, migrations: stateMigrations, mode: 'look', durability: 'full' })
    if (opened.kind !== 'open') return null
    database = opened.database
    return database.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").pluck().get() ?? 0
  } catch (error) {
    // Where it stands on a damaged page nothing is known of it.
    if (isDamaged(error)) return null
    throw error
  } finally {
    database?.close()
  }
}
