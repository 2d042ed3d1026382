import { lineAbove } from '../mime/line-above.ts'
import { inTransaction, type Database } from '../store/store.ts'
import { manuscripts, type Manuscript } from './draft-rows.ts'

interface Leaving {
  /** The account that takes over what was written with one that is gone; null: there is none. */
  readonly accountFor: (accountId: string) => string | null
  /** A line for the top of a draft of which these files are not whole. */
  readonly lacking: (names: readonly string[]) => string
}

/**
 * Makes every draft of somebody who leaves fit for the server's folder: a file that is there by half cannot be completed any more, so
 * the draft says that it is lacking; what was only attached counts as written; what was written with an account that is gone goes
 * with another. A second time changes nothing.
 */
export function makeReadyToLeave(db: Database, { accountFor, lacking }: Leaving): void {
  inTransaction(db, () => {
    for (const draft of manuscripts(db)) {
      const half = draft.attachments.filter(({ complete }) => !complete)
      const accountId = accountFor(draft.fields.accountId) ?? draft.fields.accountId
      if (half.length === 0 && accountId === draft.fields.accountId && !isOnlyAttached(draft)) continue
      for (const { id } of half) db.prepare('DELETE FROM draft_attachment WHERE id = ?').run(id)
      const fields = { ...draft.fields, accountId, html: half.length === 0 ? draft.fields.html : lineAbove(lacking(half.map(({ name }) => name)), draft.fields.html) }
      db.prepare('UPDATE draft SET fields = ?, account_id = ?, revision = revision + 1 WHERE id = ?').run(JSON.stringify(fields), accountId, draft.id)
    }
  })
}

/** A forward brings its attachments along: they are in the message that it forwards. */
const isOnlyAttached = ({ revision, kind, attachments }: Manuscript): boolean => revision === 0 && kind !== 'forward' && attachments.length > 0
