import { createHash, randomBytes } from 'node:crypto'
import {
  generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { decodeAttestationObject, decodeClientDataJSON, isoBase64URL, parseAuthenticatorData } from '@simplewebauthn/server/helpers'
import { z } from 'zod'
import { CEREMONY_MS } from '../../shared/limits.ts'
import type { Credential } from './slots.ts'

/** Who asks: the page's own origins, and the name (RFC 8809 "rp id") that the keys are bound to. */
export interface RelyingParty {
  readonly rpId: string
  readonly origins: readonly string[]
}

/** Why an answer of the authenticator does not count. For the log; screens get a coarser name. */
export type CeremonyRefusal =
  | 'malformed' | 'other-ceremony' | 'other-challenge' | 'other-origin' | 'other-rp'
  | 'not-present' | 'no-user-verification' | 'counter-not-ahead' | 'bad-signature'

export type Verified<Value> = { kind: 'verified'; value: Value } | { kind: 'refused'; because: CeremonyRefusal }
type Options = Record<string, unknown>

/** EdDSA, ES256 and RS256 (the last for Windows Hello): what authenticators in use can do. */
const ALGORITHMS = [-8, -7, -257]
const CHALLENGE_BYTES = 32
const PRODUCT = 'Praktijkpost'

export const newChallenge = (): string => randomBytes(CHALLENGE_BYTES).toString('base64url')
const raw = (value: string): Uint8Array<ArrayBuffer> => isoBase64URL.toBuffer(value)

export interface RegistrationRequest {
  readonly challenge: string
  readonly userHandle: string
  readonly person: { readonly name: string; readonly practice: string }
  readonly prfSalt: string
  readonly enrolled: readonly Pick<Credential, 'credentialId' | 'transports'>[]
}

const descriptor = ({ credentialId, transports }: Pick<Credential, 'credentialId' | 'transports'>) => ({ id: credentialId, transports })

/** Creation options as JSON; the PRF salt is base64url, which the screen turns into bytes. */
export async function registrationOptions(party: RelyingParty, request: RegistrationRequest): Promise<Options> {
  const { name, practice } = request.person
  const options = await generateRegistrationOptions({
    rpName: PRODUCT, rpID: party.rpId, challenge: raw(request.challenge), userID: raw(request.userHandle),
    userName: name === '' ? PRODUCT : name, userDisplayName: [name, practice].filter((part) => part !== '').join(', '),
    timeout: CEREMONY_MS, attestationType: 'none', supportedAlgorithmIDs: ALGORITHMS,
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    excludeCredentials: request.enrolled.map(descriptor),
  })
  return { ...options, extensions: { ...options.extensions, prf: { eval: { first: request.prfSalt } } } }
}

export type AssertionTarget = Pick<Credential, 'credentialId' | 'transports'> & {
  /** Null: this one has no PRF. */
  readonly prfSalt: string | null
}

/** Request options as JSON, with the PRF salt of each key by its credential id. */
export async function assertionOptions(party: RelyingParty, challenge: string, targets: readonly AssertionTarget[]): Promise<Options> {
  const options = await generateAuthenticationOptions({
    rpID: party.rpId, challenge: raw(challenge), timeout: CEREMONY_MS, userVerification: 'required',
    allowCredentials: targets.map(descriptor),
  })
  const salts = targets.filter(({ prfSalt }) => prfSalt !== null).map(({ credentialId, prfSalt }) => [credentialId, { first: prfSalt }])
  const prf = salts.length === 0 ? {} : { prf: { evalByCredential: Object.fromEntries(salts) as Options } }
  return { ...options, extensions: prf }
}

const credential = { id: z.string().min(1), rawId: z.string(), type: z.literal('public-key') }
const registrationShape = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: z.string(), attestationObject: z.string(), transports: z.array(z.string().max(32)).max(16).default([]),
  }),
})
const assertionShape = z.object({
  ...credential,
  response: z.object({ clientDataJSON: z.string(), authenticatorData: z.string(), signature: z.string() }),
})

/** Which key answered, before anything about it is believed; null when there is no telling. */
export const credentialIdOf = (assertion: unknown): string | null => assertionShape.safeParse(assertion).data?.id ?? null

/** Verifies that a new key was made for us, just now, by somebody whom the authenticator verified. */
export async function verifyRegistration(
  party: RelyingParty, challenge: string, answer: unknown,
): Promise<Verified<Credential>> {
  const registration = registrationShape.safeParse(answer)
  if (!registration.success) return refuse('malformed')
  const { response } = registration.data
  const clientData = { json: response.clientDataJSON, type: 'webauthn.create', challenge }
  const early = refusal(party, clientData, () => decodeAttestationObject(raw(response.attestationObject)).get('authData'))
  if (early !== null) return refuse(early)
  const verified = await outcomeOf(() => verifyRegistrationResponse({
    response: { ...registration.data, clientExtensionResults: {} }, ...expected(party, challenge), supportedAlgorithmIDs: ALGORITHMS,
  }))
  if (verified?.verified !== true) return refuse('bad-signature')
  const { id, publicKey, counter } = verified.registrationInfo.credential
  const made = { credentialId: id, publicKey: isoBase64URL.fromBuffer(publicKey), counter, transports: response.transports }
  return { kind: 'verified', value: made }
}

/** Verifies that this key answered our challenge, used by somebody whom the authenticator verified. Gives its new counter. */
export async function verifyAssertion(
  party: RelyingParty, challenge: string, { key, answer }: { key: Credential; answer: unknown },
): Promise<Verified<{ counter: number }>> {
  const assertion = assertionShape.safeParse(answer)
  if (!assertion.success || assertion.data.id !== key.credentialId) return refuse('malformed')
  const { response } = assertion.data
  const clientData = { json: response.clientDataJSON, type: 'webauthn.get', challenge, counter: key.counter }
  const early = refusal(party, clientData, () => raw(response.authenticatorData))
  if (early !== null) return refuse(early)
  const verified = await outcomeOf(() => verifyAuthenticationResponse({
    response: { ...assertion.data, clientExtensionResults: {} }, ...expected(party, challenge),
    credential: { id: key.credentialId, publicKey: raw(key.publicKey), counter: key.counter, transports: key.transports },
  }))
  if (verified?.verified !== true) return refuse('bad-signature')
  return { kind: 'verified', value: { counter: verified.authenticationInfo.newCounter } }
}

const refuse = (because: CeremonyRefusal): { kind: 'refused'; because: CeremonyRefusal } => ({ kind: 'refused', because })

const expected = ({ rpId, origins }: RelyingParty, challenge: string) => ({
  expectedChallenge: challenge, expectedOrigin: [...origins], expectedRPID: rpId, requireUserVerification: true,
})

/** The library refuses by throwing plain errors; `refusal` has already told the cases that have a name. */
async function outcomeOf<Result>(verify: () => Promise<Result>): Promise<Result | null> {
  try {
    return await verify()
  } catch {
    return null
  }
}

const clientDataShape = z.object({ type: z.string(), challenge: z.string(), origin: z.string(), crossOrigin: z.boolean().optional() })

interface Claim { readonly json: string; readonly type: string; readonly challenge: string; readonly counter?: number }

/** The checks of WebAuthn sections 7.1 and 7.2 that have a name of their own here; the library does all of them once more. */
function refusal(party: RelyingParty, claim: Claim, authData: () => Uint8Array<ArrayBuffer>): CeremonyRefusal | null {
  try {
    const clientData = clientDataShape.parse(decodeClientDataJSON(claim.json))
    if (clientData.type !== claim.type) return 'other-ceremony'
    if (clientData.challenge !== claim.challenge) return 'other-challenge'
    if (!party.origins.includes(clientData.origin) || clientData.crossOrigin === true) return 'other-origin'
    const { rpIdHash, flags, counter } = parseAuthenticatorData(authData())
    if (!createHash('sha256').update(party.rpId).digest().equals(rpIdHash)) return 'other-rp'
    if (!flags.up) return 'not-present'
    if (!flags.uv) return 'no-user-verification'
    const before = claim.counter ?? -1
    return (counter > 0 || before > 0) && counter <= before ? 'counter-not-ahead' : null
  } catch {
    return 'malformed'
  }
}
