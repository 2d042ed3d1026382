import { expect, test } from 'vitest'
import { chosenSender, keyOfSender, sendersByKind, type Sender } from './senders.ts'

const own: Sender = { kind: 'own', mailbox: null, accountId: 'a1', address: 'bas@delinde.test', name: 'Bas Jansen', of: '' }
const info: Sender = { kind: 'shared', mailbox: 'info', accountId: 'a1', address: 'info@delinde.test', name: 'Bas Jansen, De Linde', of: 'De Linde' }
const tom: Sender = { kind: 'mandate', mailbox: 'tom', accountId: 'a1', address: 'tom@delinde.test', name: 'Tom Bos', of: 'Tom Bos' }
const all = [own, info, tom]

test('a draft goes in one\'s own name unless it names a mailbox', () => {
  expect(chosenSender(all, { accountId: 'a1' })).toBe(own)
  expect(chosenSender(all, { accountId: 'a1', mailbox: 'info' })).toBe(info)
})

test('a mailbox in which one may not send any more is nobody\'s name: never by itself one\'s own', () => {
  expect(chosenSender([own], { accountId: 'a1', mailbox: 'info' })).toBeUndefined()
  expect(chosenSender(all, { accountId: 'gone' })).toBeUndefined()
})

test('no two have the same name in the list', () => {
  expect(new Set(all.map(keyOfSender)).size).toBe(3)
  expect(sendersByKind(all)).toEqual({ own: [own], shared: [info], others: [tom] })
})
