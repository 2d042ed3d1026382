import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { newSegmentHeader, openRecord, RECORD_EXTRA_BYTES, sealOf, sealRecord } from './segment-format.ts'

const key = new Uint8Array(32).fill(5)
const header = newSegmentHeader()
const seal = sealOf(key, 7, header)!
const mail = Buffer.from('Subject: Uitslag\r\n\r\nAlles goed.')

test.each([0, 1, 31, 100_000])('a record of %i bytes that do not pack opens at its place and takes the same room more', (size) => {
  const raw = randomBytes(size)
  const record = Buffer.concat(sealRecord(seal, 48, raw))
  expect(record.length).toBe(size + RECORD_EXTRA_BYTES)
  expect(openRecord(seal, 48, record)).toEqual(raw)
})

test('a record that packs takes less room than the mail, and a byte changed anywhere in it is noticed', () => {
  const raw = Buffer.from(`Subject: Uitslag\r\n\r\n${'Alles goed. '.repeat(60)}\r\n${`${'QUJD'.repeat(19)}\r\n`.repeat(30)}`)
  const record = Buffer.concat(sealRecord(seal, 48, raw))
  expect(record.length).toBeLessThan(raw.length * 0.8)
  expect(openRecord(seal, 48, record)).toEqual(raw)
  for (let at = 0; at < record.length; at++) {
    const changed = Buffer.from(record)
    changed[at]! ^= 0x40
    expect(openRecord(seal, 48, changed)).toBeNull()
  }
})

test('the same mail twice has nothing in common on disk', () => {
  const [one, other] = [Buffer.concat(sealRecord(seal, 48, mail)), Buffer.concat(sealRecord(seal, 48, mail))]
  expect(one.subarray(12).equals(other.subarray(12))).toBe(false)
  expect(one.includes('Uitslag')).toBe(false)
})

test('a byte changed anywhere in a record is noticed', () => {
  const record = Buffer.concat(sealRecord(seal, 48, mail))
  for (let at = 0; at < record.length; at++) {
    const changed = Buffer.from(record)
    changed[at]! ^= 0x40
    expect(openRecord(seal, 48, changed)).toBeNull()
  }
  expect(openRecord(seal, 48, record.subarray(0, -1))).toBeNull()
  expect(openRecord(seal, 48, new Uint8Array(0))).toBeNull()
})

test('a record at another place or in another segment is noticed', () => {
  const record = Buffer.concat(sealRecord(seal, 48, mail))
  expect(openRecord(seal, 49, record)).toBeNull()
  expect(openRecord(sealOf(key, 8, header)!, 48, record)).toBeNull()
})

test('a byte changed anywhere in the header of a segment is noticed', () => {
  const record = Buffer.concat(sealRecord(seal, 48, mail))
  for (let at = 0; at < header.length; at++) {
    const changed = Buffer.from(header)
    changed[at]! ^= 1
    const other = sealOf(key, 7, changed)
    expect(other === null ? null : openRecord(other, 48, record)).toBeNull()
  }
  expect(sealOf(key, 7, header.subarray(0, 20))).toBeNull()
})
