import type { Handlers } from '../../shared/contract/contract.ts'
import { done } from '../../shared/contract/declare.ts'
import type { Vault } from '../vault/vault.ts'
import type { Changes } from './changes.ts'

type VaultHandlers = Pick<Handlers, Extract<keyof Handlers, `vault.${string}`>>

/** The vault's operations are its own; here they only tell the screens that something changed. */
export function vaultOperations(vault: Vault, changes: Changes): VaultHandlers {
  const then = async <Result>(result: Promise<Result>): Promise<Result> => {
    const outcome = await result
    changes.touch(['vault'])
    return outcome
  }
  return {
    'vault.state': async () => done(await vault.state()),
    'vault.beginEnrol': (input) => vault.beginEnrol(input),
    'vault.finishEnrol': (input) => then(vault.finishEnrol(input)),
    'vault.confirmEnrol': (input) => then(vault.confirmEnrol(input)),
    'vault.beginUnlock': () => vault.beginUnlock(),
    'vault.finishUnlock': (input) => then(vault.finishUnlock(input)),
    'vault.unlockWithRecovery': (input) => then(vault.unlockWithRecovery(input)),
    'vault.lock': async () => {
      await vault.lock('person')
      return done({})
    },
    'vault.touch': () => {
      vault.touch()
      return done({})
    },
    'vault.setIdleLock': (input) => then(vault.setIdleLock(input)),
    'vault.removeSlot': (input) => then(vault.removeSlot(input)),
    'vault.renewRecovery': () => then(vault.renewRecovery()),
  }
}
