import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Link } from '../../src/main/dns/link.ts'
import { readMessage } from '../../src/main/dns/message.ts'
import { rrsetsOf } from '../../src/main/dns/rrset.ts'
import { capture, prove, replay, twist, type Captured, type Twist } from './dns-zones/captured.ts'
import { startDnsZones, type DnsZones } from './dns-zones/start.ts'
import { writeMessage } from './dns-zones/write-message.ts'

/** Far more by hand, after a change in what proves: `TWISTS=100000`. */
const twists = Number(process.env['TWISTS'] ?? 1_000)

const [A, MX, TXT, DS] = [1, 15, 16, 43]
const wanted = ['nsec.test', 'nsec3.test'].flatMap((zone) => [
  [zone, TXT], [zone, A], [zone, DS], [`mx.${zone}`, A], [`niets.${zone}`, TXT], [`iets.wild.${zone}`, TXT], [`iets.wild.${zone}`, MX], [`echt.wild.${zone}`, TXT],
  [`alias.${zone}`, A], [`host.oud.${zone}`, A], [`tussen.${zone}`, A], [`kind.${zone}`, TXT], [`los.${zone}`, TXT], [`los.${zone}`, DS],
] as const).concat([['los.test', TXT], ['los.keuze.test', TXT], ['niets.keuze.test', TXT], ['kaal.test', TXT], ['sha1.test', TXT]])

let zones: DnsZones
let captured: Captured[]
beforeAll(async () => {
  zones = await startDnsZones()
  captured = await capture(zones, wanted)
})
afterAll(() => zones[Symbol.asyncDispose]())

const twistOf: fc.Arbitrary<Twist> = fc.record({
  how: fc.constantFrom('bytes', 'drop', 'move', 'graft', 'rename', 'rcode', 'retype', 'cut'), one: fc.nat(0xffff), two: fc.nat(0xffff), three: fc.nat(0xffff),
})

/** What a link claims to have proven, as one text. */
const claim = (link: Link): string => {
  if (!('found' in link)) return link.kind
  if (link.found === 'records') return `records ${link.data.map((data) => Buffer.from(data).toString('hex')).toSorted().filter((hex, at, all) => hex !== all[at - 1]).join(' ')}`
  return link.found === 'alias' ? `alias ${link.target.join('.')}` : link.found
}

test('the honest answers prove what they should', () => {
  const kinds = captured.map(({ truth }) => truth.kind)
  expect(kinds.filter((kind) => kind === 'secure').length).toBe(26)
  expect(kinds.filter((kind) => kind === 'insecure').length).toBe(6)
  expect(kinds.filter((kind) => kind === 'bogus').length).toBe(1)
})

test('whatever is twisted, in the answer or in the chain above it: what is called secure is the truth', async () => {
  let secure = 0
  await fc.assert(fc.asyncProperty(fc.nat(), fc.array(fc.tuple(fc.nat(), twistOf), { minLength: 1, maxLength: 3 }), async (which, lies) => {
    // given
    const one = captured[which % captured.length]!
    const others = captured.flatMap(({ messages }) => [...messages.values()])
    const packets = new Map(lies.map(([at, how]) => {
      const [key, honest] = [...one.messages][at % one.messages.size]!
      return [key, twist(honest, how, others)] as const
    }))
    // when
    const link = await prove(one.question, replay(one, packets), zones.trustAnchor)
    // then
    if (link.kind !== 'secure') return
    secure += 1
    expect(one.truth.kind).toBe('secure')
    expect(claim(link)).toBe(claim(one.truth))
  }), { numRuns: twists })
  // Half of the twists do not touch what matters: if none came through, this would test nothing.
  expect(secure).toBeGreaterThan(twists / 50)
}, 600_000)

test('a hundred thousand packets with changed bytes are read without a throw', () => {
  const packets = captured.flatMap(({ messages }) => [...messages.values()].map((message) => writeMessage(message)))
  fc.assert(fc.property(fc.nat(), fc.infiniteStream(fc.nat(0xffffff)), (which, numbers) => {
    const honest = packets[which % packets.length]!
    const next = (): number => Number(numbers.next().value)
    for (let again = 0; again < 100; again += 1) {
      const packet = Buffer.from(honest)
      for (let changes = 1 + next() % 4; changes > 0; changes -= 1) packet[next() % packet.length] = next() & 0xff
      const message = readMessage(next() % 8 === 0 ? packet.subarray(0, next() % packet.length) : packet)
      if (message !== null) rrsetsOf([...message.answers, ...message.authorities])
    }
  }), { numRuns: 1_000 })
}, 120_000)
