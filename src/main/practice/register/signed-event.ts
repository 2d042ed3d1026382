import { createHash, verify, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { z } from 'zod'
import { canonicalText } from '../../../shared/practice/canonical.ts'
import { EVENT_VERSION, type BodyOf, type CheckedEvent, type EventKind } from '../../../shared/practice/event.ts'
import { rawKey } from '../../../shared/practice/plain-values.ts'
import { readEvent, type NotAnEvent } from '../../../shared/practice/read-event.ts'
import { deviceIdOf, publicKey, type DeviceKeys } from './device-keys.ts'
import { EVENT_BODY_BYTES, KEYS_KEPT } from './limits.ts'

/** An event as it lies in the folder and in the table: the text that was signed, by which key, and the signature. */
export interface SignedEvent {
  readonly checked: CheckedEvent
  readonly text: string
  /** Raw public key, base64url. */
  readonly key: string
  /** 64 bytes, base64url. */
  readonly signature: string
}

/** Why a message of the folder is no event that could count. */
export type WrongEvent =
  | NotAnEvent
  | 'not-utf8' | 'not-signed'
  /** The key is not the one that the author is named for. */
  | 'wrong-key'
  /** Changed after it was signed, or signed by another. */
  | 'wrong-signature'

export type ReadSigned =
  | { readonly kind: 'signed'; readonly signed: SignedEvent }
  /** Verified before. */
  | { readonly kind: 'known'; readonly hash: string }
  | { readonly kind: 'wrong'; readonly because: WrongEvent }

const body = z.strictObject({ event: z.string(), key: rawKey, signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/) })
const wrong = (because: WrongEvent): Extract<ReadSigned, { kind: 'wrong' }> => ({ kind: 'wrong', because })

export const hashOfText = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

/**
 * Reads what a message of the folder encloses and verifies who signed it. Whether it may be said is the fold's to decide. A server
 * that numbers its messages anew gives all of them again: what is known by its hash is not verified a second time.
 */
export function readSigned(bytes: Uint8Array, isKnown: (hash: string) => boolean = () => false): ReadSigned {
  const given = givenIn(bytes)
  if (given.kind === 'wrong') return given
  const hash = hashOfText(given.event)
  return isKnown(hash) ? { kind: 'known', hash } : verified(given)
}

/** The same of one of many: the other cores of the computer verify too. */
export async function readSignedBeside(bytes: Uint8Array): Promise<FreshlyRead> {
  const given = givenIn(bytes)
  return given.kind === 'wrong' ? given : verifiedBeside(given)
}

/** An event by its text, whose key signed it, and the signature: of the folder's message, or of a snapshot. */
export interface GivenEvent { readonly event: string; readonly key: string; readonly signature: string }
type FreshlyRead = Exclude<ReadSigned, { kind: 'known' }>

function givenIn(bytes: Uint8Array): ({ readonly kind: 'given' } & GivenEvent) | Extract<ReadSigned, { kind: 'wrong' }> {
  if (bytes.length > EVENT_BODY_BYTES) return wrong('too-large')
  const text = utf8(bytes)
  if (text === null) return wrong('not-utf8')
  const outer = body.safeParse(json(text))
  if (!outer.success) return wrong(json(text) === undefined ? 'not-json' : 'not-signed')
  return { kind: 'given', ...outer.data }
}

export function verified(given: GivenEvent): FreshlyRead {
  const found = unverified(given)
  if (found.kind === 'wrong') return found
  return verify(null, found.said, found.key, found.signature) ? { kind: 'signed', signed: found.signed } : wrong('wrong-signature')
}

/** The same, while others are being verified beside it. */
export async function verifiedBeside(given: GivenEvent): Promise<FreshlyRead> {
  const found = unverified(given)
  if (found.kind === 'wrong') return found
  return await verifyBeside(null, found.said, found.key, found.signature) ? { kind: 'signed', signed: found.signed } : wrong('wrong-signature')
}

const verifyBeside = promisify<null, NodeJS.ArrayBufferView, KeyObject, NodeJS.ArrayBufferView, boolean>(verify)

/** The same of what its author vouched for in another way. */
export function fittingEvent(given: GivenEvent): FreshlyRead {
  const found = unverified(given)
  return found.kind === 'wrong' ? found : { kind: 'signed', signed: found.signed }
}

/** Everything but whether the signature is its author's. */
function unverified({ event: text, key: raw, signature }: GivenEvent): { readonly kind: 'unverified'; readonly said: Buffer; readonly key: KeyObject; readonly signature: Buffer; readonly signed: SignedEvent } | Extract<ReadSigned, { kind: 'wrong' }> {
  const read = readEvent(text)
  if (read.kind !== 'event') return wrong(read.because)
  if (deviceIdOf(raw) !== read.event.author) return wrong('wrong-key')
  const key = keyOf(raw)
  if (key === null) return wrong('wrong-signature')
  const signed = { checked: { hash: hashOfText(text), event: fitting(read.event) }, text, key: raw, signature }
  return { kind: 'unverified', said: Buffer.from(text, 'utf8'), key, signature: Buffer.from(signature, 'base64url'), signed }
}

/** An event as the table has it: verified when it was put there. What was not understood then may be now. */
export function storedEvent({ hash, text, understood }: { hash: string; text: string; understood: number }): CheckedEvent {
  if (understood === 1) return { hash, event: JSON.parse(text) as CheckedEvent['event'] }
  const read = readEvent(text)
  if (read.kind !== 'event') throw new Error(`the register's table holds no event under ${hash}`)
  return { hash, event: fitting(read.event) }
}

/** A device is named for its key; what says otherwise is a body that this version does not know. */
function fitting(event: CheckedEvent['event']): CheckedEvent['event'] {
  if (event.kind !== 'founded' && event.kind !== 'device-added') return event
  const { device } = event.body
  if (deviceIdOf(device.signKey) === device.id && publicKey('X25519', device.sealKey) !== null) return event
  const { version, practice, author, sequence, previous, clock, at, kind } = event
  return { version, practice, author, sequence, previous, clock, at, kind: 'unknown', body: { named: kind, why: 'body' } }
}

/** What the author's chain, clock and practice give to whatever is said next. */
export interface Place {
  readonly practice: string | null
  readonly sequence: number
  readonly previous: string | null
  readonly clock: number
  readonly at: number
}

export type Saying = { readonly [Kind in EventKind]: { readonly kind: Kind; readonly body: BodyOf<Kind> } }[EventKind]

/** Signs something to be said. Throws for a body that does not fit its kind: a bug. */
export function signEvent(keys: DeviceKeys, place: Place, { kind, body: says }: Saying): SignedEvent {
  const text = canonicalText({ version: EVENT_VERSION, author: keys.device.id, ...place, kind, body: says })
  const read = readEvent(text)
  if (read.kind !== 'event' || read.event.kind === 'unknown') throw new Error(`not a body of ${kind}`)
  return { checked: { hash: hashOfText(text), event: read.event }, text, key: keys.device.signKey, signature: Buffer.from(keys.sign(text)).toString('base64url') }
}

/** The body of the message that carries it. */
export const signedBody = ({ text, key, signature }: Pick<SignedEvent, 'text' | 'key' | 'signature'>): Uint8Array =>
  new Uint8Array(Buffer.from(JSON.stringify({ event: text, key, signature }), 'utf8'))

const decoder = new TextDecoder('utf-8', { fatal: true })
function utf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

const keys = new Map<string, KeyObject>()

/** Reading a key takes as long as a signature. */
function keyOf(raw: string): KeyObject | null {
  const known = keys.get(raw)
  if (known !== undefined) return known
  const made = publicKey('Ed25519', raw)
  if (made === null) return null
  if (keys.size >= KEYS_KEPT) keys.clear()
  keys.set(raw, made)
  return made
}
