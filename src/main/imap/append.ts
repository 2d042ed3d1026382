import { removeMessages } from './acts.ts'
import { messageIdIn } from './copied-before.ts'
import type { AppendOptions, AppendResult, Refusal } from './face.ts'
import { SLOWEST_UPLOAD_BYTES_PER_MS } from '../../shared/limits.ts'
import type { ServerTime } from '../../shared/norm/checked-clock.ts'
import { SessionLost } from './problems.ts'
import type { Session } from './session.ts'

export interface Upload {
  readonly raw: Uint8Array
  readonly options: AppendOptions
}

type Appended = Extract<AppendResult, { kind: 'appended' | 'refused' }>

/**
 * Puts a message into a folder. When an earlier try got there before it was cut off, a message with the same Message-ID is in
 * the folder already: then nothing is sent. An earlier version goes only once the new one is in.
 */
export async function append(session: Session, path: string, { raw, options }: Upload): Promise<Omit<Extract<Appended, { kind: 'appended' }>, 'created'> | Extract<Appended, { kind: 'refused' }>> {
  const opened = await session.select(path)
  if (opened.kind !== 'selected') return { kind: 'refused', reason: opened.kind === 'gone' ? 'folder-gone' : 'no-right' }
  const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.byteLength, HEAD_BYTES)).toString('latin1')
  const id = messageIdIn(head)
  const known = id === null ? null : await newestWithId(session, id, head)
  const before = Date.now()
  const put = known === null ? await upload(session, path, { raw, options }) : { kind: 'put' as const, uid: known }
  if (put.kind === 'refused') return put
  const after = Date.now()
  // A server without UIDPLUS does not say where it put it.
  const uid = put.uid ?? (id === null ? null : (await uidsWithId(session, id, null)).at(-1) ?? null)
  const time = known === null && uid !== null ? await serverTime(session, uid, { before, after }) : null
  if (options.replaces !== null && options.replaces !== id) await removeById(session, options.replaces)
  return { kind: 'appended', path, uid, already: known !== null, time }
}

/** INTERNALDATE of what was just put in without one is the server's clock (RFC 3501 section 6.3.11). */
async function serverTime(session: Session, uid: number, moments: Omit<ServerTime, 'server'>): Promise<ServerTime | null> {
  const found = await session.run((client) => client.fetchOne(String(uid), { uid: true, internalDate: true }, { uid: true }))
  const date = found === false ? undefined : found?.internalDate
  return date === undefined ? null : { server: new Date(date).getTime(), ...moments }
}

/** Our own messages have their Message-ID within this. */
const HEAD_BYTES = 65_536

/** Puts a message in without looking whether it is there; a refusal is a value. */
export async function upload(session: Session, path: string, { raw, options }: Upload): Promise<{ kind: 'put'; uid: number | null } | Extract<Appended, { kind: 'refused' }>> {
  const content = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  return session.run(async (client) => {
    try {
      const answer = await client.append(path, content, [...options.flags])
      if (answer === false) throw new SessionLost('dropped')
      return { kind: 'put' as const, uid: answer.uid ?? null }
    } catch (error) {
      const reason = refusalIn(error)
      if (reason === null) throw error
      return { kind: 'refused' as const, reason }
    }
  }, Math.ceil(content.length / SLOWEST_UPLOAD_BYTES_PER_MS))
}

/** RFC 5530, RFC 7889 (APPENDLIMIT), RFC 9051 section 7.1 (TOOBIG by way of LIMIT). Null: not a refusal. */
function refusalIn(error: unknown): Refusal | 'too-large' | 'over-quota' | null {
  if (typeof error !== 'object' || error === null) return null
  const code = 'serverResponseCode' in error ? error.serverResponseCode : null
  switch (code) {
    case 'APPENDLIMIT': case 'TOOBIG': return 'too-large'
    case 'OVERQUOTA': return 'over-quota'
    case 'NOPERM': return 'no-right'
    case 'TRYCREATE': case 'NONEXISTENT': return 'folder-gone'
    default: return 'responseStatus' in error && error.responseStatus === 'NO' ? 'server-refused' : null
  }
}

/** Only as far back as the message is old: a server without an index reads the head of every message that it searches. */
async function newestWithId(session: Session, messageIdHeader: string, head: string): Promise<number | null> {
  const uids = await uidsWithId(session, messageIdHeader, dateIn(head))
  return uids.at(-1) ?? null
}

const DAY_MS = 86_400_000

/** The day before the message's Date field; INTERNALDATE is never earlier, give or take a time zone. */
function dateIn(head: string): Date | null {
  const at = Date.parse(/^date:\s*([^\r\n]+)/im.exec(head)?.[1] ?? '')
  return Number.isNaN(at) ? null : new Date(at - DAY_MS)
}

async function uidsWithId(session: Session, messageIdHeader: string, since: Date | null): Promise<number[]> {
  const found = await session.run((client) =>
    client.search({ header: { 'message-id': messageIdHeader }, deleted: false, ...(since === null ? {} : { since }) }, { uid: true }))
  if (!Array.isArray(found)) throw new SessionLost('garbled')
  return found
}

async function removeById(session: Session, messageIdHeader: string): Promise<{ kind: 'gone' } | { kind: 'refused'; reason: Refusal }> {
  const uids = await uidsWithId(session, messageIdHeader, null)
  if (uids.length === 0) return { kind: 'gone' }
  const outcome = await removeMessages(session, uids)
  return outcome.kind === 'done' ? { kind: 'gone' } : outcome
}

/** Removes the messages with this Message-ID from a folder; none there is as good. */
export async function discard(session: Session, path: string, messageIdHeader: string): Promise<{ kind: 'gone' } | { kind: 'refused'; reason: Refusal }> {
  const opened = await session.select(path)
  if (opened.kind !== 'selected') return opened.kind === 'gone' ? { kind: 'gone' } : { kind: 'refused', reason: 'no-right' }
  return removeById(session, messageIdHeader)
}
