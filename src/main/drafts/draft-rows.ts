import type { Draft, DraftFields } from '../../shared/contract/compose.ts'
import type { DetectionLevel, MessageClass } from '../../shared/norm/message-class.ts'
import { inTransaction } from '../store/store.ts'
import type { Database } from '../store/store.ts'

/** A draft with all that sending it needs: what the screen sees, and beside it its place in a conversation and its bytes. */
export interface Manuscript {
  readonly id: string
  readonly revision: number
  readonly kind: Draft['kind']
  readonly sourceMessageId: number | null
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly fields: DraftFields
  readonly quoteHtml: string | null
  readonly savedAt: number
  readonly messageClass: MessageClass
  readonly classFloor: MessageClass
  readonly answersPatient: boolean
  readonly answeredLevel: DetectionLevel
  readonly attachments: readonly ManuscriptAttachment[]
}

export interface ManuscriptAttachment {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly sizeBytes: number
  readonly complete: boolean
  /** Where its bytes lie in the blob area. */
  readonly blobId: string
}

/** As the screen sees it. */
export const draftOf = ({ inReplyTo: _, references: __, answeredLevel: ___, attachments, ...draft }: Manuscript): Draft => ({
  ...draft,
  attachments: attachments.map(({ blobId: _blob, ...attachment }) => attachment),
})

interface DraftRow {
  readonly id: string
  readonly revision: number
  readonly kind: Exclude<Draft['kind'], 'removal-request'>
  readonly source_message_id: number | null
  readonly in_reply_to: string | null
  readonly reference_ids: string
  readonly fields: string
  readonly quote_html: string | null
  readonly saved_at: number
  readonly message_class: MessageClass
  readonly class_floor: MessageClass
  readonly answers_patient: number
  readonly answered_level: DetectionLevel
  readonly asks_removal: number
}

interface AttachmentRow {
  readonly id: string
  readonly name: string
  readonly type: string
  readonly size_bytes: number
  readonly blob_id: string
  readonly complete: number
}

function manuscriptOf(db: Database, row: DraftRow): Manuscript {
  const rows = db.prepare<[string], AttachmentRow>('SELECT * FROM draft_attachment WHERE draft_id = ? ORDER BY position').all(row.id)
  return {
    id: row.id, revision: row.revision, kind: row.asks_removal === 1 ? 'removal-request' : row.kind, sourceMessageId: row.source_message_id, inReplyTo: row.in_reply_to,
    references: JSON.parse(row.reference_ids) as string[], fields: JSON.parse(row.fields) as DraftFields, quoteHtml: row.quote_html, savedAt: row.saved_at,
    messageClass: row.message_class, classFloor: row.class_floor, answersPatient: row.answers_patient === 1, answeredLevel: row.answered_level,
    attachments: rows.map(({ id, name, type, size_bytes: sizeBytes, blob_id: blobId, complete }) => ({ id, name, type, sizeBytes, complete: complete === 1, blobId })),
  }
}

export function manuscript(db: Database, id: string): Manuscript | null {
  const row = db.prepare<[string], DraftRow>('SELECT * FROM draft WHERE id = ?').get(id)
  return row === undefined ? null : manuscriptOf(db, row)
}

/** Latest first. */
export const manuscripts = (db: Database): Manuscript[] =>
  db.prepare<[], DraftRow>('SELECT * FROM draft ORDER BY saved_at DESC, id').all().map((row) => manuscriptOf(db, row))

/** Writes a draft that is not there, attachments and all; also how a message that was taken back becomes a draft again. */
export function insertManuscript(db: Database, draft: Manuscript): void {
  inTransaction(db, () => {
    db.prepare(`INSERT INTO draft (id, revision, kind, account_id, source_message_id, in_reply_to, reference_ids, fields, quote_html, created_at, saved_at,
      message_class, class_floor, answers_patient, answered_level, asks_removal) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
      draft.id, draft.revision, draft.kind === 'removal-request' ? 'new' : draft.kind, draft.fields.accountId, draft.sourceMessageId, draft.inReplyTo, JSON.stringify(draft.references),
      JSON.stringify(draft.fields), draft.quoteHtml, draft.savedAt, draft.savedAt, draft.messageClass, draft.classFloor, draft.answersPatient ? 1 : 0, draft.answeredLevel, draft.kind === 'removal-request' ? 1 : 0,
    )
    for (const attachment of draft.attachments) insertAttachment(db, draft.id, attachment)
  })
}

export function insertAttachment(db: Database, draftId: string, { id, name, type, sizeBytes, blobId, complete }: ManuscriptAttachment): void {
  db.prepare(`INSERT INTO draft_attachment (id, draft_id, position, name, type, size_bytes, blob_id, complete)
    VALUES (?, ?, (SELECT coalesce(max(position), 0) + 1 FROM draft_attachment WHERE draft_id = ?), ?, ?, ?, ?, ?)`)
    .run(id, draftId, draftId, name, type, sizeBytes, blobId, complete ? 1 : 0)
}

/** Takes out exactly this draft, inside the caller's transaction; its bytes stay in the blob area for whoever has them now. */
export function consumeManuscript(db: Database, draft: Manuscript): 'consumed' | 'changed' | 'gone' {
  const current = manuscript(db, draft.id)
  if (current === null) return 'gone'
  // Attaching and detaching are no saves: the revision alone does not tell.
  return JSON.stringify(current) === JSON.stringify(draft) && deleteManuscript(db, draft.id) ? 'consumed' : 'changed'
}

export const deleteManuscript = (db: Database, id: string): boolean => db.prepare('DELETE FROM draft WHERE id = ?').run(id).changes === 1

/** Every blob that a draft names. */
export const draftBlobs = (db: Database): string[] => db.prepare<[], string>('SELECT blob_id FROM draft_attachment').pluck().all()
