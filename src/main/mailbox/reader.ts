import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { CONVERSATION_ROWS, WRITTEN_LOOKED_AT } from '../../shared/limits.ts'
import type { Folder, MessageRow } from '../../shared/contract/mail.ts'
import type { VerdictState } from '../../shared/contract/values.ts'
import { asciiLowerCase, domainOf } from '../../shared/mail/address.ts'
import { cacheMigrations, openDatabase } from '../store/store.ts'
import type { Database, OpenOutcome, Statement } from '../store/store.ts'
import { completeAddress, type Correspondent } from './address-book.ts'
import { rightsOf } from './folder-rights.ts'
import { ANSWERED, FLAGGED, SEEN } from './message-flags.ts'
import { unpackPeople } from './message-people.ts'
import type { MessagePeople } from './message-people.ts'
import { fattened } from './lean.ts'
import type { Cut } from './lean.ts'
import { MessageRows, RECEIVED_VERDICT } from './message-rows.ts'
import { firstRowId } from './row-id.ts'
import { Searcher, type Search } from './search.ts'
import { SegmentReader } from './segment-files.ts'
import { textKey } from './text-key.ts'

export interface ReaderOptions {
  readonly directory: string
  readonly cacheKey: Uint8Array
  readonly segmentKey: Uint8Array
}

/** What is known of a message without its raw bytes. */
export interface MessageHeader extends MessagePeople {
  readonly id: number
  readonly accountId: string
  readonly folderId: number
  readonly subject: string
  readonly sentAt: number | null
  readonly receivedAt: number
  readonly sizeBytes: number
  readonly seen: boolean
  readonly flagged: boolean
  readonly answered: boolean
  readonly verdict: VerdictState | null
  /** Names the frozen verdict; null while there is none. */
  readonly digest: Uint8Array | null
}

/** A received message that has no frozen verdict yet. */
export interface Unassessed {
  readonly id: number
  readonly accountId: string
  readonly receivedAt: number
  readonly sizeBytes: number
}

/** How the server itself names a message (RFC 9051 section 2.3.1.1): holds also when the cache was built anew. */
export interface MessagePlace {
  readonly path: string
  readonly uidValidity: number
  readonly uid: number
}

/** `damaged` and `missing` mend themselves once the writer has been told: the message is fetched again. */
export type RawOutcome =
  | { kind: 'raw'; raw: Uint8Array }
  /** Its large attachments are on the server: every part stands where it stood, and the cut ones are filling. */
  | { kind: 'lean'; raw: Uint8Array; cuts: readonly Cut[] }
  | { kind: 'no-such-message' }
  | { kind: 'missing' }
  | { kind: 'damaged' }

export type OpenReaderOutcome = { kind: 'open'; reader: MailboxReader } | Exclude<OpenOutcome, { kind: 'open' }>

/**
 * Opens the mail of all accounts for reading, making the database when there is none yet. Several threads may each have a
 * reader beside the one writer; none waits for another.
 */
export function openMailboxReader(options: ReaderOptions): OpenReaderOutcome {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 })
  const file = path.join(options.directory, 'cache.db')
  const shared = { file, key: options.cacheKey, migrations: cacheMigrations, durability: 'normal' } as const
  // A first start or an update: the schema must be there before the writer's thread is.
  const prepared = openDatabase({ ...shared, mode: 'write' })
  if (prepared.kind !== 'open') return prepared
  const outcome = openDatabase({ ...shared, mode: 'read' })
  prepared.database.close()
  return outcome.kind === 'open' ? { kind: 'open', reader: new MailboxReader(outcome.database, options) } : outcome
}

type StoredFolder = Omit<Folder, 'rights' | 'shared'> & { shared: number; rights: number }
type StoredHeader = Omit<MessageHeader, keyof MessagePeople | 'seen' | 'flagged' | 'answered'> & { flags: number; people: string }

export class MailboxReader {
  readonly #database: Database
  readonly #options: ReaderOptions
  readonly #segments: SegmentReader
  readonly #rows: MessageRows
  readonly #searcher: Searcher
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Database, options: ReaderOptions) {
    this.#database = database
    this.#options = options
    this.#segments = new SegmentReader(options.directory, options.segmentKey)
    this.#rows = new MessageRows(database)
    this.#searcher = new Searcher(database)
    this.#sql = prepare(database)
  }

  folders(): Folder[] {
    return this.#sql.folders.all().map(({ shared, rights, ...folder }) => ({ ...folder, shared: shared === 1, rights: rightsOf(rights) }))
  }

  /** A window of the list, newest first; null when there is no such folder. */
  rows(folderId: number, window: { offset: number; limit: number }): { total: number; rows: MessageRow[] } | null {
    return this.#together(() => {
      const total = this.#sql.total.get(folderId)
      if (total === undefined) return null
      return { total, rows: this.#rows.of(this.#window(folderId, total, window)) }
    })
  }

  /** Messages of a folder that came since then and were not answered, the newest first, no more than so many. */
  unanswered(folderId: number, { since, limit }: { since: number; limit: number }): number[] {
    return this.#sql.unanswered.all(folderId, firstRowId(since, 0), limit)
  }

  /** As a list shows them, in this order; what is not there any more is left out. */
  rowsOf(messageIds: readonly number[]): MessageRow[] {
    return this.#rows.of(messageIds)
  }

  /** The index is walked from the nearer end: the middle of 100,000 is the farthest that it ever is. */
  #window(folderId: number, total: number, { offset, limit }: { offset: number; limit: number }): number[] {
    const count = Math.min(limit, total - offset)
    if (count <= 0) return []
    return offset <= total / 2
      ? this.#sql.newest.all(folderId, count, offset)
      : this.#sql.oldest.all(folderId, count, total - offset - count).reverse()
  }

  /** How many messages of the folder are newer; null when it is not shown there. */
  position(folderId: number, messageId: number): number | null {
    return this.#together(() =>
      this.#sql.isIn.get(messageId, folderId) === undefined ? null : this.#sql.newerThan.get(folderId, messageId) ?? 0)
  }

  /** Oldest first, over all folders of the account but junk and bin, each message once; null when there is no such message. */
  conversation(messageId: number): { subject: string; rows: MessageRow[] } | null {
    return this.#together(() => {
      const asked = this.#sql.threadOf.get(messageId)
      if (asked === undefined) return null
      const members = this.#sql.inThread.all(messageId, asked.folderId, asked.threadId, messageId, CONVERSATION_ROWS)
      // The copy in Sent of what one also received; a stranger who only borrows the Message-ID is another message.
      const once = new Map(members.map(({ id, messageKey, sentAt, subject }) => [messageKey === null ? id : `${messageKey} ${sentAt ?? ''} ${subject}`, id]))
      return { subject: asked.subject, rows: this.#rows.of([...once.values()].sort((one, other) => one - other)) }
    })
  }

  /** `total` counts up to a bound; `more` says that there are hits beyond it. */
  search(search: Search & { offset: number; limit: number }): { total: number; more: boolean; rows: MessageRow[] } {
    return this.#together(() => {
      const { ids, more } = this.#searcher.find(search)
      return { total: ids.length, more, rows: this.#rows.of(ids.slice(search.offset, search.offset + search.limit)) }
    })
  }

  completeAddress(typed: string): Correspondent[] {
    return completeAddress(this.#database, typed)
  }

  /** When somebody here last wrote to exactly this address, and when mail last named it; null: never (RT-26). */
  contactWith(address: string): { writtenAt: number | null; lastAt: number } | null {
    const found = this.#sql.contactWith.get(asciiLowerCase(address.trim()))
    return found?.lastAt == null ? null : { writtenAt: found.writtenAt, lastAt: found.lastAt }
  }

  /** Addresses that mail has named, as two are compared: those whose number is above `after`, in order. */
  peopleAfter(after: number, limit: number): { id: number; key: string }[] {
    return this.#sql.peopleAfter.all(after, limit)
  }

  /** The address with this number; null once its account has gone. */
  personAt(id: number): string | null {
    return this.#sql.personAt.get(id) ?? null
  }

  /** Domains that somebody here has written to. */
  writtenDomains(): string[] {
    return [...new Set(this.#sql.written.all(WRITTEN_LOOKED_AT).map(domainOf))]
  }

  /** The facts of the header, as far as the list keeps them; null when there is no such message. */
  header(messageId: number): MessageHeader | null {
    const row = this.#sql.header.get(messageId)
    if (row === undefined) return null
    const { flags, people, ...header } = row
    return {
      ...header, ...unpackPeople(people),
      seen: (flags & SEEN) !== 0, flagged: (flags & FLAGGED) !== 0, answered: (flags & ANSWERED) !== 0,
    }
  }

  /**
   * The same on every workstation for the same message: its Message-ID in 53 bits, and its size, so that a stranger who borrows the
   * id of another's message does not name that one. Null where it has no Message-ID, or is not there.
   */
  sharedName(messageId: number): string | null {
    return this.#sql.sharedName.get(messageId) ?? null
  }

  /** The newest messages of a folder with that name, and their subjects. */
  namedIn(folderId: number, limit: number): { id: number; name: string; subject: string }[] {
    return this.#sql.namedIn.all(folderId, limit)
  }

  /** Which of these Message-IDs a message among sent mail has, or null. Elsewhere a stranger may have borrowed an id of ours. */
  whichOf(messageId: number, ids: readonly string[]): string | null {
    const key = this.#sql.sentKey.get(messageId)
    return key === undefined ? null : ids.find((id) => textKey(id) === key) ?? null
  }

  /** The subject of the copy among sent mail of the message with this Message-ID; null when there is none here. */
  sentSubject(id: string): string | null {
    return this.#sql.sentSubject.get(textKey(id)) ?? null
  }

  /** Messages of others, with their raw bytes here, that have no frozen verdict: the newest below `before`. */
  unassessed(before: number, limit: number): Unassessed[] {
    return this.#sql.unassessed.all(before, limit)
  }

  /** Where the server has a message, whatever is shown; null when its number there is not known yet, or when there is no such message. */
  place(messageId: number): MessagePlace | null {
    return this.#sql.serverPlace.get(messageId) ?? null
  }

  /** The message as the server gave it. */
  raw(messageId: number): RawOutcome {
    const first = this.#readRaw(messageId)
    // Its segment may have been rewritten between looking up the place and opening the file.
    return first.kind === 'missing' ? this.#readRaw(messageId) : first
  }

  /** Another one whenever `raw` may give other bytes; null: there are none. A number is given again where the server has another message under its own. */
  editionOf(messageId: number): string | null {
    const place = this.#sql.place.get(messageId)
    return place?.segmentId == null ? null : [place.segmentId, place.start, place.length].join('/')
  }

  #readRaw(messageId: number): RawOutcome {
    const place = this.#sql.place.get(messageId)
    if (place === undefined) return { kind: 'no-such-message' }
    const { segmentId, start, length, cuts } = place
    if (segmentId === null) return { kind: 'missing' }
    const outcome = this.#segments.read({ segmentId, start, length })
    if (outcome.kind === 'gone') return { kind: 'missing' }
    return outcome.kind === 'raw' && cuts !== null ? leanOutcome(outcome.raw, cuts) : outcome
  }

  /** Whose they are, of those that are here. */
  accountsOf(messageIds: readonly number[]): { id: number; accountId: string }[] {
    return this.#sql.accountsOf.all(JSON.stringify(messageIds))
  }

  /** Of messages that could not be read: how many wait to be fetched again, and how many are here no more. */
  standingOf(messageIds: readonly number[]): { lost: number; gone: number } {
    return this.#sql.standingOf.get(JSON.stringify(messageIds)) ?? { lost: 0, gone: 0 }
  }

  /** Messages whose attachments are on the server alone, and how many bytes these are: decoded, as they would lie here. */
  spared(): { messages: number; bytes: number } {
    return this.#sql.spared.get() ?? { messages: 0, bytes: 0 }
  }

  /** What the copy of all mail takes on this disk. */
  storedBytes(): number {
    const sizeOf = (end: string): number =>
      statSync(path.join(this.#options.directory, `cache.db${end}`), { throwIfNoEntry: false })?.size ?? 0
    return (this.#sql.segmentBytes.get() ?? 0) + sizeOf('') + sizeOf('-wal')
  }

  close(): void {
    this.#segments.close()
    this.#database.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  /** Several questions of one moment: a total and its rows must not come from two. */
  #together<Result>(read: () => Result): Result {
    return this.#database.transaction(read).deferred()
  }
}

/** Row and bytes were read one after the other: what does not fit was changed in between, or is damaged. */
function leanOutcome(raw: Uint8Array, cuts: string): RawOutcome {
  const cut = JSON.parse(cuts) as Cut[]
  const fat = fattened(raw, cut)
  return fat === null ? { kind: 'damaged' } : { kind: 'lean', raw: fat, cuts: cut }
}

function prepare(database: Database) {
  const one = <Row>(sql: string): Statement<number[], Row> => database.prepare(sql)
  return {
    folders: one<StoredFolder>(`
      SELECT f.id, a.key AS accountId, f.path, f.name, f.role, f.shared, f.unread, f.total, f.rights
      FROM folder f JOIN account a ON a.id = f.account_id ORDER BY a.id, f.position`),
    total: one<number>('SELECT total FROM folder WHERE id = ?').pluck(),
    unanswered: one<number>(`SELECT id FROM message WHERE folder_id = ? AND id >= ? AND flags & ${ANSWERED} = 0 ORDER BY id DESC LIMIT ?`).pluck(),
    newest: one<number>('SELECT id FROM message WHERE folder_id = ? ORDER BY id DESC LIMIT ? OFFSET ?').pluck(),
    oldest: one<number>('SELECT id FROM message WHERE folder_id = ? ORDER BY id LIMIT ? OFFSET ?').pluck(),
    isIn: one<number>('SELECT 1 FROM message WHERE id = ? AND folder_id = ?').pluck(),
    newerThan: one<number>('SELECT count(*) FROM message WHERE folder_id = ? AND id > ?').pluck(),
    threadOf: one<{ threadId: number; folderId: number; subject: string }>(
      'SELECT thread_id AS threadId, folder_id AS folderId, subject FROM message WHERE id = ? AND folder_id IS NOT NULL'),
    // Of copies in several folders the last stands: the one that was asked for, or else one in its folder.
    inThread: one<{ id: number; messageKey: number | null; sentAt: number | null; subject: string }>(`
      SELECT * FROM (
        SELECT m.id, m.message_key AS messageKey, m.sent_at AS sentAt, m.subject, m.id = ? AS asked, m.folder_id = ? AS here
        FROM message m JOIN folder f ON f.id = m.folder_id
        WHERE m.thread_id = ? AND (f.role NOT IN ('junk', 'trash') OR m.id = ?)
        ORDER BY asked DESC, m.id DESC LIMIT ?
      ) ORDER BY asked, here`),
    header: one<StoredHeader>(`
      SELECT m.id, a.key AS accountId, m.folder_id AS folderId, m.subject, m.sent_at AS sentAt, m.received_at AS receivedAt,
        m.size AS sizeBytes, m.flags, ${RECEIVED_VERDICT} AS verdict, m.digest, m.people
      FROM message m JOIN account a ON a.id = m.account_id WHERE m.id = ? AND m.folder_id IS NOT NULL`),
    place: one<{ segmentId: number | null; start: number; length: number; cuts: string | null }>(`
      SELECT r.segment_id AS segmentId, r.start, r.length, l.cuts FROM message m LEFT JOIN record r ON r.message_id = m.id
      LEFT JOIN lean_record l ON l.message_id = m.id AND l.freed > 0 WHERE m.id = ?`),
    spared: one<{ messages: number; bytes: number }>(`
      SELECT count(*) AS messages, ifnull(sum((SELECT sum(value ->> 'size') FROM json_each(cuts))), 0) AS bytes FROM lean_record WHERE freed > 0`),
    unassessed: one<Unassessed>(`
      SELECT m.id, a.key AS accountId, m.received_at AS receivedAt, m.size AS sizeBytes
      FROM message m JOIN account a ON a.id = m.account_id JOIN folder f ON f.id = m.home_id
      WHERE m.digest IS NULL AND m.id < ? AND f.role NOT IN ('sent', 'drafts') AND EXISTS (SELECT 1 FROM record r WHERE r.message_id = m.id)
      ORDER BY m.id DESC LIMIT ?`),
    sentKey: one<number>(`
      SELECT m.message_key FROM message m JOIN folder f ON f.id = m.home_id WHERE m.id = ? AND f.role = 'sent' AND m.message_key IS NOT NULL`).pluck(),
    sharedName: one<string>("SELECT message_key || ' ' || size FROM message WHERE id = ? AND message_key IS NOT NULL").pluck(),
    namedIn: one<{ id: number; name: string; subject: string }>(
      "SELECT id, message_key || ' ' || size AS name, subject FROM message WHERE folder_id = ? AND message_key IS NOT NULL ORDER BY id DESC LIMIT ?"),
    sentSubject: one<string>(`
      SELECT m.subject FROM folder f JOIN message m ON m.folder_id = f.id WHERE f.role = 'sent' AND m.message_key = ? ORDER BY m.id DESC LIMIT 1`).pluck(),
    written: one<string>('SELECT address FROM person WHERE written > 0 ORDER BY last_at DESC LIMIT ?').pluck(),
    serverPlace: one<MessagePlace>(`
      SELECT f.path, f.uid_validity AS uidValidity, m.uid FROM message m JOIN folder f ON f.id = m.home_id
      WHERE m.id = ? AND m.uid IS NOT NULL AND f.uid_validity IS NOT NULL`),
    contactWith: database.prepare<[string], { writtenAt: number | null; lastAt: number | null }>(`
      SELECT max(written_at) AS writtenAt, max(last_at) AS lastAt FROM person WHERE account_id IN (SELECT id FROM account) AND key = ?`),
    peopleAfter: one<{ id: number; key: string }>('SELECT id, key FROM person WHERE id > ? ORDER BY id LIMIT ?'),
    personAt: one<string>('SELECT key FROM person WHERE id = ?').pluck(),
    accountsOf: database.prepare<[string], { id: number; accountId: string }>(`
      SELECT m.id, a.key AS accountId FROM json_each(?) j JOIN message m ON m.id = j.value JOIN account a ON a.id = m.account_id`),
    standingOf: database.prepare<[string], { lost: number; gone: number }>(`
      SELECT count(l.message_id) AS lost, count(*) - count(m.id) AS gone
      FROM json_each(?) j LEFT JOIN message m ON m.id = j.value LEFT JOIN lost_record l ON l.message_id = j.value`),
    segmentBytes: one<number>('SELECT sum(known) FROM segment').pluck(),
  }
}
