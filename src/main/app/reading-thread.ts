import { parentPort, workerData } from 'node:worker_threads'
import { openMailboxReader } from '../mailbox/mailbox.ts'
import { readMessage, readPart } from '../mime/read.ts'
import type { FromReading, ReadingStart, ToReading } from './reading-messages.ts'

/**
 * Opens one hostile message at a time, away from the main thread: the host ends this thread when a message takes too long,
 * and starts another.
 */
const port = parentPort
if (port === null) throw new Error('the reading thread runs as a worker')
const opened = openMailboxReader(workerData as ReadingStart)
if (opened.kind !== 'open') throw new Error(`the reading thread cannot open the cache: ${opened.kind}`)
const { reader } = opened

/** The last message stays open: its attachments are asked for in pieces. */
let last: { messageId: number; raw: Uint8Array } | undefined

function rawOf(messageId: number): Uint8Array | undefined {
  if (last?.messageId !== messageId) {
    const raw = reader.raw(messageId)
    last = raw.kind === 'raw' ? { messageId, raw: raw.raw } : undefined
  }
  return last?.raw
}

function answer(asked: ToReading): FromReading {
  const raw = rawOf(asked.messageId)
  if (raw === undefined) return { id: asked.id, kind: 'absent' }
  if (asked.kind === 'message') return { id: asked.id, kind: 'content', content: readMessage(raw) }
  const part = readPart(raw, asked.partId)
  if (part.kind !== 'part') return { id: asked.id, kind: 'no-such-part' }
  const offset = asked.kind === 'part' ? asked.offset : 0
  const end = asked.kind === 'part' ? offset + asked.limit : part.bytes.length
  return {
    id: asked.id, kind: 'piece', type: part.type, name: part.name, totalBytes: part.bytes.length,
    // A copy of its own: the rest of the message must not cross with it.
    bytes: part.bytes.slice(offset, end),
  }
}

port.on('message', (asked: ToReading) => { port.postMessage(answer(asked)) })
port.postMessage('ready')
