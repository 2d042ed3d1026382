import { randomBytes } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { sampleMail } from '../mailbox/sample-mail.ts'
import { SyncDesk } from './sync-desk.ts'
import { accountOf } from './tiny-imap/account.ts'
import { TinyMailbox } from './tiny-imap/mailboxes.ts'
import { tinyImap, type TinyImap } from './tiny-imap/server.ts'

vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...(await import('./quick-limits.ts')).quick }))

const LETTERS = 4
const letters = Array.from({ length: LETTERS }, (_, index) => sampleMail({ subject: `Brief ${index}`, messageId: `spare-${index}@test`, attachment: { name: 'x.bin', bytes: randomBytes(90_000) } }))

async function server(): Promise<TinyImap> {
  const inbox = new TinyMailbox('INBOX')
  for (const [index, raw] of letters.entries()) inbox.add(raw, ['\\Seen'], new Date(Date.UTC(2019, 0, 1, 0, index)))
  return tinyImap({ mailboxes: [inbox] })
}

/** All of it here, assessed and indexed. */
async function settled(imap: TinyImap): Promise<SyncDesk> {
  const desk = new SyncDesk({ account: accountOf(imap) })
  await desk.until(() => desk.progress === null && desk.rows('INBOX').length === LETTERS)
  for (const { messageId, place } of desk.writer.unopened(Number.MAX_SAFE_INTEGER, 100)) {
    desk.writer.saveVerdicts([{ messageId, verdict: 'safe', digest: randomBytes(32) }])
    desk.writer.saveOpened([{ messageId, place, opening: { kind: 'unreadable' } }])
  }
  return desk
}

const idOf = (desk: SyncDesk, subject: string) => desk.rows('INBOX').find((row) => row.subject === subject)!.id
const isLean = (desk: SyncDesk, subject: string) => desk.reader.raw(idOf(desk, subject)).kind === 'lean'

test('only what the server says it has leaves, and a line that breaks in between costs nothing', async () => {
  // given: one has another length there, and the first question is cut off
  await using imap = await server()
  await using desk = await settled(imap)
  let questions = 0
  imap.react(/^UID FETCH .*RFC822\.SIZE/, (talk) => {
    questions += 1
    if (questions === 1) { talk.wire.drop(); return true }
    const message = imap.mailbox('INBOX').messages[1]!
    imap.mailbox('INBOX').messages[1] = { ...message, raw: Buffer.concat([message.raw, Buffer.from('meer')]) }
    return false
  }, 2)
  // when
  desk.sync.spare(Date.UTC(2020, 0, 1))
  // then
  await desk.until(() => desk.reader.spared().messages === LETTERS - 1)
  expect(letters.map((_, index) => isLean(desk, `Brief ${index}`))).toEqual([true, false, true, true])
  expect(questions).toBe(2)
})

test('a message that breaks the line whenever it is asked for is given up, and keeps nothing else waiting', async () => {
  await using imap = await server()
  await using desk = await settled(imap)
  desk.sync.spare(Date.UTC(2020, 0, 1))
  await desk.until(() => desk.reader.spared().messages === LETTERS)
  imap.react(/^UID FETCH 2 .*BODY/, (talk) => { talk.wire.drop(); return true }, 1_000)
  expect(await desk.sync.bringBack(idOf(desk, 'Brief 1'))).toEqual({ kind: 'closed' })
  expect(await desk.sync.bringBack(idOf(desk, 'Brief 0'))).toEqual({ kind: 'here' })
  expect(isLean(desk, 'Brief 1')).toBe(true)
})

test('a disk without room for what stays leaves everything as it is, and the account goes on', async () => {
  await using imap = await server()
  await using desk = await settled(imap)
  const make = vi.spyOn(desk.writer, 'makeLean').mockImplementation(() => { throw Object.assign(new Error('full'), { code: 'ENOSPC' }) })
  desk.sync.spare(Date.UTC(2020, 0, 1))
  await desk.until(() => make.mock.calls.length > 0)
  await desk.synced()
  expect(desk.problems).toEqual([])
  expect(make).toHaveBeenCalledOnce()
})

test('what comes back is the message that was left, or is not taken', async () => {
  // given
  await using imap = await server()
  await using desk = await settled(imap)
  desk.sync.spare(Date.UTC(2020, 0, 1))
  await desk.until(() => desk.reader.spared().messages === LETTERS)
  const [first, second, third, fourth] = letters.map((_, index) => idOf(desk, `Brief ${index}`))
  const inbox = imap.mailbox('INBOX')
  const other = Buffer.from(inbox.messages[1]!.raw)
  other[other.length - 200] = (other[other.length - 200] ?? 0) ^ 1
  inbox.messages[1] = { ...inbox.messages[1]!, raw: other }
  // when
  expect(await desk.sync.bringBack(first!)).toEqual({ kind: 'here' })
  expect(await desk.sync.bringBack(second!)).toEqual({ kind: 'differs' })
  inbox.remove([3])
  expect(await desk.sync.bringBack(third!)).toEqual({ kind: 'gone' })
  // then
  expect(desk.reader.raw(first!)).toEqual({ kind: 'raw', raw: letters[0] })
  expect(isLean(desk, 'Brief 1')).toBe(true)
  await desk.until(() => desk.rows('INBOX').length === LETTERS - 1)
  // when: the line breaks while it comes
  imap.react(/^UID FETCH 4 .*BODY/, (talk) => { talk.wire.drop(); return true })
  expect(await desk.sync.bringBack(fourth!)).toEqual({ kind: 'here' })
  expect(await desk.sync.bringBack(fourth!)).toEqual({ kind: 'here' })
  // when: everything is numbered anew, and comes as a whole
  inbox.renumber(2_000)
  desk.sync.refresh()
  await desk.until(() => desk.reader.spared().messages === 0 && desk.progress === null && desk.rows('INBOX').length === LETTERS - 1)
})
