import { OUTBOX_KEEP_SENT_MS } from '../../shared/limits.ts'
import { inTransaction } from '../store/store.ts'
import type { BlobArea, Database } from '../store/store.ts'
import { manuscriptOf } from './outbox-rows.ts'

/** A message that was sent and whose copy does not yet lie in the folder for sent mail. */
export interface CopyDue {
  readonly outgoingId: string
  readonly accountId: string
  /** An append with this Message-ID that was made before a crash is recognised by it. */
  readonly messageId: string
  /** The folder of a shared mailbox in whose name it went; null: the account's own. */
  readonly folder: string | null
  /** The account of the shared mailbox in whose name it went, where that has one of its own. */
  readonly mailboxAccountId: string | null
  /** The address that it went out under. */
  readonly mailbox: string
}

/** A server has the message. True only the first time: the others were deliveries of the same. */
export const copyIsDue = (db: Database, outgoingId: string): boolean =>
  db.prepare("UPDATE outgoing SET copy = 'due' WHERE id = ? AND copy = 'none'").run(outgoingId).changes === 1

export const copiesDue = (db: Database): CopyDue[] =>
  db.prepare<[], CopyDue>("SELECT id AS outgoingId, account_id AS accountId, manuscript ->> '$.sentAs.accountId' AS mailboxAccountId, message_id AS messageId, manuscript ->> '$.sentAs.folder' AS folder, coalesce(manuscript ->> '$.sentAs.address', sender) AS mailbox FROM outgoing WHERE copy = 'due' ORDER BY created_at").all()

/** `isElsewhere`: among the person's own sent mail, because the mailbox in whose name it went did not take it. True: it was not known before. */
export const markCopied = (db: Database, outgoingId: string, isElsewhere = false): boolean =>
  db.prepare("UPDATE outgoing SET copy = 'made', copy_trouble = ? WHERE id = ? AND copy = 'due'").run(isElsewhere ? 'elsewhere' : null, outgoingId).changes === 1

/** No folder for sent mail took it: it stays due, and in the outbox. True: it was not known before. */
export const markUncopied = (db: Database, outgoingId: string): boolean =>
  db.prepare("UPDATE outgoing SET copy_trouble = 'refused' WHERE id = ? AND copy = 'due' AND copy_trouble IS NULL").run(outgoingId).changes === 1

/** The bytes that went out, below a line with the hidden recipients: the sender's own copy says to whom it went. */
export async function sentCopy({ db, blobs }: { db: Database; blobs: BlobArea }, outgoingId: string): Promise<{ kind: 'whole'; raw: Uint8Array } | { kind: 'missing' | 'damaged' }> {
  const blobId = db.prepare<[string], string>('SELECT blob_id FROM outgoing WHERE id = ?').pluck().get(outgoingId)
  if (blobId === undefined) return { kind: 'missing' }
  const hidden = manuscriptOf(db, outgoingId).fields.bcc.map(({ address }) => address).filter((address) => /^[!-~]+$/.test(address))
  const line = hidden.length === 0 ? '' : `Bcc: ${hidden.join(',\r\n ')}\r\n`
  return blobs.readWhole(blobId, Buffer.from(line)).then((read) => (read.kind === 'whole' ? { kind: 'whole', raw: read.bytes } : read))
}

/** Lets go of what was sent a day ago and has its copy; says how many messages that were. */
export async function clearSent({ db, blobs, now }: { db: Database; blobs: BlobArea; now: () => number }): Promise<number> {
  const old = db.prepare<[number], string>(`
    SELECT id FROM outgoing WHERE copy = 'made'
      AND NOT EXISTS (SELECT 1 FROM delivery WHERE outgoing_id = outgoing.id AND (state <> 'sent' OR since > ?))`).pluck().all(now() - OUTBOX_KEEP_SENT_MS)
  for (const id of old) {
    const { attachments } = manuscriptOf(db, id)
    const blobId = db.prepare<[string], string>('SELECT blob_id FROM outgoing WHERE id = ?').pluck().get(id)
    inTransaction(db, () => {
      db.prepare('DELETE FROM delivery WHERE outgoing_id = ?').run(id)
      db.prepare('DELETE FROM outgoing WHERE id = ?').run(id)
    })
    await Promise.all([...attachments.map((attachment) => attachment.blobId), ...(blobId === undefined ? [] : [blobId])].map((one) => blobs.remove(one)))
  }
  return old.length
}
