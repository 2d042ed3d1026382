import { existsSync } from 'node:fs'
import path from 'node:path'
import { carryAccount } from '../accounts/carry-account.ts'
import { carryOver } from '../audit/carry-over.ts'
import { fileNothingBefore } from '../audit/filed.ts'
import { PRACTICE_UNKNOWN } from '../audit/in-doubt.ts'
import { highestGiven } from '../audit/journal.ts'
import { saveRows, type Before, type Generation } from '../backup/backup.ts'
import { keepOnlyTasks } from '../imap/tasks.ts'
import { bringCopyUpToDate, openMailCheck } from '../mailbox/mailbox.ts'
import { keepHome, readHome } from '../practice/home.ts'
import { carryEvents, carryStand } from '../practice/register/carry-over.ts'
import { deviceKeys } from '../practice/register/device-keys.ts'
import { readAllAgain } from '../practice/restored.ts'
import { holdAfterRestore } from '../sending/after-restore.ts'
import { inTransaction, isDamaged, type Database } from '../store/store.ts'
import type { Keys } from '../vault/keys.ts'
import type { Unlocked } from '../vault/session.ts'
import { openJournal, record } from './journal.ts'
import { dropWaitingSegments } from './practice/filing.ts'
import { forgetPractice } from './practice/forget-practice.ts'

/** What going back in time came to. */
export interface Restored {
  /** When the backup was made. */
  readonly backupAt: number
  /** Deliveries that may have gone since, and that a person decides about. */
  readonly held: number
  /** Entries of the journal that were saved from the file that was replaced; `isJournalWhole`: none is lacking. */
  readonly carried: number
  readonly isJournalWhole: boolean
  /** False: nothing was left that says in which practice this workstation was since the backup. */
  readonly isPracticeKnown: boolean
}

interface Parts {
  directory: string
  keys: Pick<Keys, 'cache' | 'segments'>
  unlocked: Unlocked
  version: string
  now: number
  /** The state is damaged: what can be read of it is newer than the backup. Otherwise somebody wants to go back, and goes back. */
  isDamaged: boolean
}

/** What is carried over by rules of its own, or is about the file itself; a table that is not named here is saved as it is. */
const HAS_OWN_RULES = /^(?:journal|filed_|filing_|segment_|snapshot_|register_|practice_home|join_request|deed|restored_state|store_check|state_check|size_check)/

/**
 * Where the workstation stands is what the replaced file says, as far as it is newer and can be read: who had left a practice by then is
 * not put back into it, and neither their journal nor what waits to be said goes to the wrong one.
 */
function carryPractice(before: Before | null, restored: Database, forMs: number): ReturnType<typeof carryOver> & { readonly isPracticeKnown: boolean } {
  const stands = before !== null && !isOlder(before, restored) && carryStand(before.database, restored, (db) => {
    forgetPractice(db)
    dropWaitingSegments(db)
  })
  const home = readHome(restored)
  if (stands && home !== null) keepHome(restored, { ...home, accountId: carryAccount(before.database, restored, home.accountId) })
  const journal = carryOver(before, restored, { forMs, device: deviceKeys(restored)?.device.id ?? null })
  if (before !== null) carryEvents(before.database, restored)
  const isPracticeKnown = stands && journal.knowsFloor && !before.isCut
  // Until there is a practice again nothing can be asked of one.
  if (!isPracticeKnown && home === null) fileNothingBefore(restored)
  return { ...journal, isPracticeKnown }
}

/** A file of which the end was cut off may end before the backup: what it says of the practice was so once. Each change of practice is in the journal. */
function isOlder({ database, isCut }: Before, restored: Database): boolean {
  try {
    return highestGiven(database, 0) < highestGiven(restored, 0)
  } catch (error) {
    if (!isDamaged(error)) throw error
    return isCut
  }
}

/**
 * What can be saved of a damaged `state.db` is, and what an older one may not do again is kept from it: send (the outbox is held), repeat what a person once did to messages, speak in the
 * practice's register before that was read, or give a number of the journal twice. See docs/stores.md.
 */
export const afterRestore = ({ directory, keys, unlocked, version, now, isDamaged }: Parts, onDone: (restored: Restored) => void) =>
  (restored: Database, { at: backupAt, source = 'backup' }: Generation, before: Before | null): void => {
    inTransaction(restored, () => {
      const { carried, isWhole, isPracticeKnown } = carryPractice(before, restored, now - backupAt)
      if (before !== null && isDamaged && !before.isCut) saveRows(before.database, restored, (table) => HAS_OWN_RULES.test(table))
      readAllAgain(restored)
      const held = holdAfterRestore(restored, now)
      keepOnlyTasks(restored, shownTasks(directory, keys))
      restored.prepare('INSERT OR REPLACE INTO restored_state (id, at, backup_at, held, must_read, seen, source) VALUES (1, ?, ?, ?, 1, 0, ?)').run(now, backupAt, held, source)
      const journal = openJournal({ db: restored, unlocked, version, now: () => now })
      record(journal, { class: 'store', ...(isPracticeKnown ? {} : { reason: PRACTICE_UNKNOWN }), detail: { change: 'restored', from: backupAt, count: held } })
      onDone({ backupAt, held, carried, isJournalWhole: isWhole, isPracticeKnown })
    })
  }

/** Acts that the copy of the mail still shows as under way: all others the server has done, or they were made later and are turned back. */
function shownTasks(directory: string, { cache, segments }: Parts['keys']): ReadonlySet<string> {
  if (!existsSync(path.join(directory, 'cache.db'))) return new Set()
  bringCopyUpToDate({ directory, cacheKey: cache })
  const opened = openMailCheck({ directory, cacheKey: cache, segmentKey: segments })
  if (opened.kind !== 'open') return new Set()
  using check = opened.check
  return new Set(check.pendingTaskIds())
}
