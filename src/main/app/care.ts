import type { Worker } from 'node:worker_threads'
import type { Storage } from '../../shared/contract/storage.ts'
import { isPracticeInDoubt } from '../audit/in-doubt.ts'
import { BACKUP_EVERY_MS, listGenerations } from '../backup/backup.ts'
import type { Measured } from '../imap/face.ts'
import type { MailboxReader } from '../mailbox/mailbox.ts'
import { mustReadFirst } from '../practice/restored.ts'
import { isDiskFull, type Database } from '../store/store.ts'
import { SYNC_CLOSE_MS } from '../../shared/limits.ts'
import type { CareStart, FromCare, MailFound, ToCare } from './threads/care-messages.ts'
import type { Changes } from './changes.ts'
import type { OnBug } from './core-options.ts'
import type { TwinKeeper } from './stores/twin-keeper.ts'
import type { SyncHost } from './threads/sync-host.ts'
import { StoreThread } from './threads/store-thread.ts'

/** Looks after the stores while they are open: a backup a day, a look through all mail a week. */
export interface Care {
  state(): Storage
  /** Everything now, and not when it is due. */
  checkNow(): void
  restoredSeen(): 'seen' | 'disk-full'
  /** The lengths of an account's messages were compared with its server's. */
  measured(accountId: string, found: Measured): void
  close(): Promise<void>
}

interface Parts {
  db: Database
  twin: Pick<TwinKeeper, 'rest' | 'remake'>
  reader: MailboxReader
  sync: Pick<SyncHost, 'tell'>
  changes: Changes
  start: CareStart
  mailboxes: () => readonly Omit<Storage['mailboxes'][number], 'compared'>[]
  now: () => number
  onBug: OnBug
  /** The copy as a whole is damaged: the next unlocking offers to fetch it anew. */
  onDamagedCopy: () => void
  /** Settings, drafts, outbox or journal are: somebody may choose a backup. */
  onDamagedState: () => void
}

/** A disk that fails, fails slowly: a week is soon enough to fetch again what it lost, and costs a minute for a large mailbox. */
const CHECK_EVERY_MS = 7 * 24 * 60 * 60_000
/** Not in the first minutes, when everything else begins. */
const FIRST_LOOK_MS = 3 * 60_000
/** A program that stays open for weeks has its backups all the same. */
const LOOK_EVERY_MS = 60 * 60_000

export function startCare(parts: Parts): Care {
  return new StoreCare(parts)
}

class StoreCare implements Care {
  readonly #parts: Parts
  readonly #timers: NodeJS.Timeout[]
  #worker: Worker | null = null
  #gone: Promise<void> = Promise.resolve()
  #isChecking = false
  #isBackingUp = false
  #twinHold: Disposable | null = null
  #isClosed = false
  #backupProblem: Storage['backupProblem'] = null

  constructor(parts: Parts) {
    this.#parts = parts
    const look = () => { this.#lookIfDue() }
    this.#timers = [setTimeout(look, FIRST_LOOK_MS).unref(), setInterval(look, LOOK_EVERY_MS).unref()]
  }

  state(): Storage {
    const { db, start } = this.#parts
    const [newest, ...others] = listGenerations(start.directory)
    return {
      isChecking: this.#isChecking || this.#isBackingUp, lastCheck: lastCheck(db), backupProblem: this.#backupProblem,
      backups: { newestAt: newest?.at ?? null, count: newest === undefined ? 0 : others.length + 1 },
      mailboxes: this.#parts.mailboxes().map((mailbox) => ({ ...mailbox, compared: comparedOf(db, mailbox.accountId) })),
      restored: restoredIn(db),
    }
  }

  checkNow(): void {
    this.#backUp()
    this.#lookThrough()
  }

  restoredSeen(): 'seen' | 'disk-full' {
    const said = orDiskFull(() => this.#parts.db.prepare('UPDATE restored_state SET seen = 1').run())
    this.#parts.changes.touch(['status'])
    return said === 'disk-full' ? said : 'seen'
  }

  measured(accountId: string, { compared, fetchedAgain, untrue }: Measured): void {
    const { db, now, changes } = this.#parts
    orDiskFull(() => db.prepare('INSERT OR REPLACE INTO size_check (account_id, at, compared, fetched_again, untrue) VALUES (?, ?, ?, ?, ?)').run(accountId, now(), compared, fetchedAgain, untrue))
    changes.touch(['status'])
  }

  async close(): Promise<void> {
    this.#isClosed = true
    for (const timer of this.#timers) clearTimeout(timer)
    const worker = this.#worker
    if (worker === null) return
    worker.postMessage({ kind: 'close' } satisfies ToCare)
    // A backup that is cut off is none, and the next one begins anew.
    const cut = setTimeout(() => { void worker.terminate() }, SYNC_CLOSE_MS)
    await this.#gone
    clearTimeout(cut)
  }

  #lookIfDue(): void {
    const { db, start, now } = this.#parts
    const [newest] = listGenerations(start.directory)
    // A clock that was set back must not keep backups from being made.
    const isPast = (at: number, every: number) => now() - at >= every || at > now()
    if (newest === undefined || isPast(newest.at, BACKUP_EVERY_MS)) this.#backUp()
    const last = lastCheck(db)
    if (last === null || isPast(last.at, CHECK_EVERY_MS)) this.#lookThrough()
  }

  #backUp(): void {
    if (this.#isBackingUp) return
    this.#isBackingUp = true
    this.#parts.twin.rest().then((hold) => {
      this.#twinHold = hold
      if (this.#isClosed) this.#endBackingUp()
      else this.#tell({ kind: 'back-up', now: this.#parts.now() })
    }, (error: unknown) => { this.#parts.onBug('resting', error) })
  }

  #endBackingUp(): void {
    this.#isBackingUp = false
    this.#twinHold?.[Symbol.dispose]()
    this.#twinHold = null
  }

  #lookThrough(): void {
    if (this.#isChecking) return
    this.#isChecking = true
    this.#tell({ kind: 'look-through' })
    // Whose server is not there now is asked once it is.
    for (const { accountId } of this.#parts.mailboxes()) this.#parts.sync.tell({ kind: 'measure', accountId })
  }

  #tell(message: ToCare): void {
    this.#running().postMessage(message)
    this.#parts.changes.touch(['status'])
  }

  #running(): Worker {
    if (this.#worker !== null) return this.#worker
    const { start, onBug } = this.#parts
    const worker = new StoreThread('care-thread', start)
    worker.on('message', (message: FromCare) => { this.#hear(message) })
    worker.on('error', (error) => { onBug('looking after the stores', error) })
    this.#gone = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#worker = null
        this.#isChecking = false
        this.#endBackingUp()
        resolve()
      })
    })
    worker.unref()
    this.#worker = worker
    return worker
  }

  #hear(message: FromCare): void {
    switch (message.kind) {
      case 'backed-up':
        this.#endBackingUp()
        if (message.twin === 'damaged' && message.outcome === 'written') this.#parts.twin.remake()
        this.#backupProblem = message.outcome === 'written' ? null : message.outcome
        if (message.outcome === 'damaged') this.#parts.onDamagedState()
        break
      case 'looked-through':
        this.#isChecking = false
        if (message.found !== null) this.#found(message.found)
    }
    this.#parts.changes.touch(['status'])
  }

  /** What cannot be read is asked for once more; the server still has it. */
  #found({ messages, bytes, faults, pages }: MailFound): void {
    const { db, reader, sync, now, onDamagedCopy } = this.#parts
    if (pages) onDamagedCopy()
    for (const { messageId } of faults) {
      const accountId = reader.header(messageId)?.accountId
      if (accountId !== undefined) sync.tell({ kind: 'fetch-whole', accountId, messageId })
    }
    // Where there is no room for it, all is done once more an hour later.
    orDiskFull(() => db.prepare('INSERT OR REPLACE INTO store_check (id, at, messages, bytes, fetched_again, mail) VALUES (1, ?, ?, ?, ?, ?)')
      .run(now(), messages, bytes, faults.length, pages ? 'damaged' : 'whole'))
  }
}

function orDiskFull(write: () => unknown): 'written' | 'disk-full' {
  try {
    write()
    return 'written'
  } catch (error) {
    if (isDiskFull(error)) return 'disk-full'
    throw error
  }
}

const comparedOf = (db: Database, accountId: string): Storage['mailboxes'][number]['compared'] =>
  db.prepare<[string], NonNullable<Storage['mailboxes'][number]['compared']>>('SELECT at, compared, fetched_again AS fetchedAgain, untrue FROM size_check WHERE account_id = ?').get(accountId) ?? null

function restoredIn(db: Database): Storage['restored'] {
  const row = db.prepare<[], Omit<NonNullable<Storage['restored']>, 'practice'>>('SELECT at, backup_at AS backupAt, held FROM restored_state WHERE seen = 0').get()
  return row === undefined ? null : { ...row, practice: mustReadFirst(db) && isPracticeInDoubt(db) ? 'unknown' : 'known' }
}

const lastCheck = (db: Database): Storage['lastCheck'] =>
  db.prepare<[], NonNullable<Storage['lastCheck']>>('SELECT at, messages, bytes, fetched_again AS fetchedAgain, mail FROM store_check').get() ?? null
