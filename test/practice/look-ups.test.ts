import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { textOf, type LookUp, type RecordType } from '../../src/main/dns/look-up.ts'
import { createResolver, type Resolver, type Upstream } from '../../src/main/dns/resolver.ts'
import { startDnsZones, type DnsZones } from './dns-zones/start.ts'
import { zoneList } from './dns-zones/zone-list.ts'

const execute = promisify(execFile)

let zones: DnsZones
let resolver: Resolver
const udp = (): Upstream => ({ kind: 'udp', host: zones.host, port: zones.ports.resolver })

beforeAll(async () => {
  zones = await startDnsZones()
  resolver = createResolver({ upstream: udp(), trustAnchor: zones.trustAnchor })
})
afterAll(async () => {
  await resolver[Symbol.asyncDispose]()
  await zones[Symbol.asyncDispose]()
})

/** A look-up in one line: `secure mx.nsec.test 192.0.2.1`, `insecure no-data`, `bogus expired`. */
function inWords(found: LookUp<unknown>): string {
  if (found.kind === 'bogus' || found.kind === 'unreachable') return `${found.kind} ${found.why}`
  if (found.outcome !== 'answer') return `${found.kind} ${found.outcome}`
  const records = found.records.map((record) => {
    if (typeof record === 'string') return record
    return record !== null && typeof record === 'object' && 'strings' in record ? `"${textOf(record as { strings: Uint8Array[] })}"` : JSON.stringify(record)
  })
  return [found.kind, found.name, ...records.toSorted()].join(' ')
}

const look = async (name: string, type: RecordType, from = resolver): Promise<string> => inWords(await from.lookUp(name, type))

/** NSEC and NSEC3 prove the same things. */
describe.each(['nsec.test', 'nsec3.test'])('in the signed zone %s', (zone) => {
  const cases: readonly [string, RecordType, string][] = [
    ['', 'TXT', 'secure ZONE "hallo"'],
    ['', 'MX', 'secure ZONE {"preference":10,"exchange":"mx.ZONE"}'],
    ['mx.', 'A', 'secure mx.ZONE 192.0.2.1'],
    ['mx.', 'AAAA', 'secure mx.ZONE 2001:db8::1'],
    ['_imaps._tcp.', 'SRV', 'secure _imaps._tcp.ZONE {"priority":0,"weight":1,"port":993,"target":"mx.ZONE"}'],
    ['leeg.', 'TXT', 'secure leeg.ZONE ""'],
    ['', 'NS', 'secure ZONE ns.test'],
    // Nothing there, in every way there is.
    ['', 'AAAA', 'secure no-data'],
    ['', 'DS', 'secure ZONE DS'],
    ['mx.', 'TXT', 'secure no-data'],
    ['niets.', 'TXT', 'secure no-such-name'],
    ['diep.onder.niets.', 'TXT', 'secure no-such-name'],
    ['tussen.', 'A', 'secure no-data'],
    ['leeg.tussen.', 'MX', 'secure no-data'],
    ['niet.leeg.tussen.', 'MX', 'secure no-such-name'],
    ['mx.', 'DS', 'secure no-data'],
    // Wildcards: used, lacking the type, and hidden by a closer name.
    ['iets.wild.', 'TXT', 'secure iets.wild.ZONE "joker"'],
    ['diep.iets.wild.', 'TXT', 'secure diep.iets.wild.ZONE "joker"'],
    ['iets.wild.', 'MX', 'secure no-data'],
    ['echt.wild.', 'TXT', 'secure echt.wild.ZONE "echt"'],
    ['iets.echt.wild.', 'TXT', 'secure no-such-name'],
    ['iets.onder.wild.', 'TXT', 'secure no-such-name'],
    // Aliases.
    ['alias.', 'A', 'secure mx.ZONE 192.0.2.1'],
    ['verder.', 'A', 'secure mx.ZONE 192.0.2.1'],
    ['verder.', 'TXT', 'secure no-data'],
    ['verder.', 'CNAME', 'secure verder.ZONE alias.ZONE'],
    ['iets.joker.', 'A', 'secure mx.ZONE 192.0.2.1'],
    ['nergens.', 'A', 'secure no-such-name'],
    ['weg.', 'A', 'insecure mx.los.test 192.0.2.1'],
    ['stuk.', 'A', 'bogus no-trusted-key'],
    // unbound sees the loop itself and gives up.
    ['rond.', 'A', 'unreachable resolver-failed'],
    ['host.oud.', 'A', 'secure host.nieuw.ZONE 192.0.2.9'],
    ['niets.oud.', 'A', 'secure no-such-name'],
    ['host.oud.', 'CNAME', 'secure host.oud.ZONE host.nieuw.ZONE'],
    ['oud.', 'A', 'secure no-data'],
    // Delegations.
    ['kind.', 'TXT', 'secure kind.ZONE "hallo"'],
    ['niets.kind.', 'TXT', 'secure no-such-name'],
    ['los.', 'TXT', 'insecure los.ZONE "hallo"'],
    ['los.', 'MX', 'insecure no-data'],
    ['niets.los.', 'MX', 'insecure no-such-name'],
    ['los.', 'DS', 'secure no-data'],
  ]

  test.each(cases)('%s %s', async (label, type, expected) => {
    const found = await look(label + zone, type)
    expect(expected.endsWith(' DS') ? found.slice(0, found.indexOf('{')) + 'DS' : found).toBe(expected.replaceAll('ZONE', zone))
  })

  test('what does not fit in a datagram comes over TCP', async () => {
    const found = await resolver.lookUp(`groot.${zone}`, 'TXT')
    expect(found).toMatchObject({ kind: 'secure', records: [{ strings: { length: 12 } }] })
  })

  test('a TLSA record keeps its bytes', async () => {
    const found = await resolver.lookUp(`_25._tcp.mx.${zone}`, 'TLSA')
    expect(found).toMatchObject({ kind: 'secure', records: [{ usage: 3, selector: 1, matching: 1, data: { length: 32 } }] })
  })
})

describe('other kinds of zones', () => {
  test.each([
    ['rsa256.test', 'secure rsa256.test "hallo"'], ['rsa512.test', 'secure rsa512.test "hallo"'], ['p384.test', 'secure p384.test "hallo"'],
    ['ed25519.test', 'secure ed25519.test "hallo"'], ['ed448.test', 'secure ed448.test "hallo"'],
    ['gezouten.test', 'secure gezouten.test "hallo"'],
    // Signed with SHA-1 only: as good as unsigned.
    ['sha1.test', 'insecure sha1.test "hallo"'],
    ['verlopen.test', 'bogus expired'], ['straks.test', 'bogus not-yet-valid'],
    ['verkeerd.test', 'bogus no-trusted-key'], ['kaal.test', 'bogus no-signature'],
    ['los.test', 'insecure los.test "hallo"'], ['diep.los.test', 'insecure diep.los.test "diep"'],
    ['bestaatniet.test', 'secure no-such-name'], ['bestaat.ook.niet', 'secure no-such-name'],
  ])('%s: %s', async (name, expected) => {
    expect(await look(name, 'TXT')).toBe(expected)
  })

  test.each([
    ['niets.gezouten.test', 'secure no-such-name'], ['mx.gezouten.test', 'secure no-data'],
    // Above the cap on hashing: unsigned, by RFC 9276.
    ['niets.duur.test', 'insecure no-such-name'], ['mx.duur.test', 'insecure no-data'],
    // Opt-out: what is not there might be an unsigned delegation.
    ['niets.keuze.test', 'insecure no-such-name'], ['mx.keuze.test', 'secure no-data'], ['los.keuze.test', 'insecure los.keuze.test "hallo"'],
  ])('what is not there: %s is %s', async (name, expected) => {
    expect(await look(name, 'TXT')).toBe(expected)
  })

  test('a name under no trust anchor is insecure, and an anchor below the root holds for its zone alone', async () => {
    // given
    const ds = await resolver.lookUp('nsec.test', 'DS')
    const trustAnchor = ds.kind === 'secure' && ds.outcome === 'answer' ? ds.records : []
    await using own = createResolver({ upstream: udp(), trustAnchor })
    // then
    expect(await look('kind.nsec.test', 'TXT', own)).toBe('secure kind.nsec.test "hallo"')
    expect(await look('los.nsec.test', 'TXT', own)).toBe('insecure los.nsec.test "hallo"')
    expect(await look('nsec3.test', 'TXT', own)).toBe('insecure nsec3.test "hallo"')
    expect(await look('nsec.test', 'DS', own)).toMatch(/^insecure/)
  })

  test('somebody else\'s trust anchor proves nothing', async () => {
    await using other = createResolver({ upstream: udp() })
    expect(await look('nsec.test', 'TXT', other)).toBe('bogus no-trusted-key')
  })

  test('signatures expire by our clock', async () => {
    await using later = createResolver({ upstream: udp(), trustAnchor: zones.trustAnchor, now: () => Date.now() + 90 * 86_400_000 })
    expect(await look('nsec.test', 'TXT', later)).toBe('bogus anchor-out-of-time')
    await using earlier = createResolver({ upstream: udp(), trustAnchor: zones.trustAnchor, now: () => Date.now() - 90 * 86_400_000 })
    expect(await look('nsec.test', 'TXT', earlier)).toBe('bogus anchor-out-of-time')
  })
})

test('unbound, which validates by itself when it is let, comes to the same', async () => {
  // given what we cap lower than it, and what it has another policy for, left out
  const names = zoneList.map(({ name }) => name).filter((name) => !['.', 'duur.test', 'sha1.test'].includes(name))
  const asked = names.flatMap((name) => [[name, 'TXT'], [name, 'AAAA'], [`mx.${name}`, 'A'], [`niets.${name}`, 'TXT'], [`iets.wild.${name}`, 'TXT'], [`tussen.${name}`, 'MX']] as const)
  // when
  const { stdout } = await execute('dig', ['+adflag', '+noall', '+comments', '-p', String(zones.ports.resolver), `@${zones.host}`, ...asked.flat()], { maxBuffer: 8 << 20 })
  const theirs = [...stdout.matchAll(/status: (\w+),[^]*?flags: ([a-z ]+);/g)].map(([, status, flags = '']) => (status === 'SERVFAIL' ? 'bogus' : / ad\b/.test(flags) ? 'secure' : 'insecure'))
  const ours = await Promise.all(asked.map(async ([name, type]) => (await resolver.lookUp(name, type)).kind))
  // then
  expect(theirs.length).toBe(asked.length)
  expect(asked.map(([name, type], index) => `${name} ${type} ${ours[index] ?? ''}`)).toEqual(asked.map(([name, type], index) => `${name} ${type} ${theirs[index] ?? ''}`))
})

describe('the way there', () => {
  const ways = (): Record<string, Upstream> => {
    const { host, ports: { resolver: port, tls, https, authority }, ca } = zones
    return {
      udp: { kind: 'udp', host, port }, tcp: { kind: 'tcp', host, port }, tls: { kind: 'tls', host, port: tls, ca },
      'tls by name': { kind: 'tls', host, port: tls, serverName: 'mx.delinde.test', ca },
      https: { kind: 'https', url: `https://localhost:${String(https)}/dns-query`, ca },
      authority: { kind: 'udp', host, port: authority },
    }
  }

  test.each(['udp', 'tcp', 'tls', 'tls by name', 'https'])('%s gives the same answers, many at once', async (way) => {
    await using own = createResolver({ upstream: ways()[way]!, trustAnchor: zones.trustAnchor })
    const found = await Promise.all([
      look('nsec.test', 'TXT', own), look('niets.nsec3.test', 'TXT', own), look('los.test', 'TXT', own), look('kaal.test', 'TXT', own), look('host.oud.nsec.test', 'A', own),
    ])
    expect(found).toEqual(['secure nsec.test "hallo"', 'secure no-such-name', 'insecure los.test "hallo"', 'bogus no-signature', 'secure host.nieuw.nsec.test 192.0.2.9'])
    expect(await look('groot.nsec.test', 'TXT', own)).toMatch(/^secure groot/)
  })

  test('a server that only knows its own zones is believed in what is signed', async () => {
    await using own = createResolver({ upstream: ways()['authority']!, trustAnchor: zones.trustAnchor })
    expect(await look('nsec.test', 'TXT', own)).toBe('secure nsec.test "hallo"')
    expect(await look('rond.nsec.test', 'A', own)).toBe('unreachable alias-loop')
  })

  test('a certificate of somebody else is no resolver', async () => {
    const { host, ports: { tls, https }, ca } = zones
    const refused: Upstream[] = [
      { kind: 'tls', host, port: tls }, { kind: 'tls', host, port: tls, serverName: 'dns.voorbeeld.nl', ca }, { kind: 'https', url: `https://localhost:${String(https)}/dns-query` },
    ]
    for (const upstream of refused) {
      await using own = createResolver({ upstream, trustAnchor: zones.trustAnchor })
      expect(await look('nsec.test', 'TXT', own)).toBe('unreachable untrusted-resolver')
    }
    expect(() => createResolver({ upstream: { kind: 'https', url: 'http://localhost/dns-query' } })).toThrow(RangeError)
  })

  test('nobody there, and nobody that listens', async () => {
    const { host, ports: { closed } } = zones
    const nowhere: Upstream[] = [{ kind: 'udp', host, port: closed }, { kind: 'tcp', host, port: closed }, { kind: 'tls', host, port: closed }, { kind: 'https', url: `https://localhost:${String(closed)}/` }]
    for (const upstream of nowhere) {
      await using own = createResolver({ upstream, trustAnchor: zones.trustAnchor })
      expect(await look('nsec.test', 'TXT', own)).toBe('unreachable connection-refused')
    }
    expect(await look('', 'TXT')).toBe('unreachable not-a-name')
    expect(await look('twee..punten.nl', 'TXT')).toBe('unreachable not-a-name')
  })

  test('who stops waiting, or closes the resolver, gets an answer at once', async () => {
    const own = createResolver({ upstream: udp(), trustAnchor: zones.trustAnchor })
    const patience = new AbortController()
    const stopped = own.lookUp('nsec.test', 'TXT', { signal: patience.signal })
    const closed = own.lookUp('nsec3.test', 'TXT')
    patience.abort()
    expect(inWords(await stopped)).toBe('unreachable stopped')
    await own[Symbol.asyncDispose]()
    expect(inWords(await closed)).toBe('unreachable stopped')
    expect(await look('nsec.test', 'TXT', own)).toBe('unreachable stopped')
  })
})
