import type { Handlers } from '../../shared/contract/contract.ts'
import { done } from '../../shared/contract/declare.ts'
import type { DetailOf } from '../audit/journal-entry.ts'
import type { Vault } from '../vault/vault.ts'
import type { Changes } from './changes.ts'

type VaultHandlers = Pick<Handlers, Extract<keyof Handlers, `vault.${string}`>>

/** Writes a line about a key in the journal of the open session; at a first run, in the one that just opened. */
export type NoteKeys = (event: { detail: DetailOf<'keys'>; outcome?: 'refused'; reason?: string }) => void
type Change = 'enrolled' | 'removed' | 'code-renewed'

/** An answer that proved nothing is told of; a question that nobody answered is not. */
const WRONG_PROOFS: readonly string[] = ['ceremony-refused', 'no-user-verification', 'unknown-authenticator', 'wrong-code']

/** The vault's operations are its own; here they only tell the screens that something changed, and the journal when it was a key. */
export function vaultOperations(vault: Vault, changes: Changes, note: NoteKeys): VaultHandlers {
  const then = async <Result>(result: Promise<Result>): Promise<Result> => {
    const outcome = await result
    changes.touch(['vault'])
    return outcome
  }
  const noteWrongProof = (change: Change, fail: string) => {
    if (WRONG_PROOFS.includes(fail)) note({ detail: { change }, outcome: 'refused', reason: fail })
  }
  const noteEnrolled = ({ slotId, slotKind }: { slotId: string; slotKind: string }) => {
    note({ detail: { change: 'enrolled', slot: slotId, kind: slotKind } })
  }
  return {
    'vault.state': async () => done(await vault.state()),
    'vault.beginProof': (input) => vault.beginProof(input),
    'vault.beginEnrol': async (input) => {
      const outcome = await vault.beginEnrol(input)
      if (!outcome.ok) noteWrongProof('enrolled', outcome.fail)
      return outcome
    },
    'vault.finishEnrol': async (input) => {
      const outcome = await then(vault.finishEnrol(input))
      if (outcome.ok && outcome.value.kind === 'enrolled') noteEnrolled(outcome.value)
      return outcome
    },
    'vault.confirmEnrol': async (input) => {
      const outcome = await then(vault.confirmEnrol(input))
      if (outcome.ok) noteEnrolled(outcome.value)
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
      if (outcome.ok) note({ detail: { change: 'removed', slot: input.slotId, proof: input.proof.kind } })
      else noteWrongProof('removed', outcome.fail)
      return outcome
    },
    'vault.renewRecovery': async (input) => {
      const outcome = await then(vault.renewRecovery(input))
      if (outcome.ok) note({ detail: { change: 'code-renewed', proof: input.proof.kind } })
      else noteWrongProof('code-renewed', outcome.fail)
      return outcome
    },
  }
}
