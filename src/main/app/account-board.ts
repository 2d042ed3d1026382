import type { AccountState } from '../../shared/contract/accounts.ts'
import type { Account } from '../accounts/accounts.ts'
import type { Changes } from './changes.ts'
import type { AccountNews } from './threads/thread-messages.ts'

export interface AccountBoard {
  note(accountId: string, news: AccountNews): void
  drop(accountId: string): void
  isOnline(accountId: string): boolean
  /** When its copy was last seen to have all that its server has; null while it has not, or nobody knows. */
  inStepAt(accountId: string): number | null
  /** How each account stands, in the order of the accounts. */
  states(accounts: readonly Account[]): AccountState[]
  /** The latest moment at which every account was in step; null before that. */
  lastSyncedAt(accounts: readonly Account[]): number | null
  isDiskFull(): boolean
}

/** What the sync thread last said of each account. */
export function createAccountBoard(changes: Changes, now: () => number): AccountBoard {
  const board = new Map<string, AccountNews>()
  const newsOf = (id: string): AccountNews => board.get(id) ?? { connection: { kind: 'connecting', since: now() }, progress: null, lastSyncedAt: null }
  return {
    note(accountId, news) {
      board.set(accountId, news)
      changes.touch(['accounts', 'status'])
    },
    drop(accountId) {
      board.delete(accountId)
      changes.touch(['accounts', 'status', 'folders', 'messages'])
    },
    isOnline: (accountId) => newsOf(accountId).connection.kind === 'online',
    inStepAt(accountId) {
      const { connection, progress, lastSyncedAt } = newsOf(accountId)
      return connection.kind === 'online' && progress === null ? lastSyncedAt : null
    },
    states: (accounts) => accounts.map(({ id, address, displayName, ownDomains }) =>
      ({ id, address, displayName, ownDomains: [...ownDomains], ...newsOf(id) })),
    lastSyncedAt(accounts) {
      const moments = accounts.map(({ id }) => newsOf(id).lastSyncedAt)
      return moments.length === 0 || moments.includes(null) ? null : Math.min(...moments.filter((moment) => moment !== null))
    },
    isDiskFull: () => [...board.values()].some(({ connection }) => connection.kind === 'stopped' && connection.problem === 'disk-full'),
  }
}
