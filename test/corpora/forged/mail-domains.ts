/** The domains that send in the corpus, with what each publishes. */
import { keyRecord, publicPart } from './keys.ts'

export type MailDomain = {
  readonly name: string
  /** NTA 7516 records at exactly this name. */
  readonly nta: readonly string[]
  readonly dmarc: string | null
  /** Further records, owner names complete. */
  readonly more?: readonly string[]
}

const months = 'startdate=2024-05;enddate=2027-05'
export const ready = (name: string): string => `v=NTA7516-1;${months};provider=voorbeeldpost;ntamx=10 mx.${name}`

/** TXT strings hold 255 bytes. */
export const txt = (owner: string, text: string, pieces: readonly string[] = text.match(/[^]{1,250}/g) ?? ['']): string =>
  `${owner}. TXT ${pieces.map((piece) => `"${piece.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(' ')}`

const domain = (name: string, nta: 'ready' | readonly string[] = [], dmarc: string | null = null, more: readonly string[] = []): MailDomain =>
  ({ name, nta: nta === 'ready' ? [ready(name)] : nta, dmarc, more })

const quarantine = 'v=DMARC1; p=quarantine'
const key = (selector: string, owner = 'ziekenhuis.test'): string => `${selector}._domainkey.${owner}`

/** Keys as they should not be, and keys that only look strange (RFC 6376 section 3.6.1, RFC 8301). */
const strangeKeys = (): string[] => [
  txt(key('k1024'), keyRecord('rsa1024')),
  txt(key('k768'), keyRecord('rsa768')),
  txt(key('k512'), keyRecord('rsa512')),
  txt(key('leeg'), 'v=DKIM1; k=rsa; p='),
  txt(key('proef'), keyRecord('rsa2048', 'v=DKIM1; t=y; ')),
  txt(key('proefstreng'), keyRecord('rsa2048', 'v=DKIM1; t=s:y; ')),
  txt(key('streng'), keyRecord('rsa2048', 'v=DKIM1; t=s; ')),
  txt(key('sha1'), keyRecord('rsa2048', 'v=DKIM1; h=sha1; ')),
  txt(key('sha256'), keyRecord('rsa2048', 'v=DKIM1; h=sha1:sha256; ')),
  txt(key('dienst'), keyRecord('rsa2048', 'v=DKIM1; s=chat; ')),
  txt(key('mail'), keyRecord('rsa2048', 'v=DKIM1; s=email; n=sleutel van 2026; ')),
  txt(key('soort'), `v=DKIM1; k=ed448; p=${publicPart('rsa2048')}`),
  txt(key('verwisseld'), `v=DKIM1; k=ed25519; p=${publicPart('rsa2048')}`),
  txt(key('versie'), keyRecord('rsa2048', 'v=DKIM2; ')),
  txt(key('versielaat'), `k=rsa; v=DKIM1; p=${publicPart('rsa2048')}`),
  txt(key('zonderv'), `p=${publicPart('rsa2048')}`),
  txt(key('rommel'), 'v=DKIM1; k=rsa; p=dit is geen sleutel!'),
  txt(key('ander'), keyRecord('other2048')),
  txt(key('dubbel'), keyRecord('rsa2048')), txt(key('dubbel'), keyRecord('other2048')),
  txt(key('pkcs1'), `v=DKIM1; k=rsa; p=${publicPart('rsa2048', 'pkcs1')}`),
  txt(key('stukken'), '', keyRecord('rsa2048').match(/.{1,37}/g) ?? []),
  txt(key('tekst'), 'dit is geen DKIM'),
  `${key('alias')}. CNAME s1._domainkey.leverancier.test.`,
  `${key('nergens')}. CNAME weg._domainkey.leverancier.test.`,
  `${key('kring')}. CNAME kring2._domainkey.ziekenhuis.test.`, `${key('kring2')}. CNAME kring._domainkey.ziekenhuis.test.`,
  `${key('vrijalias')}. CNAME s1._domainkey.gemeente.test.`, `${key('kapotalias')}. CNAME s1._domainkey.sleutelkapot.test.`,
  txt('*._domainkey.wild.ziekenhuis.test', keyRecord('rsa2048')),
  // Delegated to a server that is not there.
  'storing.ziekenhuis.test. NS ns.storing.ziekenhuis.test.', 'ns.storing.ziekenhuis.test. A 127.0.0.9',
]

export const hospital = (): readonly MailDomain[] => [
  domain('ziekenhuis.test', 'ready', quarantine, strangeKeys()),
  domain('mail.ziekenhuis.test'),
  domain('balie.ziekenhuis.test', 'ready'),
  domain('wild.ziekenhuis.test', 'ready'),
]

export const ownDomain = (): readonly MailDomain[] => [domain('delinde.test', 'ready', quarantine), domain('post.delinde.test')]

const lookAlikes: readonly string[] = [
  'ziekenhuls.test', 'ziekenhuiss.test', 'ziekenhui.test', 'zieken-huis.test', 'xn--zekenhuis-v9h.test', 'xn--zekenhuis-05a.test',
  'xn--potheekzuid-xij.test', 'apotheekzu1d.test', 'apotheekzuld.test', 'arrnband.test', 'xn--rmband-h0e.test', 'delynde.test', 'de-linde.test',
  'xn--delnd-3we2u.test', 'veiligportaai.test', 'veilig-portaal.test', 'webformuller.test', 'lindez0rg.test', 'xn--zrg-8na.test',
]

/** Everything that lives directly in the zone `test`. */
export const ordinaryDomains = (): readonly MailDomain[] => [
  domain('apotheekzuid.test', 'ready', 'v=DMARC1; p=reject; adkim=s; aspf=s'),
  domain('apotheekruid.test', 'ready', quarantine),
  domain('armband.test', 'ready'),
  domain('lindezorg.test', 'ready', quarantine),
  domain('xn--zrg-sna.test', 'ready'),
  domain('leverancier.test'), domain('nieuwsbrief.test', [], quarantine), domain('lijst.test', [], 'v=DMARC1; p=none'),
  domain('mailbox.test', [], 'v=DMARC1; p=none'), domain('winkel.test'), domain('kwaad.test', [], 'v=DMARC1; p=reject'),
  domain('kwaadklaar.test', 'ready', 'v=DMARC1; p=reject'),
  domain('veiligportaal.test', 'ready', 'v=DMARC1; p=reject'), domain('post.veiligportaal.test'),
  domain('webformulier.test', 'ready', quarantine),
  ...lookAlikes.map((name) => domain(name, 'ready', 'v=DMARC1; p=reject')),
  domain('streng.test', 'ready', 'v=DMARC1; p=reject; adkim=s'), domain('a.streng.test', 'ready'), domain('los.streng.test', 'ready', 'v=DMARC1; p=none; adkim=r'),
  domain('koepel.test', 'ready', 'v=DMARC1; p=none; sp=reject'), domain('noord.koepel.test', 'ready'), domain('zuid.koepel.test', 'ready'),
  domain('zonderdmarc.test', 'ready'), domain('a.zonderdmarc.test', 'ready'),
  domain('dubbeldmarc.test', 'ready', quarantine, [txt('_dmarc.dubbeldmarc.test', 'v=DMARC1; p=none; adkim=s')]),
  domain('aliasdmarc.test', 'ready', null, ['_dmarc.aliasdmarc.test. CNAME _dmarc.apotheekzuid.test.']), domain('a.aliasdmarc.test', 'ready'),
  // Its policy is delegated to a server that is not there.
  domain('beleidstil.test', 'ready', null, ['_dmarc.beleidstil.test. NS ns.storing.ziekenhuis.test.']), domain('a.beleidstil.test'),
  ...recordStates.map(({ name, nta }) => domain(name, nta, quarantine)),
]

const record = (start: string, end: string, name = 'x'): string => `v=NTA7516-1;startdate=${start};enddate=${end};provider=voorbeeldpost;ntamx=10 mx.${name}.test`

/** Domains by the state of their record on the day of receipt; `isReady` as DNS-S1 has it. */
export const recordStates: readonly { readonly name: string; readonly nta: readonly string[]; readonly status: string; readonly isReady: boolean }[] = [
  { name: 'verlopenrecord.test', nta: [record('2023-01', '2026-01')], status: 'expired', isReady: false },
  { name: 'laatstemaand.test', nta: [record('2023-02', '2026-02')], status: 'ready', isReady: true },
  { name: 'straks.test', nta: [record('2026-03', '2029-03')], status: 'notYetValid', isReady: false },
  { name: 'telang.test', nta: [record('2024-06', '2030-06')], status: 'ready', isReady: true },
  { name: 'gekapt.test', nta: [record('2022-06', '2026-07')], status: 'expired', isReady: false },
  { name: 'krom.test', nta: [record('2025-01', '2027-13')], status: 'malformed', isReady: false },
  { name: 'omgekeerd.test', nta: [record('2027-01', '2026-01')], status: 'malformed', isReady: false },
  { name: 'zonderprioriteit.test', nta: ['v=NTA7516-1;startdate=2025-01;enddate=2027-12;provider=x;ntamx=mx.x.test'], status: 'malformed', isReady: false },
  { name: 'oud.test', nta: ['v=NTA7516;version:2019-06;expire:2027-10;provider:x;ntamx:mx.x.test'], status: 'draft', isReady: false },
  { name: 'nieuw.test', nta: ['v=NTA7516-2;startdate=2025-01;enddate=2027-12;provider=x'], status: 'unknownVersion', isReady: false },
  { name: 'oneens.test', nta: [record('2025-01', '2027-12', 'a'), record('2025-01', '2027-12', 'b')], status: 'ambiguous', isReady: false },
  { name: 'eens.test', nta: [record('2025-01', '2027-12'), record('2025-02', '2027-12')], status: 'ready', isReady: true },
  { name: 'dubbelepunt.test', nta: ['v=NTA7516-1;startdate:2025-01;enddate:2027-12;provider:x;ntamx:10 mx.x.test'], status: 'ready', isReady: true },
  { name: 'kapitaal.test', nta: ['V=nta7516-1;StartDate=2025-01;ENDDATE=2027-12;Provider=ZIVVER;NTAMX=10 MX.X.TEST'], status: 'ready', isReady: true },
  { name: 'leegrecord.test', nta: ['v=spf1 -all', 'andere tekst'], status: 'absent', isReady: false },
]

/** Domains in zones of their own, where the zone is what matters. */
export const zoneDomains = (): Readonly<Record<'unsigned' | 'tampered' | 'tamperedKey' | 'outdated' | 'wrongSigner' | 'unchained' | 'nsec3' | 'tamperedPolicy', readonly MailDomain[]>> => ({
  unsigned: [domain('gemeente.test', 'ready', quarantine)],
  tampered: [domain('kapot.test', 'ready', quarantine)],
  tamperedKey: [domain('sleutelkapot.test', 'ready')],
  outdated: [domain('verlopenzone.test', 'ready')],
  wrongSigner: [domain('verkeerd.test', 'ready')],
  unchained: [domain('gestript.test', 'ready')],
  nsec3: [domain('nsec3.test', 'ready'), domain('leeg.nsec3.test')],
  tamperedPolicy: [domain('beleidkapot.test', 'ready', 'v=DMARC1; p=reject; adkim=s'), domain('a.beleidkapot.test')],
})

/** Zones with suffixes of the Public Suffix List, by top-level domain: those have keys and records here, and prove nothing about those below them. */
export const suffixDomains = (): Readonly<Record<string, readonly MailDomain[]>> => ({
  uk: [domain('co.uk', 'ready'), domain('praktijk.co.uk', 'ready'), domain('ander.co.uk')],
  nl: [domain('co.nl', 'ready'), domain('praktijk.co.nl', 'ready'), domain('ander.co.nl', 'ready')],
  ck: [domain('zorg.ck', 'ready'), domain('praktijk.zorg.ck', 'ready'), domain('ander.zorg.ck', 'ready')],
})
