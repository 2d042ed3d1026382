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
    'storage.restoredSeen': () => (current().care.restoredSeen() === 'seen' ? done({}) : refused('disk-full')),
  }
}
