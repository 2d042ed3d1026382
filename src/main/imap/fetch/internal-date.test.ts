import { assert, date, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { internalDate } from './internal-date.ts'

test.each([
  ['17-Jul-1996 02:44:25 -0700', '1996-07-17T09:44:25Z'], [' 7-jul-2026 23:59:59 +0530', '2026-07-07T18:29:59Z'], ['1-JAN-2026 00:00:00 +0100', '2025-12-31T23:00:00Z'],
  ['29-Feb-2024 12:00:00 -0000', '2024-02-29T12:00:00Z'],
])('%s', (text, iso) => {
  expect(internalDate(text)).toBe(Date.parse(iso))
})

test.each([
  '', 'yesterday', '17-Jul-1996', '17-Jul-1996 02:44:25', '31-Feb-2026 12:00:00 +0000', '0-Jan-2026 12:00:00 +0000', '32-Jan-2026 12:00:00 +0000', '17-Juli-1996 02:44:25 +0000',
  '17-Xyz-1996 02:44:25 +0000', '17-Jul-0096 02:44:25 +0000', '17-Jul-1996 24:00:00 +0000', '17-Jul-1996 02:60:25 +0000', '17-Jul-1996 02:44:25 +0000 ',
])('%j is no date', (text) => {
  expect(internalDate(text)).toBeNull()
})

const two = (number: number): string => String(number).padStart(2, '0')

test('every moment in every zone comes back, and is what the platform makes of it', () => {
  assert(property(date({ min: new Date('1970-01-02'), max: new Date('2199-12-30'), noInvalidDate: true }), integer({ min: -12 * 60, max: 14 * 60 }), (moment, zone) => {
    const at = Math.floor(moment.getTime() / 1_000) * 1_000
    const [, day = '', month = '', year = '', time = ''] = /^\w+, (\d+) (\w+) (\d+) (\S+)/.exec(new Date(at + zone * 60_000).toUTCString()) ?? []
    const text = `${day}-${month}-${year} ${time} ${zone < 0 ? '-' : '+'}${two(Math.floor(Math.abs(zone) / 60))}${two(Math.abs(zone) % 60)}`
    expect(internalDate(text)).toBe(at)
    expect(new Date(text).getTime()).toBe(at)
  }))
})
