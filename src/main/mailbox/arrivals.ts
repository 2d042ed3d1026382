import { readFacts } from './message-facts.ts'
import type { MessageFacts } from './message-facts.ts'
import type { MessageTable, Newcomer, ServerFacts } from './message-table.ts'
import { firstRowId } from './row-id.ts'
import type { Place } from './segment-files.ts'

/** A message as the server gave it. */
export interface NewMessage extends ServerFacts {
  readonly raw: Uint8Array
}

/** A message that another thread has read, and whose bytes it has sealed and synced to disk. */
export interface SealedMessage extends Newcomer {
  readonly place: Place
}

/** What came from the server: new, or known under `id`. */
export interface Arrival<Message extends Newcomer> {
  readonly message: Message
  readonly id: number | null
  readonly needsRaw: boolean
  /** What we had under this number is another message: it goes. */
  readonly replaces: number | null
}

/** A message that is read only when its facts are wanted: of one that is known already nobody does. */
export class UnreadMessage implements Newcomer {
  readonly uid: number
  readonly flags: readonly string[]
  readonly receivedAt: number
  readonly raw: Uint8Array
  #facts: MessageFacts | null = null

  constructor({ uid, flags, receivedAt, raw }: NewMessage) {
    this.uid = uid
    this.flags = flags
    this.receivedAt = receivedAt
    this.raw = raw
  }

  get size(): number {
    return this.raw.length
  }

  get facts(): MessageFacts {
    return this.#facts ??= readFacts(this.raw)
  }
}

/** Each message once, upwards: the index writes out what it has gathered whenever an id is below the one before. */
export function arrivalsOf<Message extends Newcomer>(messages: MessageTable, folderId: number, batch: readonly Message[]): Arrival<Message>[] {
  const once = [...new Map(batch.map((message) => [message.uid, message])).values()]
  once.sort((one, other) => firstRowId(one.receivedAt, one.uid) - firstRowId(other.receivedAt, other.uid))
  const unplaced = messages.unplaced(folderId)
  return once.map((message) => {
    const known = messages.at(folderId, message.uid)
    // What cannot be read here any more, and is another message on the server: its row would tell of the one that is gone.
    if (known?.lost === true && !messages.isSame(known.id, message)) return { message, id: null, needsRaw: true, replaces: known.id }
    const id = known?.id ?? unplaced.take(message)
    return { message, id, needsRaw: id === null || known?.lost === true, replaces: null }
  })
}
