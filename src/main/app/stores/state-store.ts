import { existsSync } from 'node:fs'
import path from 'node:path'
import { dropTwin, listGenerations, mendState, newAside, putTwinAside, StateTwin, type MendOutcome, type MendParts } from '../../backup/backup.ts'
import { checkLog, foldLog, isDamaged, isDiskFull, openDatabase, stateMigrations, versionAfter, versionOf, type Database, type OpenOutcome } from '../../store/store.ts'

/**
 * Opens `state.db`, after `takeStores`. A log of which a kept change is damaged is not opened: it would be read up to there, and
 * what came after it written over; nor one from which changes are gone that its twin has. What is opened is closed by `closeState`.
 */
export function openState(dataDirectory: string, key: Uint8Array, mode: 'read' | 'write'): OpenOutcome {
  const file = path.join(dataDirectory, 'state.db')
  if (hasLostState(dataDirectory)) return { kind: 'damaged-file', because: 'empty' }
  if (checkLog(`${file}-wal`) === 'damaged' || StateTwin.of(dataDirectory)?.agrees() === false) return { kind: 'damaged-file', because: 'log' }
  const options = { file, key, migrations: stateMigrations, durability: 'full', folding: 'by-owner' } as const
  if (mode === 'read') {
    const looked = openDatabase({ ...options, mode: 'look' })
    if (looked.kind !== 'open' || versionOf(looked.database) === versionAfter(stateMigrations)) return looked
    looked.database.close()
    // As an update of the program left it: brought to this one's step, so that it can be read.
    const migrated = openDatabase({ ...options, mode: 'write' })
    if (migrated.kind !== 'open') return migrated
    closeState(dataDirectory, migrated.database)
  }
  return openDatabase({ ...options, mode })
}

export interface OpenedState { readonly opened: OpenOutcome; readonly mended: MendOutcome['kind'] | null }

/** Opens it for writing; where it is damaged its twin takes its place first. `isKnownDamaged`: opening would not show it. */
export function openMended(parts: MendParts, isKnownDamaged: boolean): OpenedState {
  const { directory, key } = parts
  const opened = isKnownDamaged ? null : openState(directory, key, 'write')
  if (opened !== null && opened.kind !== 'damaged-file') return { opened, mended: null }
  const { kind: mended } = mendState(parts)
  if (mended === 'disk-full') return { opened: { kind: mended }, mended }
  // Then it is no measure of what is there either.
  if (mended === 'no-twin') putTwinAside(directory, newAside(directory, parts.now))
  return { opened: openState(directory, key, 'write'), mended }
}

/** Closes what `openState` opened for writing, once the twin has all of it: closing folds the log, from which the twin learns. */
export function closeState(directory: string, database: Database): void {
  try {
    const twin = StateTwin.of(directory)
    // What it could not follow stands in the state alone from here on, and no later change may be laid over what it has.
    if (twin !== null && twin.follow() !== 'level') dropTwin(directory)
    else twin?.foldSync()
  } catch (error) {
    dropTwin(directory)
    if (!isDiskFull(error) && !isDamaged(error)) throw error
  } finally {
    foldLog(database)
    database.close()
  }
}

/** The state is made before the copy of the mail and its backups: where only those are left, drafts and outbox are gone and must not be made anew, empty. */
const hasLostState = (directory: string): boolean =>
  !existsSync(path.join(directory, 'state.db')) && (existsSync(path.join(directory, 'cache.db')) || listGenerations(directory).length > 0)
