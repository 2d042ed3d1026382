import type { Worker } from 'node:worker_threads'
import type { Storage } from '../../shared/contract/storage.ts'
import { gapKnown } from '../audit/known-gaps.ts'
import { BACKUP_EVERY_MS, listGenerations } from '../backup/backup.ts'
import type { Measured } from '../imap/face.ts'
import type { MailboxReader } from '../mailbox/mailbox.ts'
import { inTransaction, isDiskFull, type Database } from '../store/store.ts'
import { SYNC_CLOSE_MS } from '../../shared/limits.ts'
import type { CareStart, FromCare, MailFound, ToCare } from './threads/care-messages.ts'
import type { Changes } from './changes.ts'
import type { OnBug } from './core-options.ts'
import { record, type Journal } from './journal.ts'
import { byAccount, keepMailLook, keepMended, keepStateLook, lastMailLook, lastMailLookAt, lastStateLook, restoredIn, type MailLook, type Standing } from './stores/looks.ts'
import type { TwinKeeper } from './stores/twin-keeper.ts'
import type { SyncHost } from './threads/sync-host.ts'
import { StoreThread } from './threads/store-thread.ts'

/** Looks after the stores while they are open: a backup a day, a look through all mail a week. */
export interface Care {
  state(): Storage
  /** Everything now, and not when it is due. */
  checkNow(): void
  /** Somebody has read that a backup was put back, and what that means; where the journal has a gap since, it says so in `journal`. */
  restoredSeen(journal: Journal): void
  /** The second copy of the state took its place as it was opened. */
  mended(): void
  /** What was found damaged of an account is noted in its copy, and will be fetched again; or there was no room to note it. */
  noted(accountId: string, outcome: 'noted' | 'disk-full'): void
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
  mailboxes: () => readonly (Omit<Storage['mailboxes'][number], 'compared'> & Standing)[]
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
  /** What was found, until it is noted wherever it has to be fetched again. */
  #finding: { readonly look: Omit<MailLook, 'at'>; readonly awaited: Set<string>; isNoted: boolean } | null = null
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
    const { db, reader, start: { directory }, now } = this.#parts
    const [newest, ...others] = listGenerations(directory)
    const mailboxes = this.#parts.mailboxes()
    return {
      isChecking: this.#isChecking || this.#isBackingUp, lastCheck: lastMailLook(db, reader, mailboxes), backupProblem: this.#backupProblem,
      state: lastStateLook(db, { directory, now: now() }),
      backups: { newestAt: newest?.at ?? null, count: newest === undefined ? 0 : others.length + 1 },
      mailboxes: mailboxes.map(({ accountId, address, isOnline }) => ({ accountId, address, isOnline, compared: comparedOf(db, accountId) })),
      restored: restoredIn(db),
    }
  }

  checkNow(): void {
    this.#backUp()
    this.#lookThrough()
  }

  restoredSeen(journal: Journal): void {
    const { db, changes } = this.#parts
    inTransaction(db, () => {
      const gap = restoredIn(db)?.gap ?? null
      if (gap !== null) record(journal, gapKnown(gap))
      db.prepare('UPDATE restored_state SET seen = 1').run()
    })
    changes.touch(['status'])
  }

  mended(): void {
    const { db, now } = this.#parts
    orDiskFull(() => { keepMended(db, now()) })
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
    const lookedAt = lastMailLookAt(db)
    if (lookedAt === null || isPast(lookedAt, CHECK_EVERY_MS)) this.#lookThrough()
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
        this.#noteStateLook(message)
        if (message.outcome === 'damaged') this.#parts.onDamagedState()
        break
      case 'looked-through':
        if (message.found === null) this.#isChecking = false
        else this.#found(message.found)
    }
    this.#parts.changes.touch(['status'])
  }

  /** Nothing was looked into where there was no room to back up. */
  #noteStateLook({ outcome, twin }: Extract<FromCare, { kind: 'backed-up' }>): void {
    const { db, now } = this.#parts
    if (outcome === 'written') orDiskFull(() => { keepStateLook(db, { at: now(), twin }) })
  }

  /** What cannot be read is asked for once more; the server still has it. It is said once that is noted in the copy, and so not forgotten. */
  #found({ messages, bytes, faults, pages }: MailFound): void {
    const { reader, sync, onDamagedCopy } = this.#parts
    if (pages) onDamagedCopy()
    // Of a copy that as a whole comes anew no message is asked for by itself.
    const found = pages ? {} : byAccount(reader, faults.map(({ messageId }) => messageId))
    this.#finding = { look: { messages, bytes, mail: pages ? 'damaged' : 'whole', faults: found }, awaited: new Set(Object.keys(found)), isNoted: true }
    for (const [accountId, messageIds] of Object.entries(found)) sync.tell({ kind: 'mend', accountId, messageIds })
    this.#endChecking()
  }

  noted(accountId: string, outcome: 'noted' | 'disk-full'): void {
    const finding = this.#finding
    if (finding?.awaited.delete(accountId) !== true) return
    if (outcome === 'disk-full') finding.isNoted = false
    this.#endChecking()
  }

  #endChecking(): void {
    const { db, now, changes } = this.#parts
    const finding = this.#finding
    if (finding === null || finding.awaited.size > 0) return
    this.#finding = null
    this.#isChecking = false
    // Where there is no room for it, all is done once more an hour later.
    if (finding.isNoted) orDiskFull(() => { keepMailLook(db, { ...finding.look, at: now() }) })
    changes.touch(['status'])
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
