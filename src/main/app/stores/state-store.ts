import { existsSync } from 'node:fs'
import path from 'node:path'
import { listGenerations } from '../../backup/backup.ts'
import { bringUpToDate, checkLog, openDatabase, stateMigrations, type OpenOutcome } from '../../store/store.ts'

/**
 * Opens `state.db`, after `takeStores`. A log of which a kept change is damaged is not opened: it would be read up to there, and
 * what came after it written over.
 */
export function openState(dataDirectory: string, key: Uint8Array, mode: 'read' | 'write'): OpenOutcome {
  const file = path.join(dataDirectory, 'state.db')
  if (hasLostState(dataDirectory)) return { kind: 'damaged-file', because: 'empty' }
  if (checkLog(`${file}-wal`) === 'damaged') return { kind: 'damaged-file', because: 'log' }
  const options = { file, key, migrations: stateMigrations, durability: 'full' } as const
  if (mode === 'read') bringUpToDate(options)
  return openDatabase({ ...options, mode })
}

/** The state is made before the copy of the mail and its backups: where only those are left, drafts and outbox are gone and must not be made anew, empty. */
const hasLostState = (directory: string): boolean =>
  !existsSync(path.join(directory, 'state.db')) && (existsSync(path.join(directory, 'cache.db')) || listGenerations(directory).length > 0)
