import { createHash } from 'node:crypto'
import { readEnvelope, type Enclosed } from '../line/envelope.ts'
import { EVENT_MESSAGE_BYTES } from './limits.ts'
import { readSigned, readSignedBeside, type ReadSigned, type SignedEvent, type WrongEvent } from './signed-event.ts'

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
  const opened = openMessage(raw)
  return opened.kind === 'event' ? orWrong(raw, readSigned(opened.body, isKnown)) : opened
}

/** The same of one of many: the other cores of the computer verify too. */
export async function readMessageBeside(raw: Uint8Array): Promise<ReadMessage> {
  const opened = openMessage(raw)
  return opened.kind === 'event' ? orWrong(raw, await readSignedBeside(opened.body)) : opened
}

function openMessage(raw: Uint8Array): Extract<ReadMessage, { kind: 'other' | 'wrong' }> | { readonly kind: 'event'; readonly body: Uint8Array } {
  if (raw.length > EVENT_MESSAGE_BYTES) return wrong(raw, 'too-large')
  const envelope = readEnvelope(raw)
  if (envelope.kind === 'none') return wrong(raw, envelope.because)
  if (envelope.kind === 'event') return { kind: 'event', body: envelope.body }
  return { kind: 'other', enclosed: envelope.kind, body: envelope.kind === 'join' ? Uint8Array.from(envelope.body) : null }
}

const wrong = (raw: Uint8Array, because: WrongMessageBecause): Extract<ReadMessage, { kind: 'wrong' }> => ({ kind: 'wrong', hash: createHash('sha256').update(raw).digest('hex'), because })
const orWrong = (raw: Uint8Array, read: ReadSigned): ReadMessage => (read.kind === 'wrong' ? wrong(raw, read.because) : read)
