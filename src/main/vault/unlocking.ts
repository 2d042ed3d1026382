import type { HandlerOutcome, ParsedInputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import { assertionOptions, credentialIdOf, newChallenge, verifyAssertion } from './ceremony.ts'
import { findDevice, newDevice, profileOf, withDevice } from './enrolment.ts'
import type { AuthenticatorSlot, KeyFileContent, KeyFileState } from './key-file.ts'
import { keyFileNow, noteTry, prfFrom, save, screenName, targetOf, withKeychain } from './parts.ts'
import type { Parts } from './parts.ts'
import { readRecoveryCode } from './recovery-code.ts'
import type { Held } from './secret.ts'
import type { SecretStore } from './secret-store.ts'
import type { OpenRefusal } from './session.ts'
import { isAuthenticator, isUsable, recoverySlotOf, usableAuthenticators, withUse } from './slot-rules.ts'
import { unwrapWithAuthenticator, unwrapWithRecovery } from './slots.ts'

type Begun = HandlerOutcome<'vault.beginUnlock'>
type Finished = HandlerOutcome<'vault.finishUnlock'>
type Recovered = HandlerOutcome<'vault.unlockWithRecovery'>
type Whole = Extract<KeyFileState, { kind: 'whole' }>

/** Request options for every key that can open the vault on this workstation today. */
export function beginUnlock(parts: Parts): Promise<Begun> {
  return withKeychain(parts, async (store): Promise<Begun> => {
    const file = keyFileNow(parts)
    if (file.kind !== 'whole') return refused('no-slots')
    using device = await findDevice(store, file.content.device)
    const targets = device === null ? [] : usableAuthenticators(file.content).map(targetOf)
    if (targets.length === 0) return refused('no-slots')
    const challenge = newChallenge()
    const options = await assertionOptions(parts.party, challenge, targets)
    return done({ ticket: parts.tickets.give({ for: 'unlock', challenge }), options })
  })
}

/** Verifies the assertion, opens that key's slot, and starts the session. */
export function finishUnlock(parts: Parts, input: ParsedInputOf<'vault.finishUnlock'>): Promise<Finished> {
  return parts.session.inTurn(() => withKeychain(parts, async (store): Promise<Finished> => {
    const matter = parts.tickets.take(input.ticket, 'unlock')
    if (matter === null) return failed(parts, 'ticket-expired')
    const file = keyFileNow(parts)
    if (file.kind !== 'whole') return refused(nameOf(file))
    const slot = file.content.slots.filter(isAuthenticator).find(({ credentialId }) => credentialId === credentialIdOf(input.assertion))
    if (slot === undefined) return failed(parts, 'unknown-authenticator')
    const verified = await verifyAssertion(parts.party, matter.challenge, { key: slot, answer: input.assertion })
    if (verified.kind === 'refused') {
      noteTry(parts, verified.because)
      return refused(screenName(verified.because))
    }
    using prf = slot.kind === 'prf' ? prfOf(input.prf) : null
    if (slot.kind === 'prf' && prf === null) return failed(parts, 'ceremony-refused')
    const key = isUsable(slot, file.content.device) ? await unwrap(store, slot, prf) : null
    if (key === null) return failed(parts, 'wrong-key')
    const content = withUse(file.content, slot.id, { at: parts.now(), counter: verified.value.counter })
    return await openWith(parts, file, { key, content, slot })
  }))
}

const prfOf = (text: string | null): Held | null => {
  const prf = prfFrom(text)
  return prf === 'malformed' ? null : prf
}

async function unwrap(store: SecretStore, slot: AuthenticatorSlot, prf: Held | null): Promise<Held | null> {
  using device = await findDevice(store, slot.device)
  return device === null ? null : unwrapWithAuthenticator(slot, device.secret, prf?.bytes ?? null)
}

/**
 * Opens by the printed code alone. Where the keychain lost the device secret, a new one is made; keys enrolled with the old
 * one stay in the list as not usable, to be enrolled again.
 */
export async function unlockWithRecovery(parts: Parts, input: ParsedInputOf<'vault.unlockWithRecovery'>): Promise<Recovered> {
  const read = readRecoveryCode(input.code)
  if (read.kind !== 'code') return refused('wrong-code')
  return parts.recoveryTurn(async () => {
    await parts.throttle.wait()
    return parts.session.inTurn(() => withKeychain(parts, (store) => recover(parts, store, read.secret)))
  })
}

async function recover(parts: Parts, store: SecretStore, secret: string): Promise<Recovered> {
  const file = keyFileNow(parts)
  if (file.kind !== 'whole') return refused(nameOf(file))
  const slot = recoverySlotOf(file.content)
  const key = slot === null ? null : await unwrapWithRecovery(slot, secret)
  if (slot === null || key === null) {
    parts.throttle.failed()
    return failed(parts, 'wrong-code')
  }
  parts.throttle.succeeded()
  const used = withUse(file.content, slot.id, { at: parts.now() })
  const content = file.isAuthentic(key.bytes) ? await withPresentDevice(store, used, key) : used
  const opened = await openWith(parts, file, { key, content, slot })
  if (opened.ok) parts.welcome.begin()
  return opened
}

async function withPresentDevice(store: SecretStore, content: KeyFileContent, key: Held): Promise<KeyFileContent> {
  using found = await findDevice(store, content.device)
  if (found !== null) return content
  using device = await newDevice(store)
  return withDevice(content, device, key.bytes)
}

interface Opened {
  readonly key: Held
  readonly content: KeyFileContent
  readonly slot: { readonly id: string; readonly kind: 'prf' | 'assertion' | 'recovery' }
}

async function openWith(parts: Parts, file: Whole, { key, content, slot }: Opened): Promise<Outcome<Record<string, never>, OpenRefusal>> {
  let handedOver = false
  try {
    if (!file.isAuthentic(key.bytes)) return refused('damaged-file')
    // Already open: the key was right, and there is nothing to start.
    if (parts.session.open !== null) return done({})
    const { person } = profileOf(content, key.bytes)
    // A full disk must not keep anybody from their mail; the counter then is noted at the next unlock.
    await save(parts, content, { databaseKey: key.bytes, forgetting: false })
    const factor = { kind: slot.kind, slotId: slot.id, at: parts.now() }
    handedOver = true
    const refusal = await parts.session.begin({
      content, key, unlocked: { factor, person, firstRun: false, refusedBefore: [...parts.refusedTries] },
    })
    if (refusal !== null) return refused(refusal)
    parts.refusedTries.length = 0
    return done({})
  } finally {
    if (!handedOver) key[Symbol.dispose]()
  }
}

const nameOf = (file: Exclude<KeyFileState, Whole>): 'damaged-file' | 'newer-schema' =>
  file.kind === 'newer-schema' ? 'newer-schema' : 'damaged-file'

function failed<const Fail extends string>(parts: Parts, because: Fail): { ok: false; fail: Fail } {
  noteTry(parts, because)
  return refused(because)
}
