import { parentPort } from 'node:worker_threads'
import { openMailboxReader } from '../../mailbox/mailbox.ts'
import { PIECE_BYTES } from '../../../shared/limits.ts'
import { readMessage, readPart, type ReadPart } from '../../mime/read.ts'
import { messageIdOf } from './message-id-of.ts'
import type { FromReading, ReadingStart, ToReading } from './reading-messages.ts'
import { storeStart } from './store-start.ts'

/**
 * Opens one hostile message at a time, away from the main thread: the host ends this thread when a message takes too long,
 * and starts another.
 */
const port = parentPort
if (port === null) throw new Error('the reading thread runs as a worker')
const opened = openMailboxReader(storeStart() as ReadingStart)
if (opened.kind !== 'open') throw new Error(`the reading thread cannot open the cache: ${opened.kind}`)
const { reader } = opened

/** `onServer`: parts of which the bytes are filling, and how large they are. */
interface Held { readonly messageId: number; readonly edition: string | null; readonly raw: Uint8Array; readonly onServer: ReadonlyMap<string, number> }

/** The last message stays open, and so does its last part: attachments are asked for in pieces, and decoding is done once. */
let last: Held | undefined
let lastPart: { messageId: number; partId: string; part: ReadPart } | undefined

/** What was on the server may have come back since it was opened, and another message may have taken its place. */
function heldOf(messageId: number): Held | undefined {
  // Looked up before the bytes are: what comes in between is read once more at worst.
  const edition = reader.editionOf(messageId)
  if (last?.messageId !== messageId || last.edition !== edition || last.onServer.size > 0) {
    const raw = reader.raw(messageId)
    lastPart = undefined
    last = raw.kind === 'raw' || raw.kind === 'lean'
      ? { messageId, edition, raw: raw.raw, onServer: new Map(raw.kind === 'lean' ? raw.cuts.map(({ path, size }) => [path, size]) : []) }
      : undefined
  }
  return last
}

/** With the sizes that attachments have, also of those that are not here. */
function contentOf({ raw, onServer }: Held): ReturnType<typeof readMessage> {
  const content = readMessage(raw)
  return { ...content, attachments: content.attachments.map((one) => ({ ...one, size: onServer.get(one.partId) ?? one.size })) }
}

function partOf(raw: Uint8Array, messageId: number, partId: string): ReadPart {
  if (lastPart?.messageId !== messageId || lastPart.partId !== partId) lastPart = { messageId, partId, part: readPart(raw, partId) }
  return lastPart.part
}

/** Not through the message that is kept open: whoever reads it goes on reading. */
function idOf(messageId: number): string | null {
  const raw = reader.raw(messageId)
  return raw.kind === 'raw' || raw.kind === 'lean' ? messageIdOf(raw.raw) : null
}

function answer(asked: ToReading): FromReading {
  if (asked.kind === 'message-ids') return { id: asked.id, kind: 'message-ids', found: asked.messageIds.map(idOf) }
  const held = heldOf(asked.messageId)
  if (held === undefined) return { id: asked.id, kind: 'absent' }
  const { raw, onServer } = held
  if (asked.kind === 'message') return { id: asked.id, kind: 'content', content: contentOf(held), isBeginning: raw.length === PIECE_BYTES, onServer: [...onServer.keys()] }
  if (onServer.has(asked.partId)) return { id: asked.id, kind: 'on-server' }
  const part = partOf(raw, asked.messageId, asked.partId)
  if (part.kind !== 'part') return { id: asked.id, kind: 'no-such-part' }
  return {
    id: asked.id, kind: 'piece', type: part.type, name: part.name, totalBytes: part.bytes.length,
    // A copy of its own: the rest of the message must not cross with it.
    bytes: Uint8Array.from(part.bytes.subarray(asked.offset, asked.offset + asked.limit)),
  }
}

port.on('message', (asked: ToReading) => { port.postMessage(answer(asked)) })
port.postMessage('ready')
