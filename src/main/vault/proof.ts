import type { HandlerOutcome, ParsedInputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { GuardedAct, Proof } from '../../shared/contract/vault.ts'
import { assertionOptions, credentialIdOf, newChallenge, verifyAssertion } from './ceremony.ts'
import { openVault, save, screenName, targetOf } from './parts.ts'
import type { Parts } from './parts.ts'
import { readRecoveryCode } from './recovery-code.ts'
import { recoverySlotOf, usableAuthenticators, withUse } from './slot-rules.ts'
import { unwrapWithRecovery } from './slots.ts'

export type Unproven = 'ticket-expired' | 'ceremony-refused' | 'no-user-verification' | 'unknown-authenticator' | 'wrong-code'

/** Request options for every key that works here. Only who is asked, not for a PRF output: the vault is open. */
export async function beginProof(parts: Parts, { act }: ParsedInputOf<'vault.beginProof'>): Promise<HandlerOutcome<'vault.beginProof'>> {
  const targets = usableAuthenticators(openVault(parts).content).map((slot) => ({ ...targetOf(slot), prfSalt: null }))
  if (targets.length === 0) return refused('no-slots')
  const challenge = newChallenge()
  const options = await assertionOptions(parts.party, challenge, targets)
  return done({ ticket: parts.tickets.give({ for: 'proof', act, challenge }), options })
}

/** Whether somebody who may open this vault is there at this moment, for this act. Null: yes. */
export const unproven = (parts: Parts, act: GuardedAct, proof: Proof): Promise<Unproven | null> =>
  proof.kind === 'key' ? byKey(parts, act, proof) : byCode(parts, proof.code)

const byKey = (parts: Parts, act: GuardedAct, { ticket, assertion }: Extract<Proof, { kind: 'key' }>): Promise<Unproven | null> =>
  parts.session.inTurn(async () => {
    const matter = parts.tickets.take(ticket, 'proof')
    if (matter?.act !== act) return 'ticket-expired'
    const { content, key } = openVault(parts)
    const slot = usableAuthenticators(content).find(({ credentialId }) => credentialId === credentialIdOf(assertion))
    if (slot === undefined) return 'unknown-authenticator'
    const verified = await verifyAssertion(parts.party, matter.challenge, { key: slot, answer: assertion })
    if (verified.kind === 'refused') return screenName(verified.because)
    // On a full disk the counter is noted at the next use, as at an unlock.
    await save(parts, withUse(content, slot.id, { at: parts.now(), counter: verified.value.counter }), { databaseKey: key.bytes, forgetting: false })
    return null
  })

/** As slow, and slowed down as much, as at the unlock screen. */
async function byCode(parts: Parts, typed: string): Promise<Unproven | null> {
  const read = readRecoveryCode(typed)
  if (read.kind !== 'code') return 'wrong-code'
  return parts.recoveryTurn(async () => {
    await parts.throttle.wait()
    const slot = recoverySlotOf(openVault(parts).content)
    using key = slot === null ? null : await unwrapWithRecovery(slot, read.secret)
    if (key === null) {
      parts.throttle.failed()
      return 'wrong-code'
    }
    parts.throttle.succeeded()
    return null
  })
}
