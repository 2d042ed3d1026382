import type { Database } from '../store/store.ts'
import { COLUMNS, type StoredRow } from './journal-row.ts'
import { read } from './read-journal.ts'

/** That somebody looked through the log of a shared mailbox (R4). */
export interface MailboxCheck { readonly mailbox: string; readonly at: number; readonly by: string; readonly finding: string }

/** The last check of each mailbox that was ever checked. */
export function mailboxChecks(database: Database): MailboxCheck[] {
  const rows = database.prepare<[], StoredRow>(`
    SELECT ${COLUMNS.join(', ')} FROM journal WHERE sequence IN (
      SELECT max(sequence) FROM journal WHERE class = 'log' AND mailbox IS NOT NULL AND json_extract(detail, '$.change') = 'checked' GROUP BY mailbox
    ) ORDER BY mailbox`).all()
  return rows.map(read).map(({ mailbox, at, person, detail }) => ({ mailbox: mailbox ?? '', at, by: person, finding: String(detail.finding) }))
}
