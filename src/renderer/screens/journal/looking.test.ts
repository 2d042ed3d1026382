import { expect, test } from 'vitest'
import { everything, filterAt, filterOf, periods, sinceOf } from './looking.ts'

const here = { scope: 'here', fetched: null } as const

test('a choice that does not matter is not asked for', () => {
  expect(filterAt(filterOf(everything, here), 1_000)).toEqual({})
  expect(filterAt(filterOf({ ...everything, person: 'Mia', group: 'reading', patient: { reference: '7', name: 'Hennie' }, period: 'week' }, here), 10 * 86_400_000))
    .toEqual({ person: 'Mia', group: 'reading', patient: '7', from: 3 * 86_400_000 })
})

test('today begins at midnight, and longer periods begin earlier', () => {
  const now = new Date(2026, 2, 12, 15, 30).getTime()
  expect(sinceOf('day', now)).toBe(new Date(2026, 2, 12).getTime())
  const since = periods.filter((period) => period !== 'all').map((period) => sinceOf(period, now) ?? 0)
  expect(since).toEqual([...since].sort((one, other) => other - one))
})
