import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { DRAFT_COPY_PAUSE_MS } from '../../shared/limits.ts'
import { readMessage } from '../mime/read.ts'
import { openBlobArea, openDatabase, stateMigrations } from '../store/store.ts'
import { createDrafts } from './drafts.ts'
import { beginUpload, draftsToUpload, draftToMessage, forgetCopy, markUploaded, nextUploadAt, staleCopies } from './server-copy.ts'

function desk() {
  const directory = mkdtempSync(path.join(tmpdir(), 'copies-'))
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key: randomBytes(32), migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const db = opened.database
  const blobs = openBlobArea({ directory: path.join(directory, 'blobs'), key: randomBytes(32) })
  onTestFinished(async () => {
    await blobs.close()
    db.close()
    rmSync(directory, { recursive: true })
  })
  let now = 0
  const drafts = createDrafts({ db, blobs, now: () => now })
  const uploads = () => draftsToUpload(db, { now, addressOf: (id) => (id === 'gone' ? null : `${id}@delinde.test`) })
  const draft = drafts.startNew('anja', [])
  if (!draft.ok) throw new Error(draft.fail)
  const { id } = draft.value
  const fields = { ...draft.value.fields, subject: 'Recept', html: '<p>Hallo</p>' }
  return { db, blobs, drafts, uploads, id, fields, pass: (ms: number) => { now += ms } }
}

test('a copy goes to the server after a pause, and replaces the one before', () => {
  const { db, drafts, uploads, id, fields, pass } = desk()
  pass(DRAFT_COPY_PAUSE_MS)
  expect(uploads()).toEqual([])
  drafts.save({ id, revision: 0, fields })
  expect(uploads()).toEqual([])
  expect(nextUploadAt(db)).toBe(2 * DRAFT_COPY_PAUSE_MS)
  pass(DRAFT_COPY_PAUSE_MS)
  const [first] = uploads()
  expect(first).toEqual({ draftId: id, revision: 1, accountId: 'anja', messageId: `draft.${id}.1@delinde.test`, attached: '', replaces: null })
  if (first === undefined) return
  beginUpload(db, first)
  expect(uploads()).toEqual([first])
  markUploaded(db, first)
  expect(uploads()).toEqual([])
  expect(nextUploadAt(db)).toBeNull()
  drafts.save({ id, revision: 1, fields })
  pass(DRAFT_COPY_PAUSE_MS)
  const [second] = uploads()
  expect(second).toMatchObject({ revision: 2, replaces: first.messageId })
  if (second !== undefined) markUploaded(db, second)
  expect(staleCopies(db)).toEqual([])
})

test('the copies of a draft that is gone are taken away, also one whose upload was interrupted', async () => {
  const { db, drafts, uploads, id, fields, pass } = desk()
  drafts.save({ id, revision: 0, fields })
  pass(DRAFT_COPY_PAUSE_MS)
  for (const upload of uploads()) beginUpload(db, upload)
  expect(staleCopies(db)).toEqual([])
  await drafts.discard(id)
  const messageId = `draft.${id}.1@delinde.test`
  expect(staleCopies(db)).toEqual([{ messageId, accountId: 'anja' }])
  forgetCopy(db, messageId)
  expect(staleCopies(db)).toEqual([])
})

test('an interrupted version beside a newer one, and the copy at an account that the draft has left', () => {
  const { db, drafts, uploads, id, fields, pass } = desk()
  drafts.save({ id, revision: 0, fields })
  pass(DRAFT_COPY_PAUSE_MS)
  for (const upload of uploads()) beginUpload(db, upload)
  drafts.save({ id, revision: 1, fields })
  pass(DRAFT_COPY_PAUSE_MS)
  for (const upload of uploads()) markUploaded(db, upload)
  expect(staleCopies(db)).toEqual([{ messageId: `draft.${id}.1@delinde.test`, accountId: 'anja' }])
  drafts.save({ id, revision: 2, fields: { ...fields, accountId: 'bas' } })
  pass(DRAFT_COPY_PAUSE_MS)
  expect(uploads()).toMatchObject([{ accountId: 'bas', replaces: null }])
  expect(staleCopies(db).map(({ accountId }) => accountId)).toEqual(['anja', 'anja'])
  drafts.save({ id, revision: 3, fields: { ...fields, accountId: 'gone' } })
  pass(DRAFT_COPY_PAUSE_MS)
  expect(uploads()).toEqual([])
  expect(nextUploadAt(db, (account) => (account === 'gone' ? null : 'x'))).toBeNull()
})

test('large drafts rest longer, unfinished attachments wait', async () => {
  const { db, drafts, uploads, id, fields, pass } = desk()
  const begun = await drafts.attaching.begin({ id, name: 'a', type: 'b/c', sizeBytes: 3 * 1_048_576 })
  if (!begun.ok) throw new Error(begun.fail)
  drafts.save({ id, revision: 0, fields })
  pass(60_000)
  expect(uploads()).toEqual([])
  await drafts.attaching.addBytes({ id, attachmentId: begun.value.attachmentId, offset: 0, bytes: new Uint8Array(3 * 1_048_576) })
  // What has just come in may not be the last.
  expect(uploads()).toEqual([])
  pass(4 * DRAFT_COPY_PAUSE_MS)
  expect(uploads()).toHaveLength(1)
  drafts.save({ id, revision: 1, fields })
  pass(DRAFT_COPY_PAUSE_MS)
  expect(uploads()).toEqual([])
  expect(nextUploadAt(db)).toBe(60_000 + 8 * DRAFT_COPY_PAUSE_MS)
})

test('the copy is a whole message, hidden recipients and all; half an address stays here', async () => {
  const { db, blobs, drafts, uploads, id, fields, pass } = desk()
  const begun = await drafts.attaching.begin({ id, name: 'brief.txt', type: 'text/plain', sizeBytes: 3 })
  if (!begun.ok) throw new Error(begun.fail)
  await drafts.attaching.addBytes({ id, attachmentId: begun.value.attachmentId, offset: 0, bytes: Buffer.from('abc') })
  drafts.save({ id, revision: 0, fields: {
    ...fields, to: [{ name: 'Bas', address: 'bas@delinde.test' }, { name: '', address: 'half@' }], bcc: [{ name: 'x', address: 'mia@delinde.test' }, { name: '', address: 'é@x.nl' }],
    subject: 'Recept\r\nBcc: vreemd@elders.test',
  } })
  pass(60_000)
  const [upload] = uploads()
  if (upload === undefined) throw new Error('nothing to upload')
  const message = await draftToMessage(upload, { db, blobs, from: { name: 'Anja', address: 'anja@delinde.test' } })
  if (message.kind !== 'written') throw new Error(message.kind)
  const read = readMessage(message.raw)
  expect(read.headers).toMatchObject({ to: [{ name: 'Bas', address: 'bas@delinde.test' }], bcc: [{ address: 'mia@delinde.test' }], messageId: upload.messageId })
  expect(read.html).toContain('<p>Hallo</p>')
  expect(read.text?.trim()).toBe('Hallo')
  expect(read.attachments).toMatchObject([{ name: 'brief.txt', size: 3 }])
  drafts.save({ id, revision: 1, fields })
  expect(await draftToMessage(upload, { db, blobs, from: { name: '', address: 'anja@delinde.test' } })).toEqual({ kind: 'gone' })
})

test('an answer to a message with an id that no header can hold has its copy all the same', async () => {
  const { db, blobs, drafts, uploads, fields, pass } = desk()
  const original = {
    messageId: 1, from: [], replyTo: [], to: [], cc: [], subject: 'Recept', sentAt: 0, text: '', messageIdHeader: 'no id', inReplyTo: null, references: ['m0@delinde.test', 'no id'], attachments: [],
  }
  const started = await drafts.startAnswer({ inherited: { messageClass: 'unknown', floor: 'general', answersPatient: false }, kind: 'reply', accountId: 'anja', ownAddresses: [], quote: { language: 'nl', timeZone: 'UTC' }, original })
  if (!started.ok) throw new Error(started.fail)
  drafts.save({ id: started.value.id, revision: 0, fields: { ...fields, subject: 'Re: Recept' } })
  pass(60_000)
  const upload = uploads().find(({ draftId }) => draftId === started.value.id)
  if (upload === undefined) throw new Error('nothing to upload')
  const message = await draftToMessage(upload, { db, blobs, from: { name: 'Anja', address: 'anja@delinde.test' } })
  expect(message.kind === 'written' ? readMessage(message.raw).headers : message.kind).toMatchObject({ inReplyTo: null, references: ['m0@delinde.test'] })
})

async function attach({ drafts }: ReturnType<typeof desk>, id: string, bytes: Buffer): Promise<string> {
  const begun = await drafts.attaching.begin({ id, name: 'uitslag.pdf', type: 'application/pdf', sizeBytes: bytes.length })
  if (!begun.ok) throw new Error(begun.fail)
  const { attachmentId } = begun.value
  expect(await drafts.attaching.addBytes({ id, attachmentId, offset: 0, bytes })).toMatchObject({ ok: true })
  return attachmentId
}

test('an attachment that comes or goes after the last save makes the copy on the server be made anew', async () => {
  // given
  const room = desk()
  const { db, drafts, uploads, id, fields, pass } = room
  drafts.save({ id, revision: 0, fields })
  pass(DRAFT_COPY_PAUSE_MS)
  const [first] = uploads()
  markUploaded(db, first!)
  // when
  pass(60_000)
  const attachmentId = await attach(room, id, Buffer.from('%PDF-1'))
  // then it waits for its author to pause
  expect(uploads()).toEqual([])
  pass(DRAFT_COPY_PAUSE_MS)
  const [second] = uploads()
  expect(second).toMatchObject({ revision: 1, replaces: first!.messageId })
  expect(second!.messageId).not.toBe(first!.messageId)
  markUploaded(db, second!)
  expect([uploads(), staleCopies(db), nextUploadAt(db)]).toEqual([[], [], null])
  // when
  await drafts.attaching.detach(id, attachmentId)
  // then
  expect(uploads()).toMatchObject([{ revision: 1, attached: '', replaces: second!.messageId }])
})

test('a version that the server refuses takes nothing of an earlier one from the server', () => {
  // given
  const { db, drafts, uploads, id, fields, pass } = desk()
  drafts.save({ id, revision: 0, fields })
  pass(DRAFT_COPY_PAUSE_MS)
  const [first] = uploads()
  markUploaded(db, first!)
  drafts.save({ id, revision: 1, fields })
  pass(DRAFT_COPY_PAUSE_MS)
  const [second] = uploads()
  // when
  markUploaded(db, second!, true)
  // then
  expect([uploads(), staleCopies(db)]).toEqual([[], []])
  // when the next one is taken
  drafts.save({ id, revision: 2, fields })
  pass(DRAFT_COPY_PAUSE_MS)
  const [third] = uploads()
  markUploaded(db, third!)
  // then
  expect(staleCopies(db).map(({ messageId }) => messageId)).toContain(first!.messageId)
})
