import { expect, test, vi } from 'vitest'
import type { Event } from './journal.ts'
import { tellActs } from './told-acts.ts'

test('what is put back in the mailbox of others is told of under the address of that mailbox', () => {
  // given
  const noteAll = vi.fn((_events: readonly Event<'filed'>[]) => ({ kind: 'written' as const, sequence: 1, hash: '' }))
  const told = tellActs({
    accounts: { get: () => ({ address: 'bas@delinde.test' }) } as never, reader: {} as never, journal: { noteAll } as never,
    practice: { addressOf: ({ folderId }) => (folderId === 7 ? 'info@delinde.test' : 'bas@delinde.test'), grantFor: () => null, deed: () => undefined, taskEnded: () => undefined },
  })
  // when
  told.undone([{ id: 't2', accountId: 'a', act: { kind: 'move', to: 7 }, messages: [{ messageId: 1, place: null }], undoes: 't1' } as never])
  // then
  expect(noteAll.mock.calls).toEqual([[[{ class: 'filed', mailbox: 'info@delinde.test', detail: { change: 'put-back', count: 1, item: 't1' } }]]])
})
