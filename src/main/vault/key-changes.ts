import type { HandlerOutcome, ParsedInputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import { newRecovery } from './enrolment.ts'
import type { KeyFileContent } from './key-file.ts'
import { openVault, save } from './parts.ts'
import type { Parts } from './parts.ts'
import { unproven } from './proof.ts'
import { withoutSlot } from './slot-rules.ts'

type Stored = Outcome<Record<string, never>, 'disk-full'>

/** `forgetting`: what stood in the file before opens something that must not open any more. */
interface Change { readonly content: KeyFileContent; readonly forgetting: boolean }

async function store(parts: Parts, { content, forgetting }: Change): Promise<Stored> {
  const written = await save(parts, content, { databaseKey: openVault(parts).key.bytes, forgetting })
  return written === 'written' ? done({}) : refused('disk-full')
}

export const setIdleLock = (parts: Parts, { minutes }: ParsedInputOf<'vault.setIdleLock'>): Promise<Stored> =>
  parts.session.inTurn(() => store(parts, { content: { ...openVault(parts).content, idleLockMs: minutes * 60_000 }, forgetting: false }))

/** Takes a key away, for somebody who proves to be there. */
export async function removeSlot(parts: Parts, { slotId, proof }: ParsedInputOf<'vault.removeSlot'>): Promise<HandlerOutcome<'vault.removeSlot'>> {
  const refusal = await unproven(parts, 'remove', proof)
  if (refusal !== null) return refused(refusal)
  return parts.session.inTurn(async () => {
    const removal = withoutSlot(openVault(parts).content, slotId)
    return removal.kind === 'refused' ? refused(removal.because) : store(parts, { content: removal.content, forgetting: true })
  })
}

/** Makes a new code, for somebody who proves to be there; the old one is worth nothing once this one is on disk. */
export async function renewRecovery(parts: Parts, { proof }: ParsedInputOf<'vault.renewRecovery'>): Promise<HandlerOutcome<'vault.renewRecovery'>> {
  const refusal = await unproven(parts, 'renew', proof)
  if (refusal !== null) return refused(refusal)
  return parts.session.inTurn(async () => {
    const { content, key } = openVault(parts)
    const { recoveryCode, recovery } = await newRecovery(key.bytes, { now: parts.now(), cost: parts.cost })
    const slots = [...content.slots.filter(({ kind }) => kind !== 'recovery'), recovery]
    const stored = await store(parts, { content: { ...content, slots }, forgetting: true })
    return stored.ok ? done({ recoveryCode }) : stored
  })
}
