import type { Accounts } from '../accounts/accounts.ts'
import { draftsOnlyHere } from '../drafts/server-copy.ts'
import { pendingTasks } from '../imap/tasks.ts'
import { listOutbox } from '../sending/outbox.ts'
import { copiesDue } from '../sending/sent-copy.ts'
import type { Database } from '../store/store.ts'

/** What is on this workstation and not, or not yet, on a server. */
export interface LeftHere {
  readonly drafts: number
  /** Mail that no server has, or that may not have arrived. */
  readonly unsent: number
  /** Mail that was sent and of which no copy lies among the sent mail yet. */
  readonly copies: number
  /** What a person did to messages and the server has not done. */
  readonly acts: number
}

/** Of accounts that are gone nothing but drafts counts: nobody can do the rest any more. */
export function leftHere(db: Database, accounts: Pick<Accounts, 'get' | 'list'>): LeftHere {
  return {
    drafts: draftsOnlyHere(db, (id) => accounts.get(id)?.address ?? null),
    unsent: listOutbox(db).filter(({ state }) => state.kind !== 'sent').length,
    copies: copiesDue(db).filter(({ accountId }) => accounts.get(accountId) !== null).length,
    acts: accounts.list().flatMap(({ id }) => pendingTasks(db, id)).filter(({ act }) => act.kind === 'move' || act.kind === 'destroy').length,
  }
}

export const isNothing = ({ drafts, unsent, copies, acts }: LeftHere): boolean => drafts + unsent + copies + acts === 0
