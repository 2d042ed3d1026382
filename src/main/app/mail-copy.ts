import type { HandlerOutcome } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { copiesAside, removeCopiesAside, setCopyAside } from '../mailbox/mailbox.ts'
import type { AccountBoard } from './account-board.ts'
import type { OnBug } from './core-options.ts'
import type { Journal } from './journal.ts'
import type { Database } from '../store/store.ts'
import type { NotOpened } from './threads/thread-messages.ts'

/**
 * The copy of the mail on this disk when it cannot be opened any more, and the way out: a new one from the servers. The damaged
 * one is kept until the new one is whole. Drafts and outbox are elsewhere and not touched.
 */
export interface MailCopy {
  fetchAnew(): HandlerOutcome<'copy.fetchAnew'>
  /** Before it is opened: sets it aside where a person wants that. `damaged`: it broke while in use, or a look through it said so, also before a restart; nobody has decided yet. */
  prepare(db: Database): 'ready' | 'damaged'
  /** Why a session cannot be, by what the copy said at its opening. */
  refusalOf(why: NotOpened): NotOpened | 'damaged-copy'
  /** It broke while in use. */
  foundDamaged(): void
  opened(journal: Journal): void
  /** An account told how it stands: once all mail is here again, nobody needs the damaged copy. */
  heard(session: { accounts: Accounts; board: AccountBoard; journal: Journal }): void
}

type Condition = 'as-far-as-known-whole' | 'does-not-open' | 'broke-in-use' | 'to-be-set-aside'

export function createMailCopy(directory: string, { now, onBug }: { now: () => number; onBug: OnBug }): MailCopy {
  let condition: Condition = 'as-far-as-known-whole'
  let isSetAside = false
  let hasAside = false
  return {
    fetchAnew() {
      if (condition === 'as-far-as-known-whole') return refused('not-damaged')
      condition = 'to-be-set-aside'
      return done({})
    },
    prepare(db) {
      if (condition === 'as-far-as-known-whole' && wasFoundDamaged(db)) condition = 'broke-in-use'
      if (condition === 'broke-in-use') return 'damaged'
      if (condition === 'to-be-set-aside') {
        isSetAside = setCopyAside(directory, now()) !== null
        // What was found was of the one that is aside.
        db.prepare('DELETE FROM store_check').run()
      }
      condition = 'as-far-as-known-whole'
      return 'ready'
    },
    refusalOf(why) {
      // The state opened with a key of the same vault: a copy that no key fits is not what was written.
      if (why !== 'damaged-file' && why !== 'wrong-key') return why
      condition = 'does-not-open'
      return 'damaged-copy'
    },
    foundDamaged() { condition = 'broke-in-use' },
    opened(journal) {
      if (isSetAside) journal.note({ class: 'copy', detail: { change: 'set-aside' } })
      isSetAside = false
      hasAside = copiesAside(directory).length > 0
    },
    heard({ accounts, board, journal }) {
      if (!hasAside || !isWhole(board.states(accounts.list()))) return
      hasAside = false
      journal.note({ class: 'copy', detail: { change: 'let-go' } })
      removeCopiesAside(directory).catch((error: unknown) => { onBug('letting go of a damaged copy', error) })
    },
  }
}

const wasFoundDamaged = (db: Database): boolean => db.prepare("SELECT 1 FROM store_check WHERE mail = 'damaged'").get() !== undefined

const isWhole = (states: ReturnType<AccountBoard['states']>): boolean =>
  states.length > 0 && states.every(({ connection, progress, lastSyncedAt }) => connection.kind === 'online' && progress === null && lastSyncedAt !== null)
