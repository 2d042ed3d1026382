import { randomUUID } from 'node:crypto'
import type { Accounts } from '../accounts/accounts.ts'
import type { OnBug } from './core-options.ts'
import type { SyncHost } from './threads/sync-host.ts'

interface Parts { readonly accounts: Pick<Accounts, 'get'>; readonly sync: Pick<SyncHost, 'append' | 'discard'>; readonly onBug: OnBug }

/** A server that did not tell is not asked again sooner. */
const ASK_AGAIN_MS = 10_000

/**
 * Asks a mail server what time it is, the only way that every one of them knows: the date that it gives to what is put into a folder
 * (RFC 3501 section 2.3.3). What was put among the person's drafts is taken away again. The answer comes by `serverTime` of the session.
 */
export function askingTime({ accounts, sync, onBug }: Parts): (accountId: string) => void {
  let askedAt = -ASK_AGAIN_MS
  let isAsking = false
  /** By account, what could not be taken away: it goes with the next. */
  const left = new Map<string, string>()
  const ask = async (accountId: string): Promise<void> => {
    const address = accounts.get(accountId)?.address
    if (address === undefined) return
    const id = `<${randomUUID()}@tijd.praktijkpost>`
    const raw = Buffer.from(`From: <${address}>\r\nMessage-ID: ${id}\r\nSubject: Praktijkpost: hoe laat is het?\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n`)
    const put = await sync.append(accountId, 'drafts', { raw, options: { flags: ['\\Seen'], replaces: left.get(accountId) ?? null } })
    if (put.kind !== 'appended') return
    left.set(accountId, id)
    const gone = await sync.discard(accountId, 'drafts', id)
    if (gone.kind === 'gone') left.delete(accountId)
  }
  return (accountId) => {
    if (isAsking || performance.now() - askedAt < ASK_AGAIN_MS) return
    isAsking = true
    ask(accountId).catch((error: unknown) => { onBug('asking the time', error) }).finally(() => {
      isAsking = false
      askedAt = performance.now()
    })
  }
}
