import { BRING_BACK_WAIT_MS } from '../../shared/limits.ts'
import type { BringBackResult } from '../imap/face.ts'
import type { MessageHeader } from '../mailbox/mailbox.ts'
import type { Session } from './session.ts'

/** Fetches what of a message was left on the server, for somebody who waits for it, but not without end. */
export async function bringBack({ board, sync }: Pick<Session, 'board' | 'sync'>, { id, accountId }: Pick<MessageHeader, 'id' | 'accountId'>): Promise<BringBackResult['kind']> {
  if (!board.isOnline(accountId)) return 'closed'
  const late = Promise.withResolvers<BringBackResult>()
  const timer = setTimeout(() => { late.resolve({ kind: 'closed' }) }, BRING_BACK_WAIT_MS)
  const { kind } = await Promise.race([sync.bringBack(accountId, id), late.promise])
  clearTimeout(timer)
  return kind
}
