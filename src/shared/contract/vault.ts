import { z } from 'zod'
import { call, query } from './declare.ts'
import { base64url, instant, nothing } from './values.ts'

/** WebAuthn messages pass through as the browser gives them; the core verifies them in full. */
const webauthn = z.record(z.string(), z.unknown())
const ticket = z.string().min(1).max(64)

const slot = z.object({
  id: z.string(),
  /** `prf`: the key itself takes part in the encryption. `assertion`: weaker, the device secret alone. `recovery`: the printed code. */
  kind: z.enum(['prf', 'assertion', 'recovery']),
  label: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  /** False for a key enrolled with a device secret that the keychain has lost: enrol it again. */
  usable: z.boolean(),
})

export const vaultState = z.object({
  phase: z.enum(['first-run', 'locked', 'unlocked']),
  /** `file`: only the demo, and the screen says so. `unavailable`: no keychain, no start. */
  keychain: z.enum(['system', 'file', 'unavailable']),
  /** Why no key can open it. Nothing was deleted. */
  trouble: z.enum(['damaged-file', 'newer-schema']).nullable(),
  person: z.object({ name: z.string(), practice: z.string() }).nullable(),
  slots: z.array(slot),
  idleLockMs: z.number().int(),
  /** Why it locked by itself, for the unlock screen. */
  lockedBecause: z.enum(['start', 'person', 'idle', 'screen', 'sleep', 'fault']).nullable(),
})

const enrolled = z.object({
  kind: z.literal('enrolled'),
  slotId: z.string(),
  slotKind: z.enum(['prf', 'assertion']),
  /** Shown once, at first run; never kept in the clear. */
  recoveryCode: z.string().nullable(),
})

const challenge = z.object({ ticket, options: webauthn })

/** What changes who can open the vault, and opening the journal (LOG-04). A proof that was given for one of them is none for another. */
const guardedAct = z.enum(['enrol', 'remove', 'renew', 'log'])
/** That the person is there now, and not just an open screen: a fresh answer of an enrolled key, or the printed code. */
export const proof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('key'), ticket, assertion: webauthn }),
  z.object({ kind: z.literal('code'), code: z.string().max(200) }),
])
export const proofFails = ['ticket-expired', 'ceremony-refused', 'no-user-verification', 'unknown-authenticator', 'wrong-code'] as const
const openFails = ['keychain-unavailable', 'wrong-key', 'damaged-file', 'damaged-copy', 'newer-schema', 'disk-full', 'in-use'] as const
const ceremonyFails = ['ticket-expired', 'ceremony-refused', 'no-user-verification'] as const

export const vaultOperations = {
  'vault.state': query({ who: 'open', asks: 'nothing', input: nothing, output: vaultState, fails: [], reads: ['vault'] }),

  /** Request options for a proof that the person is there, for one act. `no-slots`: no key works here, only the printed code. */
  'vault.beginProof': call({ who: 'unlocked', asks: 'nothing', input: z.object({ act: guardedAct }), output: challenge, fails: ['no-slots'] }),

  /**
   * Starts enrolling an authenticator: at first run by anybody, later only while unlocked (else `locked`) and with a proof (else
   * `proof-needed`). Right after the first run, and after opening with the printed code, one key can be added without.
   */
  'vault.beginEnrol': call({
    who: 'open', asks: 'nothing',
    input: z.object({ personName: z.string().max(120), practiceName: z.string().max(120), label: z.string().max(60), proof: proof.nullable().default(null) }),
    output: challenge, fails: ['locked', 'keychain-unavailable', 'proof-needed', ...proofFails],
  }),
  /** `prf` is the first PRF output of the creation when the authenticator gave one, else null. */
  'vault.finishEnrol': call({
    who: 'open', asks: 'nothing',
    input: z.object({ ticket, registration: webauthn, prf: base64url.nullable(), prfEnabled: z.boolean() }),
    output: z.discriminatedUnion('kind', [
      enrolled,
      /** The authenticator has PRF but gives it only at an assertion: ask once more, then `vault.confirmEnrol`. */
      challenge.extend({ kind: z.literal('assert-once') }),
    ]),
    fails: [...ceremonyFails, 'already-enrolled', ...openFails],
  }),
  'vault.confirmEnrol': call({
    who: 'open', asks: 'nothing',
    input: z.object({ ticket, assertion: webauthn, prf: base64url.nullable() }),
    output: enrolled, fails: [...ceremonyFails, ...openFails],
  }),

  /** Request options with the PRF salt of each enrolled authenticator (`evalByCredential`). */
  'vault.beginUnlock': call({ who: 'open', asks: 'nothing', input: nothing, output: challenge, fails: ['no-slots', 'keychain-unavailable'] }),
  'vault.finishUnlock': call({
    who: 'open', asks: 'nothing',
    input: z.object({ ticket, assertion: webauthn, prf: base64url.nullable() }),
    output: nothing, fails: [...ceremonyFails, 'unknown-authenticator', ...openFails],
  }),
  'vault.unlockWithRecovery': call({
    who: 'open', asks: 'nothing', input: z.object({ code: z.string().max(200) }), output: nothing,
    fails: ['wrong-code', ...openFails],
  }),

  'vault.lock': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: [] }),
  /** The person is there: starts the idle time anew. Sent at most once in some seconds. */
  'vault.touch': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: [] }),
  'vault.setIdleLock': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ minutes: z.number().int().min(1).max(60) }), output: nothing, fails: ['disk-full'],
  }),
  /** Refused when only the recovery code would be left. */
  'vault.removeSlot': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ slotId: z.string(), proof }), output: nothing,
    fails: [...proofFails, 'no-such-slot', 'last-authenticator', 'disk-full'],
  }),
  /** A new code; the old one stops working. */
  'vault.renewRecovery': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ proof }), output: z.object({ recoveryCode: z.string() }), fails: [...proofFails, 'disk-full'],
  }),
}

export type GuardedAct = z.infer<typeof guardedAct>
export type Proof = z.infer<typeof proof>

export type VaultState = z.infer<typeof vaultState>
