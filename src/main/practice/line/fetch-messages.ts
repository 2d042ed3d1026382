import { UID_SET_CHARS } from '../../../shared/limits.ts'
import { messageIdIn } from '../../imap/copied-before.ts'
import type { AccountConnection } from '../../imap/face.ts'
import { FetchLine, type FetchedMessage } from '../../imap/fetch/fetch-line.ts'
import { SessionLost } from '../../imap/problems.ts'
import type { Session } from '../../imap/session.ts'
import { uidSets } from '../../imap/uid-set.ts'
import type { RegisterMessage } from './face.ts'
import { REGISTER_BATCH_MESSAGES, REGISTER_BULK_FROM, REGISTER_HEAD_BYTES, REGISTER_MESSAGE_BYTES } from './limits.ts'

export interface FetchFrom {
  readonly session: Session
  readonly login: AccountConnection
  readonly folder: string
  readonly uidValidity: number | null
  readonly signal: AbortSignal
}

export interface Batch {
  readonly messages: readonly RegisterMessage[]
  /** Numbers that were asked for: also those of messages that went meanwhile. */
  readonly looked: readonly number[]
  /** The Message-IDs among them, without brackets. */
  readonly ids: readonly string[]
}

/** Messages of the open folder by their numbers (upwards), batch after batch; a long row of them over a connection that does nothing else. */
export async function* fetchMessages(from: FetchFrom, uids: readonly number[]): AsyncGenerator<Batch> {
  const bulk = uids.length >= REGISTER_BULK_FROM ? await openBulk(from) : null
  try {
    yield* bulk === null ? fetchInTurn(from.session, uids) : fetchAhead(bulk, uids)
  } finally {
    await bulk?.close()
  }
}

async function* fetchInTurn(session: Session, uids: readonly number[]): AsyncGenerator<Batch> {
  for (const looked of batchesOf(uids)) yield batchOf(looked, await overSession(session, looked))
}

/** While one batch is being taken the next is on its way. */
async function* fetchAhead(line: FetchLine, uids: readonly number[]): AsyncGenerator<Batch> {
  const batches = batchesOf(uids)
  let coming = overLine(line, batches[0] ?? [])
  for (const [index, looked] of batches.entries()) {
    const messages = await coming
    coming = overLine(line, batches[index + 1] ?? [])
    // Nobody waits for it while the one before is being taken.
    coming.catch(() => undefined)
    yield batchOf(looked, messages)
  }
}

const batchesOf = (uids: readonly number[]): readonly number[][] =>
  Array.from({ length: Math.ceil(uids.length / REGISTER_BATCH_MESSAGES) }, (_, index) => uids.slice(index * REGISTER_BATCH_MESSAGES, (index + 1) * REGISTER_BATCH_MESSAGES))

function batchOf(looked: readonly number[], found: readonly RegisterMessage[]): Batch {
  const messages = found.toSorted((a, b) => a.uid - b.uid)
  return { messages, looked, ids: messages.flatMap(idOf) }
}

/** Null: a server that lets us in once only; the ordinary session does it then. */
async function openBulk({ login, folder, uidValidity, signal }: FetchFrom): Promise<FetchLine | null> {
  const opened = await FetchLine.open(login, signal)
  if (opened.kind === 'problem') return null
  const examined = await opened.line.examine(folder)
  if (examined.kind === 'examined' && examined.uidValidity === uidValidity) return opened.line
  await opened.line.close()
  return null
}

async function overSession(session: Session, uids: readonly number[]): Promise<RegisterMessage[]> {
  const messages: RegisterMessage[] = []
  for (const set of uidSets(uids, UID_SET_CHARS)) {
    for await (const { uid, source } of session.fetch(set, { uid: true, source: { start: 0, maxLength: REGISTER_MESSAGE_BYTES + 1 } })) {
      if (source !== undefined) messages.push(messageOf(uid, source))
    }
  }
  return messages
}

async function overLine(line: FetchLine, uids: readonly number[]): Promise<RegisterMessage[]> {
  const messages: RegisterMessage[] = []
  const onMessage = ({ uid, raw }: FetchedMessage): void => { messages.push(messageOf(uid, raw)) }
  const ends = await Promise.all(uidSets(uids, UID_SET_CHARS).map((set) => line.fetch(set, { maxBytes: REGISTER_MESSAGE_BYTES + 1, onMessage })))
  if (ends.includes('refused')) throw new SessionLost('garbled')
  return messages
}

/** Bytes of its own: the room that they came in is used again. */
const messageOf = (uid: number, raw: Uint8Array): RegisterMessage =>
  raw.byteLength > REGISTER_MESSAGE_BYTES
    ? { kind: 'long', uid, head: Uint8Array.from(raw.subarray(0, REGISTER_HEAD_BYTES)) }
    : { kind: 'whole', uid, raw: Uint8Array.from(raw) }

/** Its Message-ID without brackets; none: it has none. */
export function idOf(message: RegisterMessage): string[] {
  const start = message.kind === 'whole' ? message.raw.subarray(0, REGISTER_HEAD_BYTES) : message.head
  const text = Buffer.from(start.buffer, start.byteOffset, start.byteLength).toString('latin1')
  const [head = ''] = text.split('\r\n\r\n', 1)
  const id = messageIdIn(head)
  return id === null ? [] : [id.slice(1, -1)]
}
