import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DNS_KEYS_PER_TAG, DNS_SIGNATURE_TRIES, NSEC3_ITERATIONS_MAX } from './limits.ts'
import { readName } from './name.ts'
import { denyByNsec, readNsec, type Nsec } from './nsec.ts'
import { denyByNsec3, readNsec3 } from './nsec3.ts'
import type { RrSet, Signature } from './rrset.ts'
import { readTypes } from './type-bitmap.ts'
import { verifySet } from './verify.ts'
import { keyTag, readDelegation, readZoneKey, type ZoneKey } from './zone-key.ts'

const name = (text: string) => readName(text)!
const at = Date.UTC(2026, 1, 15)
const seconds = at / 1000

const signature = (change: Partial<Signature> = {}): Signature => ({
  covered: 16, algorithm: 13, labels: 1, originalTtl: 300, expiration: seconds + 60, inception: seconds - 60, keyTag: 1,
  signer: name('example'), head: Buffer.alloc(18), signature: Buffer.alloc(64), ...change,
})
const set = (signatures: Signature[]): RrSet => ({ name: name('example'), type: 16, ttl: 300, data: [Buffer.of(0)], signatures })

/** A key that counts how often it is tried. */
function key(verifies: () => boolean): ZoneKey & { tries: number } {
  const counted = { tag: 1, algorithm: 13, data: Buffer.alloc(4), tries: 0, verifies: () => (counted.tries += 1, verifies()) }
  return counted
}

describe('signatures', () => {
  const work = () => ({ signatures: 48, hashRounds: 2_000 })

  test.each<[string, Partial<Signature>, string]>([
    ['good', {}, 'valid'], ['expired', { expiration: seconds - 1 }, 'expired'], ['for later', { inception: seconds + 1 }, 'not-yet-valid'],
    ['of another zone', { signer: name('test') }, 'no-signature'], ['for a longer name', { labels: 2 }, 'no-signature'], ['by an unknown key', { keyTag: 2 }, 'bad-signature'],
    ['by a key of another algorithm', { algorithm: 8 }, 'bad-signature'],
  ])('%s', (_, change, expected) => {
    const verified = verifySet(set([signature(change)]), { name: name('example'), keys: [key(() => true)] }, { at, work: work() })
    expect(verified.kind === 'valid' ? 'valid' : verified.why).toBe(expected)
  })

  test('one that is good among bad ones is enough, and its life is what is left of it', () => {
    const signatures = [signature({ expiration: seconds - 1 }), signature({ keyTag: 9 }), signature()]
    expect(verifySet(set(signatures), { name: name('example'), keys: [key(() => true)] }, { at, work: work() })).toEqual({ kind: 'valid', ttlSeconds: 60, wildcardOf: null })
  })

  test('times wrap in 2106 (RFC 1982)', () => {
    const later = (2 ** 32 + 100) * 1000
    const wrapped = signature({ inception: 2 ** 32 - 100, expiration: 200 })
    expect(verifySet(set([wrapped]), { name: name('example'), keys: [key(() => true)] }, { at: later, work: work() })).toMatchObject({ kind: 'valid', ttlSeconds: 100 })
  })

  test('thousands of keys with one tag and thousands of signatures buy a handful of tries (CVE-2023-50387)', () => {
    const keys = Array.from({ length: 2000 }, () => key(() => false))
    const verified = verifySet(set(Array.from({ length: 2000 }, () => signature())), { name: name('example'), keys }, { at, work: work() })
    expect(verified).toEqual({ kind: 'invalid', why: 'too-much-work' })
    expect(keys.reduce((sum, { tries }) => sum + tries, 0)).toBe(DNS_SIGNATURE_TRIES)
    expect(keys.filter(({ tries }) => tries > 0).length).toBe(DNS_KEYS_PER_TAG)
  })
})

describe('keys', () => {
  test('a tag is computed as RFC 4034 has it (section 5.4)', () => {
    const data = Buffer.concat([Buffer.from([1, 0, 3, 5]), Buffer.from('AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvxegXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==', 'base64')])
    expect(keyTag(data)).toBe(60_485)
  })

  test('a key that is revoked, of another protocol or not of a zone signs nothing; rubbish verifies nothing', () => {
    const rest = [13, ...Buffer.alloc(64)]
    expect(readZoneKey(Buffer.from([1, 0x81, 3, ...rest]))).toBeNull()
    expect(readZoneKey(Buffer.from([1, 0, 2, ...rest]))).toBeNull()
    expect(readZoneKey(Buffer.from([0, 0, 3, ...rest]))).toBeNull()
    fc.assert(fc.property(fc.uint8Array({ maxLength: 140 }), fc.constantFrom(5, 8, 10, 13, 14, 15, 16, 253), fc.uint8Array({ maxLength: 80 }), (bytes, algorithm, made) => {
      expect(readZoneKey(Buffer.from([1, 0, 3, algorithm, ...bytes]))?.verifies(Buffer.from('signed'), made)).toBe(false)
      readDelegation(bytes)
    }))
  })

  test('an RSA key with an exponent of thousands of bits is none', () => {
    const heavy = Buffer.from([1, 0, 3, 8, 0, 1, 0, ...Buffer.alloc(256, 0xff), ...Buffer.alloc(256, 0xfd)])
    expect(readZoneKey(heavy)?.verifies(Buffer.alloc(1), Buffer.alloc(256))).toBe(false)
  })
})

describe('NSEC', () => {
  const zone = name('example')
  const record = (owner: string, next: string, ...types: number[]): Nsec => ({ owner: name(owner), next: name(next), types: new Set(types), zone })
  const deny = (text: string, ...records: Nsec[]): string => {
    const denial = denyByNsec(name(text), 16, records)
    return denial.kind === 'proven' ? denial.outcome : denial.kind
  }
  const apex = record('example', 'b.example', 6, 2)

  test.each<[string, string, Nsec[]]>([
    ['a.example', 'no-such-name', [apex]], ['c.example', 'unproven', [apex]], ['example', 'no-data', [apex]], ['example', 'unproven', [record('example', 'b.example', 6, 16)]],
    ['a.test', 'unproven', [record('example', 'example', 6)]],
    // The last one covers to the end, and not what comes before it.
    ['z.example', 'no-such-name', [record('y.example', 'example'), apex]], ['a.example', 'unproven', [record('y.example', 'example')]],
    // Not without proof that no wildcard would have answered.
    ['z.example', 'unproven', [record('y.example', 'example')]],
    // What is below a delegation, or an alias for a whole tree, is not ours to deny.
    ['a.kind.example', 'unproven', [record('kind.example', 'l.example', 2), apex]], ['a.oud.example', 'unproven', [record('oud.example', 'p.example', 39), apex]],
    ['kind.example', 'unproven', [record('kind.example', 'l.example', 2)]], ['alias.example', 'unproven', [record('alias.example', 'l.example', 5)]],
    ['ent.example', 'no-data', [record('d.example', 'a.ent.example'), apex]],
    // RFC 9824: the name itself is denied by a record that carries it.
    ['weg.example', 'no-such-name', [record('weg.example', 'x.example', 46, 47, 128)]],
  ])('%s: %s', (text, expected, records) => {
    expect(deny(text, ...records)).toBe(expected)
  })
})

describe('NSEC3', () => {
  const zone = name('example')
  /** RFC 5155 appendix A: salt aabbccdd, 12 iterations. */
  const record = (iterations = 12): Uint8Array =>
    Buffer.concat([Buffer.of(1, 0, iterations >> 8, iterations & 0xff, 4, 0xaa, 0xbb, 0xcc, 0xdd, 20), Buffer.alloc(20), Buffer.from([0, 1, 0x40])])
  const work = () => ({ signatures: 1, hashRounds: 2_000 })

  test.each([['example', '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom'], ['ns1.example', '2t7b4g4vsa5smi47k61mv5bv1a22bojr'], ['xx.example', 't644ebqk9bibcna874givr6joj62mlhv']])('%s hashes to %s', (text, hash) => {
    const own = readNsec3(name(`${hash}.example`), record(), zone)!
    expect(denyByNsec3({ name: name(text), type: 16, zone, work: work() }, [own])).toMatchObject({ kind: 'proven', outcome: 'no-data' })
    expect(denyByNsec3({ name: name('other.test'), type: 16, zone: name('other.test'), work: work() }, [own])).toEqual({ kind: 'unproven' })
  })

  test('more iterations than we make count as unsigned, and a name of a hundred labels is too much work (CVE-2023-50868)', () => {
    const hash = '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom'
    const read = (iterations: number) => readNsec3(name(`${hash}.example`), record(iterations), zone)!
    expect(denyByNsec3({ name: name('a.example'), type: 16, zone, work: work() }, [read(NSEC3_ITERATIONS_MAX + 1)])).toMatchObject({ kind: 'proven', isOpen: true })
    const long = { name: name(`${'a.'.repeat(100)}example`), type: 16, zone, work: work() }
    expect(denyByNsec3(long, [read(NSEC3_ITERATIONS_MAX)])).toEqual({ kind: 'too-much-work' })
  })

  test('no bytes make the readers of proof throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      readNsec(zone, bytes, zone)
      readNsec3(name('0p9mhaveqvm6t7vbl5lop2u3t2rp3tom.example'), bytes, zone)
      readTypes(bytes)
    }), { numRuns: 5_000 })
  })
})
