import type { Handlers } from '../../../src/shared/contract/contract.ts'
import { done, refused } from '../../../src/shared/contract/declare.ts'
import type { Storage } from '../../../src/shared/contract/storage.ts'
import type { FakeCore } from './fake-core.ts'

export const noFaults = { found: 0, mended: 0, fetching: 0, offline: 0, refused: 0, gone: 0 }

/** As after a few days of use: seen to be whole, and backed up this morning. */
export const sampleStorage = (): Storage => ({
  isChecking: false, lastCheck: { at: Date.now() - 2 * 86_400_000, messages: 48_210, bytes: 3_400_000_000, mail: 'whole', faults: { ...noFaults, found: 2, mended: 2 } },
  state: { lookedAt: Date.now() - 3 * 3_600_000, secondCopy: 'whole', mendedAt: null },
  mailboxes: [
    { accountId: 'anja', address: 'anja@delinde.test', isOnline: true, compared: { at: Date.now() - 2 * 86_400_000, compared: 41_300, fetchedAgain: 0, untrue: 0 } },
    { accountId: 'praktijk', address: 'praktijk@delinde.test', isOnline: true, compared: { at: Date.now() - 2 * 86_400_000, compared: 6_910, fetchedAgain: 1, untrue: 12 } },
  ],
  backups: { newestAt: Date.now() - 3 * 3_600_000, count: 7 }, backupProblem: null, restored: null,
})

/** What is kept on this computer. */
export function storageHandlers(core: FakeCore): Pick<Handlers, Extract<keyof Handlers, `storage.${string}` | `backup.${string}`>> {
  const become = (change: Partial<Storage>) => {
    core.storage = { ...core.storage, ...change }
    core.changed('status')
    return done({})
  }
  return {
    'storage.state': () => done(core.storage),
    'storage.check': () => become({ lastCheck: { at: Date.now(), messages: 48_210, bytes: 3_400_000_000, mail: 'whole', faults: noFaults } }),
    'storage.fetchAnew': () => done({}),
    'storage.restoredSeen': () => become({ restored: null }),
    'backup.list': () => (core.storage.backupProblem === 'damaged' ? done({ backups: [2, 26, 50].map((hours, index) => ({ name: String(hours), at: core.now - hours * 3_600_000, condition: index === 1 ? 'damaged' as const : 'whole' as const })) }) : refused('not-damaged')),
    'backup.choose': () => done({}),
  }
}
