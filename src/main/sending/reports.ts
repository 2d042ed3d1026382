import { sameMailbox } from '../../shared/mail/address.ts'
import type { ReportAction } from '../../shared/mail/delivery-status.ts'
import type { DeliveryReport } from '../mime/delivery-report.ts'
import { inTransaction } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import { wireAddress } from './manuscript.ts'

/** What a server reported of one recipient's copy of a message that was sent from here. */
export interface KeptReport {
  readonly messageId: string
  /** As it was sent to. */
  readonly recipient: string
  readonly action: ReportAction
  readonly status: string | null
  readonly code: number | null
  readonly reportedBy: string
  /** When the report came in, in ms since 1970. */
  readonly reportedAt: number
  /** '' where the outbox had let go of the message. */
  readonly subject: string
  readonly seenAt: number | null
}

interface SentTo { readonly recipients: readonly string[]; readonly subject: string }

/** To whom a message went from here; a server has or may have it. Empty when it is none of ours. */
function sentTo(db: Database, messageId: string): SentTo {
  const underway = db.prepare<[string], { address: string; subject: string }>(`
    SELECT json_extract(recipient.value, '$.address') AS address, subject
    FROM outgoing JOIN delivery ON delivery.outgoing_id = outgoing.id, json_each(delivery.recipients) AS recipient
    WHERE message_id = ? AND state IN ('sending', 'held-unclear', 'sent')`).all(messageId)
  const gone = db.prepare<[string], string>('SELECT address FROM sent_route WHERE message_id = ?').pluck().all(messageId)
  return { recipients: [...new Set([...underway.map(({ address }) => address), ...gone])], subject: underway[0]?.subject ?? '' }
}

const isSame = (sent: string, reported: string): boolean => sameMailbox(sent, reported) || sameMailbox(wireAddress(sent), reported)

/**
 * Keeps what a report says of copies that were sent from here, and gives what is new of it. A report of another message, or of
 * somebody whom it was not sent to, is nothing. What it says is kept as said, and changes no delivery: anybody who has the
 * message can write one. `note` is called in the same transaction, once for each kind and recipient however often it is said.
 */
export function keepReport(db: Database, { messageIds, reportedBy, recipients }: DeliveryReport, { at, note }: { at: number; note: (kept: KeptReport) => void }): KeptReport[] {
  return inTransaction(db, () => {
    const found = messageIds.map((messageId) => ({ messageId, ...sentTo(db, messageId) })).find((one) => one.recipients.length > 0)
    if (found === undefined) return []
    const known = db.prepare('SELECT 1 FROM delivery_report WHERE message_id = ? AND recipient = ? AND action = ?').pluck()
    const insert = db.prepare(`
      INSERT INTO delivery_report (message_id, recipient, action, status, code, reported_by, reported_at, subject) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET status = excluded.status, code = excluded.code, reported_by = excluded.reported_by, reported_at = excluded.reported_at
        WHERE excluded.reported_at > reported_at`)
    return recipients.flatMap(({ recipients: named, action, status, code }) => {
      const recipient = found.recipients.find((sent) => named.some((reported) => isSame(sent, reported)))
      if (recipient === undefined) return []
      const isFirst = known.get(found.messageId, recipient, action) === undefined
      const isNew = insert.run(found.messageId, recipient, action, status, code, reportedBy, at, found.subject).changes === 1
      const kept = { messageId: found.messageId, recipient, action, status, code, reportedBy, reportedAt: at, subject: found.subject, seenAt: null }
      if (isFirst) note(kept)
      return isNew ? [kept] : []
    })
  })
}

const COLUMNS = 'message_id AS messageId, recipient, action, status, code, reported_by AS reportedBy, reported_at AS reportedAt, subject, seen_at AS seenAt'

/** All that was reported of a message, the newest last. */
export const reportsOf = (db: Database, messageId: string): KeptReport[] =>
  db.prepare<[string], KeptReport>(`SELECT ${COLUMNS} FROM delivery_report WHERE message_id = ? ORDER BY reported_at, recipient`).all(messageId)

/** More than anybody reads through; the newest. */
const MOST_OPEN = 200

/** What did not arrive, or not yet, and nobody has seen: of each copy the failure, or else the delay. The newest first. */
export function openReports(db: Database): KeptReport[] {
  return db.prepare<[number], KeptReport>(`
    SELECT ${COLUMNS} FROM delivery_report AS report WHERE seen_at IS NULL AND action IN ('failed', 'delayed')
      AND NOT (action = 'delayed' AND EXISTS (
        SELECT 1 FROM delivery_report AS other WHERE other.message_id = report.message_id AND other.recipient = report.recipient AND other.action = 'failed'))
    ORDER BY reported_at DESC, recipient LIMIT ?`).all(MOST_OPEN)
}

/** Somebody has seen what became of this copy. False when there was nothing to see. */
export const seeReports = (db: Database, { messageId, recipient }: Pick<KeptReport, 'messageId' | 'recipient'>, at: number): boolean =>
  db.prepare('UPDATE delivery_report SET seen_at = ? WHERE message_id = ? AND recipient = ? AND seen_at IS NULL').run(at, messageId, recipient).changes > 0

/** Every message of which something was reported, the newest first. */
export const reportedMessages = (db: Database): string[] =>
  db.prepare<[], string>('SELECT message_id FROM delivery_report GROUP BY message_id ORDER BY max(reported_at) DESC').pluck().all()
