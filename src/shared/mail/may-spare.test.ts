import fc from 'fast-check'
import { expect, test } from 'vitest'
import { BROUGHT_BACK_KEPT_MS } from '../limits.ts'
import { maySpare, spareBefore, type SpareFacts } from './may-spare.ts'

const NOW = Date.UTC(2026, 10, 23)
const old: SpareFacts = {
  receivedAt: Date.UTC(2020, 0, 1), role: 'inbox', isShared: false, isFlagged: false, isAtRest: true, isWhole: true, isAssessed: true, isIndexed: true, broughtBackAt: null,
}
const before = Date.UTC(2025, 0, 1)

test('old mail at rest, seen through, may; nothing may while everything is kept', () => {
  expect(maySpare(old, { before, now: NOW })).toBe(true)
  expect(maySpare(old, { before: null, now: NOW })).toBe(false)
})

const facts: fc.Arbitrary<SpareFacts> = fc.record({
  receivedAt: fc.oneof(fc.integer({ min: 0, max: NOW }), fc.constant(Number.NaN)), role: fc.constantFrom('inbox', 'sent', 'drafts', 'archive', 'trash', 'none', 'outbox'),
  isShared: fc.boolean(), isFlagged: fc.boolean(), isAtRest: fc.boolean(), isWhole: fc.boolean(), isAssessed: fc.boolean(), isIndexed: fc.boolean(),
  broughtBackAt: fc.option(fc.integer({ min: 0, max: NOW })),
})

test('whatever is written here, kept, of others, under way, not seen through or wanted lately never leaves; and one more reason never makes it leave', () => {
  fc.assert(fc.property(facts, fc.option(fc.integer({ min: 0, max: NOW })), (some, limit) => {
    const may = maySpare(some, { before: limit, now: NOW })
    if (may) {
      expect(limit !== null && some.receivedAt < limit).toBe(true)
      expect([some.isShared, some.isFlagged]).toEqual([false, false])
      expect([some.isAtRest, some.isWhole, some.isAssessed, some.isIndexed]).toEqual([true, true, true, true])
      expect(['drafts', 'outbox']).not.toContain(some.role)
      expect(some.broughtBackAt === null || NOW - some.broughtBackAt >= BROUGHT_BACK_KEPT_MS).toBe(true)
    } else {
      for (const more of [{ isFlagged: true }, { isShared: true }, { isAtRest: false }, { isWhole: false }, { isAssessed: false }, { isIndexed: false }, { role: 'drafts' }]) {
        expect(maySpare({ ...some, ...more }, { before: limit, now: NOW })).toBe(false)
      }
    }
  }))
})

test('the age is counted in months of the calendar', () => {
  expect(spareBefore('always', NOW)).toBeNull()
  expect(spareBefore('one-year', NOW)).toBe(Date.UTC(2025, 10, 23))
  expect(spareBefore('six-months', NOW)).toBe(Date.UTC(2026, 4, 23))
  expect(spareBefore('five-years', NOW)).toBe(Date.UTC(2021, 10, 23))
})
