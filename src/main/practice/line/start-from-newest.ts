import type { Session } from '../../imap/session.ts'
import { newestOf, type UidRange } from '../../imap/uid-set.ts'
import type { NewestStart, RegisterMessage } from './face.ts'
import { fetchMessages, idOf, type FetchFrom } from './fetch-messages.ts'
import { NEWEST_AT_MOST, NEWEST_AT_ONCE, NEWEST_FROM, NEWEST_MARGIN, SNAPSHOT_MESSAGE_BYTES } from './limits.ts'

/**
 * Reads the folder from its newest message back, until something is found to start from, and hands over both. Gives the numbers that
 * were taken; none: there is nothing to start from, and everything is read from the oldest on.
 */
export async function startFromNewest(newest: NewestStart, from: FetchFrom, ranges: readonly UidRange[]): Promise<readonly number[]> {
  const count = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0)
  if (count <= NEWEST_FROM) return []
  const uids = newestOf(ranges, NEWEST_AT_MOST)
  let messages: readonly RegisterMessage[] = []
  const tried = new Set<string>()
  for (let read = 0; read < uids.length && !from.signal.aborted; read += NEWEST_AT_ONCE) {
    messages = [...await readAll(from, uids.slice(read, read + NEWEST_AT_ONCE).reverse()), ...messages]
    for (const found of foundIn(newest, messages, read + NEWEST_AT_ONCE >= uids.length)) {
      if (tried.has(found.id)) continue
      tried.add(found.id)
      const raw = await wholeOf(from.session, found.uid)
      // What lies further back is read later, with all the rest.
      const needed = messages.slice(Math.max(0, found.place - NEWEST_MARGIN))
      if (raw !== null && await newest.start(needed, raw)) return needed.map(({ uid }) => uid)
    }
  }
  return []
}

/** What these messages name and hold themselves, with enough read before it. */
function foundIn(newest: NewestStart, messages: readonly RegisterMessage[], isAll: boolean): { readonly id: string; readonly uid: number; readonly place: number }[] {
  const places = new Map(messages.flatMap((message, place) => idOf(message).map((id) => [id, { place, uid: message.uid }] as const)))
  return newest.wanted(messages).flatMap((id) => {
    const found = places.get(id)
    return found === undefined || (found.place < NEWEST_MARGIN && !isAll) ? [] : [{ id, ...found }]
  })
}

async function readAll(from: FetchFrom, uids: readonly number[]): Promise<RegisterMessage[]> {
  const messages: RegisterMessage[] = []
  for await (const batch of fetchMessages(from, uids)) messages.push(...batch.messages)
  return messages
}

async function wholeOf(session: Session, uid: number): Promise<Uint8Array | null> {
  for await (const { source } of session.fetch(String(uid), { uid: true, source: { start: 0, maxLength: SNAPSHOT_MESSAGE_BYTES } })) {
    if (source !== undefined) return Uint8Array.from(source)
  }
  return null
}
