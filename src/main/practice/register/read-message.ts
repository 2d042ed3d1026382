import { createHash } from 'node:crypto'
import { readEnvelope, type Enclosed } from '../line/envelope.ts'
import { EVENT_MESSAGE_BYTES } from './limits.ts'
import { readSigned, type SignedEvent, type WrongEvent } from './signed-event.ts'

/** What a message of the folder turned out to be, its signature verified; nothing of it is stored yet. */
export type ReadMessage =
  | { readonly kind: 'signed'; readonly signed: SignedEvent }
  /** Verified before. */
  | { readonly kind: 'known'; readonly hash: string }
  /** Not an event: a request to join, a piece of a journal, a snapshot. */
  | { readonly kind: 'other'; readonly enclosed: Exclude<Enclosed, 'event'>; /** Only of a request to join. */ readonly body: Uint8Array | null }
  /** `hash`: of all its bytes. */
  | { readonly kind: 'wrong'; readonly hash: string; readonly because: WrongMessageBecause }

export type WrongMessageBecause = WrongEvent | 'no-head' | 'other-type' | 'not-base64'

/** Reads one message. Most of what that takes is the signature: some 150 microseconds. */
export function readMessage(raw: Uint8Array, isKnown: (hash: string) => boolean = () => false): ReadMessage {
  const wrong = (because: WrongMessageBecause): ReadMessage => ({ kind: 'wrong', hash: createHash('sha256').update(raw).digest('hex'), because })
  if (raw.length > EVENT_MESSAGE_BYTES) return wrong('too-large')
  const envelope = readEnvelope(raw)
  if (envelope.kind === 'none') return wrong(envelope.because)
  if (envelope.kind !== 'event') return { kind: 'other', enclosed: envelope.kind, body: envelope.kind === 'join' ? Uint8Array.from(envelope.body) : null }
  const read = readSigned(envelope.body, isKnown)
  return read.kind === 'wrong' ? wrong(read.because) : read
}
