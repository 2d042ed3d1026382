import { expect, test } from 'vitest'
import { readSender } from './sender.ts'

const senderOf = (value: string) => readSender([{ name: 'from', raw: Buffer.from(`From: ${value}`, 'utf8').toString('latin1') }])

test.each([
  'o\'brien@zh.test', '"o\'brien@zh.test" <o\'brien@zh.test>', 'Kees O\'Brien <o\'brien@zh.test>', '\'jan@zh.test\' <jan@zh.test>', '"\'jan@zh.test\'" <jan@zh.test>', '\'thart@zh.test',
])('an apostrophe in a name or around an address is no other address: %s', (from) => {
  expect(senderOf(from)).toMatchObject({ addressCount: 1, shownAddress: null, ambiguous: false })
})

test.each([['"o\'ander@x.test" <jan@zh.test>', 'o\'ander@x.test'], ['\'ander@x.test\' <jan@zh.test>', 'ander@x.test']])('another address in the name is shown as it stands: %s', (from, shown) => {
  expect(senderOf(from).shownAddress).toBe(shown)
})
