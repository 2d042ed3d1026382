import type { Handlers } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Session } from './session.ts'

type StorageHandlers = Pick<Handlers, Extract<keyof Handlers, `storage.${string}`>>

/** What is kept on this computer, and whether it holds. */
export function storageOperations(current: () => Session): StorageHandlers {
  return {
    'storage.state': () => done(current().care.state()),
    'storage.check': () => {
      current().care.checkNow()
      return done({})
    },
    async 'storage.fetchAnew'({ accountId }) {
      const session = current()
      const { care, sync, journal } = session
      const mailbox = care.state().mailboxes.find((one) => one.accountId === accountId)
      if (mailbox === undefined) return refused('no-such-account')
      if (!mailbox.isOnline) return refused('offline')
      journal.note({ class: 'copy', detail: { change: 'fetched-anew' }, mailbox: mailbox.address })
      sync.tell({ kind: 'forget', accountId, alsoMail: true })
      await session.connect(accountId)
      return done({})
    },
    'storage.restoredSeen': () => {
      const { care, journal } = current()
      care.restoredSeen(journal)
      return done({})
    },
  }
}
