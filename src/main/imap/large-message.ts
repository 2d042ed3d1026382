import type { FetchMessageObject } from 'imapflow'
import { PIECE_BYTES, WHOLE_MESSAGE_BYTES } from '../../shared/limits.ts'
import { SessionLost } from './problems.ts'
import type { Session } from './session.ts'

/**
 * Large messages, fetched in pieces so that no answer of the server has to be held twice, one after another into the same
 * room: what was fetched before is overwritten. Of one beyond the limit the beginning stays what it is: header and text are
 * in it, and a message is held in memory as a whole on its way to the disk.
 */
export class LargeMessages {
  #room: Buffer | null = null

  async fetch(session: Session, message: FetchMessageObject): Promise<Uint8Array> {
    const size = await sizeOf(session, message.uid)
    let piece = message.source ?? await pieceOf(session, message.uid, 0)
    if (size > WHOLE_MESSAGE_BYTES) return piece
    const room = this.#room ??= Buffer.allocUnsafeSlow(WHOLE_MESSAGE_BYTES)
    let filled = 0
    // To the piece that is not full, whatever length was named: a server that names too little must not cost the end.
    for (let isLast = false; !isLast && filled < room.length;) {
      room.set(piece.subarray(0, room.length - filled), filled)
      filled += piece.length
      isLast = piece.length < PIECE_BYTES
      if (!isLast && filled < room.length) piece = await pieceOf(session, message.uid, filled)
    }
    return room.subarray(0, Math.min(filled, room.length))
  }
}

async function sizeOf(session: Session, uid: number): Promise<number> {
  const answer = await session.run((client) => client.fetchOne(String(uid), { uid: true, size: true }, { uid: true }))
  // Gone in the meantime, or a server that says nonsense: the next look at the folder tells which.
  if (answer === undefined || answer === false || !Number.isSafeInteger(answer.size)) return PIECE_BYTES
  return answer.size ?? PIECE_BYTES
}

async function pieceOf(session: Session, uid: number, start: number): Promise<Uint8Array> {
  const answer = await session.run((client) => client.fetchOne(String(uid), { uid: true, source: { start, maxLength: PIECE_BYTES } }, { uid: true }))
  if (answer === undefined || answer === false) return new Uint8Array()
  const piece = answer.source ?? new Uint8Array()
  // More than asked for would never end.
  if (piece.length > PIECE_BYTES) throw new SessionLost('garbled')
  return piece
}
