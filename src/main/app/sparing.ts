import { spareBefore } from '../../shared/mail/may-spare.ts'
import { readSettings, writeSettings } from '../settings/settings.ts'
import type { Database } from '../store/store.ts'
import type { Changes } from './changes.ts'
import type { SyncHost } from './threads/sync-host.ts'

/** Every day some mail grows old enough. */
const LOOK_EVERY_MS = 24 * 60 * 60_000

/** Tells the sync thread which attachments may be left on the server while a session is open. */
export interface Spares extends Disposable {
  keep(kept: ReturnType<typeof readSettings>['attachmentsKept']): ReturnType<typeof writeSettings>
}

/** From before the first account connects. */
export function startSparing({ db, sync, changes, now }: { db: Database; sync: Pick<SyncHost, 'tell'>; changes: Changes; now: () => number }): Spares {
  const tell = () => { sync.tell({ kind: 'spare', before: spareBefore(readSettings(db).attachmentsKept, now()) }) }
  const timer = setInterval(tell, LOOK_EVERY_MS).unref()
  tell()
  return {
    keep(kept) {
      const written = writeSettings(db, { attachmentsKept: kept })
      if (written.ok) tell()
      changes.touch(['settings', 'status'])
      return written
    },
    [Symbol.dispose]() { clearInterval(timer) },
  }
}
