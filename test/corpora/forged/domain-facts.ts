/** What else a domain publishes for its mail, for the other columns of the check: RFC 7208, 7489, 7505, 7671, 7672. */
import { txt } from './mail-domains.ts'
import type { Zone } from './zones.ts'

const tlsa = `3 1 1 ${'ab'.repeat(32)}`
const good = (name: string): readonly string[] => [
  `${name}. MX 10 mx.${name}.`, `mx.${name}. A 192.0.2.8`, `_25._tcp.mx.${name}. TLSA ${tlsa}`, txt(name, 'v=spf1 mx -all'), txt(`_dmarc.${name}`, 'v=DMARC1; p=reject; rua=mailto:d@x1.test'),
]
const spf = (name: string, ...texts: readonly string[]): readonly string[] => texts.map((text) => txt(name, text))
const dmarc = (name: string, ...texts: readonly string[]): readonly string[] => texts.map((text) => txt(`_dmarc.${name}`, text))

/** Lines in the zone `test`. */
export const factRecords: readonly string[] = [
  ...good('alles.test'),
  'geenpost.test. MX 0 .', 'tweenul.test. MX 0 .', 'tweenul.test. MX 10 mx.alles.test.', 'alleenadres.test. A 192.0.2.9', 'mxalias.test. MX 10 mxalias-host.test.', 'mxalias-host.test. CNAME mx.alles.test.',
  'mxweg.test. MX 10 mx.bestaatniet.test.', ...spf('niets.test', 'tekst'),
  ...spf('spf-twee.test', 'v=spf1 -all', 'v=spf1 mx -all'), ...spf('spf-open.test', 'v=spf1 +all'), ...spf('spf-neutraal.test', 'v=spf1 ?all'), ...spf('spf-zacht.test', 'v=spf1 mx ~all'),
  ...spf('spf-door.test', 'v=spf1 redirect=alles.test'), ...spf('spf-in.test', 'v=spf1 include:spf-open.test -all'), ...spf('spf-kring.test', 'v=spf1 include:spf-kring.test -all'), ...spf('spf-krom.test', 'v=spf1 ip4:999.1.1.1 -all'),
  ...spf('spf-veel.test', `v=spf1 ${Array.from({ length: 11 }, () => 'a:mx.alles.test').join(' ')} -all`), ...spf('spf-tien.test', `v=spf1 ${Array.from({ length: 10 }, () => 'a:mx.alles.test').join(' ')} -all`),
  txt('spf-delen.test', '', ['v=spf1 ip4:192.0', '.2.0/24 -all']), ...spf('spf-hoofd.test', 'V=SPF1 MX -ALL'), ...spf('spf-lijkt.test', 'v=spf10 -all'),
  '_dmarc.dm-alias.test. CNAME _dmarc.alles.test.', ...dmarc('dm-niets.test', 'v=DMARC1; p=none'), ...dmarc('dm-kwart.test', 'v=DMARC1; p=reject; pct=25'), ...dmarc('dm-twee.test', 'v=DMARC1; p=reject', 'v=DMARC1; p=none'),
  ...dmarc('dm-ouder.test', 'v=DMARC1; p=none; sp=reject'), 'a.dm-ouder.test. A 192.0.2.1', ...dmarc('dm-ouder2.test', 'v=DMARC1; p=reject; sp=none'), 'a.dm-ouder2.test. A 192.0.2.1', ...dmarc('dm-krom.test', 'p=reject; v=DMARC1'), ...dmarc('dm-zonderp.test', 'v=DMARC1; rua=mailto:x@x1.test'),
  txt('_dmarc.dm-delen.test', '', ['v=DMARC1; p=rej', 'ect']), ...dmarc('dm-spaties.test', 'v=DMARC1 ; p = Quarantine ;'),
  'tlsa-niet.test. MX 10 mx.tlsa-niet.test.', 'mx.tlsa-niet.test. A 192.0.2.8',
  'tlsa-vrij.test. MX 10 mx.vrijdane.test.', 'tlsa-vals.test. MX 10 mx.valsdane.test.', `tlsa-pkix.test. MX 10 mx.tlsa-pkix.test.`, 'mx.tlsa-pkix.test. A 192.0.2.8', `_25._tcp.mx.tlsa-pkix.test. TLSA 1 1 1 ${'ab'.repeat(32)}`,
  'tlsa-half.test. MX 10 mx.alles.test.', 'tlsa-half.test. MX 20 mx.tlsa-niet.test.',
]

export const factZones: readonly Zone[] = [
  { name: 'vrijdane.test', records: ['mx.vrijdane.test. A 192.0.2.8', `_25._tcp.mx.vrijdane.test. TLSA ${tlsa}`], signing: 'none' },
  { name: 'valsdane.test', records: ['mx.valsdane.test. A 192.0.2.8', `_25._tcp.mx.valsdane.test. TLSA ${tlsa}`], tamper: ['abababab', 'cdcdcdcd'] },
]

export type FactCase = { readonly domain: string; readonly spf?: string; readonly dmarc?: string; readonly dane?: string; readonly problem?: string }

const cases = (kind: 'spf' | 'dmarc' | 'dane', expected: Readonly<Record<string, string>>): readonly FactCase[] =>
  Object.entries(expected).map(([label, state]) => ({ domain: `${label}.test`, [kind]: state }))

/** In the words of the command. */
export const factCases: readonly FactCase[] = [
  { domain: 'alles.test', spf: 'fail', dmarc: 'reject', dane: 'usable' },
  { domain: 'geenpost.test', problem: 'null-mx' }, { domain: 'niets.test', problem: 'no-mail-host' }, { domain: 'mxweg.test', problem: 'mx-without-address' },
  ...cases('spf', {
    'niets': 'none', 'spf-twee': 'several', 'spf-open': 'pass', 'spf-in': 'pass', 'spf-neutraal': 'neutral', 'spf-zacht': 'softfail', 'spf-door': 'fail', 'spf-kring': 'too-many-lookups', 'spf-krom': 'malformed',
    'spf-veel': 'too-many-lookups', 'spf-tien': 'fail', 'spf-delen': 'fail', 'spf-hoofd': 'fail', 'spf-lijkt': 'none',
  }),
  ...cases('dmarc', {
    'niets': 'missing', 'dm-alias': 'reject', 'dm-niets': 'none', 'dm-kwart': 'reject', 'dm-twee': 'several', 'dm-ouder': 'none', 'a.dm-ouder': 'reject', 'dm-ouder2': 'reject', 'a.dm-ouder2': 'none',
    'dm-krom': 'missing', 'dm-zonderp': 'none', 'dm-delen': 'reject', 'dm-spaties': 'quarantine',
  }),
  ...cases('dane', { 'tlsa-niet': 'none', 'tlsa-vrij': 'insecure', 'tlsa-vals': 'bogus', 'tlsa-pkix': 'unusable', 'tlsa-half': 'usable none' }),
]
