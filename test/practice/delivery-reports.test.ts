import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addAccount, folderOf, openDesk, type Desk } from './core.ts'
import { delayedAddress, departedAddress } from './servers/people.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'

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

/** Sends it and waits until a server has it and the copy stands among sent mail; gives the copy's number. */
async function send(subject: string, ...addresses: string[]): Promise<number> {
  const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: addresses.map((address) => ({ name: '', address })) })
  const { revision } = await desk.get('drafts.save', { id: draft.id, revision: 0, fields: { ...draft.fields, subject, html: '<p>Goedemorgen</p>' } })
  const { outboxIds } = await desk.get('send.confirm', { id: draft.id, revision })
  await desk.until('outbox.list', {}, (items) => items.filter(({ id, state }) => outboxIds.includes(id) && state.kind === 'sent').length === outboxIds.length)
  const sent = await folderOf(desk, 'sent', accountId)
  const { rows } = await desk.until('mail.rows', { folderId: sent.id, offset: 0, limit: 20 }, (found) => found.rows.some((row) => row.subject === subject))
  return rows.find((row) => row.subject === subject)?.id ?? -1
}

const sourceOf = async (subject: string): Promise<string> =>
  practice.doveadm(['fetch', '-u', anja, 'hdr', 'mailbox', 'Verzonden', 'subject', subject])

/** A report as anybody could write one who has the message. */
const forged = ({ messageId, recipient, action, status = '5.1.1' }: { messageId: string; recipient: string; action: string; status?: string }): string => [
  'From: Mail <postmaster@nagemaakt.test>', `To: ${anja}`, 'Subject: Bezorging', `Date: ${new Date().toUTCString()}`, 'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=B', '', '--B', 'Content-Type: text/plain', '', 'Over uw bericht.', '', '--B',
  'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; nagemaakt.test', '', `Final-Recipient: rfc822; ${recipient}`, `Action: ${action}`, `Status: ${status}`, '', '--B',
  'Content-Type: text/rfc822-headers', '', `Message-ID: <${messageId}>`, '', '--B--', '',
].join('\r\n')

describe('mail that comes back', () => {
  let copy: number
  test('Postfix sends it back: it is matched to its message and its recipient, with a reason', async () => {
    // when
    copy = await send('Overdracht aan een vertrokken collega', departedAddress, bas)
    // then
    const [problem, ...more] = await desk.until('delivery.problems', {}, (problems) => problems.length > 0)
    expect(more).toEqual([])
    expect(problem).toMatchObject({ recipient: departedAddress, action: 'failed', reason: 'no-such-address', subject: 'Overdracht aan een vertrokken collega', reportedBy: 'mail.delinde.test' })
    expect(await desk.get('delivery.reports', { messageId: copy })).toMatchObject([{ recipient: departedAddress, action: 'failed', status: '5.1.1' }])
    expect((await desk.get('outbox.list', {})).every(({ state }) => state.kind === 'sent')).toBe(true)
  })

  test('once seen it asks for nobody any more, and still stands with the message', async () => {
    const [problem] = await desk.get('delivery.problems', {})
    await desk.get('delivery.seen', { messageId: problem!.messageId, recipient: problem!.recipient })
    expect(await desk.ask('delivery.seen', { messageId: problem!.messageId, recipient: problem!.recipient })).toEqual({ ok: false, fail: 'no-such-report' })
    expect(await desk.get('delivery.problems', {})).toEqual([])
    expect(await desk.get('delivery.reports', { messageId: copy })).toHaveLength(1)
  })
})

test('Postfix warns that it is late: shown as not there yet, with nothing to be done', async () => {
  // when
  const copy = await send('Bericht aan een trage collega', delayedAddress)
  // then
  const [problem, ...more] = await desk.until('delivery.problems', {}, (problems) => problems.length > 0)
  expect(more).toEqual([])
  expect(problem).toMatchObject({ recipient: delayedAddress, action: 'delayed', reason: 'unreachable', subject: 'Bericht aan een trage collega', reportedBy: 'mail.delinde.test' })
  expect(await desk.get('delivery.reports', { messageId: copy })).toMatchObject([{ recipient: delayedAddress, action: 'delayed' }])
  await desk.get('delivery.seen', { messageId: problem!.messageId, recipient: problem!.recipient })
})

describe('a report that somebody made up', () => {
  test('about another message or another recipient is nothing; about one of ours it is what he says and no more', async () => {
    // given
    const subject = 'Rooster'
    const copy = await send(subject, bas)
    const messageId = /^Message-ID: <(.+)>/im.exec(await sourceOf(subject))?.[1] ?? ''
    expect(messageId).toContain('@delinde.test')
    // when
    await practice.deliver(forged({ messageId: 'niet-van-ons@delinde.test', recipient: bas, action: 'failed' }), anja)
    await practice.deliver(forged({ messageId, recipient: 'mia@delinde.test', action: 'failed' }), anja)
    await practice.deliver(forged({ messageId, recipient: bas, action: 'delivered', status: '2.0.0' }), anja)
    // then
    const reports = await desk.until('delivery.reports', { messageId: copy }, (found) => found.length > 0)
    expect(reports).toMatchObject([{ recipient: bas, action: 'delivered', reportedBy: 'nagemaakt.test' }])
    expect(await desk.get('delivery.problems', {})).toEqual([])
    expect((await desk.get('outbox.list', {})).filter((item) => item.subject === subject).map(({ state }) => state.kind)).toEqual(['sent'])
  })

  test('names nobody in mail that was received, whoever borrowed the Message-ID', async () => {
    const inbox = await folderOf(desk, 'inbox', accountId)
    const { rows } = await desk.get('mail.rows', { folderId: inbox.id, offset: 0, limit: 20 })
    for (const { id } of rows) expect(await desk.get('delivery.reports', { messageId: id })).toEqual([])
  })
})

test('a thousand colleagues and a dozen people elsewhere in one message: planned, submitted to the real server, and delivered to each', { timeout: 300_000 }, async () => {
  // given
  const hospital = 'cardiologie@ziekenhuis.test'
  const many = (address: string, count: number): { name: string; address: string }[] => Array.from({ length: count }, (_, at) => ({ name: '', address: address.replace('@', `+${String(at)}@`) }))
  // Who share the practice's server share a submission; each of the others has a session of its own, and a thousand of these take minutes.
  const people = [...many(bas, 1_000), ...many(hospital, 12)]
  await desk.get('practiceRules.set', { fieldContext: 'CF-1' })
  for (const { address } of many(hospital, 12)) {
    await desk.get('book.save', { id: null, contact: { address, name: '', organisation: '', kind: 'professional', mobile: '', isVerified: false, community: null, isOutsideEea: false, isAllSecure: false, isStaffPrivate: false } })
  }
  const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: people })
  const { revision } = await desk.get('drafts.save', { id: draft.id, revision: 0, fields: { ...draft.fields, subject: 'Gewijzigde openingstijden', html: '<p>Wij zijn vrijdag gesloten.</p>' } })
  await desk.get('drafts.classify', { id: draft.id, answers: { medical: false, logistic: false, general: true } })
  // when
  const { routes } = await desk.get('send.plan', { id: draft.id, accountId, addresses: people.map(({ address }) => address) })
  const { outboxIds, goes, waits } = await desk.get('send.confirm', { id: draft.id, revision })
  // then
  expect([routes.filter(({ row }) => row === 'RT-00').length, routes.filter(({ row, route }) => row === 'RT-11' && route === 'plain').length]).toEqual([1_000, 12])
  expect([outboxIds.length, goes, waits]).toEqual([13, 1_012, 0])
  await desk.until('outbox.list', {}, (items) => items.filter(({ id, state }) => outboxIds.includes(id) && state.kind === 'sent').length === outboxIds.length)
  const delivered = async (address: string, wanted: number): Promise<void> => {
    await expect.poll(async () => (await practice.doveadm(['search', '-u', address, 'mailbox', 'INBOX', 'subject', 'Gewijzigde openingstijden'])).trim().split('\n').length, { timeout: 120_000, interval: 500 }).toBe(wanted)
  }
  await delivered(bas, 1_000)
  await delivered(hospital, 12)
})

test('a thousand people outside at once: each planned, each kept, none sent by ordinary mail; two thousand and one is a named limit', async () => {
  // given
  const people = (count: number): { name: string; address: string }[] => Array.from({ length: count }, (_, at) => ({ name: '', address: `r${String(at)}@kliniek${String(at % 3)}.test` }))
  const draft = await desk.get('drafts.start', { kind: 'new', accountId, to: people(1_000) })
  const { revision } = await desk.get('drafts.save', { id: draft.id, revision: 0, fields: { ...draft.fields, subject: 'Aan velen' } })
  // when
  const { routes } = await desk.get('send.plan', { id: draft.id, accountId, addresses: people(1_000).map(({ address }) => address) })
  const { outboxIds, goes, waits } = await desk.get('send.confirm', { id: draft.id, revision, recipientsConfirmed: true })
  // then
  expect(routes.map(({ address }) => address)).toEqual(people(1_000).map(({ address }) => address))
  expect(new Set(routes.map(({ route }) => route))).toEqual(new Set(['refuse']))
  expect([outboxIds.length, goes, waits]).toEqual([1_000, 0, 1_000])
  const many = await desk.get('drafts.start', { kind: 'new', accountId, to: [] })
  const saved = await desk.get('drafts.save', { id: many.id, revision: 0, fields: { ...many.fields, to: people(2_001) } })
  expect(await desk.ask('send.confirm', { id: many.id, revision: saved.revision })).toEqual({ ok: false, fail: 'too-many-recipients' })
  expect((await desk.get('drafts.get', { id: many.id })).fields.to).toHaveLength(2_001)
})

test('what was reported outlives a lock', async () => {
  const sent = await folderOf(desk, 'sent', accountId)
  const { rows } = await desk.get('mail.rows', { folderId: sent.id, offset: 0, limit: 20 })
  await desk.get('vault.lock', {})
  expect((await desk.unlock()).ok).toBe(true)
  const reports = await Promise.all(rows.map(({ id }) => desk.get('delivery.reports', { messageId: id })))
  expect(reports.flat().map(({ action }) => action).sort()).toEqual(['delayed', 'delivered', 'failed'])
})
