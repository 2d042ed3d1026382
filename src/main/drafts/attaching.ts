import { randomUUID } from 'node:crypto'
import type { Outcome } from '../../shared/contract/declare.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { MAX_ATTACHMENTS, MAX_ATTACHMENTS_BYTES } from '../../shared/limits.ts'
import { safeFileName } from '../../shared/mail/file-name.ts'
import type { BlobArea, BlobWriter } from '../store/store.ts'
import { isDiskFull } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { insertAttachment, manuscript } from './draft-rows.ts'

export interface Attaching extends AsyncDisposable {
  begin(attachment: { id: string; name: string; type: string; sizeBytes: number }): Promise<Outcome<{ attachmentId: string }, 'no-such-draft' | 'too-large' | 'disk-full'>>
  /** Pieces come in order; several may be under way at once. Complete means: on disk. */
  addBytes(piece: { id: string; attachmentId: string; offset: number; bytes: Uint8Array }): Promise<Outcome<{ complete: boolean }, 'no-such-draft' | 'no-such-attachment' | 'out-of-order' | 'disk-full'>>
  detach(id: string, attachmentId: string): Promise<Outcome<object, 'no-such-draft' | 'no-such-attachment'>>
  /** Copies what is there already, for a forward. Rejects when the disk is full. */
  copy(draftId: string, source: { name: string; type: string; open: () => AsyncIterable<Uint8Array> }): Promise<void>
  /** Gives up what was still coming in for a draft that goes. */
  giveUp(draftId: string): Promise<void>
}

interface Coming {
  readonly draftId: string
  readonly writer: BlobWriter
  readonly sizeBytes: number
  /** Bytes promised to the writer so far. */
  received: number
  /** Every append waits for the one before it. */
  turn: Promise<void>
}

interface Room {
  readonly db: Database
  readonly blobs: BlobArea
  readonly now: () => number
  readonly coming: Map<string, Coming>
}

/** Attachments of drafts, on their way into the encrypted blob area. One that was not finished when the program ended stays incomplete. */
export function createAttaching({ db, blobs, now }: Pick<Room, 'db' | 'blobs' | 'now'>): Attaching {
  const room: Room = { db, blobs, now, coming: new Map() }
  return {
    begin: (attachment) => whenRoom(() => begin(room, attachment)),
    addBytes: (piece) => addBytes(room, piece),
    detach: (id, attachmentId) => detach(room, id, attachmentId),
    copy: (draftId, source) => copy(room, draftId, source),
    giveUp: async (draftId) => {
      await Promise.all([...room.coming].filter(([, { draftId: of }]) => of === draftId).map(([attachmentId]) => drop(room, attachmentId)))
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...room.coming.keys()].map((attachmentId) => drop(room, attachmentId)))
    },
  }
}

async function whenRoom<Value, Fail extends string>(work: () => Promise<Outcome<Value, Fail>>): Promise<Outcome<Value, Fail | 'disk-full'>> {
  try {
    return await work()
  } catch (error) {
    if (isDiskFull(error)) return refused('disk-full')
    throw error
  }
}

const cleanName = (name: string): string => safeFileName(name) || 'bijlage'

async function begin(room: Room, { id, name, type, sizeBytes }: Parameters<Attaching['begin']>[0]): Promise<Outcome<{ attachmentId: string }, 'no-such-draft' | 'too-large'>> {
  const draft = manuscript(room.db, id)
  if (draft === null) return refused('no-such-draft')
  const total = draft.attachments.reduce((sum, attachment) => sum + attachment.sizeBytes, sizeBytes)
  if (total > MAX_ATTACHMENTS_BYTES || draft.attachments.length >= MAX_ATTACHMENTS) return refused('too-large')
  const writer = await room.blobs.create()
  const attachmentId = randomUUID()
  try {
    if (sizeBytes === 0) await writer.finish()
    insertAttachment(room.db, id, { id: attachmentId, name: cleanName(name), type, sizeBytes, blobId: writer.id, complete: sizeBytes === 0 })
  } catch (error) {
    await abandon(room, writer)
    if (manuscript(room.db, id) === null) return refused('no-such-draft')
    throw error
  }
  if (sizeBytes > 0) room.coming.set(attachmentId, { draftId: id, writer, sizeBytes, received: 0, turn: Promise.resolve() })
  return done({ attachmentId })
}

async function abandon({ blobs }: Room, writer: BlobWriter): Promise<void> {
  await writer.giveUp()
  await blobs.remove(writer.id)
}

async function addBytes(room: Room, { id, attachmentId, offset, bytes }: Parameters<Attaching['addBytes']>[0]): ReturnType<Attaching['addBytes']> {
  const draft = manuscript(room.db, id)
  if (draft === null) return refused('no-such-draft')
  const coming = room.coming.get(attachmentId)
  if (coming?.draftId !== id) {
    const whole = draft.attachments.find((attachment) => attachment.id === attachmentId)
    return whole?.complete === true && offset === whole.sizeBytes && bytes.length === 0 ? done({ complete: true }) : refused('no-such-attachment')
  }
  if (offset !== coming.received || offset + bytes.length > coming.sizeBytes) return refused('out-of-order')
  coming.received += bytes.length
  const isLast = coming.received === coming.sizeBytes
  const added = coming.turn.then(() => append(room, { attachmentId, coming, bytes, isLast }))
  coming.turn = added.then(() => undefined, () => undefined)
  return added
}

type Added = Outcome<{ complete: boolean }, 'no-such-attachment' | 'disk-full'>

async function append(room: Room, { attachmentId, coming, bytes, isLast }: { attachmentId: string; coming: Coming; bytes: Uint8Array; isLast: boolean }): Promise<Added> {
  if (room.coming.get(attachmentId) !== coming) return refused('no-such-attachment')
  try {
    await coming.writer.append(bytes)
    if (!isLast) return done({ complete: false })
    await coming.writer.finish()
    const noted = room.db.prepare('UPDATE draft_attachment SET complete = 1 WHERE id = ?').run(attachmentId).changes
    room.coming.delete(attachmentId)
    restAgain(room, coming.draftId)
    return noted === 1 ? done({ complete: true }) : refused('no-such-attachment')
  } catch (error) {
    await drop(room, attachmentId)
    if (isDiskFull(error)) return refused('disk-full')
    throw error
  }
}

/** The copy on the server waits for the next attachment, as it does for the next word. */
const restAgain = ({ db, now }: Room, draftId: string): void => void db.prepare('UPDATE draft SET saved_at = max(saved_at, ?) WHERE id = ?').run(now(), draftId)

/** What came in so far is worthless without the rest: the room goes back, the row stays and says that it is incomplete. */
async function drop(room: Room, attachmentId: string): Promise<void> {
  const coming = room.coming.get(attachmentId)
  if (coming === undefined) return
  room.coming.delete(attachmentId)
  await abandon(room, coming.writer)
}

async function detach(room: Room, id: string, attachmentId: string): ReturnType<Attaching['detach']> {
  const draft = manuscript(room.db, id)
  if (draft === null) return refused('no-such-draft')
  const attachment = draft.attachments.find((one) => one.id === attachmentId)
  if (attachment === undefined) return refused('no-such-attachment')
  room.db.prepare('DELETE FROM draft_attachment WHERE id = ?').run(attachmentId)
  await drop(room, attachmentId)
  await room.blobs.remove(attachment.blobId)
  return done({})
}

async function copy(room: Room, draftId: string, { name, type, open }: Parameters<Attaching['copy']>[1]): Promise<void> {
  const writer = await room.blobs.create()
  try {
    for await (const piece of open()) await writer.append(piece)
    const { sizeBytes } = writer
    await writer.finish()
    insertAttachment(room.db, draftId, { id: randomUUID(), name: cleanName(name), type, sizeBytes, blobId: writer.id, complete: true })
  } catch (error) {
    await abandon(room, writer)
    throw error
  }
}
