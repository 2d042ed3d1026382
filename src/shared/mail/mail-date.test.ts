import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMailDate } from './mail-date.ts'

const at = (iso: string): number => Date.parse(iso)

test.each([
  ['Mon, 2 Mar 2026 09:12:00 +0100', '2026-03-02T08:12:00Z'],
  ['2 Mar 2026 09:12 +0100', '2026-03-02T08:12:00Z'],
  ['Mon, 02 Mar 2026 09:12:00 +0100 (CET)', '2026-03-02T08:12:00Z'],
  ['Mon (maandag), 2 Mar 2026 09:12:00 -0530', '2026-03-02T14:42:00Z'],
  ['Mon, 2 Mar 26 09:12:00 GMT', '2026-03-02T09:12:00Z'],
  ['Mon, 2 Mar 126 09:12:00 UT', '2026-03-02T09:12:00Z'],
  ['Fri, 2 Mar 90 09:12:00 EST', '1990-03-02T14:12:00Z'],
  ['Monday, 2-Mar-2026 09:12:00 CEST', '2026-03-02T07:12:00Z'],
  ['Mon, 2 Mar 2026 9.12.07 +01:00', '2026-03-02T08:12:07Z'],
  ['Mon,  2\r\n Mar 2026 09:12:00 X', '2026-03-02T09:12:00Z'],
  ['Tue, 30 Jun 2026 23:59:60 +0000', '2026-07-01T00:00:00Z'],
])('%j', (text, iso) => {
  expect(parseMailDate(text)).toBe(at(iso))
})

test.each(['', 'gisteren', 'Mon, 2 Foo 2026 09:12:00', 'Mon, 32 Mar 2026 09:12:00', '2 Mar 2026 24:00', '2 Mar 2026', '99999999999999'])('%j tells no moment', (text) => {
  expect(parseMailDate(text)).toBeNull()
})

test('reads every date that a client writes', () => {
  fc.assert(fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
    expect(parseMailDate(date.toUTCString().replace('GMT', '+0000'))).toBe(Math.floor(date.getTime() / 1_000) * 1_000)
  }))
})
