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

test.each([
  '"jan jansen"@zh.test', 'Jan <"jan jansen"@zh.test>', '<"jan..jansen"@zh.test>', '"Jan" <"jan"@zh.test>', '"jan@zh.test" <"jan"@zh.test>', '"jan.jansen"@zh.test (Jan)',
])('a quoted local part that can be read in one way is an address like any other (RFC 5322 section 3.4.1): %s', (from) => {
  expect(senderOf(from)).toMatchObject({ addressCount: 1, domain: 'zh.test', shownAddress: null, ambiguous: false })
})

test.each([
  '<"balie@zh.test"@kwaad.test>', '<"balie<x"@kwaad.test>', '<"balie>,"@kwaad.test>', '<"balie\\"x"@kwaad.test>', '<"=?utf-8?q?x?="@kwaad.test>', '<""@kwaad.test>', '"jan"."jansen"@kwaad.test', `<"${'x'.repeat(70)}"@kwaad.test>`,
])('one that programs read in more ways is told of: %s', (from) => {
  expect(senderOf(from).ambiguous).toBe(true)
})

test.each([['"balie"@zh.test <x@kwaad.test>', 'balie@zh.test'], ['"de balie"@zh.test <x@kwaad.test>', 'de_balie@zh.test']])('nor does it hide an address in a name: %s', (from, shown) => {
  expect(senderOf(from).shownAddress).toBe(shown)
})
