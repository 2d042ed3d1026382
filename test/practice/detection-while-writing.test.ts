import { afterAll, beforeAll, expect, test } from 'vitest'
import { pdf } from '../corpora/documents/pdf.ts'
import { readableIn } from './clear-text.ts'
import { addAccount, openDesk, type Desk } from './core.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const anja = 'anja@delinde.test'
/** A word of no other mail, and what makes its sentence tell of somebody's health. */
const planted = 'kwikstaartjanssen'

let practice: Practice
let desk: Desk
let accountId: string
beforeAll(async () => {
  practice = await startPractice({ mail: 'none', only: ['imap', 'smtp'] })
  desk = await openDesk()
  accountId = await addAccount(desk, practice, anja)
})
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await practice[Symbol.asyncDispose]()
})

async function attach(id: string, name: string, type: string, bytes: Buffer): Promise<string> {
  const { attachmentId } = await desk.get('drafts.beginAttachment', { id, name, type, sizeBytes: bytes.length })
  await desk.get('drafts.addBytes', { id, attachmentId, offset: 0, bytes: bytes.toString('base64url') })
  return attachmentId
}

test('a draft is looked at as it is kept: its words, then its attachments, and what was taken off no longer counts', async () => {
  // given
  const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: [{ name: '', address: 'h.bakker@mailbox.test' }] })
  expect(await desk.get('compose.detect', { id: draft.id })).toEqual({ level: 'none', rules: [], inSubject: false })
  // when
  const { revision } = await desk.get('drafts.save', { id: draft.id, revision: 0, fields: { ...draft.fields, subject: 'Uw brief', html: '<p>De brief gaat hierbij.</p>' } })
  const attachmentId = await attach(draft.id, 'brief.pdf', 'application/pdf', pdf([`Mevrouw ${planted} heeft een longontsteking.`]))
  // then
  expect(await desk.get('compose.detect', { id: draft.id })).toMatchObject({ level: 'strong', rules: [{ rule: 'PHI-06' }], inSubject: false })
  expect(await readableIn(desk.directory, [planted])).toEqual([])
  // when
  await desk.get('drafts.detach', { id: draft.id, attachmentId })
  expect(await desk.get('compose.detect', { id: draft.id })).toMatchObject({ level: 'none' })
  await desk.get('drafts.save', { id: draft.id, revision, fields: { ...draft.fields, subject: 'Uw soa-test', html: '' } })
  expect(await desk.get('compose.detect', { id: draft.id })).toMatchObject({ level: 'strong', inSubject: true })
})

test('the practice’s own name tells nothing; a draft that is gone is told as such', async () => {
  const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: [] })
  await desk.get('drafts.save', { id: draft.id, revision: 0, fields: { ...draft.fields, subject: 'Praktijk De Linde is dicht', html: '' } })
  expect(await desk.get('compose.detect', { id: draft.id })).toMatchObject({ level: 'none' })
  await desk.get('drafts.discard', { id: draft.id })
  expect(await desk.ask('compose.detect', { id: draft.id })).toEqual({ ok: false, fail: 'no-such-draft' })
})

test('behind the lock nothing is looked at, and after it everything again', async () => {
  const [draft] = await desk.get('drafts.list', {})
  await desk.get('vault.lock', {})
  expect(await desk.ask('compose.detect', { id: draft!.id })).toEqual({ ok: false, fail: 'locked' })
  expect((await desk.unlock()).ok).toBe(true)
  expect(await desk.get('compose.detect', { id: draft!.id })).toMatchObject({ level: 'strong' })
})
