import type { Handlers } from '../../shared/contract/contract.ts'
import { done } from '../../shared/contract/declare.ts'
import type { Vault } from '../vault/vault.ts'
import type { Changes } from './changes.ts'

type VaultHandlers = Pick<Handlers, Extract<keyof Handlers, `vault.${string}`>>

/** Writes a line about a key in the journal of the open session; at a first run, in the one that just opened. */
export type NoteKeys = (change: 'enrolled' | 'removed' | 'code-renewed', detail: { slot?: string; kind?: string }) => void

/** The vault's operations are its own; here they only tell the screens that something changed, and the journal when it was a key. */
export function vaultOperations(vault: Vault, changes: Changes, note: NoteKeys): VaultHandlers {
  const then = async <Result>(result: Promise<Result>): Promise<Result> => {
    const outcome = await result
    changes.touch(['vault'])
    return outcome
  }
  return {
    'vault.state': async () => done(await vault.state()),
    'vault.beginEnrol': (input) => vault.beginEnrol(input),
    'vault.finishEnrol': async (input) => {
      const outcome = await then(vault.finishEnrol(input))
      if (outcome.ok && outcome.value.kind === 'enrolled') note('enrolled', { slot: outcome.value.slotId, kind: outcome.value.slotKind })
      return outcome
    },
    'vault.confirmEnrol': async (input) => {
      const outcome = await then(vault.confirmEnrol(input))
      if (outcome.ok) note('enrolled', { slot: outcome.value.slotId, kind: outcome.value.slotKind })
      return outcome
    },
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
    'vault.removeSlot': async (input) => {
      const outcome = await then(vault.removeSlot(input))
      if (outcome.ok) note('removed', { slot: input.slotId })
      return outcome
    },
    'vault.renewRecovery': async () => {
      const outcome = await then(vault.renewRecovery())
      if (outcome.ok) note('code-renewed', {})
      return outcome
    },
  }
}
