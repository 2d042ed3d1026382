import fc from 'fast-check'
import { expect, test } from 'vitest'
import { waitLevel } from './waiting-mail.ts'

const hour = 3_600_000

test.each<[number, number | null, string]>([
  [0, null, 'none'], [3.99, null, 'none'], [4, null, 'warning'], [19.99, null, 'warning'], [20, null, 'alarm'], [300, null, 'alarm'], [-5, null, 'none'],
  [30, 28, 'none'], [30, 26, 'warning'], [30, 10, 'alarm'], [30, -10, 'alarm'],
])('after %d hours, meant for hour %j: %s', (passed, meantFor, level) => {
  expect(waitLevel({ confirmedAt: 0, scheduledFor: meantFor === null ? null : meantFor * hour }, passed * hour)).toBe(level)
})

test('waiting longer is never less urgent, and a later moment never more', () => {
  const order = ['none', 'warning', 'alarm']
  const at = fc.integer({ min: 0, max: 100 * hour })
  fc.assert(fc.property(at, fc.option(at), at, at, (confirmedAt, scheduledFor, now, more) => {
    const level = waitLevel({ confirmedAt, scheduledFor }, now)
    expect(order.indexOf(waitLevel({ confirmedAt, scheduledFor }, now + more))).toBeGreaterThanOrEqual(order.indexOf(level))
    expect(order.indexOf(waitLevel({ confirmedAt, scheduledFor: (scheduledFor ?? confirmedAt) + more }, now))).toBeLessThanOrEqual(order.indexOf(level))
  }))
})
