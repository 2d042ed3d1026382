import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { UNDO_SEND_MS } from '../../shared/limits.ts'
import { anja, openDesk, to } from '../../../test/practice/sending/desk.ts'
import type { Desk } from '../../../test/practice/sending/desk.ts'
import { readMessage } from '../mime/read.ts'
import type { NoteInJournal } from './note.ts'
import { buildMessage } from './manuscript.ts'
import { deliveries, manuscriptOf } from './outbox-rows.ts'
import { outboxBlobs } from './outbox.ts'

const files = (desk: Desk): string[] => readdirSync(path.join(desk.directory, 'blobs'))

async function rawOf(desk: Desk): Promise<string> {
  const read = await desk.blobs.readWhole(deliveries(desk.db)[0]?.blobId ?? '')
  return read.kind === 'whole' ? Buffer.from(read.bytes).toString('latin1') : read.kind
}

/** Once, while a message is being built and its attachment has just been read, something else happens. */
function whileReading(desk: Desk, something: () => void | Promise<void>): { happened(): boolean } {
  const readWhole = desk.blobs.readWhole.bind(desk.blobs)
  let happened = false
  desk.blobs.readWhole = async (...asked) => {
    const read = await readWhole(...asked)
    desk.blobs.readWhole = readWhole
    await something()
    happened = true
    return read
  }
  return { happened: () => happened }
}

test('in the name of a mailbox the Sender is who the practice knows, whatever name the account has (FM-02, FM-05)', async () => {
  await using desk = openDesk()
  await desk.send({ to: to('bas@delinde.test') })
  const manuscript = { ...manuscriptOf(desk.db, deliveries(desk.db)[0]!.outgoingId), sentAs: { address: 'info@delinde.test', name: 'Anja de Vries (huisarts), De Linde', author: 'Anja de Vries', folder: null } }
  const built = await buildMessage(manuscript, { address: anja.address, displayName: 'Tom Bos' }, { blobs: desk.blobs, messageId: 'een@delinde.test', date: new Date(0) })
  const raw = built.kind === 'built' ? Buffer.from(built.raw).toString('latin1').replaceAll(/\r\n[ \t]/g, ' ') : built.fail
  expect(raw).toMatch(/^From: "?Anja de Vries \(huisarts\), De Linde"? <info@delinde\.test>\r$/m)
  expect(raw).toMatch(/^Sender: Anja de Vries <anja@delinde\.test>\r$/m)
})

test('one delivery for colleagues who see each other, one for each hidden one, one for each who has to wait', async () => {
  await using desk = openDesk()
  await desk.send({
    to: to('bas@delinde.test', 'balie@apotheekzuid.test'), cc: to('Mia@DeLinde.test', 'h.bakker@mailbox.test'), bcc: to('info@delinde.test', 'cardiologie@ziekenhuis.test'),
  })
  expect(desk.outbox().map((item) => [item.state.kind, item.to.map(({ address }) => address)])).toEqual([
    ['undo', ['bas@delinde.test', 'Mia@DeLinde.test']],
    ['held-no-route', ['balie@apotheekzuid.test']],
    ['held-no-route', ['h.bakker@mailbox.test']],
    ['undo', ['info@delinde.test']],
    ['held-no-route', ['cardiologie@ziekenhuis.test']],
  ])
  expect(desk.journal()).toEqual(['queued community', 'no-safe-route-yet hold', 'no-safe-route-yet hold', 'queued community', 'no-safe-route-yet hold'])
})

test('the draft becomes mail and is a draft no more', async () => {
  await using desk = openDesk()
  const id = await desk.write({ to: to('bas@delinde.test') }, [{ name: 'uitslag.pdf', bytes: Buffer.from('%PDF') }])
  const confirmed = await desk.confirm(id)
  expect(confirmed).toMatchObject({ ok: true, value: { outboxIds: [expect.any(String)] } })
  expect(desk.drafts.list()).toEqual([])
  expect(desk.outbox()).toMatchObject([{ subject: 'Overleg', accountId: 'anja', attachmentCount: 1, state: { kind: 'undo' } }])
  if (confirmed.ok) expect(confirmed.value.undoUntil - (desk.outbox()[0]?.createdAt ?? 0)).toBe(UNDO_SEND_MS)
  expect(outboxBlobs(desk.db)).toHaveLength(2)
  expect(files(desk)).toHaveLength(2)
})

test('the message is whole: both forms, the quote, the place in the conversation, no trace of who is hidden', async () => {
  await using desk = openDesk()
  const started = await desk.drafts.startAnswer({
    kind: 'reply', accountId: 'anja', inherited: { messageClass: 'unknown', floor: 'general', answersPatient: false }, ownAddresses: ['anja@delinde.test'], quote: { language: 'nl', timeZone: 'UTC' },
    original: {
      messageId: 1, from: to('bas@delinde.test'), replyTo: [], to: to('anja@delinde.test'), cc: [], subject: 'Recept', sentAt: 0, text: 'Kun jij dit doen?',
      messageIdHeader: 'm1@delinde.test', inReplyTo: null, references: ['m0@delinde.test', 'no id'], attachments: [],
    },
  })
  if (!started.ok) throw new Error(started.fail)
  const { id, fields } = started.value
  desk.drafts.save({ id, revision: 0, fields: { ...fields, html: '<p>Ja, <strong>komt goed</strong></p>', bcc: to('mia@delinde.test') } })
  expect((await desk.confirm(id)).ok).toBe(true)
  const raw = await rawOf(desk)
  expect(raw).not.toMatch(/mia@|^bcc/im)
  expect(raw).toMatch(/^Message-ID: <[0-9a-f-]{36}@delinde\.test>\r$/m)
  const read = readMessage(Buffer.from(raw, 'latin1'))
  expect(read.headers).toMatchObject({
    subject: 'Re: Recept', from: [{ name: 'Anja de Vries', address: 'anja@delinde.test' }], to: [{ address: 'bas@delinde.test' }],
    inReplyTo: 'm1@delinde.test', references: ['m0@delinde.test', 'm1@delinde.test'],
  })
  expect(read.text).toContain('> Kun jij dit doen?')
  expect(read.html).toContain('<strong>komt goed</strong>')
})

describe('nothing is sent, and nothing has changed', () => {
  test.each([
    ['without recipients', {}, 'no-recipients'],
    ['to half an address', { to: to('bas@') }, 'not-an-address'],
    ['to an address among good ones that is none', { to: to('bas@delinde.test'), bcc: to('mia@delinde.test\r\nRCPT TO:<x@y.nl>') }, 'not-an-address'],
  ] as const)('%s', async (_, fields, fail) => {
    await using desk = openDesk()
    const id = await desk.write(fields)
    expect(await desk.confirm(id)).toEqual({ ok: false, fail })
    expect(desk.drafts.list()).toHaveLength(1)
    expect(desk.outbox()).toEqual([])
    expect(files(desk)).toEqual([])
    expect(desk.journal()).toEqual([])
  })

  test('with an attachment that is not whole, or cannot be read any more', async () => {
    await using desk = openDesk()
    const id = await desk.write({ to: to('bas@delinde.test') }, [{ name: 'a.pdf', bytes: Buffer.from('%PDF') }])
    const begun = await desk.drafts.attaching.begin({ id, name: 'b.pdf', type: 'application/pdf', sizeBytes: 100 })
    expect(await desk.confirm(id)).toEqual({ ok: false, fail: 'attachment-incomplete' })
    if (begun.ok) await desk.drafts.attaching.detach(id, begun.value.attachmentId)
    for (const file of files(desk)) await desk.blobs.remove(file.replace('.blob', ''))
    expect(await desk.confirm(id)).toEqual({ ok: false, fail: 'attachment-incomplete' })
    expect(desk.drafts.list()).toHaveLength(1)
  })

  test('when somebody went on writing, or attached something, meanwhile', async () => {
    await using desk = openDesk()
    const id = await desk.write({ to: to('bas@delinde.test') }, [{ name: 'a.pdf', bytes: Buffer.from('%PDF') }])
    const before = files(desk)
    const confirming = whileReading(desk, () => {
      const fields = { accountId: 'anja', to: to('bas@delinde.test'), cc: [], bcc: [], subject: 'Toch anders', html: '' }
      expect(desk.drafts.save({ id, revision: desk.drafts.list()[0]?.revision ?? -1, fields }).ok).toBe(true)
    })
    expect(await desk.confirm(id)).toEqual({ ok: false, fail: 'stale-revision' })
    expect(confirming.happened()).toBe(true)
    whileReading(desk, async () => { await desk.drafts.attaching.begin({ id, name: 'b.pdf', type: 'application/pdf', sizeBytes: 0 }) })
    expect(await desk.confirm(id)).toEqual({ ok: false, fail: 'stale-revision' })
    expect(files(desk)).toEqual(expect.arrayContaining(before))
    whileReading(desk, async () => { await desk.drafts.discard(id) })
    expect(await desk.confirm(id)).toMatchObject({ ok: false })
    expect(desk.outbox()).toEqual([])
    expect(files(desk)).toEqual([])
  })

  test('when the journal cannot be written (LOG-05)', async () => {
    await using desk = openDesk()
    const id = await desk.write({ to: to('bas@delinde.test') })
    const before = files(desk)
    expect(await desk.confirm(id, anja, () => ({ kind: 'unwritable', because: 'not-writable' }))).toEqual({ ok: false, fail: 'journal-unwritable' })
    expect(await desk.confirm(id, anja, () => ({ kind: 'unwritable', because: 'disk-full' }))).toEqual({ ok: false, fail: 'disk-full' })
    expect(desk.outbox()).toEqual([])
    expect(desk.drafts.list()).toHaveLength(1)
    expect(files(desk)).toEqual(before)
  })

  test('when the disk is full', async () => {
    await using desk = openDesk()
    await desk.send({ to: to('bas@delinde.test'), subject: 'eerder' })
    const id = await desk.write({ to: to('bas@delinde.test') })
    const [outbox, journal, kept] = [desk.outbox(), desk.journal(), files(desk)]
    desk.db.pragma(`max_page_count = ${Number(desk.db.pragma('page_count', { simple: true }))}`)
    const lastStraw: NoteInJournal = () => {
      desk.db.exec('CREATE TABLE straw AS SELECT zeroblob(3000000)')
      return { kind: 'written' }
    }
    expect(await desk.confirm(id, anja, lastStraw)).toEqual({ ok: false, fail: 'disk-full' })
    expect([desk.outbox(), desk.journal(), files(desk)]).toEqual([outbox, journal, kept])
    expect(desk.drafts.get(id).ok).toBe(true)
  })
})

test('an account at a public provider has no colleagues there', async () => {
  await using desk = openDesk()
  await desk.send({ to: to('iemand@ziggo.nl') }, { ...anja, address: 'delinde@ziggo.nl', ownDomains: [] })
  expect(desk.outbox().map(({ state }) => state.kind)).toEqual(['held-no-route'])
})

test('somebody who is named twice gets it once, and seen goes before hidden', async () => {
  await using desk = openDesk()
  await desk.send({ to: to('bas@delinde.test', 'BAS@delinde.test'), cc: to('bas@DELINDE.test'), bcc: to('Bas@delinde.test') })
  expect(desk.outbox().map((item) => item.to)).toEqual([to('bas@delinde.test')])
})
