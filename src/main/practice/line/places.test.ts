import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseUidSet } from '../../imap/uid-set.ts'
import { Places } from './places.ts'

const uid = fc.integer({ min: 1, max: 40 })
const uids = fc.uniqueArray(uid, { maxLength: 30 })
const sorted = (set: Iterable<number>): number[] => [...set].sort((a, b) => a - b)

test('knows what a set of numbers knows, whatever is taken and goes in whatever order', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('took' as const), uids }), fc.record({ kind: fc.constant('forget' as const), uids }), fc.record({ kind: fc.constant('look' as const), uids }),
  )
  fc.assert(fc.property(uids, fc.array(step, { maxLength: 12 }), (start, steps) => {
    const known = new Set(start)
    const places = new Places({ uidValidity: 1, uids: start.join(',') })
    let highest = Math.max(0, ...start)
    for (const { kind, uids: named } of steps) {
      if (kind === 'took') {
        places.took(named)
        for (const one of named) known.add(one)
        highest = Math.max(highest, ...named)
      } else if (kind === 'forget') {
        places.forget(named)
        for (const one of named) known.delete(one)
      } else {
        const server = parseUidSet(named.join(','))
        expect(places.lacking(server)).toEqual(sorted(named).filter((one) => !known.has(one)))
        expect(places.vanished(server)).toEqual(sorted(known).filter((one) => !named.includes(one)))
        for (const one of [...known]) if (!named.includes(one)) known.delete(one)
      }
      expect([places.size, places.next]).toEqual([known.size, highest + 1])
      expect(new Places({ uidValidity: 1, uids: places.text }).lacking([{ first: 1, last: 40 }])).toEqual(Array.from({ length: 40 }, (_, at) => at + 1).filter((one) => !known.has(one)))
    }
  }), { numRuns: 300 })
})

test('a server that names more messages than there can be is not believed', () => {
  expect(() => new Places({ uidValidity: 1, uids: '' }).lacking([{ first: 1, last: 4_000_000_000 }])).toThrow('session lost: garbled')
})

test('numbered anew it knows nothing', () => {
  const places = new Places({ uidValidity: 1, uids: '1:100' })
  places.startAfresh(2)
  expect([places.uidValidity, places.size, places.next, places.text]).toEqual([2, 0, 1, ''])
})
