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

/** The last message stays open, and so does its last part: attachments are asked for in pieces, and decoding is done once. */
let last: { messageId: number; raw: Uint8Array } | undefined
let lastPart: { messageId: number; partId: string; part: ReadPart } | undefined

function rawOf(messageId: number): Uint8Array | undefined {
  if (last?.messageId !== messageId) {
    const raw = reader.raw(messageId)
    lastPart = undefined
    last = raw.kind === 'raw' ? { messageId, raw: raw.raw } : undefined
  }
  return last?.raw
}

function partOf(raw: Uint8Array, messageId: number, partId: string): ReadPart {
  if (lastPart?.messageId !== messageId || lastPart.partId !== partId) lastPart = { messageId, partId, part: readPart(raw, partId) }
  return lastPart.part
}

/** Not through the message that is kept open: whoever reads it goes on reading. */
function idOf(messageId: number): string | null {
  const raw = reader.raw(messageId)
  return raw.kind === 'raw' ? messageIdOf(raw.raw) : null
}

function answer(asked: ToReading): FromReading {
  if (asked.kind === 'message-ids') return { id: asked.id, kind: 'message-ids', found: asked.messageIds.map(idOf) }
  const raw = rawOf(asked.messageId)
  if (raw === undefined) return { id: asked.id, kind: 'absent' }
  if (asked.kind === 'message') return { id: asked.id, kind: 'content', content: readMessage(raw), isBeginning: raw.length === PIECE_BYTES }
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
