import { expect, test, vi } from 'vitest'
import { JournalUnwritable, type SendNote } from '../sending/note.ts'
import type { Delivery } from '../sending/outbox-rows.ts'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import type { Event } from './journal.ts'
import { tellChanged, tellSending, tellTooLate } from './told-sending.ts'

const [before, after] = ['a'.repeat(64), 'b'.repeat(64)]
const to = 'h.bakker@patient.test'
const step = (reason: SendNote['reason']): SendNote => ({
  outcome: 'done', reason, at: 0, mailbox: 'anja@delinde.test', messageId: 'm@delinde.test',
  detail: { item: 'item', recipients: [to], route: 'portal', mime: before, bytes: 1 },
})

/** A journal that takes everything, or nothing. */
const journal = (kind: 'written' | 'unwritable' = 'written') => ({
  note: vi.fn((_event: Event<'E1'>) => (kind === 'written' ? { kind, sequence: 1, hash: after } : { kind, because: 'disk-full' as const })),
})

test('what was taken back before it went is told of as revoked, and names its target (E2)', () => {
  using state = stateDatabase()
  const told = journal()
  const tell = tellSending({ db: state.database, journal: told as never, digestOf: () => null })
  for (const reason of ['queued', 'taken-back'] as const) tell(step(reason))
  expect(told.note.mock.calls.map(([event]) => event)).toEqual([
    expect.objectContaining({ class: 'E1', reason: 'queued' }),
    { class: 'E2', outcome: 'done', mailbox: 'anja@delinde.test', messageId: 'm@delinde.test', detail: { item: 'item', recipients: [to], mime: before } },
  ])
})

test('what had gone already is told of as not revoked (E2)', () => {
  const told = journal()
  const gone = { id: 'item', mailbox: 'anja@delinde.test', messageId: 'm@delinde.test', recipients: [{ name: '', address: to }], mimeHash: before } as unknown as Delivery
  tellTooLate({ journal: told as never }, gone)
  expect(told.note.mock.calls).toEqual([[expect.objectContaining({ class: 'E2', outcome: 'refused', reason: 'too-late', messageId: 'm@delinde.test', detail: { item: 'item', recipients: [to], mime: before } })]])
})

test('what takes its place is told of as changed, from which bytes into which (E3); untold it does not go', () => {
  const fields = { accountId: 'a', to: [{ name: '', address: to }], cc: [], bcc: [], subject: '', html: '' }
  const change = { after, mailbox: 'anja@delinde.test', fields }
  const told = journal()
  tellChanged({ journal: told as never }, { messageId: 'm@delinde.test', mimeHash: before }, change)
  expect(told.note.mock.calls).toEqual([[{ class: 'E3', mailbox: 'anja@delinde.test', messageId: 'm@delinde.test', correspondents: [to], detail: { before, after } }]])
  expect(() => { tellChanged({ journal: journal('unwritable') as never }, { messageId: 'm', mimeHash: before }, change) }).toThrow(JournalUnwritable)
})
