import type { ImapAttribute, ImapAttributeList } from 'imapflow'
import { catchUp, type SyncContext } from './catch-up.ts'
import { fetchOne } from './copy-batch.ts'
import type { Measured } from './face.ts'
import type { FolderWork } from './folder-work.ts'
import { MEASURED_AT_ONCE, MEASURE_PROBES } from './limits.ts'
import { NOTHING_MEASURED, together, type Measuring } from './measuring.ts'
import { atom, sequence, textOf } from './raw-command.ts'
import type { Session } from './session.ts'
import { FETCH_TRIES, PIECE_BYTES, WHOLE_MESSAGE_BYTES } from '../../shared/limits.ts'

/**
 * A step of comparing what we have of a folder with what the server says of it (RFC822.SIZE), short enough for an act of the person
 * to go in between. What turns out to be otherwise on the server comes in anew; what the server only says otherwise stays. Gives
 * what was found once the folder is done, null before.
 */
export async function measureSome(context: SyncContext, work: FolderWork): Promise<Measured | null> {
  if (context.session.openPath !== work.path) await catchUp(context, work)
  const { measuring } = work
  if (work.closed || measuring === null) return null
  return measureOpen(context, work, measuring)
}

/** The same of the folder that is open. */
export async function measureOpen(context: SyncContext, work: Pick<FolderWork, 'id' | 'known' | 'measuring'>, measuring: Measuring): Promise<Measured | null> {
  const suspect = measuring.suspects.at(-1)
  measuring.tries += 1
  if (suspect !== undefined) await judge(context, work, { measuring, uid: suspect })
  else if (!await compareSome(context, work, measuring)) {
    work.measuring = null
    return measuring.found
  }
  // Only now: when the line broke in between, it counts on the next session.
  measuring.tries = 0
  return null
}

/** False: all were compared. */
async function compareSome({ session, copy }: SyncContext, work: Pick<FolderWork, 'id' | 'known'>, measuring: Measuring): Promise<boolean> {
  const some = [...work.known].filter((uid) => uid < measuring.below).sort((a, b) => b - a).slice(0, MEASURED_AT_ONCE)
  const [highest] = some
  const lowest = some.at(-1)
  if (highest === undefined || lowest === undefined) return false
  const said = isGivenUp(measuring) ? new Map<number, number>() : await sizesOf(session, `${lowest}:${highest}`)
  const ours = copy.sizesOf(work.id, { from: lowest, to: highest })
  for (const [uid, size] of ours) {
    const other = said.get(uid)
    if (other === undefined) continue
    // Of what is too long to be here as a whole only the beginning is; what is here and is no beginning is not given up for it.
    const isTooLong = other > WHOLE_MESSAGE_BYTES
    measuring.found = together(measuring.found, { ...NOTHING_MEASURED, compared: 1, untrue: isTooLong && size !== PIECE_BYTES ? 1 : 0 })
    if (other !== size && !isTooLong) measuring.suspects.push(uid)
  }
  measuring.below = lowest
  return true
}

const isGivenUp = ({ tries }: Measuring): boolean => tries > FETCH_TRIES

/** Fetched once more: what we have is only given up for something else that has come whole. */
async function judge(context: SyncContext, { id, known }: Pick<FolderWork, 'id' | 'known'>, { measuring, uid }: { measuring: Measuring; uid: number }): Promise<void> {
  const ours = context.copy.sizesOf(id, { from: uid, to: uid }).get(uid)
  const message = ours === undefined || !known.has(uid) || isGivenUp(measuring) ? null : await fetchOne(context, uid)
  const isOther = message !== null && message.raw.length > 0 && message.raw.length !== ours
  if (isOther) context.copy.replaceMessage(id, message)
  // Only now: when the line breaks in between, it is tried again on the next session.
  measuring.suspects.pop()
  measuring.found = together(measuring.found, isOther ? { ...NOTHING_MEASURED, fetchedAgain: 1 } : { ...NOTHING_MEASURED, untrue: 1 })
  const { fetchedAgain, untrue } = measuring.found
  if (fetchedAgain > 0 || untrue < MEASURE_PROBES) return
  // Servers that are wrong about one are wrong about thousands: nobody is helped by fetching all of them every week.
  measuring.found = { ...measuring.found, untrue: untrue + measuring.suspects.length }
  measuring.suspects.length = 0
}

/** What the server says of each; nothing of those that it says no number of, and of none where it refuses. */
export async function sizesOf(session: Session, set: string): Promise<ReadonlyMap<number, number>> {
  const sizes = new Map<number, number>()
  await session.command('UID FETCH', [sequence(set), [atom('UID'), atom('RFC822.SIZE')]], {
    FETCH: (words) => {
      const found = uidAndSize(words)
      if (found !== null) sizes.set(found.uid, found.size)
    },
  })
  return sizes
}

/** From `FETCH (UID 7 RFC822.SIZE 4096)`. */
export function uidAndSize(words: ImapAttributeList): { uid: number; size: number } | null {
  const [, items] = words
  if (!Array.isArray(items)) return null
  const numbers = new Map(items.flatMap((item: ImapAttribute, index): [string, number][] => {
    const value = textOf(items[index + 1])
    return index % 2 === 0 && /^\d{1,15}$/.test(value) ? [[textOf(item).toUpperCase(), Number(value)]] : []
  }))
  const [uid, size] = [numbers.get('UID'), numbers.get('RFC822.SIZE')]
  return uid === undefined || size === undefined ? null : { uid, size }
}
