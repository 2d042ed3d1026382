import type { ImapAttribute, ImapAttributeList } from 'imapflow'
import { SessionLost } from './problems.ts'
import { atom, sequence, textOf, type Token } from './raw-command.ts'
import type { Session } from './session.ts'
import { parseUidSet, type UidRange } from './uid-set.ts'

export interface FlagNews {
  readonly flags: ReadonlyMap<number, readonly string[]>
  /** UIDs that are gone, as ranges: a server may name all that ever were. */
  readonly vanished: readonly UidRange[]
}

/**
 * Flags of a set of messages in the open folder. `since`: only what changed after that mod-sequence (RFC 7162 section
 * 3.1.4), with what vanished where the server has QRESYNC (section 3.2.6).
 */
export async function fetchFlags(session: Session, set: string, since: bigint | null = null): Promise<FlagNews> {
  const flags = new Map<number, readonly string[]>()
  const vanished: UidRange[] = []
  const answer = await session.command('UID FETCH', [sequence(set), [atom('UID'), atom('FLAGS')], ...modifiers(session, since)], {
    FETCH: (words) => {
      const found = uidAndFlags(words)
      if (found !== null) flags.set(found.uid, found.flags)
    },
    VANISHED: (words) => { vanished.push(...parseUidSet(textOf(words.at(-1)))) },
  })
  if (answer.kind !== 'ok') throw new SessionLost('garbled')
  return { flags, vanished }
}

function modifiers(session: Session, since: bigint | null): Token[] {
  if (since === null) return []
  return [[atom('CHANGEDSINCE'), atom(String(since)), ...(session.facts.qresync ? [atom('VANISHED')] : [])]]
}

/** From `FETCH (UID 7 FLAGS (\Seen) ...)`. `\Recent` belongs to a session, not to a message. */
export function uidAndFlags(words: ImapAttributeList): { uid: number; flags: readonly string[] } | null {
  const [, items] = words
  if (!Array.isArray(items)) return null
  let uid = 0
  let flags: readonly string[] | null = null
  for (let index = 0; index + 1 < items.length; index += 2) {
    const name = textOf(items[index]).toUpperCase()
    const value: ImapAttribute | undefined = items[index + 1]
    if (name === 'UID' && /^\d{1,10}$/.test(textOf(value))) uid = Number(textOf(value))
    if (name === 'FLAGS' && Array.isArray(value)) flags = value.map(textOf).filter((flag) => flag !== '' && flag.toLowerCase() !== '\\recent')
  }
  return uid === 0 || flags === null ? null : { uid, flags }
}

/**
 * All UIDs of the open folder from `from` upwards, as ranges: with ESEARCH (RFC 4731) the answer stays small however many they
 * are. A server that first counts messages and then names none is not believed: everything that we have would go.
 */
export async function searchUids(session: Session, from = 1): Promise<readonly UidRange[]> {
  const ranges = await searched(session, from <= 1 ? [atom('ALL')] : [atom('UID'), sequence(`${from}:*`)])
  if (from <= 1 && ranges.length === 0 && session.openCount > 0) throw new SessionLost('garbled')
  // `n:*` names the last message even when it lies below n (RFC 3501 section 6.4.8).
  return ranges.filter(({ last }) => last >= from).map(({ first, last }) => ({ first: Math.max(first, from), last }))
}

/** UIDs of what the server received on or after the day of `since` (RFC 3501 section 6.4.4), a day early for its time zone. */
export function searchSince(session: Session, since: number): Promise<readonly UidRange[]> {
  const day = new Date(since - DAY_MS)
  const date = `${day.getUTCDate()}-${MONTHS[day.getUTCMonth()] ?? 'Jan'}-${day.getUTCFullYear()}`
  return searched(session, [atom('SINCE'), atom(date)])
}

const DAY_MS = 24 * 60 * 60 * 1000
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

async function searched(session: Session, wanted: readonly Token[]): Promise<readonly UidRange[]> {
  const lists: string[] = []
  const answer = await session.command('UID SEARCH', session.facts.esearch ? [atom('RETURN'), [atom('ALL')], ...wanted] : wanted, {
    SEARCH: (words) => { lists.push(words.map(textOf).join(',')) },
    ESEARCH: (words) => { lists.push(allOf(words)) },
  })
  if (answer.kind !== 'ok') throw new SessionLost('garbled')
  return parseUidSet(lists.join(','))
}

/** From `ESEARCH (TAG "A1") UID ALL 1:4,7`; without `ALL` nothing was found. */
function allOf(words: ImapAttributeList): string {
  const at = words.findIndex((word) => textOf(word).toUpperCase() === 'ALL')
  return at < 0 ? '' : textOf(words[at + 1])
}
