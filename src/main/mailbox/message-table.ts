import { REMEMBERED_RECIPIENTS } from '../../shared/limits.ts'
import type { FolderRole } from '../../shared/contract/mail.ts'
import type { VerdictState } from '../../shared/contract/values.ts'
import type { Database, Statement } from '../store/store.ts'
import type { Meeting } from './address-book.ts'
import type { Opened, Unopened } from './attachment-words.ts'
import { Conversations } from './conversations.ts'
import { indexedWords, type IndexedWords } from './indexed-words.ts'
import { OPENING_TRIES } from './limits.ts'
import type { MessageFacts } from './message-facts.ts'
import { SEEN, storedFlags } from './message-flags.ts'
import type { StoredFlags } from './message-flags.ts'
import { packPeople } from './message-people.ts'
import { firstRowId } from './row-id.ts'
import type { Place } from './segment-files.ts'
import { textKey } from './text-key.ts'

/** What the server said of a message besides its bytes. `receivedAt` is INTERNALDATE in milliseconds since 1970. */
export interface ServerFacts {
  readonly uid: number
  readonly flags: readonly string[]
  readonly receivedAt: number
}

/** A message on its way into the table; `size` is that of its raw bytes. */
export interface Newcomer extends ServerFacts {
  readonly size: number
  readonly facts: MessageFacts
}

export interface Home {
  readonly account: number
  readonly folderId: number
  readonly role: FolderRole
  /** A folder of others. */
  readonly shared: boolean
  /** Its mail is read for somebody else, for a time: whom it names is not ours to remember (FM-06 to FM-08). */
  readonly covered: boolean
}

type Value = number | string | Uint8Array | null

/** Words of a new message that wait for the index. */
interface Waiting { readonly id: number; readonly words: IndexedWords }

/** Waiting texts are bounded: a batch of the longest messages that there are must not fill the memory. */
const WAITING_CHARS = 8_000_000

/** Rows and index of messages. Everything here happens within a transaction of the caller. */
export class MessageTable {
  readonly #conversations: Conversations
  readonly #sql: ReturnType<typeof prepare>
  #waiting: Waiting[] = []
  #waitingChars = 0

  constructor(database: Database) {
    this.#conversations = new Conversations(database)
    this.#sql = prepare(database)
  }

  /** A new batch: what waits is of one that failed. */
  begin(): void {
    this.#waiting = []
    this.#waitingChars = 0
  }

  /** Writes the row of a new message; answers its id and whom it names. End a batch with `writeIndex`. */
  add(home: Home, { uid, flags, size, facts, ...message }: Newcomer): { id: number; meetings: Meeting[] } {
    // A server that tells no date of receipt must not keep the batch out.
    const receivedAt = Number.isFinite(message.receivedAt) ? Math.trunc(message.receivedAt) : facts.date ?? 0
    const id = this.#freeId(firstRowId(receivedAt, uid))
    const { bits, keywords } = storedFlags(flags)
    const { threadId, messageKey, subjectKey, strayAnswer } = this.#conversations.place({
      ...facts, id, accountId: home.account, receivedAt, people: facts,
    })
    this.#sql.add.run(
      id, home.account, home.folderId, bits, threadId, home.folderId, uid, bits, keywords, receivedAt, facts.date,
      size, facts.hasAttachments ? 1 : 0, messageKey, subjectKey, strayAnswer ? 1 : 0, facts.subject, facts.snippet, packPeople(facts),
    )
    this.#wait({ id, words: indexedWords(facts) })
    return { id, meetings: meetingsOf(home, receivedAt, facts) }
  }

  /** New messages are counted once a batch; removals and changes are counted by the schema. */
  count(folderId: number, batch: readonly ServerFacts[]): void {
    const unread = batch.filter(({ flags }) => (storedFlags(flags).bits & SEEN) === 0).length
    this.#sql.count.run(batch.length, unread, folderId)
  }

  #wait(waiting: Waiting): void {
    this.#waiting.push(waiting)
    this.#waitingChars += waiting.words.body.length
    if (this.#waitingChars > WAITING_CHARS) this.writeIndex()
  }

  /**
   * Indexes what waits, in one run: FTS5 gathers and writes out once, but begins anew after every savepoint, and each insert
   * into a table with triggers or foreign keys sets one.
   */
  writeIndex(): void {
    const waiting = this.#waiting
    this.#waiting = []
    this.#waitingChars = 0
    for (const { id, words } of waiting) this.#index(id, words)
  }

  #index(id: number, { subject, sender, recipient, file, body }: IndexedWords): void {
    this.#sql.index.run(id, subject, sender, recipient, file, body)
  }

  /** Messages whose attachments are still to be opened: the newest below `before`. */
  unopened(before: number, limit: number, now: number): Unopened[] {
    return this.#sql.unopened.all(before, OPENING_TRIES, now, limit).map(({ messageId, ...place }) => ({ messageId, place }))
  }

  /** Written before it is opened: what takes the program down is opened once more, then another day, and in the end no more. */
  beginOpening(messageId: number, again: number): void {
    this.#sql.beginOpening.run(messageId, again)
  }

  /** It failed, and is not to be opened before (ms since 1970); 0: it was broken off by us, and does not count. */
  endOpening(messageId: number, notBefore: number): void {
    this.#sql.endOpening.run(notBefore, notBefore === 0 ? 1 : 0, messageId)
  }

  /** What was found inside goes with the rest of each message. One that is gone by now, or whose bytes are others, is let be. Upwards and in one run: see `writeIndex`. */
  saveOpened(found: readonly Opened[]): void {
    const standing = found.filter(({ messageId, place: { segmentId, start } }) => this.#sql.liesAt.get(messageId, segmentId, start) !== undefined)
    for (const { messageId, opening } of standing.toSorted((one, other) => one.messageId - other.messageId)) {
      if (opening.kind === 'unreadable' || opening.kind === 'failed') continue
      this.#sql.unindex.run(messageId)
      this.#index(messageId, opening.words)
    }
    for (const { messageId, opening } of standing) {
      if (opening.kind === 'failed') continue
      this.#sql.setOpened.run(opening.kind, messageId)
      this.#sql.forgetOpening.run(messageId)
    }
  }

  #freeId(first: number): number {
    let id = first
    while (this.exists(id)) id++
    return id
  }

  /** The rows are gone, and with them changes under way; their raw mail must have been freed. The index first, in one run: see `writeIndex`. */
  remove(ids: readonly number[]): void {
    for (const id of ids) this.#sql.unindex.run(id)
    for (const id of ids) this.#sql.remove.run(id)
  }

  /** The message with this number in a folder, and whether its raw mail is to be fetched again. */
  at(folderId: number, uid: number): { id: number; lost: boolean } | null {
    const row = this.#sql.at.get(folderId, uid)
    return row === undefined ? null : { id: row.id, lost: row.lost === 1 }
  }

  /** Whether its row was made of this message, as far as a row says that. */
  isSame(id: number, { size, facts }: Pick<Newcomer, 'size' | 'facts'>): boolean {
    const row = this.#sql.identity.get(id)
    return row?.size === size && row.messageKey === (facts.messageId === null ? null : textKey(facts.messageId))
  }

  /** Lengths of those that can be read here, by number, of a stretch of a folder. */
  sizes(folderId: number, { from, to }: { from: number; to: number }): { uid: number; size: number }[] {
    return this.#sql.sizes.all(folderId, from, to)
  }

  /** Messages that were moved here without a number: each can be known again once, by its Message-ID and size. */
  unplaced(folderId: number): { take(message: Pick<Newcomer, 'size' | 'facts'>): number | null } {
    const waiting = this.#sql.unplaced.all(folderId)
    return {
      take: (message) => {
        if (!waiting.some(({ size }) => size === message.size)) return null
        const { messageId } = message.facts
        const key = messageId === null ? null : textKey(messageId)
        const index = waiting.findIndex(({ messageKey, size }) => size === message.size && messageKey === key)
        return index === -1 || key === null ? null : waiting.splice(index, 1)[0]?.id ?? null
      },
    }
  }

  placeAt(id: number, uid: number): void {
    this.#sql.place.run(uid, id)
  }

  /** Says whether anything was different. */
  setHomeFlags(id: number, { bits, keywords }: StoredFlags): boolean {
    return this.#sql.setHomeFlags.run(bits, keywords, id, bits, keywords).changes > 0
  }

  /** Says whether anything was different; what is frozen stays. */
  setVerdict({ messageId, verdict, digest }: { messageId: number; verdict: VerdictState; digest: Uint8Array | null }): boolean {
    return this.#sql.setVerdict.run(verdict, digest, messageId, verdict, digest).changes > 0
  }

  /** Its bytes are others now, or were read anew: what was found goes by them, inside its attachments too. */
  unassess(id: number): void {
    this.#sql.unassess.run(id)
    this.#sql.forgetOpening.run(id)
  }

  exists(id: number): boolean {
    return this.#sql.exists.get(id) !== undefined
  }

  idsOfAccount(account: number): number[] {
    return this.#sql.idsOfAccount.all(account)
  }

  bytesOf(account: number): number {
    return this.#sql.bytesOf.get(account) ?? 0
  }

  forgetConversations(account: number): void {
    this.#conversations.forget(account)
  }

  idsIn(folderId: number): number[] {
    return this.#sql.idsIn.all(folderId)
  }

  /** Neither on a server nor on the way to one. */
  strays(): number[] {
    return this.#sql.strays.all()
  }

  uids(folderId: number): number[] {
    return this.#sql.uids.all(folderId)
  }

  uidsBefore(folderId: number, before: number): number[] {
    return this.#sql.uidsBefore.all(folderId, before)
  }

  lostUids(folderId: number): number[] {
    return this.#sql.lostUids.all(folderId)
  }

  flags(folderId: number): { uid: number; bits: number; keywords: string }[] {
    return this.#sql.flags.all(folderId)
  }

  locate(id: number): { messageId: number; accountId: string; folderId: number; uid: number } | null {
    return this.#sql.locate.get(id) ?? null
  }
}

/** Junk teaches no addresses, nor does mail that is only covered, and a mailing to many is not a meeting. */
function meetingsOf({ account: accountId, folderId: home, role, shared, covered }: Home, at: number, { from, to, cc, bcc }: MessageFacts): Meeting[] {
  if (covered || role === 'junk' || role === 'trash' || role === 'drafts') return []
  const folderId = shared ? home : 0
  const recipients = [...to, ...cc, ...bcc]
  const met = recipients.length > REMEMBERED_RECIPIENTS ? [] : recipients
  return role === 'sent'
    ? met.map((person) => ({ accountId, folderId, person, written: true, at }))
    : [...from, ...met].map((person) => ({ accountId, folderId, person, written: false, at }))
}

function prepare(database: Database) {
  const one = <Row>(sql: string): Statement<Value[], Row> => database.prepare(sql)
  return {
    exists: one('SELECT 1 FROM message WHERE id = ?').pluck(),
    add: one(`
      INSERT INTO message (id, account_id, folder_id, flags, thread_id, home_id, uid, home_flags, keywords, received_at, sent_at,
        size, has_attachments, message_key, subject_key, stray_answer, subject, snippet, people)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`),
    count: one('UPDATE folder SET total = total + ?, unread = unread + ? WHERE id = ?'),
    index: one('INSERT INTO message_index (rowid, subject, sender, recipient, file, body) VALUES (?, ?, ?, ?, ?, ?)'),
    unindex: one('DELETE FROM message_index WHERE rowid = ?'),
    remove: one('DELETE FROM message WHERE id = ?'),
    at: one<{ id: number; lost: number }>(
      'SELECT id, id IN (SELECT message_id FROM lost_record) AS lost FROM message WHERE home_id = ? AND uid = ?'),
    identity: one<{ messageKey: number | null; size: number }>('SELECT message_key AS messageKey, size FROM message WHERE id = ?'),
    sizes: one<{ uid: number; size: number }>(
      'SELECT uid, size FROM message WHERE home_id = ? AND uid BETWEEN ? AND ? AND id NOT IN (SELECT message_id FROM lost_record) ORDER BY uid'),
    unplaced: one<{ id: number; messageKey: number | null; size: number }>(
      'SELECT id, message_key AS messageKey, size FROM message WHERE home_id = ? AND uid IS NULL'),
    place: one('UPDATE message SET uid = ? WHERE id = ? AND uid IS NULL'),
    setHomeFlags: one('UPDATE message SET home_flags = ?, keywords = ? WHERE id = ? AND (home_flags <> ? OR keywords <> ?)'),
    setVerdict: one('UPDATE message SET verdict = ?, digest = ? WHERE id = ? AND digest IS NULL AND (verdict <> ? OR ? IS NOT NULL)'),
    unassess: one("UPDATE message SET verdict = 'pending', digest = NULL, opened = NULL WHERE id = ?"),
    unopened: one<{ messageId: number } & Place>(`
      SELECT m.id AS messageId, r.segment_id AS segmentId, r.start, r.length FROM message m JOIN record r ON r.message_id = m.id
      WHERE m.opened IS NULL AND m.has_attachments = 1 AND m.id < ?
        AND NOT EXISTS (SELECT 1 FROM opening o WHERE o.message_id = m.id AND (o.tries >= ? OR o.not_before > ?)) ORDER BY m.id DESC LIMIT ?`),
    liesAt: one('SELECT 1 FROM record WHERE message_id = ? AND segment_id = ? AND start = ?').pluck(),
    beginOpening: one(`
      INSERT INTO opening (message_id, tries, not_before) VALUES (?, 1, 0)
      ON CONFLICT (message_id) DO UPDATE SET tries = tries + 1, not_before = ?`),
    endOpening: one('UPDATE opening SET not_before = ?, tries = max(0, tries - ?) WHERE message_id = ?'),
    forgetOpening: one('DELETE FROM opening WHERE message_id = ?'),
    setOpened: one('UPDATE message SET opened = ? WHERE id = ?'),
    idsOfAccount: one<number>('SELECT id FROM message WHERE account_id = ?').pluck(),
    bytesOf: one<number>('SELECT sum(size) FROM message WHERE account_id = ?').pluck(),
    idsIn: one<number>('SELECT id FROM message WHERE home_id = ?').pluck(),
    strays: one<number>('SELECT id FROM message WHERE uid IS NULL AND id NOT IN (SELECT message_id FROM pending_change)').pluck(),
    uids: one<number>('SELECT uid FROM message WHERE home_id = ? AND uid IS NOT NULL ORDER BY uid').pluck(),
    uidsBefore: one<number>('SELECT uid FROM message WHERE home_id = ? AND uid IS NOT NULL AND received_at < ?').pluck(),
    lostUids: one<number>('SELECT m.uid FROM lost_record l CROSS JOIN message m ON m.id = l.message_id WHERE m.home_id = ? AND m.uid IS NOT NULL ORDER BY m.uid').pluck(),
    flags: one<{ uid: number; bits: number; keywords: string }>(
      'SELECT uid, home_flags AS bits, keywords FROM message WHERE home_id = ? AND uid IS NOT NULL'),
    locate: one<{ messageId: number; accountId: string; folderId: number; uid: number }>(`
      SELECT m.id AS messageId, a.key AS accountId, m.home_id AS folderId, m.uid
      FROM message m JOIN account a ON a.id = m.account_id WHERE m.id = ? AND m.home_id IS NOT NULL AND m.uid IS NOT NULL`),
  }
}
