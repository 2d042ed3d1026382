import type { Accounts } from '../accounts/accounts.ts'
import type { AppendResult } from '../imap/face.ts'
import { clearSent, copiesDue, markCopied, markUncopied, sentCopy, type CopyDue } from '../sending/sent-copy.ts'
import type { BlobArea, Database } from '../store/store.ts'
import type { Changes } from './changes.ts'
import type { OnBug } from './core-options.ts'
import type { Journal } from './journal.ts'
import type { SyncHost } from './threads/sync-host.ts'

interface Room {
  readonly db: Database
  readonly blobs: BlobArea
  readonly accounts: Pick<Accounts, 'get'>
  readonly sync: Pick<SyncHost, 'append'>
  readonly journal: Pick<Journal, 'note'>
  readonly changes: Pick<Changes, 'touch'>
  readonly now: () => number
  readonly onBug: OnBug
}

/** Copies of what was sent, on their way to the folders for sent mail. */
export interface SentCopies extends Disposable {
  /** There may be something to copy: after a send, or when a server answers again. */
  due(): void
}

/** Where a copy lies: where it was to, elsewhere because that place did not take it, or nowhere yet. */
type Put = { readonly kind: 'there' } | { readonly kind: 'elsewhere' | 'nowhere'; readonly because: string } | { readonly kind: 'later' }

/** The session that is waited for: that of the mailbox in whose name it went, where that has one. */
const accountOf = ({ accountId, mailboxAccountId }: CopyDue): string => mailboxAccountId ?? accountId

/**
 * Puts what was sent among the sent mail, once, also when a crash came between. Each account by itself: one that nobody can log in to
 * keeps back no other's.
 */
export function startSentCopies(room: Room): SentCopies {
  const { db, blobs, now, onBug } = room
  /** By account; true: something came up while it was being looked at. */
  const running = new Map<string, boolean>()
  /** What no folder took: tried again at the next start, not with everything that is sent. */
  const refused = new Set<string>()
  let clearing: Promise<unknown> = Promise.resolve()
  let ended = false

  const told = (error: unknown): void => { if (!ended) onBug('copies of sent mail', error) }
  const nextOf = (account: string, tried: ReadonlySet<string>): CopyDue | undefined =>
    ended ? undefined : copiesDue(db).find((one) => accountOf(one) === account && !tried.has(one.outgoingId) && !refused.has(one.outgoingId))
  const copyAll = async (account: string): Promise<void> => {
    const tried = new Set<string>()
    for (let one = nextOf(account, tried); one !== undefined; one = nextOf(account, tried)) {
      tried.add(one.outgoingId)
      const copy = await sentCopy({ db, blobs }, one.outgoingId)
      const put = copy.kind === 'whole' ? await putAmongSent(room, one, copy.raw) : null
      if (put?.kind === 'later') return
      if (put === null) continue
      if (put.kind === 'nowhere') refused.add(one.outgoingId)
      writeDown(room, one, put)
    }
  }
  const start = (account: string): void => {
    const isRunning = running.has(account)
    running.set(account, isRunning)
    if (isRunning) return
    void copyAll(account).catch(told).finally(() => {
      const again = running.get(account) === true
      running.delete(account)
      clear()
      if (again && !ended) start(account)
    })
  }
  const clear = (): void => {
    if (!ended) clearing = clearing.then(() => clearSent({ db, blobs, now })).catch(told)
  }
  const due = (): void => {
    if (ended) return
    for (const account of new Set(copiesDue(db).map(accountOf))) start(account)
  }
  clear()
  due()
  return { due, [Symbol.dispose]() { ended = true } }
}

/** In the folder of the mailbox in whose name it went; what that does not take goes among one's own, so that it is somewhere. */
async function putAmongSent({ sync, accounts }: Room, { accountId, mailboxAccountId, folder }: CopyDue, raw: Uint8Array): Promise<Put> {
  const options = { flags: ['\\Seen'], replaces: null }
  // The bytes are given away, and may be needed once more.
  const copy = () => ({ raw: Uint8Array.from(raw), options })
  const shared = mailboxAccountId !== null ? await sync.append(mailboxAccountId, 'sent', copy()) : folder === null ? null : await sync.append(accountId, { path: folder }, copy())
  if (shared?.kind === 'appended') return { kind: 'there' }
  // A session that begins anew will take it; a mailbox that this person may not open any more will not.
  if (shared?.kind === 'closed' && (mailboxAccountId === null || accounts.get(mailboxAccountId) !== null)) return { kind: 'later' }
  const own = await sync.append(accountId, 'sent', { raw, options })
  switch (own.kind) {
    case 'closed': return { kind: 'later' }
    case 'refused': return { kind: 'nowhere', because: own.reason }
    case 'appended': return shared === null ? { kind: 'there' } : { kind: 'elsewhere', because: reasonOf(shared) }
  }
}

const reasonOf = (result: Exclude<AppendResult, { kind: 'appended' }>): string => (result.kind === 'refused' ? result.reason : 'no-right')

/** Said where the person sees what became of their mail, and in the journal, once. */
function writeDown({ db, journal, changes }: Room, { outgoingId, mailbox, messageId }: CopyDue, put: Exclude<Put, { kind: 'later' }>): void {
  const isNews = put.kind === 'nowhere' ? markUncopied(db, outgoingId) : markCopied(db, outgoingId, put.kind === 'elsewhere')
  changes.touch(['outbox'])
  if (put.kind === 'there' || !isNews) return
  journal.note({ class: 'filed', outcome: 'failed', reason: put.because, mailbox, messageId, detail: { change: put.kind === 'elsewhere' ? 'sent-copy-elsewhere' : 'sent-copy' } })
  changes.touch(['journal'])
}
