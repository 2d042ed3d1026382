import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { DraftFields } from '../../shared/contract/compose.ts'
import { MAX_ATTACHMENTS_BYTES } from '../../shared/limits.ts'
import { openBlobArea, openDatabase, stateMigrations } from '../store/store.ts'
import type { Original } from './answer.ts'
import { draftBlobs, insertManuscript, manuscript } from './draft-rows.ts'
import { classOfConversation, rememberClass } from './conversation-class.ts'
import { createDrafts } from './drafts.ts'

function desk() {
  const directory = mkdtempSync(path.join(tmpdir(), 'drafts-'))
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key: randomBytes(32), migrations: stateMigrations, mode: 'write', durability: 'full' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const db = opened.database
  const blobs = openBlobArea({ directory: path.join(directory, 'blobs'), key: randomBytes(32) })
  let time = 1000
  const open = () => createDrafts({ db, blobs, now: () => time })
  onTestFinished(async () => {
    await blobs.close()
    db.close()
    rmSync(directory, { recursive: true })
  })
  const files = () => readdirSync(path.join(directory, 'blobs'))
  const started = () => {
    const outcome = open().startNew('a1', [])
    if (!outcome.ok) throw new Error(outcome.fail)
    return outcome.value
  }
  return { db, blobs, files, open, started, drafts: open(), pass: (ms: number) => { time += ms } }
}

const fields = (change: Partial<DraftFields> = {}): DraftFields => ({ accountId: 'a1', to: [], cc: [], bcc: [], subject: 'Recept', html: '<p>Hallo</p>', ...change })
const bytes = (length: number, fill = 7): Uint8Array => new Uint8Array(length).fill(fill)

async function* pieces(...list: Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const piece of list) {
    await Promise.resolve()
    yield piece
  }
}

const original = (change: Partial<Original> = {}): Original => ({
  messageId: 42, from: [{ name: 'Apotheek Zuid', address: 'balie@apotheekzuid.test' }], replyTo: [], to: [{ name: '', address: 'anja@delinde.test' }], cc: [],
  subject: 'Recept', sentAt: 0, text: '<b>Beste Anja</b>', messageIdHeader: 'm1@apotheekzuid.test', inReplyTo: null, references: [], attachments: [], ...change,
})
const answering = (change: Partial<Parameters<ReturnType<typeof createDrafts>['startAnswer']>[0]> = {}) => ({
  kind: 'reply' as const, original: original(), accountId: 'a1', ownAddresses: ['anja@delinde.test'], quote: { language: 'nl' as const, timeZone: 'UTC' },
  inherited: { messageClass: 'unknown' as const, floor: 'general' as const, answersPatient: false }, ...change,
})

describe('writing', () => {
  test('a draft survives the program', () => {
    const { open, started, pass } = desk()
    const { id } = started()
    pass(5)
    expect(open().save({ id, revision: 0, fields: fields() })).toEqual({ ok: true, value: { revision: 1, savedAt: 1005 } })
    expect(open().get(id)).toMatchObject({ ok: true, value: { id, revision: 1, kind: 'new', fields: fields(), quoteHtml: null, savedAt: 1005, attachments: [] } })
    expect(open().list()).toHaveLength(1)
    expect(open().list()[0]).not.toHaveProperty('quoteHtml')
  })

  test('two windows do not overwrite each other', () => {
    const { drafts, started } = desk()
    const { id } = started()
    expect(drafts.save({ id, revision: 0, fields: fields({ subject: 'eerste' }) }).ok).toBe(true)
    expect(drafts.save({ id, revision: 0, fields: fields({ subject: 'tweede' }) })).toEqual({ ok: false, fail: 'stale-revision' })
    expect(drafts.get(id)).toMatchObject({ value: { fields: { subject: 'eerste' } } })
    expect(drafts.save({ id: 'x', revision: 0, fields: fields() })).toEqual({ ok: false, fail: 'no-such-draft' })
  })

  test('the latest stands first', () => {
    const { drafts, started, pass } = desk()
    const [one, two] = [started(), started()]
    pass(10)
    drafts.save({ id: one.id, revision: 0, fields: fields() })
    expect(drafts.list().map(({ id }) => id)).toEqual([one.id, two.id])
  })

  test('a full disk loses nothing that was saved', () => {
    const { db, drafts, started } = desk()
    const { id } = started()
    drafts.save({ id, revision: 0, fields: fields() })
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true }))}`)
    expect(drafts.save({ id, revision: 1, fields: fields({ html: 'x'.repeat(500_000) }) })).toEqual({ ok: false, fail: 'disk-full' })
    expect(drafts.get(id)).toMatchObject({ value: { revision: 1, fields: fields() } })
  })
})

describe('answering', () => {
  test('a reply knows its original and quotes it as text', async () => {
    const { drafts, db } = desk()
    const reply = await drafts.startAnswer(answering())
    expect(reply).toMatchObject({ ok: true, value: { kind: 'reply', sourceMessageId: 42, fields: { subject: 'Re: Recept', to: [{ address: 'balie@apotheekzuid.test' }] } } })
    if (!reply.ok) return
    expect(reply.value.quoteHtml).toContain('&lt;b&gt;Beste Anja')
    expect(manuscript(db, reply.value.id)).toMatchObject({ inReplyTo: 'm1@apotheekzuid.test', references: ['m1@apotheekzuid.test'] })
  })

  test('a forward takes the attachments along', async () => {
    const { drafts, blobs, db } = desk()
    const forward = await drafts.startAnswer(answering({ kind: 'forward', original: original({
      attachments: [{ name: 'uitslag.pdf', type: 'application/pdf', open: () => pieces(bytes(100_000), bytes(5)) }, { name: '', type: 'text/plain', open: () => pieces() }],
    }) }))
    if (!forward.ok) throw new Error(forward.fail)
    expect(forward.value.attachments).toMatchObject([{ name: 'uitslag.pdf', sizeBytes: 100_005, complete: true }, { name: 'bijlage', sizeBytes: 0, complete: true }])
    const [blobId = ''] = draftBlobs(db)
    expect(await blobs.readWhole(blobId)).toMatchObject({ kind: 'whole', bytes: Buffer.from(bytes(100_005)) })
  })

  test('a forward whose attachment cannot be read leaves nothing half', async () => {
    const { drafts, files } = desk()
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* pieces(bytes(10))
      throw new Error('damaged')
    }
    const attachments = [{ name: 'a', type: 'text/plain', open: () => pieces(bytes(3)) }, { name: 'b', type: 'text/plain', open: broken }]
    await expect(drafts.startAnswer(answering({ kind: 'forward', original: original({ attachments }) }))).rejects.toThrow('damaged')
    expect(drafts.list()).toEqual([])
    expect(files()).toEqual([])
  })
})

describe('what a message is about (DT-1)', () => {
  test('the answers are kept with the draft, and another answer takes their place', async () => {
    const { drafts, open } = desk()
    const reply = await drafts.startAnswer(answering())
    if (!reply.ok) throw new Error(reply.fail)
    expect(drafts.classify(reply.value.id, { answers: { medical: false, logistic: false, general: true }, level: 'none' })).toEqual({ ok: true, value: { messageClass: 'general' } })
    expect(open().get(reply.value.id)).toMatchObject({ value: { messageClass: 'general', revision: 0 } })
    expect(drafts.classify(reply.value.id, { answers: { medical: true }, level: 'none' })).toMatchObject({ value: { messageClass: 'phi' } })
  })

  test('what was sent in a conversation is remembered, and only raised', () => {
    const { db } = desk()
    expect(classOfConversation(db, 'm1@x.test')).toBeNull()
    for (const [messageClass, remembered] of [['general', 'general'], ['phi', 'phi'], ['general', 'phi']] as const) {
      rememberClass(db, { root: 'm1@x.test', messageClass, at: 1 })
      expect(classOfConversation(db, 'm1@x.test')).toBe(remembered)
    }
  })

  test('RT-29: no answer stands against what was found', () => {
    const { drafts, started } = desk()
    expect(drafts.classify(started().id, { answers: { medical: false, logistic: true }, level: 'strong' })).toMatchObject({ value: { messageClass: 'phi' } })
  })

  test('half an answer is none, and a draft that is gone has no class', () => {
    const { drafts, started } = desk()
    const { id, messageClass } = started()
    expect(messageClass).toBe('unknown')
    expect(drafts.classify(id, { answers: { medical: false }, level: 'none' })).toMatchObject({ value: { messageClass: 'unknown' } })
    expect(drafts.classify('gone', { answers: { medical: true }, level: 'none' })).toEqual({ ok: false, fail: 'no-such-draft' })
  })

  test('IN-16: no answer brings a forward below what it passes on', async () => {
    const { drafts } = desk()
    const forward = await drafts.startAnswer(answering({ kind: 'forward', inherited: { messageClass: 'phi', floor: 'phi', answersPatient: false } }))
    if (!forward.ok) throw new Error(forward.fail)
    expect(forward.value).toMatchObject({ messageClass: 'phi', classFloor: 'phi' })
    expect(drafts.classify(forward.value.id, { answers: { medical: false, logistic: false, general: true }, level: 'none' })).toMatchObject({ value: { messageClass: 'phi' } })
  })
})

describe('attaching', () => {
  const begin = async (drafts: ReturnType<typeof createDrafts>, id: string, sizeBytes: number, name = 'foto.jpg') => {
    const begun = await drafts.attaching.begin({ id, name, type: 'image/jpeg', sizeBytes })
    if (!begun.ok) throw new Error(begun.fail)
    return begun.value.attachmentId
  }

  test('pieces in order, several under way at once', async () => {
    const { drafts, started, blobs, db } = desk()
    const { id } = started()
    const attachmentId = await begin(drafts, id, 250_000)
    const added = await Promise.all([0, 1, 2].map((index) =>
      drafts.attaching.addBytes({ id, attachmentId, offset: index * 100_000, bytes: bytes(index === 2 ? 50_000 : 100_000, index) })))
    expect(added.map((outcome) => outcome.ok && outcome.value.complete)).toEqual([false, false, true])
    expect(drafts.get(id)).toMatchObject({ value: { attachments: [{ id: attachmentId, name: 'foto.jpg', type: 'image/jpeg', sizeBytes: 250_000, complete: true }] } })
    const read = await blobs.readWhole(draftBlobs(db)[0] ?? '')
    expect(read.kind === 'whole' && Buffer.compare(read.bytes, Buffer.concat([bytes(100_000, 0), bytes(100_000, 1), bytes(50_000, 2)]))).toBe(0)
  })

  test('an empty file is complete at once', async () => {
    const { drafts, started } = desk()
    const { id } = started()
    const attachmentId = await begin(drafts, id, 0)
    expect(await drafts.attaching.addBytes({ id, attachmentId, offset: 0, bytes: bytes(0) })).toEqual({ ok: true, value: { complete: true } })
  })

  test('out of order, too much, twice', async () => {
    const { drafts, started } = desk()
    const { id } = started()
    const attachmentId = await begin(drafts, id, 10)
    const add = (offset: number, length: number) => drafts.attaching.addBytes({ id, attachmentId, offset, bytes: bytes(length) })
    expect(await add(5, 5)).toEqual({ ok: false, fail: 'out-of-order' })
    expect(await add(0, 11)).toEqual({ ok: false, fail: 'out-of-order' })
    expect(await add(0, 6)).toEqual({ ok: true, value: { complete: false } })
    expect(await add(0, 6)).toEqual({ ok: false, fail: 'out-of-order' })
    expect(await add(6, 4)).toEqual({ ok: true, value: { complete: true } })
    expect(await add(10, 1)).toEqual({ ok: false, fail: 'no-such-attachment' })
  })

  test('neither to another draft nor to none', async () => {
    const { drafts, started } = desk()
    const [one, other] = [started(), started()]
    const attachmentId = await begin(drafts, one.id, 10)
    expect(await drafts.attaching.addBytes({ id: other.id, attachmentId, offset: 0, bytes: bytes(1) })).toEqual({ ok: false, fail: 'no-such-attachment' })
    expect(await drafts.attaching.addBytes({ id: 'x', attachmentId, offset: 0, bytes: bytes(1) })).toEqual({ ok: false, fail: 'no-such-draft' })
    expect(await drafts.attaching.begin({ id: 'x', name: 'a', type: 'b', sizeBytes: 1 })).toEqual({ ok: false, fail: 'no-such-draft' })
  })

  test('all together within the limit', async () => {
    const { drafts, started } = desk()
    const { id } = started()
    await begin(drafts, id, MAX_ATTACHMENTS_BYTES - 5)
    expect(await drafts.attaching.begin({ id, name: 'a', type: 'b', sizeBytes: 6 })).toEqual({ ok: false, fail: 'too-large' })
    expect((await drafts.attaching.begin({ id, name: 'a', type: 'b', sizeBytes: 5 })).ok).toBe(true)
  })

  test('a name is made safe', async () => {
    const { drafts, started } = desk()
    const { id } = started()
    await begin(drafts, id, 1, '../../etc/\u202efdp.exe')
    expect(drafts.list()[0]?.attachments[0]?.name).toBe('_.._etc_fdp.exe')
  })

  test('detaching and discarding leave nothing in the blob area, complete or not', async () => {
    const { drafts, started, files } = desk()
    const { id } = started()
    const whole = await begin(drafts, id, 3)
    await drafts.attaching.addBytes({ id, attachmentId: whole, offset: 0, bytes: bytes(3) })
    const half = await begin(drafts, id, 300_000)
    await drafts.attaching.addBytes({ id, attachmentId: half, offset: 0, bytes: bytes(200_000) })
    const gone = await begin(drafts, id, 300_000)
    expect(await drafts.attaching.detach(id, gone)).toEqual({ ok: true, value: {} })
    expect(await drafts.attaching.detach(id, gone)).toEqual({ ok: false, fail: 'no-such-attachment' })
    expect(files()).toHaveLength(2)
    expect(await drafts.discard(id)).toEqual({ ok: true, value: {} })
    expect(files()).toEqual([])
    expect(await drafts.attaching.addBytes({ id, attachmentId: half, offset: 200_000, bytes: bytes(1) })).toEqual({ ok: false, fail: 'no-such-draft' })
    expect(await drafts.discard(id)).toEqual({ ok: false, fail: 'no-such-draft' })
  })

  test('what was half in when the program ended says so', async () => {
    const { open, drafts, started } = desk()
    const { id } = started()
    const attachmentId = await begin(drafts, id, 10)
    await drafts[Symbol.asyncDispose]()
    const next = open()
    expect(next.list()[0]?.attachments).toMatchObject([{ id: attachmentId, complete: false }])
    expect(await next.attaching.addBytes({ id, attachmentId, offset: 0, bytes: bytes(10) })).toEqual({ ok: false, fail: 'no-such-attachment' })
    expect(await next.attaching.detach(id, attachmentId)).toEqual({ ok: true, value: {} })
  })
})

test('what was taken back is the draft that it was', async () => {
  const { drafts, db, started } = desk()
  const { id } = started()
  const begun = await drafts.attaching.begin({ id, name: 'a.txt', type: 'text/plain', sizeBytes: 0 })
  drafts.save({ id, revision: 0, fields: fields() })
  const before = manuscript(db, id)
  if (before === null || !begun.ok) throw new Error('no draft')
  db.prepare('DELETE FROM draft WHERE id = ?').run(id)
  insertManuscript(db, before)
  expect(manuscript(db, id)).toEqual(before)
})
