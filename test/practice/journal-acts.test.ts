import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withJournal } from '../../src/main/app/offline-stores.ts'
import { fileSecrets } from '../../src/main/app/secret-store.ts'
import { readTrustAnchor } from '../../src/main/dns/trust-anchor.ts'
import { addAccount, folderOf, letter, openDesk, type Desk } from './core.ts'
import { startPractice, type Practice } from './servers/practice.ts'
import { hasSmallDisks, smallDisk } from './small-disk.ts'

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'
const patient = 'h.bakker@patient.test'

let practice: Practice
beforeAll(async () => { practice = await startPractice({ mail: 'none', only: ['imap', 'smtp', 'dns'] }) })
afterAll(async () => practice[Symbol.asyncDispose]())

async function lookUps() {
  const anchor = readTrustAnchor(await readFile(practice.trustAnchorFile, 'utf8'))
  if (anchor.kind !== 'anchor') throw new Error('the practice has no trust anchor')
  return { upstream: { kind: 'udp' as const, ...practice.resolver }, trustAnchor: anchor.records }
}

interface Line { sequence: number; class: string; outcome: string; message_id: string | null; mailbox: string | null; patient: string | null; detail: Record<string, unknown> }

/** What the journal of a desk holds, which is locked for that long. */
async function journalOf(desk: Desk): Promise<Line[]> {
  await desk.core.lock('screen')
  const outcome = await withJournal({ dataDirectory: desk.directory, secrets: fileSecrets(desk.directory), recoveryCode: desk.recoveryCode ?? '' }, (stores) => {
    expect(stores.verifyJournal().breaks).toEqual([])
    return Promise.resolve([...stores.journalRows()].map((row) => ({ ...row, detail: JSON.parse(String(row.detail)) as Record<string, unknown> })) as unknown as Line[])
  })
  if (outcome.kind !== 'done') throw new Error(outcome.because)
  expect((await desk.unlock()).ok).toBe(true)
  return outcome.result
}

const told = (lines: readonly Line[], ...classes: string[]) => lines.filter((line) => classes.includes(line.class))
const rowsIn = async (desk: Desk, role: string, total: number) =>
  (await desk.until('mail.rows', { folderId: (await folderOf(desk, role)).id, offset: 0, limit: 50 }, (found) => found.total === total && found.rows.every(({ verdict }) => verdict !== 'pending'))).rows

describe('what happens to received mail has a name and a line', () => {
  let desk: Desk
  beforeAll(async () => {
    desk = await openDesk({ lookUps: await lookUps() })
    await desk.get('book.save', { id: null, contact: { address: patient, name: 'H. Bakker', organisation: '', kind: 'person', mobile: '', isVerified: false, community: null, isOutsideEea: false, isAllSecure: false, isStaffPrivate: false } })
    await practice.deliver(letter({ from: patient, to: anja, subject: 'Hoest', messageId: 'hoest' }), anja)
    await practice.deliver(letter({ from: 'balie@apotheekzuid.test', to: anja, subject: 'Recept', messageId: 'recept' }), anja)
    await addAccount(desk, practice, anja)
  })
  afterAll(() => desk[Symbol.asyncDispose]())

  test('receiving, once each, with how safely it came and from which patient', async () => {
    await rowsIn(desk, 'inbox', 2)
    const lines = told(await journalOf(desk), 'E5')
    expect(lines.map(({ message_id: id, mailbox }) => [id, mailbox]).sort()).toEqual([['hoest@apotheekzuid.test', anja], ['recept@apotheekzuid.test', anja]])
    expect(lines.map(({ detail }) => detail)).toEqual(lines.map(() => ({ digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string, evidence: expect.stringMatching(/^IN-/) as string, trust: expect.any(String) as string })))
    expect(lines.find(({ message_id: id }) => id === 'hoest@apotheekzuid.test')?.patient).toMatch(/./)
    expect(lines.find(({ message_id: id }) => id === 'recept@apotheekzuid.test')?.patient).toBeNull()
    expect(JSON.stringify(lines)).not.toMatch(/Hoest|Recept/)
  })

  test('opening: once in a session, however often it is shown; again after the next unlock', async () => {
    // given
    const rows = await rowsIn(desk, 'inbox', 2)
    const opened = rows.find(({ subject }) => subject === 'Hoest')
    // when
    for (let time = 0; time < 3; time++) expect((await desk.get('mail.message', { messageId: opened!.id })).content.kind).toBe('ready')
    const first = told(await journalOf(desk), 'E6')
    await desk.get('mail.part', { messageId: opened!.id, partId: '1', offset: 0, limit: 10 })
    // then
    expect(first.map(({ message_id: id, mailbox }) => [id, mailbox])).toEqual([['hoest@apotheekzuid.test', anja]])
    expect(first[0]?.patient).toMatch(/./)
    expect(told(await journalOf(desk), 'E6')).toHaveLength(2)
  })

  test('an answer quotes, and so it opens; a list shows no message and tells of none', async () => {
    const recept = (await rowsIn(desk, 'inbox', 2)).find(({ subject }) => subject === 'Recept')
    await desk.get('mail.conversation', { messageId: recept!.id })
    const before = told(await journalOf(desk), 'E6').length
    const draft = await desk.get('drafts.start', { kind: 'reply', messageId: recept!.id })
    await desk.get('drafts.discard', { id: draft.id })
    const lines = told(await journalOf(desk), 'E6')
    expect(lines.slice(before).map(({ message_id: id }) => id)).toEqual(['recept@apotheekzuid.test'])
  })

  test('filing, deleting, taking it back and destroying: each message by its name', async () => {
    // given
    await practice.deliver(letter({ from: bas, to: anja, subject: 'Weg', messageId: 'weg' }), anja)
    const [row] = await rowsIn(desk, 'inbox', 3)
    const from = (await journalOf(desk)).length
    // when
    const { taskId } = await desk.get('mail.move', { messageIds: [row!.id], to: 'trash' })
    await desk.get('mail.undo', { taskId })
    const [again] = await rowsIn(desk, 'inbox', 3)
    await desk.get('mail.move', { messageIds: [again!.id], to: 'archive' })
    const [filed] = await rowsIn(desk, 'archive', 1)
    await desk.get('mail.move', { messageIds: [filed!.id], to: 'trash' })
    const [gone] = await rowsIn(desk, 'trash', 1)
    await desk.get('mail.destroy', { messageIds: [gone!.id] })
    // then
    const all = await journalOf(desk)
    const digest = told(all, 'E5').find((line) => line.message_id === 'weg@apotheekzuid.test')?.detail.digest
    const lines = all.slice(from).filter((line) => ['E4', 'E7', 'filed'].includes(line.class))
    expect(lines.map(({ class: of, detail }) => [of, detail.ground ?? detail.change, detail.digest])).toEqual([
      ['E7', 'to-trash', digest], ['filed', 'put-back', undefined], ['filed', 'archive', digest], ['E7', 'to-trash', digest], ['E7', 'destroyed', digest],
    ])
    // By its own name too, unless the message could not be read in time.
    expect(['weg@apotheekzuid.test', null]).toEqual(expect.arrayContaining([...new Set(lines.map((line) => line.message_id))]))
    expect(lines[1]?.detail.item).toBe(lines[0]?.detail.item)
  })
})

test('what is taken back and sent anew: revoked (E2), changed (E3), each with the message that it is about', async () => {
  // given
  await using desk = await openDesk()
  await addAccount(desk, practice, bas)
  const [account] = await desk.get('accounts.list', {})
  const { id, revision, fields } = await desk.get('drafts.start', { kind: 'new', accountId: account!.id, to: [{ name: '', address: anja }] })
  const saved = await desk.get('drafts.save', { id, revision, fields: { ...fields, subject: 'Overleg', html: '<p>Om tien uur</p>' } })
  // when
  const { outboxIds: [first] } = await desk.get('send.confirm', { id, revision: saved.revision })
  const { draftId } = await desk.get('outbox.takeBack', { id: first! })
  const draft = await desk.get('drafts.get', { id: draftId })
  const changed = await desk.get('drafts.save', { id: draftId, revision: draft.revision, fields: { ...draft.fields, html: '<p>Om elf uur</p>' } })
  await desk.get('send.confirm', { id: draftId, revision: changed.revision })
  // then
  const lines = told(await journalOf(desk), 'E1', 'E2', 'E3').filter(({ detail }) => detail.route !== 'hold')
  const [queued, revoked, changing, again] = lines
  expect(lines.slice(0, 4).map((line) => line.class)).toEqual(['E1', 'E2', 'E3', 'E1'])
  expect(revoked).toMatchObject({ message_id: queued!.message_id, mailbox: bas, detail: { item: first, mime: queued!.detail.mime, recipients: [anja] } })
  expect(changing).toMatchObject({ message_id: queued!.message_id, mailbox: bas, detail: { before: queued!.detail.mime, after: again!.detail.mime } })
  expect(again!.message_id).not.toBe(queued!.message_id)
})

test.skipIf(!hasSmallDisks)('on a full disk nothing is shown or deleted that the journal does not hold (LOG-05)', async () => {
  // given
  using disk = smallDisk(48)
  if (disk === null) return
  const directory = path.join(disk.directory, 'data')
  mkdirSync(directory)
  await using desk = await openDesk({ directory })
  for (let at = 0; at < 40; at++) await practice.deliver(letter({ to: bas, subject: `Vol ${String(at)}`, messageId: `vol-${String(at)}` }), bas)
  await addAccount(desk, practice, bas)
  const { rows } = await desk.get('mail.rows', { folderId: (await folderOf(desk, 'inbox')).id, offset: 0, limit: 50 })
  // when
  disk.fill()
  const shown: number[] = []
  const deleted: number[] = []
  for (const { id } of rows) {
    const opened = await desk.ask('mail.message', { messageId: id })
    if (opened.ok) shown.push(id)
    else expect(['disk-full', 'journal-unwritable']).toContain(opened.fail)
    const moved = await desk.ask('mail.move', { messageIds: [id], to: 'trash' })
    if (moved.ok) deleted.push(id)
    else expect(['disk-full', 'journal-unwritable']).toContain(moved.fail)
  }
  disk.empty()
  // then
  expect(shown.length).toBeLessThan(rows.length)
  const lines = await journalOf(desk)
  expect([told(lines, 'E6').length, told(lines, 'E7', 'E4').length]).toEqual([shown.length, deleted.length])
})
