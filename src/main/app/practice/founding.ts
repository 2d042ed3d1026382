import { append } from '../../imap/append.ts'
import { searchUids } from '../../imap/fetch-flags.ts'
import type { AccountConnection } from '../../imap/face.ts'
import { SessionLost } from '../../imap/problems.ts'
import type { Session as ImapSession } from '../../imap/session.ts'
import type { UidRange } from '../../imap/uid-set.ts'
import { fetchMessages } from '../../practice/line/fetch-messages.ts'
import { readEnvelope, writeEnvelope } from '../../practice/line/envelope.ts'
import { readSigned, signedBody, type SignedEvent } from '../../practice/register/signed-event.ts'
import { registerFolders } from '../../practice/rights/find-register.ts'
import { foundRegisterFolder, type Unkept } from '../../practice/rights/register-folder.ts'

export interface FoundingFolder {
  readonly path: string
  readonly unkept: readonly Unkept[]
}

export type Founded =
  | { readonly kind: 'founded'; readonly folder: FoundingFolder; /** Ours: of an earlier try where that got there and broke off. */ readonly event: SignedEvent }
  /** Somebody's founding lies in that folder and was there first: the lowest number counts. */
  | { readonly kind: 'already-founded' }
  | { readonly kind: 'cannot-share' | 'no-right' }

interface Founding { readonly connection: AccountConnection; readonly members: readonly string[]; readonly event: SignedEvent; readonly from: string }

/**
 * Puts the founding event into the register's folder, made for it where it was not there, and reads back whether it is the first:
 * of two founders at once the one whose message the server numbered lower has founded the practice.
 */
export async function putFounding(session: ImapSession, { connection, members, event, from }: Founding): Promise<Founded> {
  // A register that this login is shown is the practice's: it is joined, not founded beside.
  for (const path of await registerFolders(session)) {
    const first = await firstFounding(session, connection, path)
    if (first !== null) return first.key === event.key ? { kind: 'founded', folder: { path, unkept: [] }, event: first } : { kind: 'already-founded' }
  }
  const folder = await foundRegisterFolder(session, { keeper: connection.user, members })
  if (folder.kind === 'cannot-share') return { kind: 'cannot-share' }
  if (folder.kind === 'refused') return { kind: 'no-right' }
  const { path } = folder
  const { raw } = writeEnvelope({ kind: 'event', hash: event.checked.hash, from, at: event.checked.event.at, body: signedBody(event) })
  const put = await append(session, path, { raw, options: { flags: [], replaces: null } })
  if (put.kind === 'refused') return { kind: 'no-right' }
  const first = await firstFounding(session, connection, path)
  return first?.key === event.key ? { kind: 'founded', folder: { path, unkept: folder.unkept }, event: first } : { kind: 'already-founded' }
}

/** The founding event with the lowest number in the folder; null when there is none. */
export async function firstFounding(session: ImapSession, login: AccountConnection, path: string): Promise<SignedEvent | null> {
  const selected = await session.select(path, { readOnly: true })
  if (selected.kind !== 'selected') throw new SessionLost('garbled')
  const uids = lowestOf(session.openCount === 0 ? [] : await searchUids(session))
  const from = { session, login, folder: path, uidValidity: Number(selected.mailbox.uidValidity), signal: new AbortController().signal }
  for await (const { messages } of fetchMessages(from, uids)) {
    for (const message of messages) {
      const enclosed = message.kind === 'whole' ? readEnvelope(message.raw) : { kind: 'none' as const }
      const read = enclosed.kind === 'event' ? readSigned(enclosed.body) : null
      if (read?.kind === 'signed' && read.signed.checked.event.kind === 'founded') return read.signed
    }
  }
  return null
}

/** A founding is among the first messages of its folder; beyond these it is none. */
const FOUNDINGS_AMONG = 1_000

/** The lowest numbers of the ranges, upwards. */
function lowestOf(ranges: readonly UidRange[]): number[] {
  const uids: number[] = []
  for (const { first, last } of ranges) {
    for (let uid = first; uid <= last && uids.length < FOUNDINGS_AMONG; uid += 1) uids.push(uid)
  }
  return uids
}
