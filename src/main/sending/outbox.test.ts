import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { OUTBOX_KEEP_SENT_MS, UNDO_SEND_MS } from '../../shared/limits.ts'
import { openDesk, to } from '../../../test/practice/sending/desk.ts'
import type { Desk } from '../../../test/practice/sending/desk.ts'
import { readMessage } from '../mime/read.ts'
import { changeState, delivery } from './outbox-rows.ts'
import type { DeliveryState } from './outbox-rows.ts'
import { decideUnclear, mailWaits, outboxBlobs, release, retryNow, unclearDeliveries } from './outbox.ts'
import { clearSent, copiesDue, copyIsDue, markCopied, sentCopy } from './sent-copy.ts'
import { takeBack } from './take-back.ts'

const files = (desk: Desk): string[] => readdirSync(path.join(desk.directory, 'blobs'))
const kinds = (desk: Desk): string[] => desk.outbox().map(({ state }) => state.kind)
const put = (desk: Desk, id: string | undefined, state: DeliveryState): void =>
  changeState(desk.db, id ?? '', { state, since: desk.now(), ...(state === 'waiting' || state === 'undo' ? { dueAt: desk.now() + 1000 } : {}) })

async function mixed(desk: Desk): Promise<string[]> {
  const id = await desk.write({ to: to('bas@delinde.test', 'balie@apotheekzuid.test'), bcc: to('h.bakker@mailbox.test') }, [{ name: 'uitslag.pdf', bytes: Buffer.from('%PDF-1') }])
  const confirmed = await desk.confirm(id)
  if (!confirmed.ok) throw new Error(confirmed.fail)
  return confirmed.value.outboxIds
}

describe('taking back', () => {
  test('before anything has left, the draft is what it was, attachments and all', async () => {
    await using desk = openDesk()
    const [, second = ''] = await mixed(desk)
    const taken = await takeBack(desk.parts, second)
    if (!taken.ok) throw new Error(taken.fail)
    expect(desk.outbox()).toEqual([])
    const draft = desk.drafts.get(taken.value.draftId)
    expect(draft).toMatchObject({ value: {
      revision: 2, fields: { to: to('bas@delinde.test', 'balie@apotheekzuid.test'), bcc: to('h.bakker@mailbox.test'), subject: 'Overleg' },
      attachments: [{ name: 'uitslag.pdf', sizeBytes: 6, complete: true }],
    } })
    expect(files(desk)).toHaveLength(1)
    expect(desk.journal().slice(-3)).toEqual(['taken-back community', 'taken-back hold', 'taken-back hold'])
    expect((await desk.confirm(taken.value.draftId)).ok).toBe(true)
  })

  test('after a colleague has it, only who has not', async () => {
    await using desk = openDesk()
    const [first, , third = ''] = await mixed(desk)
    put(desk, first, 'sent')
    const taken = await takeBack(desk.parts, third)
    if (!taken.ok) throw new Error(taken.fail)
    expect(kinds(desk)).toEqual(['sent', 'held-no-route'])
    expect(desk.drafts.get(taken.value.draftId)).toMatchObject({ value: { fields: { to: [], bcc: to('h.bakker@mailbox.test') }, attachments: [{ sizeBytes: 6, complete: true }] } })
    expect(files(desk)).toHaveLength(3)
    expect(new Set(outboxBlobs(desk.db)).size).toBe(2)
    expect((await desk.confirm(taken.value.draftId)).ok).toBe(true)
  })

  test.each(['sending', 'held-unclear', 'sent'] as const)('too late once it is %s', async (state) => {
    await using desk = openDesk()
    const [first = ''] = await mixed(desk)
    put(desk, first, state)
    expect(await takeBack(desk.parts, first)).toEqual({ ok: false, fail: 'too-late' })
    expect(await takeBack(desk.parts, 'x')).toEqual({ ok: false, fail: 'no-such-item' })
  })

  test('who was taken back alone does not come back with the rest', async () => {
    await using desk = openDesk()
    const [first = '', second = ''] = await mixed(desk)
    // The other one is being handed over while this one is taken back; then its line drops.
    put(desk, first, 'sending')
    expect((await takeBack(desk.parts, second)).ok).toBe(true)
    put(desk, first, 'waiting')
    expect((await takeBack(desk.parts, first)).ok).toBe(true)
    const named = desk.drafts.list().map(({ fields }) => [...fields.to, ...fields.cc, ...fields.bcc].map(({ address }) => address))
    expect(named).toHaveLength(2)
    expect(new Set(named.flat()).size).toBe(named.flat().length)
  })

  test.each(['queued', 'waiting', 'refused'] as const)('in time while it is %s', async (state) => {
    await using desk = openDesk()
    const [first = ''] = await mixed(desk)
    put(desk, first, state)
    expect((await takeBack(desk.parts, first)).ok).toBe(true)
  })

  test('one that leaves while its attachments are copied stays mail', async () => {
    await using desk = openDesk()
    const [first, second = ''] = await mixed(desk)
    put(desk, first, 'sent')
    const taking = takeBack(desk.parts, second)
    put(desk, second, 'sending')
    expect(await taking).toEqual({ ok: false, fail: 'too-late' })
    expect(desk.drafts.list()).toEqual([])
    expect(files(desk)).toHaveLength(2)
  })

  test('a full disk leaves it mail', async () => {
    await using desk = openDesk()
    const [first = ''] = await desk.send({ to: to('bas@delinde.test'), html: 'x'.repeat(200_000) })
    desk.db.exec('DELETE FROM draft')
    desk.db.pragma(`max_page_count = ${Number(desk.db.pragma('page_count', { simple: true }))}`)
    const noRoom = { ...desk.parts, restoreDraft: () => { throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' }) } }
    expect(await takeBack(noRoom, first)).toEqual({ ok: false, fail: 'disk-full' })
    const noJournal = { ...desk.parts, note: () => ({ kind: 'unwritable' as const, because: 'damaged-file' }) }
    expect(await takeBack(noJournal, first)).toEqual({ ok: false, fail: 'journal-unwritable' })
    expect(kinds(desk)).toEqual(['undo'])
    expect(files(desk)).toHaveLength(1)
  })
})

test('what finds its route within the seconds of taking back does not leave before they are over', async () => {
  await using desk = openDesk()
  const [, second = ''] = await mixed(desk)
  desk.pass(1_000)
  expect(release(desk.parts, second, { kind: 'goes', change: null, plan: null })).toBe(true)
  const found = delivery(desk.db, second)
  expect([found?.state, found?.dueAt]).toEqual(['undo', (found?.createdAt ?? 0) + UNDO_SEND_MS])
  expect(release(desk.parts, second, { kind: 'goes', change: null, plan: null })).toBe(false)
})

describe('deciding', () => {
  test('what waits or was refused is tried now; what has no route waits on', async () => {
    await using desk = openDesk()
    const [first = '', second = ''] = await mixed(desk)
    const waits = { kind: 'waits', change: null, plan: null } as const
    for (const state of ['waiting', 'refused'] as const) {
      put(desk, first, state)
      expect(retryNow(desk.parts, first, waits)).toEqual({ ok: true, value: {} })
      expect(kinds(desk)[0]).toBe('queued')
    }
    expect(retryNow(desk.parts, first, waits)).toEqual({ ok: false, fail: 'nothing-to-retry' })
    expect(retryNow(desk.parts, second, waits)).toEqual({ ok: false, fail: 'nothing-to-retry' })
    expect(retryNow(desk.parts, second, null)).toEqual({ ok: false, fail: 'nothing-to-retry' })
    expect(retryNow(desk.parts, 'x', null)).toEqual({ ok: false, fail: 'no-such-item' })
    expect(retryNow(desk.parts, second, { kind: 'goes', change: null, plan: null })).toEqual({ ok: true, value: {} })
  })

  test('what may have arrived is sent or not sent as a person says, never by itself', async () => {
    await using desk = openDesk()
    const [first = '', second = ''] = await mixed(desk)
    expect(decideUnclear(desk.parts, first, 'send-again')).toEqual({ ok: false, fail: 'not-unclear' })
    put(desk, first, 'sending')
    desk.db.exec("UPDATE delivery SET end_noted = 1 WHERE state = 'sending'")
    put(desk, first, 'held-unclear')
    expect(unclearDeliveries(desk.db)).toMatchObject([{ id: first, accountId: 'anja', recipients: ['bas@delinde.test'] }])
    expect(decideUnclear(desk.parts, first, 'it-arrived')).toEqual({ ok: true, value: {} })
    expect(kinds(desk)[0]).toBe('sent')
    expect(copiesDue(desk.db)).toHaveLength(1)
    expect(desk.taken).toEqual(['new null'])
    put(desk, second, 'held-unclear')
    expect(decideUnclear(desk.parts, second, 'send-again')).toEqual({ ok: true, value: {} })
    expect(kinds(desk)[1]).toBe('queued')
    expect(decideUnclear(desk.parts, 'x', 'send-again')).toEqual({ ok: false, fail: 'no-such-item' })
  })
})

describe('after it was sent', () => {
  test('the sender\'s copy is what went out, and says who was hidden', async () => {
    await using desk = openDesk()
    const [first] = await mixed(desk)
    put(desk, first, 'sent')
    expect(copiesDue(desk.db)).toEqual([])
    const outgoingId = desk.db.prepare<[], string>('SELECT id FROM outgoing').pluck().get() ?? ''
    copyIsDue(desk.db, outgoingId)
    const [due] = copiesDue(desk.db)
    expect(due).toMatchObject({ outgoingId, accountId: 'anja' })
    const copy = await sentCopy(desk.parts, outgoingId)
    if (copy.kind !== 'whole') throw new Error(copy.kind)
    const read = readMessage(copy.raw)
    expect(read.headers.bcc).toEqual(to('h.bakker@mailbox.test'))
    expect(read.headers.messageId).toBe(due?.messageId)
    markCopied(desk.db, outgoingId)
    copyIsDue(desk.db, outgoingId)
    expect(copiesDue(desk.db)).toEqual([])
    expect(await sentCopy(desk.parts, 'x')).toEqual({ kind: 'missing' })
  })

  test('a day later it is let go, unless somebody still waits for it', async () => {
    await using desk = openDesk()
    const [first, second, third] = await mixed(desk)
    const outgoingId = desk.db.prepare<[], string>('SELECT id FROM outgoing').pluck().get() ?? ''
    put(desk, first, 'sent')
    copyIsDue(desk.db, outgoingId)
    markCopied(desk.db, outgoingId)
    desk.pass(OUTBOX_KEEP_SENT_MS + 1000)
    expect(await clearSent(desk.parts)).toBe(0)
    put(desk, second, 'sent')
    put(desk, third, 'sent')
    expect(await clearSent(desk.parts)).toBe(0)
    desk.pass(OUTBOX_KEEP_SENT_MS + 1000)
    expect(await clearSent(desk.parts)).toBe(1)
    expect(desk.outbox()).toEqual([])
    expect(files(desk)).toEqual([])
  })

  test('an account is not removed while its mail waits', async () => {
    await using desk = openDesk()
    expect(mailWaits(desk.db, 'anja')).toBe(false)
    const [first] = await desk.send({ to: to('bas@delinde.test') })
    expect(mailWaits(desk.db, 'anja')).toBe(true)
    expect(mailWaits(desk.db, 'bas')).toBe(false)
    put(desk, first, 'sent')
    expect(mailWaits(desk.db, 'anja')).toBe(false)
    desk.db.exec("UPDATE outgoing SET copy = 'due'")
    expect(mailWaits(desk.db, 'anja')).toBe(true)
  })
})
