import { expect, test } from 'vitest'
import { stateDatabase } from '../../../test/vault/state-database.ts'
import { insertDelivery, insertOutgoing } from '../sending/outbox-rows.ts'
import type { SentAs } from '../sending/manuscript.ts'
import { listOutbox } from '../sending/outbox.ts'
import { markedForRight } from './held-for-right.ts'

const info = { address: 'info@delinde.test' } as SentAs

test('what waits because its sender may no longer send from that mailbox says so, as long as it is so (FM-05)', () => {
  // given one from a shared mailbox and one of their own, both held, and one that is on its way
  using state = stateDatabase()
  const { database: db } = state
  for (const [id, mailbox, held] of [['shared', 'info', true], ['own', undefined, true], ['going', 'info', false]] as const) {
    const manuscript = { attachments: [], ...(mailbox === undefined ? {} : { sentAs: info }), fields: mailbox === undefined ? {} : { mailbox } } as unknown as Parameters<typeof insertOutgoing>[1]['manuscript']
    insertOutgoing(db, { id, accountId: 'a', messageId: `<${id}@delinde.test>`, sender: 'anja@delinde.test', subject: 'Uitslag', blobId: id.padEnd(32, '0'), sizeBytes: 1, mimeHash: 'h', createdAt: 1, manuscript })
    insertDelivery(db, { id, outgoingId: id, recipients: [], state: held ? 'held-no-route' : 'queued', since: 1, dueAt: null, route: 'hold', plan: null })
  }
  const markedWith = (now: SentAs | 'refused') => markedForRight(db, listOutbox(db), (mailbox) => (mailbox === undefined ? null : now)).filter((item) => 'lacksRight' in item.state).map(({ id }) => id)
  // then
  expect(markedWith('refused')).toEqual(['shared'])
  // also where another mailbox answers under that name now
  expect(markedWith({ ...info, address: 'balie@delinde.test' })).toEqual(['shared'])
  // when the right is given back
  expect(markedWith(info)).toEqual([])
})
