import { ROW_RECIPIENTS } from '../../shared/limits.ts'
import type { MessageRow } from '../../shared/contract/mail.ts'
import type { VerdictState } from '../../shared/contract/values.ts'
import type { Database, Statement } from '../store/store.ts'
import { ANSWERED, FLAGGED, FORWARDED, SEEN } from './message-flags.ts'
import { unpackPeople } from './message-people.ts'

interface StoredRow {
  readonly id: number
  readonly folderId: number
  readonly accountId: string
  readonly flags: number
  readonly receivedAt: number
  readonly size: number
  readonly hasAttachments: number
  readonly verdict: VerdictState | null
  readonly subject: string
  readonly snippet: string
  readonly people: string
  readonly conversationSize: number
}

/** What was sent or is being written here was not received, and has no verdict. */
export const RECEIVED_VERDICT = `CASE WHEN EXISTS (SELECT 1 FROM folder f WHERE f.id = m.home_id AND f.role IN ('sent', 'drafts')) THEN NULL ELSE m.verdict END`

/** The columns that a list shows; a message that is hidden while its removal is under way has no row. */
const ROW = `
  SELECT m.id, m.folder_id AS folderId, a.key AS accountId, m.flags, m.received_at AS receivedAt, m.size,
    m.has_attachments AS hasAttachments, ${RECEIVED_VERDICT} AS verdict, m.subject, m.snippet, m.people,
    (SELECT count(*) FROM message c WHERE c.thread_id = m.thread_id AND c.folder_id = m.folder_id) AS conversationSize
  FROM message m JOIN account a ON a.id = m.account_id`

/** Rows of a list by id: ids are found first, on narrow indexes, and only what is shown is read whole. */
export class MessageRows {
  readonly #byId: Statement<[number], StoredRow>

  constructor(database: Database) {
    this.#byId = database.prepare(`${ROW} WHERE m.id = ? AND m.folder_id IS NOT NULL`)
  }

  /** In the order of the ids; what is not there any more is left out. */
  of(ids: readonly number[]): MessageRow[] {
    return ids.flatMap((id) => {
      const row = this.#byId.get(id)
      return row === undefined ? [] : [shown(row)]
    })
  }
}

function shown({ flags, people, hasAttachments, size, ...row }: StoredRow): MessageRow {
  const { from, sender, to } = unpackPeople(people)
  return {
    id: row.id,
    folderId: row.folderId,
    accountId: row.accountId,
    from: from[0] ?? sender[0] ?? { name: '', address: '' },
    to: to.slice(0, ROW_RECIPIENTS),
    subject: row.subject,
    receivedAt: row.receivedAt,
    snippet: row.snippet,
    seen: (flags & SEEN) !== 0,
    flagged: (flags & FLAGGED) !== 0,
    answered: (flags & ANSWERED) !== 0,
    forwarded: (flags & FORWARDED) !== 0,
    hasAttachments: hasAttachments === 1,
    sizeBytes: size,
    conversationSize: row.conversationSize,
    verdict: row.verdict,
  }
}
