import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fieldValue, readField, sendMoments } from './send-moments.ts'

const at = (year: number, month: number, day: number, hour = 0, minute = 0): number => new Date(year, month - 1, day, hour, minute).getTime()

describe('moments that are offered', () => {
  test.each<[string, number, [string, number][]]>([
    ['a Monday morning', at(2026, 11, 23, 9, 30), [['this-afternoon', at(2026, 11, 23, 13)], ['this-evening', at(2026, 11, 23, 18)], ['tomorrow-morning', at(2026, 11, 24, 8)]]],
    ['nearly one o’clock', at(2026, 11, 23, 12, 10), [['this-evening', at(2026, 11, 23, 18)], ['tomorrow-morning', at(2026, 11, 24, 8)]]],
    ['a Friday night', at(2026, 11, 27, 22), [['tomorrow-morning', at(2026, 11, 28, 8)], ['monday-morning', at(2026, 11, 30, 8)]]],
    ['a Saturday', at(2026, 11, 28, 17), [['tomorrow-morning', at(2026, 11, 29, 8)], ['monday-morning', at(2026, 11, 30, 8)]]],
    ['the last day of a year', at(2026, 12, 31, 20), [['tomorrow-morning', at(2027, 1, 1, 8)]]],
    ['the night the clocks go back', at(2026, 10, 24, 20), [['tomorrow-morning', at(2026, 10, 25, 8)], ['monday-morning', at(2026, 10, 26, 8)]]],
  ])('on %s', (_, now, moments) => {
    expect(sendMoments(now).map((moment) => [moment.kind, moment.at])).toEqual(moments)
  })

  test('lie ahead, in order', () => {
    fc.assert(fc.property(fc.date({ min: new Date(2020, 0, 1), max: new Date(2040, 0, 1), noInvalidDate: true }), (date) => {
      const found = sendMoments(date.getTime()).map((moment) => moment.at)
      expect(found.every((moment) => moment > date.getTime())).toBe(true)
      expect(found).toEqual([...new Set(found)].sort((one, other) => one - other))
    }))
  })
})

describe('a moment that is typed', () => {
  const now = at(2026, 11, 23, 9, 30)

  test.each<[string, ReturnType<typeof readField>]>([
    ['2026-11-24T08:15', { kind: 'moment', at: at(2026, 11, 24, 8, 15) }], ['', { kind: 'none' }], ['morgen', { kind: 'none' }], ['2026-13-40T08:00', { kind: 'none' }],
    ['2026-11-23T09:30', { kind: 'past' }], ['2020-01-01T08:00', { kind: 'past' }], ['2062-11-24T08:00', { kind: 'too-far' }],
  ])('%j', (value, expected) => {
    expect(readField(value, now)).toEqual(expected)
  })

  test('is read as it was written', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 360 * 24 * 60 }), (minutes) => {
      const moment = Math.floor(now / 60_000 + minutes) * 60_000
      expect(fieldValue(readField(fieldValue(moment), now).kind === 'moment' ? moment : 0)).toBe(fieldValue(moment))
    }))
  })
})
