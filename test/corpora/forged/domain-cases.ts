/** Domains for the check of norm.md section 4: each with what is published, and what must be said of it on 15 February 2026. */
import type { Lie } from './lying-resolver.ts'
import { txt } from './mail-domains.ts'
import type { Zone } from './zones.ts'

export type NtaStatus =
  | 'ready' | 'absent' | 'expired' | 'notYetValid' | 'malformed' | 'draft' | 'unknownVersion' | 'ambiguous'
  | 'insecure' | 'bogus' | 'indeterminate' | 'lookupFailed' | 'noSuchDomain'

export type DomainCase = {
  readonly domain: string
  /** One status, or those that the norm leaves open. */
  readonly status: NtaStatus | readonly NtaStatus[]
  readonly why: string
  readonly warnings?: readonly string[]
  readonly lastDay?: string
  /** Zone lines in `test`; zones of their own are in `domainZones`. */
  readonly records?: readonly string[]
}

const dates = (start: string, end: string): string => `startdate=${start};enddate=${end}`
const provider = 'provider=zorgmail;ntamx=10 relay.zorgmail.test'
const x1 = `v=NTA7516-1;${dates('2024-05', '2027-05')};${provider}`
const period = (start: string, end: string): string => `v=NTA7516-1;${dates(start, end)};${provider}`

type Rest = { readonly warnings?: readonly string[]; readonly lastDay?: string }

/** A domain in the zone `test` with these TXT records. */
const published = (label: string, texts: readonly string[], status: DomainCase['status'], why: string, rest: Rest = {}): DomainCase =>
  ({ domain: `${label}.test`, status, why, records: texts.map((text) => txt(`${label}.test`, text)), ...rest })

const until2027 = '2027-12-31'
const full = (rest: string): string => `v=NTA7516-1;startdate=2025-01;enddate=2027-12;provider=x${rest}`

const examples: readonly DomainCase[] = [
  published('x1', [x1], 'ready', 'DNS-X1', { lastDay: '2027-05-31' }),
  published('x2', [period('2023-01', '2026-01')], 'expired', 'DNS-X2', { lastDay: '2026-01-31' }),
  published('x3', [period('2023-02', '2026-02')], 'ready', 'DNS-X3', { lastDay: '2026-02-28' }),
  published('x4', [period('2026-03', '2029-03')], 'notYetValid', 'DNS-X4', { lastDay: '2029-03-31' }),
  published('x5', [period('2024-06', '2030-06')], 'ready', 'DNS-X5', { lastDay: '2027-06-30', warnings: ['PERIOD_CAPPED'] }),
  published('x6', [period('2022-06', '2026-07')], 'expired', 'DNS-X6', { lastDay: '2025-06-30', warnings: ['PERIOD_CAPPED'] }),
  published('x7', [full('')], 'ready', 'DNS-X7', { lastDay: until2027 }),
  published('x8', ['v=NTA7516;version:2019-06;expire:2027-10;provider:x;ntamx:mx.x.nl'], 'draft', 'DNS-X8'),
  published('x9', ['v=NTA7516-1;startdate:2025-01;enddate:2027-12;provider:x;ntamx:10 mx.x.nl'], 'ready', 'DNS-X9', { lastDay: until2027, warnings: ['COLON_SEPARATOR'] }),
  published('x10', [x1, period('2024-06', '2027-05')], 'ready', 'DNS-X10', { lastDay: '2027-05-31', warnings: ['DUPLICATE'] }),
  published('x11', [x1, x1.replace('provider=zorgmail', 'provider=zivver')], 'ambiguous', 'DNS-X11: another provider'),
  published('x11-host', [x1, x1.replace('relay.', 'mx.')], 'ambiguous', 'DNS-X11: another host'),
  published('x12', [period('2020-01', '2022-01'), x1], 'ready', 'DNS-X12', { lastDay: '2027-05-31', warnings: ['STALE_EXTRA'] }),
  published('x13', ['V=nta7516-1;StartDate=2025-01;ENDDATE=2027-12;Provider=ZIVVER;NTAMX=10 MX.X.NL'], 'ready', 'DNS-X13', { lastDay: until2027 }),
  published('x14', [' v=NTA7516-1 ; startdate = 2025-01;enddate=2027-12 ;provider=x;ntamx=10   mx.x.nl. ;'], 'ready', 'DNS-X14', { lastDay: until2027, warnings: ['WHITESPACE'] }),
  published('x15-month', [period('2025-01', '2027-13')], 'malformed', 'DNS-X15'),
  published('x15-digit', [period('2025-01', '2027-1')], 'malformed', 'DNS-X15'),
  published('x15-order', [period('2027-01', '2026-01')], 'malformed', 'DNS-X15'),
  published('x16', [full(';ntamx=mx.x.nl')], 'malformed', 'DNS-X16'),
  published('x17', ['v=NTA7516-2;startdate=2025-01;enddate=2027-12;provider=x'], 'unknownVersion', 'DNS-X17'),
  { domain: 'x19.test', status: 'ready', why: 'DNS-X19', lastDay: '2027-05-31', records: [txt('x19.test', '', ['v=NTA7516-1;startd', `ate=2024-05;enddate=2027-05;${provider}`])] },
  published('x20', ['v=spf1 -all', 'google-site-verification=abc', 'dit is tekst'], 'absent', 'DNS-X20'),
]

const reading: readonly DomainCase[] = [
  published('tussen-tekst', ['v=spf1 -all', x1, 'MS=ms123'], 'ready', 'DNS-R1: all TXT records are looked at', { lastDay: '2027-05-31' }),
  published('aanhalingstekens', [`"${x1}"`], 'ready', 'DNS-R2: outer quotes are dropped', { lastDay: '2027-05-31' }),
  published('schuine-strepen', [x1.replaceAll(';', '\\;')], 'ready', 'DNS-R2: escapes are dropped', { lastDay: '2027-05-31' }),
  published('lege-delen', [`${x1.replaceAll(';', ';;')};;`], 'ready', 'DNS-R3: empty segments are ignored', { lastDay: '2027-05-31' }),
  published('andere-volgorde', [`v=NTA7516-1;${provider};enddate=2027-05;startdate=2024-05`], 'ready', 'DNS-R4: the order is free', { lastDay: '2027-05-31' }),
  published('v-niet-vooraan', [`${dates('2024-05', '2027-05')};v=NTA7516-1;${provider}`], ['absent', 'malformed'], 'DNS-R4: v comes first'),
  published('onbekende-sleutel', [`${x1};contact=x@y.test;nieuw=1`], 'ready', 'DNS-R4: unknown keys are ignored', { lastDay: '2027-05-31' }),
  published('versie-10', [x1.replace('NTA7516-1', 'NTA7516-10')], 'unknownVersion', 'DNS-R4: the version is matched whole'),
  published('versie-anders', [x1.replace('NTA7516-1', 'NTA75161')], ['absent', 'unknownVersion'], 'DNS-R4: another word'),
  published('spf-met-nta', ['v=spf1 include:NTA7516-1 -all'], 'absent', 'DNS-R4: another record that names it'),
  published('hoofdletters', [x1.toUpperCase()], 'ready', 'DNS-R4: names and version without case', { lastDay: '2027-05-31' }),
  published('slechte-host', [`${full('')};ntamx=99999 mx.x.nl;ntamx=10 mx.x.nl`], 'ready', 'DNS-R6: a bad host is dropped', { lastDay: until2027 }),
  published('alleen-slechte-hosts', [`${full('')};ntamx=99999 mx.x.nl;ntamx=-1 mx.x.nl;ntamx=10 -`], 'malformed', 'DNS-R6: all given ones are bad'),
  published('zonder-start', [`v=NTA7516-1;enddate=2027-05;${provider}`], 'malformed', 'DNS-R7: a date is missing'),
  published('zonder-eind', [`v=NTA7516-1;startdate=2025-05;${provider}`], 'malformed', 'DNS-R7: a date is missing'),
  published('twee-einden', [`${x1};enddate=2027-05`], 'malformed', 'DNS-R7: a date is repeated'),
  published('maand-nul', [period('2025-00', '2027-05')], 'malformed', 'DNS-R7: no such month'),
  published('volle-datum', [period('2025-01-01', '2027-05-31')], 'malformed', 'DNS-R7: not YYYY-MM'),
  published('een-maand', [period('2026-02', '2026-02')], 'ready', 'DNS-T1: one month', { lastDay: '2026-02-28' }),
  published('precies-36', [period('2023-03', '2026-03')], 'ready', 'DNS-T2: a span of 36', { lastDay: '2026-03-31' }),
  published('precies-37', [period('2023-03', '2026-04')], 'ready', 'DNS-T3: a span of 37', { lastDay: '2026-03-31', warnings: ['PERIOD_CAPPED'] }),
  published('schrikkeljaar', [period('2025-02', '2028-02')], 'ready', 'DNS-T1: the last day of February', { lastDay: '2028-02-29' }),
  published('drie-gelijke', [x1, period('2024-06', '2027-05'), period('2024-07', '2027-05')], 'ready', 'DNS-X10', { warnings: ['DUPLICATE'] }),
  published('straks-en-nu', [x1, period('2026-03', '2029-03')], 'ready', 'DNS-S1: one holds today', { lastDay: '2027-05-31' }),
  published('verlopen-en-straks', [period('2020-01', '2022-01'), period('2026-03', '2029-03')], ['expired', 'notYetValid'], 'DNS-S1: none holds today'),
  published('oud-en-goed', ['v=NTA7516;version:2019-06;expire:2027-10;provider:x', x1], 'ready', 'DNS-S1: one is valid', { lastDay: '2027-05-31' }),
  published('krom-en-goed', [period('2025-01', '2027-13'), x1], ['ready', 'malformed', 'ambiguous'], 'two records, one of them malformed'),
  published('lege-waarde', ['v=NTA7516-1'], 'malformed', 'DNS-R7: dates are missing'),
  published('niet-ascii', [`${x1};opmerking=één`], ['ready', 'malformed'], 'letters outside ASCII in an unknown key'),
]

const answers: readonly DomainCase[] = [
  { domain: 'bestaatniet.test', status: 'noSuchDomain', why: 'DNS-S1: denied by NSEC' },
  { domain: 'diep.bestaatniet.test', status: 'noSuchDomain', why: 'DNS-S1: denied by NSEC' },
  { domain: 'leegte.test', status: 'absent', why: 'an empty non-terminal exists', records: ['mail.leegte.test. A 192.0.2.1'] },
  { domain: 'alleenmx.test', status: 'absent', why: 'DNS-X20: no TXT at all', records: ['alleenmx.test. MX 10 mx.x1.test.'] },
  { domain: 'iets.joker.test', status: 'ready', why: 'RFC 4035 5.3.4: a wildcard answer, proven', lastDay: '2027-05-31', records: [txt('*.joker.test', x1)] },
  { domain: 'a.b.joker.test', status: 'ready', why: 'RFC 4592: a wildcard covers more than one label', lastDay: '2027-05-31' },
  { domain: 'iets.leegjoker.test', status: 'absent', why: 'RFC 4035 5.4: a wildcard without TXT', records: ['*.leegjoker.test. A 192.0.2.1'] },
  { domain: 'alias.test', status: ['ready', 'absent'], why: 'DNS-R1: the record of the name that a CNAME names', records: ['alias.test. CNAME x1.test.'] },
  { domain: 'alias-onveilig.test', status: ['insecure', 'absent'], why: 'RFC 4035: a signed CNAME into an unsigned zone', records: ['alias-onveilig.test. CNAME vrij.test.'] },
  { domain: 'alias-vervalst.test', status: ['bogus', 'absent'], why: 'a signed CNAME into a zone that does not validate', records: ['alias-vervalst.test. CNAME vervalst.test.'] },
  { domain: 'alias-kring.test', status: ['lookupFailed', 'absent', 'bogus', 'malformed'], why: 'CNAMEs in a circle', records: ['alias-kring.test. CNAME alias-kring2.test.', 'alias-kring2.test. CNAME alias-kring.test.'] },
  { domain: 'alias-nergens.test', status: ['noSuchDomain', 'absent'], why: 'a CNAME to nothing', records: ['alias-nergens.test. CNAME weg.bestaatniet.test.'] },
  { domain: 'groot.test', status: 'ready', why: 'an answer over 4 kB comes over TCP', lastDay: '2027-05-31', records: [x1, ...Array.from({ length: 40 }, (_, n) => `tekst ${String(n)} ${'lang '.repeat(30)}`)].map((text) => txt('groot.test', text)) },
  { domain: 'geenmail.test', status: 'ready', why: 'RFC 7505: a null MX beside a record', lastDay: '2027-05-31', records: ['geenmail.test. MX 0 .', txt('geenmail.test', x1)] },
  { domain: 'onderrecord.x1.test', status: 'noSuchDomain', why: 'DNS-R1: not the parent' },
  { domain: 'stil.test', status: 'lookupFailed', why: 'DNS-X18: a name server that never answers' },
]

const inZones: readonly DomainCase[] = [
  { domain: 'vrij.test', status: 'insecure', why: 'DNS-X18: X1 in an unsigned zone' },
  { domain: 'vrijleeg.test', status: 'insecure', why: 'DNS-D3: insecure comes before absent' },
  { domain: 'weg.vrij.test', status: ['noSuchDomain', 'insecure'], why: 'a denial that nobody signed' },
  { domain: 'vervalst.test', status: 'bogus', why: 'DNS-D4: the record was changed after signing' },
  { domain: 'verlopen.test', status: 'bogus', why: 'RFC 4035 5.3.1: signatures that ended' },
  { domain: 'weg.verlopen.test', status: 'bogus', why: 'a denial whose signatures ended' },
  { domain: 'leeg.verlopen.test', status: 'bogus', why: 'a denial whose signatures ended' },
  { domain: 'sleutelfout.test', status: 'bogus', why: 'RFC 4035 5.2: the DS of another key' },
  { domain: 'zonderds.test', status: 'insecure', why: 'RFC 4035 5.2: signed, without a DS above' },
  { domain: 'kind.ouder.test', status: 'insecure', why: 'an unsigned child of a signed zone' },
  { domain: 'ouder.test', status: 'ready', why: 'a signed zone of its own', lastDay: '2027-05-31' },
  { domain: 'drie.test', status: 'ready', why: 'RFC 5155: a zone with NSEC3', lastDay: '2027-05-31' },
  { domain: 'weg.drie.test', status: 'noSuchDomain', why: 'RFC 5155 8.4: denied by NSEC3' },
  { domain: 'leeg.drie.test', status: 'absent', why: 'RFC 5155 8.5: no data by NSEC3' },
  { domain: 'iets.joker.drie.test', status: 'ready', why: 'RFC 5155 8.8: a wildcard by NSEC3', lastDay: '2027-05-31' },
  { domain: 'uit.test', status: 'ready', why: 'RFC 5155: a zone with opt-out', lastDay: '2027-05-31' },
  { domain: 'kind.uit.test', status: 'insecure', why: 'RFC 5155 8.9: an unsigned child that opt-out skips' },
  { domain: 'weg.uit.test', status: ['noSuchDomain', 'insecure'], why: 'RFC 5155 9.2: opt-out proves a little less' },
  { domain: 'xn--zrg-sna.test', status: 'ready', why: 'an A-label' },
  { domain: 'rsa256.test', status: 'ready', why: 'RFC 5702: RSA with SHA-256, two keys', lastDay: '2027-05-31' },
  { domain: 'weg.rsa256.test', status: 'noSuchDomain', why: 'RFC 5702' },
  { domain: 'rsa512.test', status: 'ready', why: 'RFC 5702: RSA with SHA-512', lastDay: '2027-05-31' },
  { domain: 'p384.test', status: 'ready', why: 'RFC 6605: ECDSA P-384, DS with SHA-384', lastDay: '2027-05-31' },
  { domain: 'ed25519.test', status: 'ready', why: 'RFC 8080: Ed25519', lastDay: '2027-05-31' },
  { domain: 'ed448.test', status: ['ready', 'insecure'], why: 'RFC 8080: Ed448; who cannot validate it calls the zone insecure (RFC 4035 5.2)' },
  { domain: 'rsasha1.test', status: ['ready', 'insecure'], why: 'RFC 9905: RSA with SHA-1 is no longer to be trusted' },
  { domain: 'dssha1.test', status: ['ready', 'insecure'], why: 'RFC 9905: a DS with SHA-1 alone' },
  { domain: 'weg.rondes.test', status: ['noSuchDomain', 'insecure', 'bogus'], why: 'RFC 9276 3.2: NSEC3 of 500 iterations' },
]

export const domainCases: readonly DomainCase[] = [...examples, ...reading, ...answers, ...inZones]

const apex = (name: string, more: readonly string[] = []): readonly string[] => [txt(name, x1), `${name}. MX 10 mx.x1.test.`, ...more]

/** Zones of their own, for what only a zone can be. */
export const domainZones: readonly Zone[] = [
  { name: 'vrij.test', records: apex('vrij.test'), signing: 'none' },
  { name: 'vrijleeg.test', records: [], signing: 'none' },
  { name: 'vervalst.test', records: apex('vervalst.test'), tamper: ['provider=zorgmail', 'provider=kwaadmail'] },
  { name: 'verlopen.test', records: apex('verlopen.test', ['leeg.verlopen.test. A 192.0.2.1']), signing: 'outdated' },
  { name: 'sleutelfout.test', records: apex('sleutelfout.test'), delegation: 'wrong' },
  { name: 'zonderds.test', records: apex('zonderds.test'), delegation: 'none' },
  { name: 'ouder.test', records: apex('ouder.test') },
  { name: 'kind.ouder.test', records: apex('kind.ouder.test'), signing: 'none' },
  { name: 'drie.test', records: apex('drie.test', ['leeg.drie.test. A 192.0.2.1', txt('*.joker.drie.test', x1)]), signing: 'nsec3' },
  { name: 'uit.test', records: apex('uit.test', ['leeg.uit.test. A 192.0.2.1']), signing: 'optOut' },
  { name: 'kind.uit.test', records: apex('kind.uit.test'), signing: 'none' },
  { name: 'rsa256.test', records: apex('rsa256.test'), algorithm: 'RSASHA256', hasTwoKeys: true },
  { name: 'rsa512.test', records: apex('rsa512.test'), algorithm: 'RSASHA512' },
  { name: 'p384.test', records: apex('p384.test'), algorithm: 'ECDSAP384SHA384', digest: '4' },
  { name: 'ed25519.test', records: apex('ed25519.test'), algorithm: 'ED25519' },
  { name: 'ed448.test', records: apex('ed448.test'), algorithm: 'ED448' },
  { name: 'rsasha1.test', records: apex('rsasha1.test'), algorithm: 'RSASHA1-NSEC3-SHA1' },
  { name: 'dssha1.test', records: apex('dssha1.test'), digest: '1' },
  { name: 'rondes.test', records: apex('rondes.test'), signing: 'nsec3', iterations: 500 },
]

export type LieCase = { readonly domain: string; readonly lie: Lie; readonly status: NtaStatus | readonly NtaStatus[] }

const liedAbout = (lie: Lie, status: LieCase['status'], domain = `leugen-${lie.toLowerCase()}.test`): LieCase => ({ domain, lie, status })
const absentName = (lie: Lie): string => `kaal-${lie.toLowerCase()}.test`

/** What a resolver lies about, and what must be said of it; the names that begin with `leugen` are ready, those with `kaal` have no record. */
export const lieCases: readonly LieCase[] = [
  liedAbout('silent', 'lookupFailed'), liedAbout('refuses', 'lookupFailed'), liedAbout('fails', 'lookupFailed'), liedAbout('garbage', 'lookupFailed'),
  liedAbout('wrongId', 'lookupFailed'), liedAbout('alwaysTruncates', 'lookupFailed'),
  liedAbout('stripsSignatures', 'bogus'), liedAbout('changesText', 'bogus'), liedAbout('claimsAuthentic', 'bogus'), liedAbout('deniesName', 'bogus'), liedAbout('replaysDenial', 'bogus'),
  liedAbout('claimsAuthentic', 'bogus', absentName('claimsAuthentic')), liedAbout('renamesAnswer', 'bogus', absentName('renamesAnswer')), liedAbout('insertsAlias', 'bogus', absentName('insertsAlias')),
  liedAbout('answersOther', ['bogus', 'lookupFailed'], absentName('answersOther')), liedAbout('forgetsDenial', 'bogus', absentName('forgetsDenial')),
  liedAbout('claimsAuthentic', 'insecure', 'vrij.test'), liedAbout('deniesSigners', 'bogus', 'ouder.test'), liedAbout('forgetsDenial', ['bogus', 'lookupFailed'], 'vrijleeg.test'),
  liedAbout('forgetsDenial', 'bogus', 'bestaatniet.test'), liedAbout('forgetsDenial', 'bogus', 'iets.joker.test'), liedAbout('stripsSignatures', 'bogus', 'drie.test'), liedAbout('forgetsDenial', 'bogus', 'weg.drie.test'),
]

/** Lines in the zone `test`. */
export const domainRecords: readonly string[] = [
  ...domainCases.flatMap(({ records = [] }) => records),
  ...lieCases.flatMap(({ domain }) => (domain.startsWith('leugen-') ? [txt(domain, x1)] : domain.startsWith('kaal-') ? [`${domain}. A 192.0.2.1`] : [])),
]
