import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstRowId } from './row-id.ts'

test('ids follow the date of receipt, then the UID', () => {
  const at = Date.UTC(2026, 2, 2)
  expect(firstRowId(at, 900)).toBeLessThan(firstRowId(at + 1000, 1))
  expect(firstRowId(at, 1)).toBeLessThan(firstRowId(at, 2))
})

test('whatever date a server claims, the id is a whole number that JavaScript keeps exact', () => {
  fc.assert(fc.property(fc.double(), fc.integer({ min: 1, max: 2 ** 32 - 1 }), (receivedAt, uid) => {
    const id = firstRowId(receivedAt, uid)
    expect(Number.isSafeInteger(id) && id >= 0).toBe(true)
  }))
})
