import { encode, decode, RECURSION_AVAILABLE, type Answer, type Packet } from 'dns-packet'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RecordType } from './look-up.ts'
import { typeNumbers } from './look-up.ts'
import { isAnswerTo, readMessage, writeQuery } from './message.ts'
import { nameText, readName } from './name.ts'
import { shapedRecords } from './records.ts'
import { rrsetsOf } from './rrset.ts'

const question = { name: readName('delinde.test')!, type: 16 }

const response = (answers: Answer[], more: Partial<Packet> = {}): Buffer =>
  encode({ type: 'response', id: 7, flags: RECURSION_AVAILABLE, questions: [{ name: 'delinde.test', type: 'TXT' }], answers, ...more })

test('a question asks for signatures, and not to be judged by the resolver', () => {
  expect(decode(writeQuery(7, question))).toMatchObject({
    id: 7, type: 'query', flag_rd: true, flag_cd: true, flag_ad: false, questions: [{ name: 'delinde.test', type: 'TXT', class: 'IN' }],
    additionals: [{ type: 'OPT', udpPayloadSize: 1232, flag_do: true }],
  })
})

test('a reader written by others packs what we unpack, pointers and all', () => {
  // given
  const cases: [Answer, RecordType, unknown][] = [
    [{ type: 'A', name: 'mx.delinde.test', data: '192.0.2.1' }, 'A', '192.0.2.1'],
    [{ type: 'MX', name: 'DeLinde.test', data: { preference: 10, exchange: 'MX.delinde.test' } }, 'MX', { preference: 10, exchange: 'mx.delinde.test' }],
    [{ type: 'TXT', name: 'delinde.test', data: ['een', 'twee'] }, 'TXT', { strings: [Buffer.from('een'), Buffer.from('twee')] }],
    [{ type: 'CNAME', name: 'delinde.test', data: 'a.b.test' }, 'CNAME', 'a.b.test'],
    [{ type: 'SRV', name: 'delinde.test', data: { priority: 1, weight: 2, port: 3, target: 'a.test' } }, 'SRV', { priority: 1, weight: 2, port: 3, target: 'a.test' }],
    [{ type: 'SOA', name: 'delinde.test', data: { mname: 'ns.test', rname: 'beheer.test', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 } }, 'SOA',
      { primary: 'ns.test', contact: 'beheer.test', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 }],
  ]
  // when
  const message = readMessage(response(cases.map(([answer]) => answer)))
  // then
  for (const [index, [answer, type, expected]] of cases.entries()) {
    const record = message?.answers[index]
    expect(nameText(record!.name)).toBe(answer.name.toLowerCase())
    expect(shapedRecords(type, 'x', [record!.data])).toEqual([expected])
  }
})

test('only the answer to this question, under this id, is one', () => {
  const message = readMessage(response([]))!
  expect(isAnswerTo(message, 7, question)).toBe(true)
  expect(isAnswerTo(message, 8, question)).toBe(false)
  expect(isAnswerTo(message, 7, { ...question, type: 1 })).toBe(false)
  expect(isAnswerTo(message, 7, { ...question, name: readName('delinde.example')! })).toBe(false)
  expect(isAnswerTo(readMessage(writeQuery(7, question))!, 7, question)).toBe(false)
})

test('IPv6 addresses are written as RFC 5952 has them', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(0, 0, 0, 1, 0x20, 0xff), { minLength: 16, maxLength: 16 }), (bytes) => {
    const groups = Array.from({ length: 8 }, (_, at) => Buffer.from(bytes).readUInt16BE(at * 2).toString(16)).join(':')
    expect(shapedRecords('AAAA', 'x', [Buffer.from(bytes)])).toEqual([new URL(`http://[${groups}]`).hostname.slice(1, -1)])
  }))
})

describe('hostile packets', () => {
  const header = (answers: number): Buffer => Buffer.from([0, 7, 0x81, 0x80, 0, 1, answers >> 8, answers & 0xff, 0, 0, 0, 0])
  const asked = Buffer.from([1, 0x61, 0, 0, 1, 0, 1])

  test.each<[string, Buffer]>([
    ['empty', Buffer.alloc(0)], ['no question', Buffer.from([0, 7, 0x81, 0x80, 0, 0, 0, 0, 0, 0, 0, 0])],
    ['a name that points at itself', Buffer.concat([header(0), Buffer.from([0xc0, 12, 0, 1, 0, 1])])],
    ['a name that points ahead', Buffer.concat([header(0), Buffer.from([0xc0, 20, 0, 1, 0, 1, 0, 0, 0])])],
    ['more records than there are', Buffer.concat([header(65_535), asked])],
    ['a record that is cut off', Buffer.concat([header(1), asked, Buffer.from([0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1])])],
    ['a label type that nobody knows', Buffer.concat([header(0), Buffer.from([0x40, 0, 0, 1, 0, 1])])],
    ['a name too long', Buffer.concat([header(0), Buffer.concat(Array.from({ length: 5 }, () => Buffer.concat([Buffer.of(63), Buffer.alloc(63, 0x61)]))), Buffer.from([0, 0, 1, 0, 1])])],
    ['a mail host that is cut off', Buffer.concat([header(1), asked, Buffer.from([0, 0, 15, 0, 1, 0, 0, 0, 0, 0, 3, 0, 1, 5])])],
  ])('%s: malformed', (_, packet) => {
    expect(readMessage(packet)).toBeNull()
  })

  test('a packet full of pointers costs little', () => {
    // given names that each hang on the one before, as many as fit
    const chain = Array.from({ length: 8000 }, (_, at) => { const to = at === 0 ? 12 : 19 + (at - 1) * 2; return [0xc0 | to >> 8, to & 0xff] }).flat()
    const packet = Buffer.concat([header(3000), asked, Buffer.from(chain)])
    expect(readMessage(packet)).toBeNull()
  })

  test('nothing makes it throw: random bytes, and real packets with bytes changed', () => {
    const real = response([
      { type: 'MX', name: 'delinde.test', data: { preference: 10, exchange: 'mx.delinde.test' } }, { type: 'TXT', name: 'delinde.test', data: 'v=spf1 -all' },
      { type: 'SOA', name: 'test', data: { mname: 'ns.test', rname: 'beheer.test', serial: 1, refresh: 2, retry: 3, expire: 4, minimum: 5 } },
      { type: 'RRSIG', name: 'delinde.test', data: { typeCovered: 'TXT', algorithm: 13, labels: 2, originalTTL: 60, expiration: 1, inception: 0, keyTag: 1, signersName: 'test', signature: Buffer.alloc(64) } },
    ], { additionals: [{ type: 'OPT', name: '.', udpPayloadSize: 1232, extendedRcode: 0, ednsVersion: 0, flags: 0, flag_do: false, options: [] }] })
    const change = fc.record({ at: fc.nat(real.length - 1), byte: fc.integer({ min: 0, max: 255 }) })
    const changed = fc.tuple(fc.array(change, { minLength: 1, maxLength: 4 }), fc.integer({ min: 12, max: real.length })).map(([changes, length]) => {
      const packet = Buffer.from(real)
      for (const { at, byte } of changes) packet[at] = byte
      return packet.subarray(0, length)
    })
    const random = fc.uint8Array({ maxLength: 80 }).map((bytes) => Buffer.concat([header(1), asked, bytes]))
    fc.assert(fc.property(fc.oneof(changed, random, fc.uint8Array({ maxLength: 64 })), (packet) => {
      const message = readMessage(packet)
      if (message === null) return
      for (const set of rrsetsOf([...message.answers, ...message.authorities])) {
        for (const type of Object.keys(typeNumbers) as RecordType[]) shapedRecords(type, nameText(set.name), set.data)
      }
    }), { numRuns: 20_000 })
  })
})
