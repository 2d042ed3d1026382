import { randomBytes } from 'node:crypto'
import type { HandlerOutcome, ParsedInputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { Proof } from '../../shared/contract/vault.ts'
import { assertionOptions, newChallenge, registrationOptions, verifyAssertion, verifyRegistration } from './ceremony.ts'
import { findDevice, firstContent, newDevice, profileOf, withNewcomer } from './enrolment.ts'
import type { Newcomer } from './enrolment.ts'
import { keyFileNow, prfFrom, save, screenName, withKeychain } from './parts.ts'
import type { EnrolMatter, Parts } from './parts.ts'
import { unproven } from './proof.ts'
import type { Unproven } from './proof.ts'
import { databaseKey, fresh } from './secret.ts'
import type { Held } from './secret.ts'
import type { SecretStore } from './secret-store.ts'
import { isAuthenticator, usableAuthenticators } from './slot-rules.ts'
import type { Credential } from './slots.ts'

type Begun = HandlerOutcome<'vault.beginEnrol'>
type Finished = HandlerOutcome<'vault.finishEnrol'>
type Confirmed = HandlerOutcome<'vault.confirmEnrol'>

const newSalt = (): string => randomBytes(32).toString('base64url')

/** Creation options for a new key: at first run for anybody, later only while the vault is open, for somebody who proves to be there. */
export async function beginEnrol(parts: Parts, input: ParsedInputOf<'vault.beginEnrol'>): Promise<Begun> {
  if (parts.session.open !== null) {
    const refusal = await notAdmitted(parts, input.proof)
    if (refusal !== null) return refused(refusal)
  }
  const open = parts.session.open
  const firstRun = open === null && keyFileNow(parts).kind === 'absent'
  if (open === null && !firstRun) return refused('locked')
  if (parts.store === null) return refused('keychain-unavailable')
  const asked = { name: input.personName.trim(), practice: input.practiceName.trim() }
  const matter: EnrolMatter = {
    for: 'enrol', firstRun, challenge: newChallenge(), prfSalt: newSalt(), label: input.label.trim(),
    userHandle: open?.content.userHandle ?? newSalt(),
    person: open === null ? asked : profileOf(open.content, open.key.bytes).person,
  }
  const enrolled = open === null ? [] : usableAuthenticators(open.content)
  const options = await registrationOptions(parts.party, { ...matter, enrolled })
  return done({ ticket: parts.tickets.give(matter), options })
}

async function notAdmitted(parts: Parts, proof: Proof | null): Promise<Unproven | 'proof-needed' | null> {
  if (proof !== null) return unproven(parts, 'enrol', proof)
  return parts.welcome.holds() ? null : 'proof-needed'
}

/** Takes the new key's answer; asks for one assertion more when its PRF does not speak at creation. */
export function finishEnrol(parts: Parts, input: ParsedInputOf<'vault.finishEnrol'>): Promise<Finished> {
  return parts.session.inTurn(() => withKeychain(parts, async (store): Promise<Finished> => {
    const matter = parts.tickets.take(input.ticket, 'enrol')
    if (matter === null || !isStillDue(parts, matter)) return refused('ticket-expired')
    const verified = await verifyRegistration(parts.party, matter.challenge, input.registration)
    if (verified.kind === 'refused') return refused(screenName(verified.because))
    if (isEnrolled(parts, verified.value)) return refused('already-enrolled')
    const held = prfFrom(input.prf)
    if (held === 'malformed') return refused('ceremony-refused')
    if (held === null && input.prfEnabled) return done(await askOnce(parts, matter, verified.value))
    using prf = held
    return await enrol(parts, matter, { store, credential: verified.value, prf: prf?.bytes ?? null })
  }))
}

/** The assertion that brings the PRF output. Without one the slot rests on the device secret, and its kind says so. */
export function confirmEnrol(parts: Parts, input: ParsedInputOf<'vault.confirmEnrol'>): Promise<Confirmed> {
  return parts.session.inTurn(() => withKeychain(parts, async (store): Promise<Confirmed> => {
    const matter = parts.tickets.take(input.ticket, 'confirm')
    if (matter === null || !isStillDue(parts, matter.enrol)) return refused('ticket-expired')
    const key = matter.credential
    const verified = await verifyAssertion(parts.party, matter.challenge, { key, answer: input.assertion })
    if (verified.kind === 'refused') return refused(screenName(verified.because))
    const held = prfFrom(input.prf)
    if (held === 'malformed') return refused('ceremony-refused')
    using prf = held
    return await enrol(parts, matter.enrol, { store, credential: { ...key, counter: verified.value.counter }, prf: prf?.bytes ?? null })
  }))
}

/** A first run that somebody else has finished meanwhile, or a vault that locked, makes the ticket worthless. */
const isStillDue = (parts: Parts, { firstRun }: EnrolMatter): boolean =>
  firstRun ? parts.session.open === null && keyFileNow(parts).kind === 'absent' : parts.session.open !== null

const isEnrolled = ({ session }: Parts, { credentialId }: Credential): boolean =>
  session.open?.content.slots.some((slot) => isAuthenticator(slot) && slot.credentialId === credentialId) === true

async function askOnce(parts: Parts, enrol: EnrolMatter, credential: Credential) {
  const challenge = newChallenge()
  const options = await assertionOptions(parts.party, challenge, [{ ...credential, prfSalt: enrol.prfSalt }])
  return { kind: 'assert-once' as const, ticket: parts.tickets.give({ for: 'confirm', enrol, challenge, credential }), options }
}

interface Arrival { readonly store: SecretStore; readonly credential: Credential; readonly prf: Uint8Array | null }

async function enrol(parts: Parts, matter: EnrolMatter, { store, credential, prf }: Arrival): Promise<Confirmed> {
  const newcomer = { credential, prf, prfSalt: matter.prfSalt, label: matter.label }
  const open = parts.session.open
  return open === null
    ? beginVault(parts, matter, { store, newcomer })
    : addToVault(parts, open, { store, newcomer })
}

interface Joining { readonly store: SecretStore; readonly newcomer: Newcomer }

/** First run: the key file is on disk before anything is encrypted with the key. */
async function beginVault(parts: Parts, matter: EnrolMatter, { store, newcomer }: Joining): Promise<Confirmed> {
  const key = fresh(databaseKey)
  let handedOver = false
  try {
    using device = await newDevice(store)
    const holding = { device, databaseKey: key.bytes, now: parts.now(), userHandle: matter.userHandle, cost: parts.cost }
    const { content, slot, recoveryCode } = await firstContent(newcomer, matter.person, holding)
    if (await save(parts, content, { databaseKey: key.bytes, forgetting: false }) === 'disk-full') return refused('disk-full')
    const factor = { kind: slot.kind, slotId: slot.id, at: parts.now() }
    handedOver = true
    const refusal = await parts.session.begin({ content, key, unlocked: { factor, person: matter.person, firstRun: true, refusedBefore: [] } })
    if (refusal !== null) return refused(refusal)
    parts.welcome.begin()
    return done({ kind: 'enrolled', slotId: slot.id, slotKind: slot.kind, recoveryCode })
  } finally {
    if (!handedOver) key[Symbol.dispose]()
  }
}

async function addToVault(
  parts: Parts, open: { content: Parameters<typeof withNewcomer>[0]; key: Held }, { store, newcomer }: Joining,
): Promise<Confirmed> {
  using device = await findDevice(store, open.content.device)
  // Lost while the vault was open: the next start goes by the recovery code, which makes a new one.
  if (device === null) return refused('keychain-unavailable')
  const { content, slot } = withNewcomer(open.content, newcomer, { device, databaseKey: open.key.bytes, now: parts.now() })
  if (await save(parts, content, { databaseKey: open.key.bytes, forgetting: false }) === 'disk-full') return refused('disk-full')
  parts.welcome.end()
  return done({ kind: 'enrolled', slotId: slot.id, slotKind: slot.kind, recoveryCode: null })
}
