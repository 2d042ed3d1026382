import { nextUploadAt } from '../drafts/server-copy.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { Database } from '../store/store.ts'
import type { OnBug } from './core-options.ts'
import type { DraftCopies } from './draft-copies.ts'
import type { Posting } from './posting.ts'
import type { PracticeRoom } from './practice/room.ts'

interface Parts {
  readonly db: Database
  readonly accounts: Pick<Accounts, 'get'>
  readonly draftCopies: Pick<DraftCopies, 'changed'>
  /** Asked for late: the outbox opens after the practice. */
  readonly posting: () => Pick<Posting, 'list' | 'takeBack'>
  readonly practice: () => Pick<PracticeRoom, 'fileRest'>
  readonly onBug: OnBug
  /** Nothing is left that is nowhere else. */
  readonly onDone: () => void
}

/** Before a store is ended for good (FM-11): what is only there goes to the server first. */
export interface HandOver extends Disposable {
  /** `forMs`: how long the time here has been over. Told again, it only counts when that has become too long. */
  begin(forMs: number): void
}

/** How often it is looked whether all of it has arrived. */
const LOOK_MS = 1_000
/** So long is waited for the journal's last part to be filed. */
const FILING_MS = 10_000
/** So long after the end is waited for a line to the server, while nothing opens: an account that was closed on the day never has one. */
const MOST_MS = 7 * 24 * 60 * 60_000

/**
 * Mail that did not leave becomes a draft again, drafts are put into the account's folder on the server, where whoever looks after
 * the account finds them, and the rest of the journal is filed with the practice. Without a line mail waits, sealed, but no longer
 * than a week: the practice was promised that nothing of it stays.
 */
export function createHandOver({ db, accounts, draftCopies, posting, practice, onBug, onDone }: Parts): HandOver {
  let timer: NodeJS.Timeout | undefined
  let begunAt: number | null = null
  let isOver = false
  let isTooLate = false
  const addressOf = (accountId: string): string | null => accounts.get(accountId)?.address ?? null

  const step = async (): Promise<void> => {
    if (isTooLate) {
      onDone()
      return
    }
    for (const { id, state } of posting().list()) if (isUnsent(state.kind)) await posting().takeBack(id)
    if (isOver) return
    draftCopies.changed()
    const mailWaits = posting().list().some(({ state }) => isUnsent(state.kind) || state.kind === 'sending') || nextUploadAt(db, addressOf) !== null
    const isFiled = practice().fileRest() || performance.now() - (begunAt ?? 0) >= FILING_MS
    if (mailWaits || !isFiled) timer = setTimeout(run, LOOK_MS).unref()
    else onDone()
  }
  const run = (): void => { step().catch((error: unknown) => { if (!isOver) onBug('handing over', error) }) }
  return {
    begin(forMs) {
      isTooLate ||= forMs >= MOST_MS
      if (begunAt !== null) return
      begunAt = performance.now()
      setImmediate(run)
    },
    [Symbol.dispose]() {
      isOver = true
      clearTimeout(timer)
    },
  }
}

/** Not in the hands of a server. What may have arrived is among what the journal tells. */
const isUnsent = (kind: ReturnType<Posting['list']>[number]['state']['kind']): boolean =>
  kind === 'undo' || kind === 'queued' || kind === 'waiting' || kind === 'held-no-route' || kind === 'refused'
