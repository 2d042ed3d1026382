import { UID_SET_CHARS } from '../../shared/limits.ts'
import { searchUids } from './fetch-flags.ts'
import type { Session } from './session.ts'
import { newestOf, uidSets } from './uid-set.ts'

/** Messages that arrive in a folder while a copy into it was broken off: far more than a practice receives in that time. */
const OTHERS_ON_TOP = 200

/**
 * Which of these messages of the open folder are among the newest of another one already: the same Message-ID and the same
 * size. `lost`: one of the folders cannot be opened. Afterwards the folder that was open is open again.
 */
export async function alreadyCopied(session: Session, uids: readonly number[], target: string): Promise<{ kind: 'known'; uids: ReadonlySet<number> } | { kind: 'lost' }> {
  const source = session.openPath
  if (source === null) return { kind: 'lost' }
  const ours = await fingerprints(session, uids)
  if ((await session.select(target)).kind !== 'selected') return { kind: 'lost' }
  const newest = newestOf(await searchUids(session), uids.length * 2 + OTHERS_ON_TOP)
  const theirs = new Set((await fingerprints(session, newest)).values())
  if ((await session.select(source)).kind !== 'selected') return { kind: 'lost' }
  return { kind: 'known', uids: new Set([...ours].filter(([, print]) => theirs.has(print)).map(([uid]) => uid)) }
}

/** Without a Message-ID there is nothing to know a message by: it is then copied. */
async function fingerprints(session: Session, uids: readonly number[]): Promise<Map<number, string>> {
  const prints = new Map<number, string>()
  for (const set of uidSets(uids, UID_SET_CHARS)) {
    for await (const { uid, size, headers } of session.fetch(set, { uid: true, size: true, headers: ['message-id'] })) {
      const id = messageIdIn(headers?.toString('latin1') ?? '')
      if (id !== null) prints.set(uid, `${size ?? 0} ${id}`)
    }
  }
  return prints
}

/** The Message-ID field's value with its brackets, unfolded (RFC 5322 section 3.6.4); null without one. */
export const messageIdIn = (head: string): string | null => /^message-id:\s*(<[^<>\r\n]+>)/im.exec(head)?.[1] ?? null
