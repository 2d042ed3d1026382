import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Topic } from '../../shared/contract/declare.ts'
import type { VerdictState } from '../../shared/contract/values.ts'
import { cacheMigrations, foldLog, inTransaction, isDamaged, isDiskFull, openDatabase } from '../store/store.ts'
import type { Database, OpenOutcome } from '../store/store.ts'
import { AddressBook } from './address-book.ts'
import type { Meeting } from './address-book.ts'
import { arrivalsOf, UnreadMessage } from './arrivals.ts'
import type { Arrival, NewMessage, SealedMessage } from './arrivals.ts'
import type { Opened, Unopened } from './attachment-words.ts'
import { FolderTable } from './folder-table.ts'
import type { FolderProgress, FolderState, ServerFolder } from './folder-table.ts'
import { flagNames, storedFlags } from './message-flags.ts'
import type { SetFlag } from './message-flags.ts'
import { MessageTable } from './message-table.ts'
import type { Home, Newcomer } from './message-table.ts'
import { PendingChanges } from './pending-changes.ts'
import type { Change, Settled } from './pending-changes.ts'
import type { SealerStart } from './sealer.ts'
import { Segments } from './segments.ts'
import { Sparing } from './sparing.ts'
import type { BroughtBack, Spareable } from './sparing.ts'
import type { Extent, Place } from './segment-files.ts'

export interface WriterOptions {
  readonly directory: string
  readonly cacheKey: Uint8Array
  readonly segmentKey: Uint8Array
  /** Called after each transaction that changed something, once. */
  readonly onChanged: (topics: readonly Topic[]) => void
}

export interface FlagChange {
  readonly uid: number
  readonly flags: readonly string[]
}

export interface Located {
  readonly messageId: number
  readonly accountId: string
  readonly folderId: number
  readonly uid: number
}

/** What was found of a message; `digest` names the frozen evidence, null while the finding is provisional. */
export interface FoundVerdict {
  readonly messageId: number
  readonly verdict: VerdictState
  readonly digest: Uint8Array | null
}

export type OpenWriterOutcome = { kind: 'open'; writer: MailboxWriter } | Exclude<OpenOutcome, { kind: 'open' }>

/** Opens the mail of all accounts for writing. There is one writer; readers see each of its transactions whole or not at all. */
export function openMailboxWriter(options: WriterOptions): OpenWriterOutcome {
  mkdirSync(options.directory, { recursive: true, mode: 0o700 })
  const outcome = openDatabase({
    file: path.join(options.directory, 'cache.db'), key: options.cacheKey, migrations: cacheMigrations, mode: 'write', durability: 'normal',
  })
  if (outcome.kind !== 'open') return outcome
  try {
    return { kind: 'open', writer: new MailboxWriter(outcome.database, options) }
  } catch (error) {
    outcome.database.close()
    if (isDiskFull(error)) return { kind: 'disk-full' }
    if (isDamaged(error)) return { kind: 'damaged-file', because: 'pages' }
    throw error
  }
}

/**
 * The only one that changes `cache.db` and the raw mail. Every method is one transaction. A full disk is thrown (`isDiskFull`)
 * and leaves everything as it was before the call.
 */
export class MailboxWriter {
  readonly #database: Database
  readonly #directory: string
  readonly #segmentKey: Uint8Array
  readonly #onChanged: (topics: readonly Topic[]) => void
  readonly #segments: Segments
  readonly #sparing: Sparing
  readonly #folders: FolderTable
  readonly #messages: MessageTable
  readonly #people: AddressBook
  /** Folders of others whose mail is only covered. */
  readonly #covered = new Set<number>()
  readonly #pending: PendingChanges
  /** What the transaction under way has changed so far. */
  readonly #touched = new Set<Topic>()

  constructor(database: Database, { directory, segmentKey, onChanged }: WriterOptions) {
    this.#database = database
    this.#directory = directory
    this.#segmentKey = Uint8Array.from(segmentKey)
    this.#onChanged = onChanged
    this.#segments = new Segments({ database, directory, segmentKey })
    this.#sparing = new Sparing(database, this.#segments)
    this.#folders = new FolderTable(database)
    this.#messages = new MessageTable(database)
    this.#people = new AddressBook(database)
    this.#pending = new PendingChanges(database, (ids) => this.#remove(ids))
    // Moved on a server that did not tell the new number, and not seen again since: it will be fetched like any other.
    this.#write(() => this.#remove(this.#messages.strays()))
  }

  // Folders

  /** The folders that the server lists now. Known paths keep their ids; what is no longer listed goes with its mail. */
  replaceFolders(accountId: string, folders: readonly ServerFolder[]): FolderState[] {
    return this.#write(() => {
      const account = this.#folders.accountNumber(accountId)
      for (const folderId of this.#folders.replace(account, folders)) this.#dropFolder(folderId)
      this.#touch('folders')
      return this.#folders.states(account)
    })
  }

  folderStates(accountId: string): FolderState[] {
    const account = this.#folders.findAccount(accountId)
    return account === null ? [] : this.#folders.states(account)
  }

  saveFolderState(folderId: number, progress: FolderProgress): void {
    this.#write(() => this.#folders.save(folderId, progress))
  }

  /** UIDVALIDITY changed: every number that we know means something else now (RFC 9051 section 2.3.1.1). */
  resetFolder(folderId: number, uidValidity: number): void {
    this.#write(() => {
      this.#empty(folderId)
      this.#folders.save(folderId, { uidValidity, uidNext: null, highestModseq: null, complete: false })
    })
  }

  /** Whether mail of this folder of others is read for them, for a time: nobody whom it names is remembered then, nor from before. */
  coverFolder(folderId: number, isCovered: boolean): void {
    if (!isCovered) this.#covered.delete(folderId)
    else if (!this.#covered.has(folderId)) {
      this.#covered.add(folderId)
      this.#write(() => { this.#people.forgetFolder(folderId) })
    }
  }

  /** What of others may no longer be here: the folder and its mail leave this workstation, and stay where they are. */
  closeFolder(folderId: number): void {
    this.#write(() => { this.#dropFolder(folderId) })
  }

  /** Everything of the account on this workstation goes; nothing on its server. */
  removeAccount(accountId: string): void {
    this.#write(() => {
      const account = this.#folders.findAccount(accountId)
      if (account === null) return
      for (const { id } of this.#folders.states(account)) this.#dropFolder(id)
      this.#remove(this.#messages.idsOfAccount(account))
      this.#messages.forgetConversations(account)
      this.#people.forget(account)
      this.#folders.removeAccount(account)
      this.#touch('accounts', 'folders', 'status')
    })
  }

  // Mail from the server

  /** What all mail of the account that is known here weighs, as the server has it. */
  bytesOf(accountId: string): number {
    const account = this.#folders.findAccount(accountId)
    return account === null ? 0 : this.#messages.bytesOf(account)
  }

  /** In rising order. */
  knownUids(folderId: number): Uint32Array {
    return Uint32Array.from(this.#messages.uids(folderId))
  }

  /** Numbers of those that the server received before this moment (milliseconds since 1970). */
  uidsBefore(folderId: number, before: number): number[] {
    return this.#messages.uidsBefore(folderId, before)
  }

  /** The flags as the server said them last. Equal sets are the same array. */
  flagsOf(folderId: number): Map<number, readonly string[]> {
    return new Map(this.#messages.flags(folderId).map(({ uid, ...flags }) => [uid, flagNames(flags)]))
  }

  /** Known messages whose raw mail was found damaged or missing: give them to `addMessages` again. */
  uidsToFetchAgain(folderId: number): number[] {
    return this.#messages.lostUids(folderId)
  }

  /** A reader found the raw mail of these damaged or missing. */
  fetchAgain(messageIds: readonly number[]): void {
    this.#write(() => messageIds.filter((id) => this.#messages.exists(id)).forEach((id) => this.#segments.lose(id)))
  }

  /**
   * Seals, syncs, indexes and commits messages, all or none. Those that are known already only get their flags, so that
   * repeating a batch after a crash changes nothing. Says how many are new; none when the folder is no longer there.
   */
  addMessages(folderId: number, batch: readonly NewMessage[]): { added: number } {
    const folder = this.#folders.find(folderId)
    if (folder === null) return { added: 0 }
    this.#messages.begin()
    const arrivals = arrivalsOf(this.#messages, folderId, batch.map((message) => new UnreadMessage(message)))
    const withRaw = arrivals.filter(({ needsRaw }) => needsRaw)
    return this.#announcing(() => this.#segments.commitWith(withRaw.map(({ message }) => message.raw), (places) => {
      const placeOf = new Map(withRaw.map(({ message }, index) => [message, places[index]]))
      return this.#takeAll(this.#homeOf(folder, folderId), arrivals, (message) => placeOf.get(message))
    }))
  }

  /** Lengths in bytes of the messages of a folder that can be read here, by number, from one number to another. */
  sizesOf(folderId: number, stretch: { from: number; to: number }): ReadonlyMap<number, number> {
    return new Map(this.#messages.sizes(folderId, stretch).map(({ uid, size }) => [uid, size]))
  }

  /** The server has something else under this number than we have: that goes, and this comes in as new. */
  replaceMessage(folderId: number, message: NewMessage): void {
    const folder = this.#folders.find(folderId)
    if (folder === null) return
    this.#messages.begin()
    const arrival = { message: new UnreadMessage(message), id: null, needsRaw: true, replaces: this.#messages.at(folderId, message.uid)?.id ?? null }
    this.#announcing(() => this.#segments.commitWith([message.raw], ([place]) => this.#takeAll(this.#homeOf(folder, folderId), [arrival], () => place)))
  }

  /** What a thread needs that seals and syncs messages by itself; they come in with `addSealed`. */
  startSealer(): SealerStart {
    return { directory: this.#directory, segmentKey: Uint8Array.from(this.#segmentKey), segments: this.#segments.lease() }
  }

  /** That thread is done, and all that it sealed was added. */
  endSealer({ segments }: Pick<SealerStart, 'segments'>): void {
    this.#segments.endLease(segments)
  }

  /** As `addMessages`, of messages whose bytes are on disk already; `extents` is how far their segments are synced. */
  addSealed(folderId: number, batch: readonly SealedMessage[], extents: readonly Extent[]): { added: number } {
    const folder = this.#folders.find(folderId)
    this.#messages.begin()
    const arrivals = folder === null ? [] : arrivalsOf(this.#messages, folderId, batch)
    const used = new Set(arrivals.filter(({ needsRaw }) => needsRaw).map(({ message }) => message))
    return this.#write(() => {
      this.#segments.fill(extents)
      for (const message of batch) if (!used.has(message)) this.#segments.waste(message.place)
      return folder === null ? { added: 0 } : this.#takeAll(this.#homeOf(folder, folderId), arrivals, ({ place }) => place)
    })
  }

  #homeOf(folder: Omit<Home, 'folderId' | 'covered'>, folderId: number): Home {
    return { ...folder, folderId, covered: this.#covered.has(folderId) }
  }

  #takeAll<Message extends Newcomer>(home: Home, arrivals: readonly Arrival<Message>[], placeOf: (message: Message) => Place | undefined): { added: number } {
    this.#remove(arrivals.flatMap(({ replaces }) => replaces ?? []))
    const fresh = arrivals.flatMap(({ id, message }) => id === null ? [message] : [])
    this.#messages.count(home.folderId, fresh)
    const meetings = arrivals.flatMap((arrival) => this.#take(home, arrival, placeOf(arrival.message)))
    this.#people.meet(meetings)
    this.#messages.writeIndex()
    if (fresh.length > 0) this.#touch('messages', 'folders', 'status')
    return { added: fresh.length }
  }

  #take(home: Home, { message, id, needsRaw }: Arrival<Newcomer>, place: Place | undefined): Meeting[] {
    if (id === null) {
      const added = this.#messages.add(home, message)
      if (place !== undefined) this.#segments.point(added.id, place)
      return added.meetings
    }
    if (needsRaw && place !== undefined) {
      this.#segments.pointAnew(id, place)
      this.#messages.unassess(id)
      this.#touch('messages')
    }
    this.#messages.placeAt(id, message.uid)
    this.#takeFlags(id, message.flags)
    return []
  }

  /** News of flags. What the person has just changed stays as it is shown. */
  updateFlags(folderId: number, changes: readonly FlagChange[]): void {
    this.#write(() => {
      for (const { uid, flags } of changes) {
        const known = this.#messages.at(folderId, uid)
        if (known !== null) this.#takeFlags(known.id, flags)
      }
    })
  }

  #takeFlags(id: number, flags: readonly string[]): void {
    if (!this.#messages.setHomeFlags(id, storedFlags(flags))) return
    this.#pending.show(id)
    this.#touch('messages', 'folders')
  }

  /** The server no longer has these. One that is under way to another folder stays shown there. */
  expunge(folderId: number, uids: readonly number[]): void {
    this.#write(() => {
      this.#pending.goneFromHome(uids.flatMap((uid) => this.#messages.at(folderId, uid)?.id ?? []))
    })
  }

  /** A message that has its verdict keeps it (IN-11). */
  saveVerdicts(found: readonly FoundVerdict[]): void {
    this.#write(() => {
      for (const verdict of found) if (this.#messages.setVerdict(verdict)) this.#touch('messages')
    })
  }

  /** Messages whose attachments nobody has opened for the index yet: the newest below `before`. */
  unopened(before: number, limit: number, now = Date.now()): Unopened[] {
    return this.#messages.unopened(before, limit, now)
  }

  /** Said before the attachments of a message are opened, which may take the program down. */
  beginOpening(messageId: number, again: number): void {
    this.#write(() => { this.#messages.beginOpening(messageId, again) })
  }

  /** Opening failed, and is not to be tried before (ms since 1970); 0: it was broken off and does not count. */
  endOpening(messageId: number, notBefore: number): void {
    this.#write(() => { this.#messages.endOpening(messageId, notBefore) })
  }

  /** What stands inside attachments is found from now on, by a search that is open too. */
  saveOpened(found: readonly Opened[]): void {
    this.#write(() => {
      this.#messages.saveOpened(found)
      if (found.some(({ opening: { kind } }) => kind === 'read' || kind === 'partly')) this.#touch('messages')
    })
  }

  // Changes of the person, shown at once

  applyFlag(taskId: string, messageIds: readonly number[], change: { flag: SetFlag; on: boolean }): void {
    this.#apply(taskId, messageIds, { kind: change.flag, on: change.on })
  }

  applyMove(taskId: string, messageIds: readonly number[], toFolderId: number): void {
    this.#apply(taskId, messageIds, { kind: 'move', toFolderId })
  }

  applyDestroy(taskId: string, messageIds: readonly number[]): void {
    this.#apply(taskId, messageIds, { kind: 'destroy' })
  }

  #apply(taskId: string, messageIds: readonly number[], change: Change): void {
    this.#write(() => {
      this.#pending.apply(taskId, messageIds, change)
      this.#touch('messages', 'folders')
    })
  }

  /** The server did it. */
  settle(taskId: string, result: Settled = {}): void {
    this.#write(() => {
      this.#pending.settle(taskId, result)
      this.#touch('messages', 'folders')
    })
  }

  /** The server refused, or the person took it back in time: shown as the server has it, later changes kept. */
  turnBack(taskId: string): void {
    this.#write(() => {
      this.#pending.turnBack(taskId)
      this.#touch('messages', 'folders')
    })
  }

  /** Tasks whose changes are shown and neither settled nor turned back: to be compared with the stored tasks after a crash. */
  pendingTaskIds(): string[] {
    return this.#pending.taskIds()
  }

  /** Where the server has these messages; those that it has nowhere yet are left out. */
  locate(messageIds: readonly number[]): Located[] {
    return messageIds.flatMap((id) => this.#messages.locate(id) ?? [])
  }

  // Room

  /** Whose attachments may stay on the server alone, once the server says that it has them; see `maySpare`. */
  spareable(accountId: string, options: { before: number; now: number; after: number; limit: number }): { found: Spareable[]; next: number | null } {
    const account = this.#folders.findAccount(accountId)
    return account === null ? { found: [], next: null } : this.#sparing.candidates(account, options)
  }

  /** The server has these: their large attachments leave this disk. Says how many bytes that is. */
  makeLean(messageIds: readonly number[]): number {
    return this.#announcing(() => {
      const freed = this.#sparing.makeLean(messageIds)
      if (freed > 0) this.#touch('status')
      return freed
    })
  }

  isLean(messageId: number): boolean {
    return this.#sparing.isLean(messageId)
  }

  /** The whole message, as the server gave it once more. */
  bringBack(messageId: number, raw: Uint8Array, now: number): BroughtBack {
    return this.#announcing(() => {
      this.#touch('status', 'messages')
      return this.#sparing.bringBack(messageId, raw, now)
    })
  }

  /** Gives back the room of deleted mail, of one segment of which enough is dead; says how many bytes. To be asked again while it was some. */
  compactSegments(): number {
    return this.#announcing(() => {
      const freed = this.#segments.compact()
      if (freed > 0) this.#touch('status')
      return freed
    })
  }

  /** Closing twice is closing. */
  close(): void {
    this.#segments.close()
    this.#segmentKey.fill(0)
    if (this.#database.open) foldLog(this.#database)
    this.#database.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #dropFolder(folderId: number): void {
    this.#empty(folderId)
    this.#covered.delete(folderId)
    this.#pending.folderGone(folderId)
    this.#folders.remove(folderId)
  }

  #empty(folderId: number): void {
    this.#remove(this.#messages.idsIn(folderId))
    this.#people.forgetFolder(folderId)
    this.#touch('folders')
  }

  #remove(ids: readonly number[]): void {
    if (ids.length === 0) return
    this.#segments.free(ids)
    this.#messages.remove(ids)
    this.#touch('messages', 'folders', 'status')
  }

  #touch(...topics: readonly Topic[]): void {
    for (const topic of topics) this.#touched.add(topic)
  }

  #write<Result>(work: () => Result): Result {
    return this.#announcing(() => inTransaction(this.#database, work))
  }

  /** Tells what changed once it is committed, and nothing when it failed. */
  #announcing<Result>(transaction: () => Result): Result {
    this.#touched.clear()
    const result = transaction()
    if (this.#touched.size > 0) this.#onChanged([...this.#touched])
    return result
  }
}
