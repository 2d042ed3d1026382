import { FETCH_TRIES, UID_SET_CHARS } from '../../shared/limits.ts'
import { isDiskFull } from '../store/store.ts'
import type { Spareable } from '../mailbox/mailbox.ts'
import { catchUp, type SyncContext } from './catch-up.ts'
import { fetchOne } from './copy-batch.ts'
import type { BringBackResult } from './face.ts'
import type { FolderBook } from './folder-book.ts'
import type { FolderWork } from './folder-work.ts'
import { SPARED_AT_ONCE } from './limits.ts'
import { sizesOf } from './measure.ts'
import { uidSets } from './uid-set.ts'

/** How far leaving attachments on the server has got. */
export interface SparingState {
  /** What was received earlier is old enough (ms since 1970); null: nothing is left there. */
  readonly before: number | null
  /** Messages up to this one were looked at; null: all were. */
  after: number | null
  /** How often the next step was begun: what breaks the line again and again is passed over. */
  tries: number
}

export const startSparing = (before: number | null): SparingState => ({ before, after: before === null ? null : -1, tries: 0 })

/** One step of it, short enough for an act of the person to go in between. */
export async function spareSome(context: SyncContext, { accountId, folders, sparing }: { accountId: string; folders: FolderBook; sparing: SparingState }): Promise<void> {
  const { before, after } = sparing
  if (before === null || after === null) return
  const { found, next } = context.copy.spareable(accountId, { before, now: context.now(), after, limit: SPARED_AT_ONCE })
  const [first] = found
  const work = first === undefined ? undefined : folders.byId(first.folderId)
  sparing.tries += 1
  const left = work === undefined || sparing.tries > FETCH_TRIES ? 'well' : await leave(context, work, found)
  // Only now: when the line breaks in between, they are looked at again. Without room for what stays it is tried another day.
  sparing.after = left === 'no-room' ? null : next
  sparing.tries = 0
}

/** Nothing leaves this disk that the server does not say it has, now, under the number and with the length that we know. */
async function leave(context: SyncContext, work: FolderWork, found: readonly Spareable[]): Promise<'well' | 'no-room'> {
  const { session, copy } = context
  if (session.openPath !== work.path) await catchUp(context, work)
  if (work.closed) return 'well'
  const said = new Map<number, number>()
  for (const set of uidSets(found.map(({ uid }) => uid), UID_SET_CHARS)) for (const [uid, size] of await sizesOf(session, set)) said.set(uid, size)
  // Whatever changed while the server was asked: a number stands for a message only together with the folder's validity.
  const here = new Map(copy.locate(found.map(({ messageId }) => messageId)).map(({ messageId, folderId, uid }) => [messageId, folderId === work.id ? uid : null]))
  const kept = found.filter(({ messageId, uid, size }) => here.get(messageId) === uid && said.get(uid) === size)
  try {
    if (kept.length > 0) copy.makeLean(kept.map(({ messageId }) => messageId))
    return 'well'
  } catch (error) {
    if (isDiskFull(error)) return 'no-room'
    throw error
  }
}

/** Fetches a message whose attachments were left on the server, and takes it in if it is the one that was left. */
export async function bringBack(context: SyncContext, folders: FolderBook, messageId: number): Promise<BringBackResult> {
  const { session, copy } = context
  const placeOf = () => copy.locate([messageId])[0]
  const work = folders.byId(placeOf()?.folderId ?? -1)
  if (work === undefined) return { kind: 'gone' }
  if (session.openPath !== work.path) await catchUp(context, work)
  if (work.closed) return { kind: 'closed' }
  const uid = placeOf()?.uid
  if (uid !== undefined && !copy.isLean(messageId)) return { kind: 'here' }
  const message = uid === undefined ? null : await fetchOne(context, uid)
  if (message === null) {
    // The next look takes it out of the copy, as whatever else is gone from the server.
    work.dirty = true
    return { kind: 'gone' }
  }
  try {
    const { kind } = copy.bringBack(messageId, message.raw, context.now())
    return { kind: kind === 'no-such-message' ? 'gone' : kind }
  } catch (error) {
    // There is no room for this one, which is no reason to stop everything else.
    if (isDiskFull(error)) return { kind: 'closed' }
    throw error
  }
}
