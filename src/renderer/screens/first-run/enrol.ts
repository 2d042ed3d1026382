import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { Proof } from '../../../shared/contract/vault.ts'
import { askAssertion, createCredential, type Turn } from '../../bridge/ceremony.ts'
import type { Answer, Core } from '../../bridge/core.ts'
import { proveByKey } from '../unlock/prove.ts'
import type { UnlockFail } from '../unlock/unlock-fails.ts'

type Enrolled = OutputOf<'vault.confirmEnrol'>
export type EnrolOutcome =
  | { readonly kind: 'enrolled'; readonly slot: Enrolled }
  /** `at` the proof: of who is there already, by a key or a code that is known; else the new key itself. */
  | { readonly kind: 'failed'; readonly fail: UnlockFail; readonly at: 'proof' | 'key' }
export interface NewKey { readonly personName: string; readonly practiceName: string; readonly label: string }
/** What the person has to do now. */
export type EnrolStep = 'prove' | 'touch' | 'touch-new' | 'touch-again'
interface Asking {
  readonly turn: Turn
  readonly onStep: (step: EnrolStep) => void
  /** The printed code, where the person shows by that who they are; null: by key, should the vault ask. */
  readonly code: string | null
}

const failed = (fail: UnlockFail, at: 'proof' | 'key' = 'key'): EnrolOutcome => ({ kind: 'failed', fail, at })

/**
 * Makes a credential on the person's device and has the vault take it in; where the vault wants to know first who adds it, that
 * is asked. Some devices give their PRF output only at an assertion: then they are asked once more.
 */
export async function enrolKey(core: Core, key: NewKey, asking: Asking): Promise<EnrolOutcome> {
  const { turn, onStep } = asking
  const begun = await begin(core, key, asking)
  if ('kind' in begun) return begun
  if (turn.isOver()) return failed('cancelled')
  const made = await createCredential(begun.value.options)
  if (made.kind === 'failed') return failed(made.problem)
  const { ticket } = begun.value
  const finished = await core.ask('vault.finishEnrol', { ticket, registration: { ...made.response }, prf: made.prf, prfEnabled: made.prfEnabled })
  if (!finished.ok) return failed(finished.fail)
  if (finished.value.kind === 'enrolled') return { kind: 'enrolled', slot: finished.value }
  if (turn.isOver()) return failed('cancelled')
  onStep('touch-again')
  const asserted = await askAssertion(finished.value.options)
  if (asserted.kind === 'failed') return failed(asserted.problem)
  const confirmed = await core.ask('vault.confirmEnrol', { ticket: finished.value.ticket, assertion: { ...asserted.response }, prf: asserted.prf })
  return confirmed.ok ? { kind: 'enrolled', slot: confirmed.value } : failed(confirmed.fail)
}

type Begun = Extract<Answer<'vault.beginEnrol'>, { ok: true }>

/** Without a proof at first: the vault knows whether it needs one. */
async function begin(core: Core, key: NewKey, { turn, onStep, code }: Asking): Promise<Begun | EnrolOutcome> {
  const withProof = async (proof: Proof | null): Promise<Begun | EnrolOutcome> => {
    const begun = await core.ask('vault.beginEnrol', { ...key, proof })
    return begun.ok ? begun : failed(begun.fail, proof === null ? 'key' : 'proof')
  }
  if (code !== null) return withProof({ kind: 'code', code })
  const begun = await withProof(null)
  if (!('kind' in begun) || begun.kind !== 'failed' || begun.fail !== 'proof-needed') return begun
  onStep('prove')
  const proven = await proveByKey(core, 'enrol', turn)
  if (proven.kind === 'failed') return failed(proven.fail, 'proof')
  onStep('touch-new')
  return withProof(proven.proof)
}
