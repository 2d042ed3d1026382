import { createHash } from 'node:crypto'
import { DRAFT_COPY_PAUSE_MS } from '../../shared/limits.ts'
import { domainOf, isDeliverableAddress } from '../../shared/mail/address.ts'
import type { Address } from '../../shared/mail/address.ts'
import { isMessageId, messageIdAt } from '../../shared/mail/message-id.ts'
import { htmlToText } from '../mime/html-to-text.ts'
import { writeMessage } from '../mime/write.ts'
import { inTransaction } from '../store/store.ts'
import type { BlobArea, Database } from '../store/store.ts'
import { manuscript, manuscripts } from './draft-rows.ts'
import type { Manuscript } from './draft-rows.ts'

/** One version of a draft that should lie in the server's folder for drafts. */
export interface DraftUpload {
  readonly draftId: string
  readonly revision: number
  readonly accountId: string
  /** Its own for each version, so that a second try is recognised and the version before can be told apart. */
  readonly messageId: string
  /** The version that goes once this one is in; null: none. */
  readonly replaces: string | null
  /** Names what is attached to it; '' for nothing. */
  readonly attached: string
}

/** What still lies in the server's folder although its draft was sent, thrown away or moved to another account. */
export interface StaleCopy {
  readonly messageId: string
  readonly accountId: string
}

/** The address of an account; null when that is gone. */
export type AddressOf = (accountId: string) => string | null

const MEGABYTE = 1_048_576

/** Large drafts rest longer: each version goes over the line whole. */
const pauseOf = ({ attachments }: Manuscript): number =>
  DRAFT_COPY_PAUSE_MS * (1 + Math.floor(attachments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / MEGABYTE))

const isReady = ({ attachments }: Manuscript): boolean => attachments.every(({ complete }) => complete)

interface Uploaded { readonly message_id: string; readonly revision: number; readonly attachments: string; readonly refused: number }

const lastUploaded = (db: Database, { id, fields }: Manuscript): Uploaded | undefined =>
  db.prepare<[string, string], Uploaded>(
    'SELECT message_id, revision, attachments, refused FROM draft_copy WHERE draft_id = ? AND account_id = ? AND uploaded = 1 ORDER BY revision DESC, rowid DESC',
  ).get(id, fields.accountId)

/** Adding and taking off an attachment are no saves: the revision alone does not tell what is there. */
const attachedTo = ({ attachments }: Manuscript): string =>
  (attachments.length === 0 ? '' : createHash('sha256').update(attachments.map(({ id }) => id).join(' ')).digest('hex').slice(0, 16))

/** Whether the server has less than this; what nobody has written in stays here. */
const isBehind = (draft: Manuscript, last: Uploaded | undefined): boolean =>
  draft.revision > (last?.revision ?? 0) || (draft.revision > 0 && last !== undefined && last.attachments !== attachedTo(draft))

/**
 * Drafts whose author has paused and whose copy on the server is behind; `null` for the address of an account that is gone.
 * A draft that nobody has written in yet stays here.
 */
export function draftsToUpload(db: Database, { now, addressOf }: { now: number; addressOf: AddressOf }): DraftUpload[] {
  return manuscripts(db).flatMap((draft) => {
    const address = addressOf(draft.fields.accountId)
    const last = lastUploaded(db, draft)
    if (address === null || !isBehind(draft, last)) return []
    if (now - draft.savedAt < pauseOf(draft) || !isReady(draft)) return []
    const attached = attachedTo(draft)
    const messageId = messageIdAt(domainOf(address), `draft.${draft.id}.${draft.revision}${attached === '' ? '' : `.${attached}`}`)
    return [{ draftId: draft.id, revision: draft.revision, accountId: draft.fields.accountId, messageId, attached, replaces: last?.message_id ?? null }]
  })
}

/**
 * When the next draft is due, in milliseconds since 1970; null when none waits for its pause to pass. Leave nobody out: a draft
 * of an account that is gone is never due, and must not be waited for.
 */
export function nextUploadAt(db: Database, addressOf: AddressOf = () => ''): number | null {
  const due = manuscripts(db)
    .filter((draft) => addressOf(draft.fields.accountId) !== null && isBehind(draft, lastUploaded(db, draft)) && isReady(draft))
    .map((draft) => draft.savedAt + pauseOf(draft))
  return due.length === 0 ? null : Math.min(...due)
}

/**
 * How many drafts the server does not have as they are: not brought there yet, refused, of an account that is gone, or with a file by
 * half. What nobody has written in or added to does not count.
 */
export const draftsOnlyHere = (db: Database, addressOf: AddressOf): number => manuscripts(db).filter((draft) => {
  if (draft.revision === 0 && (draft.kind === 'forward' || draft.attachments.length === 0)) return false
  const last = lastUploaded(db, draft)
  return draft.revision === 0 || last?.refused === 1 || addressOf(draft.fields.accountId) === null || isBehind(draft, last) || !isReady(draft)
}).length

/** What a server refused goes there once more: it may have room again. */
export const tryRefusedAgain = (db: Database): void => void db.prepare('DELETE FROM draft_copy WHERE refused = 1').run()

/** To be noted before the append, so that what a crash leaves on the server is known and taken away. */
export function beginUpload(db: Database, { messageId, draftId, revision, accountId, attached }: DraftUpload): void {
  db.prepare('INSERT OR IGNORE INTO draft_copy (message_id, draft_id, revision, account_id, attachments) VALUES (?, ?, ?, ?, ?)').run(messageId, draftId, revision, accountId, attached)
}

/** The append was answered: this version lies there, and what it replaced does not; `refused`: this one stays here only. */
export function markUploaded(db: Database, upload: DraftUpload, refused = false): void {
  inTransaction(db, () => {
    beginUpload(db, upload)
    db.prepare('UPDATE draft_copy SET uploaded = 1, refused = ? WHERE message_id = ?').run(refused ? 1 : 0, upload.messageId)
    if (refused) return
    if (upload.replaces !== null) db.prepare('DELETE FROM draft_copy WHERE message_id = ?').run(upload.replaces)
  })
}

/** Copies to take from the servers' folders; also what an interrupted upload may have left beside the newer version. */
export function staleCopies(db: Database): StaleCopy[] {
  return db.prepare<[], StaleCopy>(`
    SELECT copy.message_id AS messageId, copy.account_id AS accountId FROM draft_copy AS copy
    LEFT JOIN draft ON draft.id = copy.draft_id AND draft.account_id = copy.account_id
    WHERE draft.id IS NULL OR EXISTS (
      SELECT 1 FROM draft_copy AS newer WHERE newer.draft_id = copy.draft_id AND newer.account_id = copy.account_id AND newer.uploaded = 1 AND newer.refused = 0
        AND (newer.revision > copy.revision OR (newer.revision = copy.revision AND newer.rowid > copy.rowid))
    )`).all()
}

/** The server's folder is rid of it, or its account no longer exists here. */
export const forgetCopy = (db: Database, messageId: string): void => void db.prepare('DELETE FROM draft_copy WHERE message_id = ?').run(messageId)

export type DraftMessage = { readonly kind: 'written'; readonly raw: Uint8Array } | { readonly kind: 'gone' } | { readonly kind: 'unwritable' }

/** This version as a message for the server's folder, hidden recipients included; half-typed addresses stay here only. */
export async function draftToMessage(upload: DraftUpload, source: { db: Database; blobs: BlobArea; from: Address }): Promise<DraftMessage> {
  const draft = manuscript(source.db, upload.draftId)
  if (draft?.revision !== upload.revision) return { kind: 'gone' }
  const { fields, quoteHtml, inReplyTo, references } = draft
  const html = fields.html + (quoteHtml ?? '')
  const attachments = []
  for (const { name, type, blobId } of draft.attachments) {
    const read = await source.blobs.readWhole(blobId)
    if (read.kind !== 'whole') return { kind: 'unwritable' }
    attachments.push({ name, type, content: read.bytes })
  }
  const written = await writeMessage({
    from: source.from, to: writable(fields.to), cc: writable(fields.cc), subject: fields.subject.replace(/[\r\n\0]+/g, ' '), date: new Date(draft.savedAt),
    messageId: upload.messageId, ...(inReplyTo === null || !isMessageId(inReplyTo) ? {} : { inReplyTo }), references: references.filter(isMessageId), text: htmlToText(html), html, attachments,
  })
  if (written.kind === 'refused') return { kind: 'unwritable' }
  const hidden = hiddenRecipients(fields.bcc)
  return { kind: 'written', raw: hidden.length === 0 ? written.raw : Buffer.concat([hidden, written.raw]) }
}

const writable = (list: readonly Address[]): Address[] => list.filter(({ address, name }) => isDeliverableAddress(address) && !/[\r\n\0]/.test(name))

/** Addresses only: they are ASCII once they are writable, so the line needs no encoding. */
function hiddenRecipients(bcc: readonly Address[]): Uint8Array {
  const addresses = writable(bcc).map(({ address }) => address).filter((address) => /^[!-~]+$/.test(address))
  return Buffer.from(addresses.length === 0 ? '' : `Bcc: ${addresses.join(',\r\n ')}\r\n`)
}
