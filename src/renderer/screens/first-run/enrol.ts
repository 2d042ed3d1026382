import type { OutputOf } from '../../../shared/contract/contract.ts'
import { askAssertion, createCredential, type Turn } from '../../bridge/ceremony.ts'
import type { Core } from '../../bridge/core.ts'
import type { UnlockFail } from '../unlock/unlock-fails.ts'

type Enrolled = OutputOf<'vault.confirmEnrol'>
export type EnrolOutcome = { readonly kind: 'enrolled'; readonly slot: Enrolled } | { readonly kind: 'failed'; readonly fail: UnlockFail }
export interface NewKey { readonly personName: string; readonly practiceName: string; readonly label: string }
interface Asking {
  readonly turn: Turn
  readonly onSecondTouch: () => void
}

const failed = (fail: UnlockFail): EnrolOutcome => ({ kind: 'failed', fail })

/**
 * Makes a credential on the person's device and has the vault take it in. Some devices give their PRF output only at an
 * assertion: then they are asked once more, and `onSecondTouch` says so on the screen.
 */
export async function enrolKey(core: Core, key: NewKey, { turn, onSecondTouch }: Asking): Promise<EnrolOutcome> {
  const begun = await core.ask('vault.beginEnrol', key)
  if (!begun.ok) return failed(begun.fail)
  if (turn.isOver()) return failed('cancelled')
  const made = await createCredential(begun.value.options)
  if (made.kind === 'failed') return failed(made.problem)
  const { ticket } = begun.value
  const finished = await core.ask('vault.finishEnrol', { ticket, registration: { ...made.response }, prf: made.prf, prfEnabled: made.prfEnabled })
  if (!finished.ok) return failed(finished.fail)
  if (finished.value.kind === 'enrolled') return { kind: 'enrolled', slot: finished.value }
  if (turn.isOver()) return failed('cancelled')
  onSecondTouch()
  const asserted = await askAssertion(finished.value.options)
  if (asserted.kind === 'failed') return failed(asserted.problem)
  const confirmed = await core.ask('vault.confirmEnrol', { ticket: finished.value.ticket, assertion: { ...asserted.response }, prf: asserted.prf })
  return confirmed.ok ? { kind: 'enrolled', slot: confirmed.value } : failed(confirmed.fail)
}
