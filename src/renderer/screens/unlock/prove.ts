import type { GuardedAct, Proof } from '../../../shared/contract/vault.ts'
import { askAssertion, type Turn } from '../../bridge/ceremony.ts'
import type { Core } from '../../bridge/core.ts'
import type { UnlockFail } from './unlock-fails.ts'

export type Proven = { readonly kind: 'proven'; readonly proof: Proof } | { readonly kind: 'failed'; readonly fail: UnlockFail }

const failed = (fail: UnlockFail): Proven => ({ kind: 'failed', fail })

/** Asks for a key that is enrolled already: that its owner is there, for this one act. */
export async function proveByKey(core: Core, act: GuardedAct, turn: Turn): Promise<Proven> {
  const begun = await core.ask('vault.beginProof', { act })
  if (!begun.ok) return failed(begun.fail)
  if (turn.isOver()) return failed('cancelled')
  const ceremony = await askAssertion(begun.value.options)
  if (ceremony.kind === 'failed') return failed(ceremony.problem)
  return { kind: 'proven', proof: { kind: 'key', ticket: begun.value.ticket, assertion: { ...ceremony.response } } }
}
