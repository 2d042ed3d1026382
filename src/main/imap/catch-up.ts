import type { MailboxObject } from 'imapflow'
import { FLAG_COMPARE_MESSAGES, FLAG_COMPARE_MS, FOLDER_MESSAGES_MAX } from '../../shared/limits.ts'
import { fetchFlags, searchUids } from './fetch-flags.ts'
import type { FolderWork } from './folder-work.ts'
import { startMeasuring } from './measuring.ts'
import type { MailboxWriter } from '../mailbox/mailbox.ts'
import type { Session } from './session.ts'
import { newestOf, outside, within, type UidRange } from './uid-set.ts'
import { withheldOf } from './withheld.ts'

export interface SyncContext {
  readonly session: Session
  readonly copy: MailboxWriter
  readonly now: () => number
}

/** What a look at a folder brought: UIDs that came since the last look (none on the first). */
export type CaughtUp = { readonly kind: 'looked'; readonly arrived: readonly number[] } | { readonly kind: 'closed' }

/**
 * Brings the copy of a folder in step: changed flags, what is gone, and which messages have to be fetched. Fetching them is
 * another step, so that an act of the person can go in between.
 */
export async function catchUp(context: SyncContext, work: FolderWork): Promise<CaughtUp> {
  const { session } = context
  // Before asking: what happens while we look makes it dirty again.
  work.dirty = false
  const selected = await session.select(work.path)
  if (selected.kind !== 'selected' || !work.rights.read) {
    work.closed = true
    return { kind: 'closed' }
  }
  const { mailbox } = selected
  // The library moves these on as it hears more; what we have caught up with is what they were at the start.
  // UIDs may only go up (RFC 9051 section 2.3.1.1): a server that went back in time may have given some of them to other messages.
  if (work.state.uidNext !== null && Number(mailbox.uidValidity) === work.state.uidValidity && mailbox.uidNext < work.state.uidNext) work.measuring ??= startMeasuring()
  const seen = { exists: mailbox.exists, modseq: modseqOf(session, mailbox), next: mailbox.uidNext }
  checkValidity(context, work, mailbox)
  await takeWithheld(context, work)
  if (seen.exists === 0) takeRemovals(context.copy, work, [...work.known])
  await takeChanges(context, work, seen.modseq)
  const arrived = await findMissing(session, work, seen.next)
  if (work.expected !== seen.exists) await compareUids(context, work)
  save(context, work, { highestModseq: seen.modseq })
  return { kind: 'looked', arrived }
}

const modseqOf = (session: Session, { highestModseq, noModseq }: MailboxObject): bigint | null =>
  session.facts.condstore && noModseq !== true ? highestModseq ?? null : null

function checkValidity({ copy }: SyncContext, work: FolderWork, mailbox: MailboxObject): void {
  const uidValidity = Number(mailbox.uidValidity)
  if (work.state.uidValidity === uidValidity) return
  if (work.state.uidValidity !== null) copy.resetFolder(work.id, uidValidity)
  copy.saveFolderState(work.id, { uidValidity, uidNext: null, highestModseq: null, complete: false })
  work.startAfresh({ ...work.state, uidValidity, uidNext: null, highestModseq: null, complete: false })
}

/** Flags and removals since the last look: from the server's own account of them (RFC 7162), or by comparing all. */
async function takeChanges(context: SyncContext, work: FolderWork, modseq: bigint | null): Promise<void> {
  const { session, copy, now } = context
  const since = work.state.highestModseq
  if (work.known.size === 0) work.comparedAt = now()
  if (work.known.size === 0 || (modseq !== null && modseq === since)) return
  if (modseq === null || since === null) {
    if (work.compare === null && now() - work.comparedAt >= FLAG_COMPARE_MS) startComparing(context, work)
    return
  }
  const { flags, vanished } = await fetchFlags(session, '1:*', since)
  takeFlags(copy, work, flags)
  takeRemovals(copy, work, [...work.known].filter((uid) => within(uid, vanished)))
}

function takeFlags(copy: MailboxWriter, work: FolderWork, flags: ReadonlyMap<number, readonly string[]>): void {
  const changes = [...flags].filter(([uid]) => work.known.has(uid)).map(([uid, now]) => ({ uid, flags: now }))
  if (changes.length > 0) copy.updateFlags(work.id, changes)
}

/** These are not on the server: nor are they in the copy afterwards. */
export function takeRemovals(copy: MailboxWriter, work: FolderWork, uids: readonly number[]): void {
  if (uids.length > 0) copy.expunge(work.id, uids)
  work.gone(uids)
}

/**
 * Which messages we lack. On the first look at an unfinished copy all of them are asked for, later only those that the server
 * numbered since. Gives those that came after the last look.
 */
async function findMissing(session: Session, work: FolderWork, uidNext: number | undefined): Promise<readonly number[]> {
  const isFirstLook = work.missing === null
  const isUnfinished = isFirstLook && !work.state.complete
  const from = isUnfinished ? 1 : isFirstLook ? work.state.uidNext ?? 1 : work.serverNext
  work.missing ??= []
  work.serverNext = Math.max(uidNext ?? 1, from)
  if (uidNext !== undefined && uidNext <= from && !isUnfinished) return []
  const ranges = await searchUids(session, from)
  const lacking = newestOf(ranges, FOLDER_MESSAGES_MAX).filter((uid) => !work.known.has(uid) && !work.isLeftOut(uid))
  await addMissing(session, work, lacking)
  work.serverNext = Math.max(work.serverNext, (ranges.at(-1)?.last ?? 0) + 1)
  work.newFrom ??= work.serverNext
  return isUnfinished ? [] : lacking.filter((uid) => !work.isLeftOut(uid))
}

/** What may not be read here stays there. */
async function addMissing(session: Session, work: FolderWork, uids: readonly number[]): Promise<void> {
  work.withhold(await withheldOf(session, work.limits, uids))
  const allowed = uids.filter((uid) => !work.isLeftOut(uid))
  work.missing = [...new Set([...(work.missing ?? []), ...allowed])].sort((a, b) => a - b)
}

/** What the limits of a folder of somebody else keep out leaves the copy (FM-06, FM-08). */
async function takeWithheld({ session, copy }: SyncContext, work: FolderWork): Promise<void> {
  if (work.isJudged) return
  const withheld = await withheldOf(session, work.limits, [...work.known])
  if (withheld.length > 0) copy.expunge(work.id, withheld)
  work.withhold(withheld)
  work.missing = null
  work.isJudged = true
}

/** The counts do not agree: something went unseen, so all UIDs are compared. */
async function compareUids({ session, copy }: SyncContext, work: FolderWork): Promise<void> {
  const ranges: readonly UidRange[] = await searchUids(session)
  takeRemovals(copy, work, outside(work.known, ranges))
  work.missing = (work.missing ?? []).filter((uid) => within(uid, ranges))
  await addMissing(session, work, newestOf(ranges, FOLDER_MESSAGES_MAX).filter((uid) => !work.known.has(uid) && !work.isLeftOut(uid)))
}

/** Remembers how far we are. The next UID only once nothing below it is lacking: a crash must not make us skip any. */
export function save({ copy }: SyncContext, work: FolderWork, change: { highestModseq?: bigint | null } = {}): void {
  const next = {
    ...work.state, ...change,
    ...(work.isWhole ? { complete: true, uidNext: work.serverNext } : {}),
  }
  const { state } = work
  if (next.highestModseq === state.highestModseq && next.uidNext === state.uidNext && next.complete === state.complete) return
  work.state = next
  copy.saveFolderState(work.id, { highestModseq: next.highestModseq, uidNext: next.uidNext, complete: next.complete })
}

function startComparing({ copy, now }: SyncContext, work: FolderWork): void {
  work.compare = { below: Number.MAX_SAFE_INTEGER, flags: copy.flagsOf(work.id) }
  work.comparedAt = now()
}

/** Without CONDSTORE: compares the flags of the next newest messages, and sees which are gone. */
export async function compareSome(context: SyncContext, work: FolderWork): Promise<void> {
  const { session, copy } = context
  const { compare } = work
  if (compare === null) return
  if (session.openPath !== work.path && (await session.select(work.path)).kind !== 'selected') {
    work.compare = null
    return
  }
  const some = [...work.known].filter((uid) => uid < compare.below).sort((a, b) => b - a).slice(0, FLAG_COMPARE_MESSAGES)
  const [highest] = some
  const lowest = some.at(-1)
  if (highest === undefined || lowest === undefined) {
    work.compare = null
    return
  }
  const { flags } = await fetchFlags(session, `${lowest}:${highest}`)
  takeFlags(copy, work, new Map([...flags].filter(([uid, now]) => !sameFlags(now, compare.flags.get(uid)))))
  takeRemovals(copy, work, some.filter((uid) => !flags.has(uid)))
  compare.below = lowest
}

const asText = (flags: readonly string[]): string => flags.map((flag) => flag.toLowerCase()).sort().join(' ')
const sameFlags = (a: readonly string[], b: readonly string[] | undefined): boolean => b !== undefined && asText(a) === asText(b)
