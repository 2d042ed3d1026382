/** Zones of every kind that a validator must tell apart, all below a private root. */

export type ZoneSpec = {
  readonly name: string
  readonly records: readonly string[]
  /** As ldns-keygen calls it. Default: ECDSAP256SHA256. */
  readonly algorithm?: string
  /** Default: NSEC. */
  readonly nsec3?: { readonly iterations: number; readonly salt?: string; readonly isOptOut?: boolean }
  /** What the parent says of it, and what is served. Default: `signed`. */
  readonly state?: 'signed' | 'unsigned' | 'wrong-ds' | 'stripped'
  /** Days from now. Default: from two days ago to in sixty. */
  readonly valid?: readonly [number, number]
}

const text = (value: string): string => `@ TXT "${value}"`

/** What NSEC and NSEC3 have to prove alike. */
const everything = (zone: string): string[] => [
  text('hallo'), '@ MX 10 mx', 'mx A 192.0.2.1', 'mx AAAA 2001:db8::1',
  '*.wild TXT "joker"', 'echt.wild TXT "echt"', 'host.onder.wild A 192.0.2.7',
  'alias CNAME mx', 'verder CNAME alias', 'weg CNAME mx.los.test.', 'stuk CNAME mx.verkeerd.test.', 'nergens CNAME niets',
  'rond CNAME om', 'om CNAME rond', '*.joker CNAME mx', 'oud DNAME nieuw', 'host.nieuw A 192.0.2.9', 'host.leeg.tussen A 192.0.2.8',
  'los NS ns.test.', '_25._tcp.mx TLSA 3 1 1 8e1c4b0f1d4f2a3b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3',
  '_imaps._tcp SRV 0 1 993 mx', `groot TXT ${'"'.concat('x'.repeat(250), '" ').repeat(12)}`, 'met\\.punt TXT "punt"', 'leeg TXT ""',
  `kind NS ns.test.`, `; of ${zone}`,
]

const simple = [text('hallo'), 'mx A 192.0.2.1']

export const zoneList: readonly ZoneSpec[] = [
  { name: 'kind.nsec.test', records: simple },
  { name: 'los.nsec.test', records: simple, state: 'unsigned' },
  { name: 'nsec.test', records: everything('nsec.test') },
  { name: 'kind.nsec3.test', records: simple },
  { name: 'los.nsec3.test', records: simple, state: 'unsigned' },
  { name: 'nsec3.test', records: everything('nsec3.test'), nsec3: { iterations: 0 } },
  { name: 'gezouten.test', records: simple, nsec3: { iterations: 5, salt: 'beef' } },
  { name: 'duur.test', records: [...simple, 'los NS ns.test.'], nsec3: { iterations: 100, salt: 'beef' } },
  { name: 'los.keuze.test', records: simple, state: 'unsigned' },
  { name: 'keuze.test', records: [...simple, 'los NS ns.test.'], nsec3: { iterations: 0, isOptOut: true } },
  { name: 'rsa256.test', records: simple, algorithm: 'RSASHA256' },
  { name: 'rsa512.test', records: simple, algorithm: 'RSASHA512' },
  { name: 'p384.test', records: simple, algorithm: 'ECDSAP384SHA384' },
  { name: 'ed25519.test', records: simple, algorithm: 'ED25519' },
  { name: 'ed448.test', records: simple, algorithm: 'ED448' },
  { name: 'sha1.test', records: simple, algorithm: 'RSASHA1' },
  { name: 'verlopen.test', records: simple, valid: [-60, -2] },
  { name: 'straks.test', records: simple, valid: [20, 60] },
  { name: 'verkeerd.test', records: simple, state: 'wrong-ds' },
  { name: 'kaal.test', records: simple, state: 'stripped' },
  { name: 'los.test', records: [...simple, 'diep TXT "diep"'], state: 'unsigned' },
  { name: 'test', records: ['ns A 127.0.0.1'] },
  { name: '.', records: ['ns.test. A 127.0.0.1'] },
]
