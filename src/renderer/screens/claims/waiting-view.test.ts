import { describe, expect, test } from 'vitest'
import { isLate, ofWhom, rowFrom, type Waiting } from './waiting-view.ts'

const row = (messageId: number, to: string | null = null, at = 100): Waiting => ({
  messageId, folderId: 1, mailbox: 'Info', from: 'J. van Dijk', subject: 'Vraag', receivedAt: 0, to: to === null ? null : { id: to, name: to }, due: { promise: 'read', at, late: false },
})

describe('what waits', () => {
  test('of everybody, of nobody, of oneself', () => {
    const rows = [row(1), row(2, 'bas'), row(3, 'anja')]
    const ids = (of: 'all' | 'free' | 'mine') => ofWhom(rows, of, 'anja').map(({ messageId }) => messageId)
    expect([ids('all'), ids('free'), ids('mine')]).toEqual([[1, 2, 3], [1], [3]])
    expect(ofWhom(rows, 'mine', null)).toEqual([])
  })

  test('a promise is broken at its moment, whether or not anything was asked again', () => {
    expect([isLate(row(1), 99), isLate(row(1), 100)]).toEqual([false, true])
    expect(isLate({ due: { promise: 'read', at: 100, late: true } }, 0)).toBe(true)
  })

  test('the next comes in the place of what was finished', () => {
    const rows = [row(1), row(2), row(4)]
    const from = (shown: number | null, by: 1 | -1, before = 0) => rowFrom(rows, { shown, before }, by)?.messageId
    expect([from(null, 1), from(null, -1), from(2, 1), from(2, -1), from(1, -1), from(4, 1)]).toEqual([1, 4, 4, 1, 1, 4])
    // 3 stood between 2 and 4.
    expect([from(3, 1, 2), from(3, -1, 2)]).toEqual([4, 2])
    expect(rowFrom([], { shown: 3, before: 2 }, 1)).toBeUndefined()
  })
})
