import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newestOf, outside, parseUidSet, uidSets, within } from './uid-set.ts'

const uid = fc.integer({ min: 1, max: 0xffff_ffff })
const nearbyUid = fc.integer({ min: 1, max: 300 })

describe('sets of UIDs', () => {
  test('what is written is read back', () => {
    fc.assert(fc.property(fc.uniqueArray(fc.oneof(uid, nearbyUid), { maxLength: 200 }), fc.integer({ min: 25, max: 400 }), (uids, maxChars) => {
      const sets = uidSets(uids, maxChars)
      const back = sets.flatMap((set) => newestOf(parseUidSet(set), 1_000))
      expect(back.sort((a, b) => a - b)).toEqual(uids.toSorted((a, b) => a - b))
      expect(sets.every((set) => set.length <= maxChars)).toBe(true)
    }))
  })

  test('what lies outside is the rest', () => {
    fc.assert(fc.property(fc.uniqueArray(nearbyUid), fc.uniqueArray(nearbyUid), (all, some) => {
      const ranges = uidSets(some, 1_000).flatMap((set) => parseUidSet(set))
      expect(outside(all, ranges)).toEqual(all.filter((one) => !some.includes(one)))
      expect(all.filter((one) => within(one, ranges))).toEqual(all.filter((one) => some.includes(one)))
    }))
  })

  test('neighbours are written as one range', () => {
    expect(uidSets([5, 3, 4, 9, 4], 100)).toEqual(['3:5,9'])
    expect(uidSets([], 100)).toEqual([])
  })

  test('a server may turn ranges round and let them overlap', () => {
    expect(parseUidSet('7:5,6:9,1')).toEqual([{ first: 1, last: 1 }, { first: 5, last: 9 }])
  })

  test.each(['', '0', '-3', '*', '1:*', 'x', '4294967296', '1e3', '99999999999999999999', '1:99999999999'])('%j names nothing', (text) => {
    expect(parseUidSet(text)).toEqual([])
  })

  test('four milliard UIDs are not written out', () => {
    expect(newestOf(parseUidSet('1:4294967295'), 3)).toEqual([4294967295, 4294967294, 4294967293])
  })
})
