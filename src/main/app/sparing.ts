import type { Handlers } from '../../shared/contract/contract.ts'
import { done } from '../../shared/contract/declare.ts'
import { BRING_BACK_WAIT_MS } from '../../shared/limits.ts'
import { spareBefore } from '../../shared/mail/may-spare.ts'
import { readSettings, writeSettings } from '../settings/settings.ts'
import type { BringBackResult } from '../imap/face.ts'
import type { MessageHeader } from '../mailbox/mailbox.ts'
import type { Database } from '../store/store.ts'
import type { Changes } from './changes.ts'
import type { Session } from './session.ts'
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

/** Fetches what of a message was left on the server, for somebody who waits for it, but not without end. */
export async function bringBack({ board, sync }: Pick<Session, 'board' | 'sync'>, { id, accountId }: Pick<MessageHeader, 'id' | 'accountId'>): Promise<BringBackResult['kind']> {
  if (!board.isOnline(accountId)) return 'closed'
  const late = Promise.withResolvers<BringBackResult>()
  const timer = setTimeout(() => { late.resolve({ kind: 'closed' }) }, BRING_BACK_WAIT_MS)
  const { kind } = await Promise.race([sync.bringBack(accountId, id), late.promise])
  clearTimeout(timer)
  return kind
}

type BudgetHandlers = Pick<Handlers, Extract<keyof Handlers, `budget.${string}`>>

/** How long attachments stay on this computer. */
export function budgetOperations(current: () => Session): BudgetHandlers {
  return {
    'budget.state': () => {
      const { db, reader } = current()
      return done({ kept: readSettings(db).attachmentsKept, spared: reader.spared() })
    },
    'budget.keep': ({ kept }) => current().spares.keep(kept),
  }
}
