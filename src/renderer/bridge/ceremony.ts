import {
  WebAuthnAbortService, WebAuthnError, base64URLStringToBuffer, bufferToBase64URLString, startAuthentication, startRegistration,
  type AuthenticationResponseJSON, type PublicKeyCredentialCreationOptionsJSON, type PublicKeyCredentialRequestOptionsJSON, type RegistrationResponseJSON,
} from '@simplewebauthn/browser'

/** What the core's WebAuthn options look like on the wire: PRF salts as base64url (WebAuthn Level 3 section 10.1.4). */
type WireOptions = Readonly<Record<string, unknown>>
interface PrfValues { first: string }
interface PrfInput { eval?: PrfValues; evalByCredential?: Record<string, PrfValues> }

/** Why there is no answer from the device. Each has its own sentence. */
export type CeremonyProblem = 'cancelled' | 'known-device' | 'no-webauthn' | 'device-failed'
export type Ceremony<Response> =
  | { readonly kind: 'done'; readonly response: Response; readonly prf: string | null; readonly prfEnabled: boolean }
  | { readonly kind: 'failed'; readonly problem: CeremonyProblem }

const bytes = (value: PrfValues): { first: ArrayBuffer } => ({ first: base64URLStringToBuffer(value.first) })

/** The salts as the browser wants them: bytes. */
function withPrfBytes(options: WireOptions): WireOptions {
  const extensions = options['extensions'] as { prf?: PrfInput } | undefined
  const prf = extensions?.prf
  if (prf === undefined) return options
  const evalByCredential = prf.evalByCredential === undefined
    ? {}
    : { evalByCredential: Object.fromEntries(Object.entries(prf.evalByCredential).map(([id, value]) => [id, bytes(value)])) }
  return { ...options, extensions: { ...extensions, prf: { ...(prf.eval === undefined ? {} : { eval: bytes(prf.eval) }), ...evalByCredential } } }
}

interface PrfOutput { enabled?: boolean; results?: { first?: ArrayBuffer } }

/** Takes the PRF output apart from the response: the key material travels once, in its own field. */
function separatePrf<Response extends RegistrationResponseJSON | AuthenticationResponseJSON>(response: Response): Ceremony<Response> {
  const { prf, ...others } = response.clientExtensionResults as Record<string, unknown> & { prf?: PrfOutput }
  const first = prf?.results?.first
  const output = first === undefined ? null : bufferToBase64URLString(first)
  return { kind: 'done', response: { ...response, clientExtensionResults: others }, prf: output, prfEnabled: prf?.enabled === true || output !== null }
}

function problemOf(error: unknown): CeremonyProblem {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED') return 'known-device'
  const name = error instanceof WebAuthnError && error.cause instanceof Error ? error.cause.name : error instanceof Error ? error.name : ''
  // The browser says NotAllowed for refused, cancelled and too late alike, on purpose.
  if (name === 'NotAllowedError' || name === 'AbortError') return 'cancelled'
  return name === 'InvalidStateError' ? 'known-device' : 'device-failed'
}

const failed = (problem: CeremonyProblem): { kind: 'failed'; problem: CeremonyProblem } => ({ kind: 'failed', problem })
const supported = (): boolean => typeof PublicKeyCredential === 'function'

/** Makes a credential on the person's key or fingerprint reader. */
export async function createCredential(options: WireOptions): Promise<Ceremony<RegistrationResponseJSON>> {
  if (!supported()) return failed('no-webauthn')
  try {
    return separatePrf(await startRegistration({ optionsJSON: withPrfBytes(options) as unknown as PublicKeyCredentialCreationOptionsJSON }))
  } catch (error) {
    return failed(problemOf(error))
  }
}

/** `roaming`: not the reader in this computer, but a key that is plugged in or held against it. */
export type Reach = 'any' | 'roaming'

interface RequestShape {
  allowCredentials?: { id: string; transports?: string[] }[]
  extensions?: { prf?: PrfInput }
}

/** Leaves out the reader in this computer, from the salts too: a salt for a key that may not answer is refused (WebAuthn 10.1.4). */
function narrowed(options: WireOptions, reach: Reach): WireOptions {
  const { allowCredentials = [], extensions } = options as RequestShape
  const roaming = allowCredentials.filter((credential) => credential.transports?.includes('internal') !== true)
  if (reach === 'any' || roaming.length === 0) return options
  const salts = Object.entries(extensions?.prf?.evalByCredential ?? {}).filter(([id]) => roaming.some((credential) => credential.id === id))
  const prf = salts.length === 0 ? {} : { prf: { evalByCredential: Object.fromEntries(salts) } }
  return { ...options, hints: ['security-key'], allowCredentials: roaming, extensions: prf }
}

/** Asks the person for their key or fingerprint, with the PRF output where the device has it. */
export async function askAssertion(options: WireOptions, reach: Reach = 'any'): Promise<Ceremony<AuthenticationResponseJSON>> {
  if (!supported()) return failed('no-webauthn')
  try {
    const optionsJSON = withPrfBytes(narrowed(options, reach)) as unknown as PublicKeyCredentialRequestOptionsJSON
    return separatePrf(await startAuthentication({ optionsJSON }))
  } catch (error) {
    return failed(problemOf(error))
  }
}

/** Takes the question that waits, if any, away from the screen: the person went another way. */
const abandon = (): void => WebAuthnAbortService.cancelCeremony()

/**
 * One person's turn at the device. Once it has ended no question is put any more, also none that was still being prepared;
 * one that waits is taken away.
 */
export interface Turn { isOver(): boolean; end(): void }

export function newTurn(): Turn {
  let ended = false
  return {
    isOver: () => ended,
    end() {
      if (!ended) abandon()
      ended = true
    },
  }
}
