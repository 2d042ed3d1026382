import { UID_SET_CHARS } from '../../shared/limits.ts'
import type { Refusal } from './face.ts'
import { fetchFlags } from './fetch-flags.ts'
import { alreadyCopied } from './copied-before.ts'
import { SessionLost } from './problems.ts'
import { atom, codeIn, quoted, sequence, type Answer } from './raw-command.ts'
import type { Session } from './session.ts'
import { newestOf, parseUidSet, uidSets } from './uid-set.ts'

/**
 * Acts on messages of the open folder. A server's OK is not believed: without the right, STORE and EXPUNGE answer OK and do
 * nothing (RFC 4314 section 5.1.1 leaves them that), so each act looks afterwards whether it happened.
 */
export type ActOutcome = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly reason: Refusal }

const done: ActOutcome = { kind: 'done' }
const refused = (reason: Refusal): ActOutcome => ({ kind: 'refused', reason })

/** RFC 5530, RFC 3501 section 7.1 (TRYCREATE). */
export function refusalOf(answer: Exclude<Answer, { kind: 'ok' }>): Refusal {
  if (answer.kind === 'bad') return 'server-refused'
  switch (answer.code) {
    case 'NOPERM': case 'READ-ONLY': return 'no-right'
    case 'TRYCREATE': case 'NONEXISTENT': return 'folder-gone'
    case null: default: return 'server-refused'
  }
}

export interface FlagOutcome {
  readonly outcome: ActOutcome
  /** What the flags are now; messages that are gone are not in it. */
  readonly flags: ReadonlyMap<number, readonly string[]>
}

/** Sets or clears one flag. */
export async function storeFlag(session: Session, uids: readonly number[], change: { flag: string; on: boolean }): Promise<FlagOutcome> {
  const now = new Map<number, readonly string[]>()
  let outcome = done
  for (const set of uidSets(uids, UID_SET_CHARS)) {
    const answer = await store(session, set, change)
    if (answer.kind !== 'ok') outcome = refused(refusalOf(answer))
    const { flags } = await fetchFlags(session, set)
    for (const [uid, names] of flags) now.set(uid, names)
  }
  const wanted = change.flag.toLowerCase()
  const untouched = [...now.values()].some((names) => names.some((name) => name.toLowerCase() === wanted) !== change.on)
  return { outcome: outcome.kind === 'done' && untouched ? refused('no-right') : outcome, flags: now }
}

const store = (session: Session, set: string, { flag, on }: { flag: string; on: boolean }): Promise<Answer> =>
  session.command('UID STORE', [sequence(set), atom(`${on ? '+' : '-'}FLAGS.SILENT`), [atom(flag)]])

export interface MoveOutcome {
  readonly outcome: ActOutcome
  /** Old UID to new, as far as the server tells (RFC 4315 COPYUID). */
  readonly moved: ReadonlyMap<number, number>
  /** UIDs that are not in the folder any more. */
  readonly gone: readonly number[]
}

/** Moves messages of the open folder; by copying and removing where the server has no MOVE (RFC 6851). */
export async function moveMessages(session: Session, uids: readonly number[], target: string): Promise<MoveOutcome> {
  const moved = new Map<number, number>()
  let outcome = done
  for (const set of uidSets(uids, UID_SET_CHARS)) {
    const step = session.facts.move ? await moveSet(session, set, { target, moved }) : await copyAndRemove(session, set, { target, moved })
    if (step.kind === 'refused') outcome = step
  }
  // A MOVE that names the new UID has happened; a copy says nothing about the original.
  const left = await stillThere(session, session.facts.move ? uids.filter((uid) => !moved.has(uid)) : uids)
  const gone = uids.filter((uid) => !left.has(uid))
  return { outcome: outcome.kind === 'done' && left.size > 0 ? refused('no-right') : outcome, moved, gone }
}

interface MoveTo { readonly target: string; readonly moved: Map<number, number> }

async function moveSet(session: Session, set: string, { target, moved }: MoveTo): Promise<ActOutcome> {
  // Before the moved messages go, the server says in an untagged OK what became of them (RFC 6851 section 4.3).
  const answer = await session.command('UID MOVE', [sequence(set), quoted(session.wireName(target))], {
    OK: (words) => { readCopyUid(codeIn(words), moved) },
  })
  if (answer.kind === 'ok') readCopyUid(answer, moved)
  return answer.kind === 'ok' ? done : refused(refusalOf(answer))
}

async function copyAndRemove(session: Session, set: string, { target, moved }: MoveTo): Promise<ActOutcome> {
  const uids = newestOf(parseUidSet(set), UID_SET_CHARS)
  // An earlier try may have broken off between the copy and the removal: a second copy would stay for ever.
  const before = await alreadyCopied(session, uids, target)
  if (before.kind === 'lost') return refused('folder-gone')
  const lacking = uids.filter((uid) => !before.uids.has(uid))
  for (const part of uidSets(lacking, UID_SET_CHARS)) {
    const answer = await session.command('UID COPY', [sequence(part), quoted(session.wireName(target))])
    if (answer.kind !== 'ok') return refused(refusalOf(answer))
    readCopyUid(answer, moved)
  }
  return removeMessages(session, uids)
}

/** Removes messages of the open folder for good. */
export async function removeMessages(session: Session, uids: readonly number[]): Promise<ActOutcome> {
  for (const set of uidSets(uids, UID_SET_CHARS)) {
    const marked = await store(session, set, { flag: '\\Deleted', on: true })
    if (marked.kind !== 'ok') return refused(refusalOf(marked))
    const answer = session.facts.uidplus ? await session.command('UID EXPUNGE', [sequence(set)]) : await expungeOnly(session, uids)
    if (answer.kind !== 'ok') return refused(refusalOf(answer))
  }
  const left = await stillThere(session, uids)
  return left.size === 0 ? done : refused('no-right')
}

/**
 * Without UIDPLUS an EXPUNGE takes everything that is marked as deleted, also what another program only marked. Those lose
 * their mark for a moment: a break in between leaves a message too many, never one too few.
 */
async function expungeOnly(session: Session, uids: readonly number[]): Promise<Answer> {
  const marked = await session.run((client) => client.search({ deleted: true }, { uid: true }))
  if (!Array.isArray(marked)) throw new SessionLost('garbled')
  const ours = new Set(uids)
  const others = uidSets(marked.filter((uid) => !ours.has(uid)), UID_SET_CHARS)
  for (const set of others) await store(session, set, { flag: '\\Deleted', on: false })
  const answer = await session.command('EXPUNGE', [])
  for (const set of others) await store(session, set, { flag: '\\Deleted', on: true })
  return answer
}

async function stillThere(session: Session, uids: readonly number[]): Promise<ReadonlySet<number>> {
  const left = new Set<number>()
  for (const set of uidSets(uids, UID_SET_CHARS)) {
    const found = await session.run((client) => client.search({ uid: set }, { uid: true }))
    if (!Array.isArray(found)) throw new SessionLost('garbled')
    for (const uid of found) left.add(uid)
  }
  return left
}

/** `COPYUID <validity> <from> <to>`: the sets name the messages in the same order (RFC 4315 section 3). */
function readCopyUid({ code, words }: { code: string | null; words: readonly string[] }, moved: Map<number, number>): void {
  if (code !== 'COPYUID') return
  const from = inOrder(words[1] ?? '')
  const to = inOrder(words[2] ?? '')
  if (from.length !== to.length) return
  from.forEach((uid, index) => moved.set(uid, to[index] ?? uid))
}

/** A set in the order in which it is written; sizes that no command of ours could have named give nothing. */
function inOrder(text: string): number[] {
  const uids: number[] = []
  for (const part of text.split(',')) {
    const some = newestOf(parseUidSet(part), UID_SET_CHARS + 1).reverse()
    if (uids.length + some.length > UID_SET_CHARS) return []
    const [first = 0, last = first] = part.split(':').map(Number)
    uids.push(...(first > last ? some.reverse() : some))
  }
  return uids
}
