import type { Storage } from '../../../shared/contract/storage.ts'
import { isPracticeInDoubt } from '../../audit/in-doubt.ts'
import { gapOfRestore } from '../../audit/known-gaps.ts'
import { hasTwin } from '../../backup/backup.ts'
import type { MailboxReader } from '../../mailbox/mailbox.ts'
import { mustReadFirst } from '../../practice/restored.ts'
import type { Database } from '../../store/store.ts'

/** What looks through the stores came to, kept in the state so that it can be said later, and what has become of it since. */

/** Messages that could not be read, by account. */
export type FaultsByAccount = Readonly<Record<string, readonly number[]>>

/** What one look through the copy of the mail came to. */
export interface MailLook { readonly at: number; readonly messages: number; readonly bytes: number; readonly mail: 'whole' | 'damaged'; readonly faults: FaultsByAccount }

/** What is known of an account now. `inStepAt`: when the copy was last seen to have all that its server has; null while it has not, or nobody knows. */
export interface Standing { readonly accountId: string; readonly isOnline: boolean; readonly inStepAt: number | null }

/** A message that nobody has any more is nobody's fault. */
export function byAccount(reader: Pick<MailboxReader, 'accountsOf'>, messageIds: readonly number[]): FaultsByAccount {
  const faults: Record<string, number[]> = {}
  for (const { id, accountId } of reader.accountsOf(messageIds)) (faults[accountId] ??= []).push(id)
  return faults
}

export function keepMailLook(db: Database, { at, messages, bytes, mail, faults }: MailLook): void {
  const found = Object.values(faults).reduce((sum, ids) => sum + ids.length, 0)
  db.prepare('INSERT OR REPLACE INTO store_check (id, at, messages, bytes, fetched_again, mail, faults) VALUES (1, ?, ?, ?, ?, ?, ?)').run(at, messages, bytes, found, mail, JSON.stringify(faults))
}

export const lastMailLookAt = (db: Database): number | null => db.prepare<[], number>('SELECT at FROM store_check').pluck().get() ?? null

export function lastMailLook(db: Database, reader: Pick<MailboxReader, 'standingOf'>, accounts: readonly Standing[]): Storage['lastCheck'] {
  const row = db.prepare<[], Omit<MailLook, 'faults'> & { faults: string }>('SELECT at, messages, bytes, mail, faults FROM store_check').get()
  if (row === undefined) return null
  const { faults, ...look } = row
  return { ...look, faults: becameOf(JSON.parse(faults) as FaultsByAccount, { at: look.at, reader, accounts }) }
}

type Faults = NonNullable<Storage['lastCheck']>['faults']

/** Mail that nobody reads here any more, of an account that went, is not spoken of. */
function becameOf(faults: FaultsByAccount, { at, reader, accounts }: { at: number; reader: Pick<MailboxReader, 'standingOf'>; accounts: readonly Standing[] }): Faults {
  const sum = { found: 0, mended: 0, fetching: 0, offline: 0, refused: 0, gone: 0 }
  for (const { accountId, isOnline, inStepAt } of accounts) {
    const ids = faults[accountId]
    if (ids === undefined) continue
    const { lost, gone } = reader.standingOf(ids)
    sum.found += ids.length
    sum.mended += ids.length - lost - gone
    // What is not here may still come, until the copy is in step with its server again.
    if (!isOnline) sum.offline += lost + gone
    else if (inStepAt === null || inStepAt <= at) sum.fetching += lost + gone
    else {
      sum.refused += lost
      sum.gone += gone
    }
  }
  return sum
}

/** The state and its second copy were read through, page by page. */
export function keepStateLook(db: Database, { at, twin }: { at: number; twin: 'whole' | 'damaged' | 'unknown' }): void {
  db.prepare('INSERT INTO state_check (id, at, twin) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET at = excluded.at, twin = excluded.twin').run(at, twin)
}

/** The second copy took the place of the state. */
export function keepMended(db: Database, at: number): void {
  db.prepare('INSERT INTO state_check (id, mended_at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET mended_at = excluded.mended_at').run(at)
}

/** After a month it is no news, and what was put aside goes too. */
const MENDED_SAID_MS = 30 * 24 * 60 * 60_000

export function lastStateLook(db: Database, { directory, now }: { directory: string; now: number }): Storage['state'] {
  const row = db.prepare<[], { at: number | null; twin: 'whole' | 'damaged' | 'unknown'; mendedAt: number | null }>('SELECT at, twin, mended_at AS mendedAt FROM state_check').get()
  if (row === undefined) return { lookedAt: null, secondCopy: 'unknown', mendedAt: null }
  const { at, twin, mendedAt } = row
  return {
    lookedAt: at, secondCopy: twin === 'damaged' ? (hasTwin(directory) ? 'made-anew' : 'awaited') : twin,
    mendedAt: mendedAt !== null && now - mendedAt < MENDED_SAID_MS ? mendedAt : null,
  }
}

export function restoredIn(db: Database): Storage['restored'] {
  const row = db.prepare<[], Omit<NonNullable<Storage['restored']>, 'gap' | 'practice'>>('SELECT at, backup_at AS backupAt, held, source FROM restored_state WHERE seen = 0').get()
  return row === undefined ? null : { ...row, gap: gapOfRestore(db, row.at), practice: mustReadFirst(db) && isPracticeInDoubt(db) ? 'unknown' : 'known' }
}
