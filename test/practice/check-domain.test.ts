/** What the domain check says of delivery, SPF, DKIM, DMARC and DANE, through the command itself; forged-domains.test.ts has the statuses. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DomainCheck, ProblemCode } from '../../src/main/app/domain-check.ts'
import { startNameServers, type NameServers, type Zone } from '../corpora/forged/zones.ts'

const root = path.resolve(import.meta.dirname, '../..')
const at = '2026-02-15T12:00:00+01:00'
const digest = 'ab'.repeat(32)

type Change = { readonly nta?: string; readonly apex?: readonly string[]; readonly mx?: readonly string[]; readonly spf?: readonly string[]; readonly dmarc?: readonly string[] }

/** The zone lines of a domain in which nothing is wrong but what is given. */
function domain(name: string, { nta = 'provider=x', mx = ['10 mx'], spf = ['v=spf1 mx -all'], dmarc = ['v=DMARC1; p=reject'], apex = [] }: Change = {}): string[] {
  const text = (value: string): string => `TXT ${(value.match(/.{1,250}/g) ?? ['']).map((part) => `"${part}"`).join(' ')}`
  const under = (label: string, record: string): string => `${label}.${name}. ${record}`
  return [
    `${name}. ${text(`v=NTA7516-1;startdate=2024-05;enddate=2027-05;${nta}`)}`,
    ...spf.map((value) => `${name}. ${text(value)}`), ...apex.map((record) => `${name}. ${record}`),
    ...mx.map((record) => `${name}. MX ${record.endsWith('.') ? record : `${record}.${name}.`}`),
    ...dmarc.map((value) => under('_dmarc', text(value))),
    under('mx', 'A 192.0.2.7'), under('_25._tcp.mx', `TLSA 3 1 1 ${digest}`), under('s1._domainkey', text('v=DKIM1; p=')),
  ]
}

type Case = readonly [label: string, records: readonly string[], codes: readonly ProblemCode[], found?: Partial<DomainCheck>]
const named = (label: string, change: Change, codes: readonly ProblemCode[], found: Partial<DomainCheck> = {}): Case => [label, domain(`${label}.test`, change), codes, found]
const includes = (count: number): string => `v=spf1 ${Array.from({ length: count }, (_, n) => `include:i${String(n)}.delen.test`).join(' ')} -all`

const cases: readonly Case[] = [
  named('goed', {}, [], { mx: [{ preference: 10, exchange: 'mx.goed.test' }], dane: [{ host: 'mx.goed.test', state: 'usable' }], spf: { state: 'fail', record: 'v=spf1 mx -all', lookUps: 1 } }),
  named('ntamx', { nta: 'provider=x;ntamx=20 nta2.goed.test;ntamx=10 mx.goed.test' }, ['ntamx-without-address', 'dane-missing'], { ntamx: [{ preference: 10, host: 'mx.goed.test' }, { preference: 20, host: 'nta2.goed.test' }] }),
  named('ntamx-bijnaam', { nta: 'provider=x;ntamx=10 bijnaam.goed.test' }, ['ntamx-alias']),
  named('nul', { mx: ['0 .'] }, ['null-mx'], { mx: [{ preference: 0, exchange: '.' }], ntaStatus: 'ready' }),
  named('nul-naast', { mx: ['0 .', '10 mx'] }, [], { mx: [{ preference: 10, exchange: 'mx.nul-naast.test' }] }),
  named('geenhost', { mx: [] }, ['no-mail-host'], { mx: [] }),
  named('alleen-a', { mx: [], apex: ['A 192.0.2.1'] }, ['mx-missing']),
  named('alleen-aaaa', { mx: [], apex: ['AAAA 2001:db8::1'] }, ['mx-missing']),
  named('alleen-ntamx', { mx: [], nta: 'provider=x;ntamx=10 mx.goed.test' }, ['mx-missing'], { dane: [{ host: 'mx.goed.test', state: 'usable' }] }),
  named('mx-weg', { mx: ['10 weg', '20 mx'] }, ['mx-without-address', 'dane-missing'], { mx: [{ preference: 10, exchange: 'weg.mx-weg.test' }, { preference: 20, exchange: 'mx.mx-weg.test' }] }),
  named('mx-bijnaam', { mx: ['10 bijnaam.goed.test.'] }, ['mx-alias'], { dane: [{ host: 'bijnaam.goed.test', state: 'usable' }] }),
  named('mx-bijnaam2', { mx: ['10 pinbijnaam.goed.test.'] }, ['mx-alias'], { dane: [{ host: 'pinbijnaam.goed.test', state: 'usable' }] }),
  named('mx-bijnaam-bloot', { mx: ['10 blootbijnaam.goed.test.'] }, ['mx-alias', 'dane-missing'], { dane: [{ host: 'blootbijnaam.goed.test', state: 'none' }] }),
  named('mx-bijnaam-vrij', { mx: ['10 vrijbijnaam.goed.test.'] }, ['mx-alias', 'dane-insecure'], { dane: [{ host: 'vrijbijnaam.goed.test', state: 'insecure' }] }),
  named('mx-vrij', { mx: ['10 mx.cvrij.test.'] }, ['dane-insecure'], { dane: [{ host: 'mx.cvrij.test', state: 'insecure' }] }),
  named('zonder-naam', { nta: '' }, ['nta-provider-missing'], { ntaStatus: 'ready' }),
  named('spf-geen', { spf: [] }, ['spf-missing'], { spf: { state: 'none', record: null, lookUps: 0 } }),
  named('spf-twee', { spf: ['v=spf1 mx -all', 'v=spf1 a -all'] }, ['spf-several']),
  named('spf-allen', { spf: ['v=spf1 mx +all'] }, ['spf-pass-all']),
  named('spf-allen2', { spf: ['v=spf1 all'] }, ['spf-pass-all']),
  named('spf-neutraal', { spf: ['v=spf1 mx ?all'] }, ['spf-neutral']),
  named('spf-open', { spf: ['v=spf1 mx'] }, ['spf-neutral']),
  named('spf-zacht', { spf: ['v=spf1 mx ~all'] }, []),
  named('spf-fout', { spf: ['v=spf1 mxx -all'] }, ['spf-malformed']),
  named('spf-tien', { spf: [includes(10)] }, [], { spf: { state: 'fail', record: includes(10), lookUps: 10 } }),
  named('spf-elf', { spf: [includes(11)] }, ['spf-too-many-lookups']),
  named('spf-diep', { spf: ['v=spf1 include:diep1.delen.test -all'] }, ['spf-too-many-lookups']),
  named('spf-kring', { spf: ['v=spf1 include:kring.delen.test -all'] }, ['spf-too-many-lookups']),
  named('spf-elders', { spf: ['v=spf1 redirect=open.delen.test'] }, ['spf-pass-all']),
  named('spf-door-open', { spf: ['v=spf1 mx include:open.delen.test -all'] }, ['spf-pass-all'], { spf: { state: 'pass', record: 'v=spf1 mx include:open.delen.test -all', lookUps: 2 } }),
  named('spf-dieper-open', { spf: ['v=spf1 include:dooropen.delen.test -all'] }, ['spf-pass-all']),
  named('spf-door-zacht', { spf: ['v=spf1 ~include:open.delen.test -all'] }, []),
  named('spf-door-min', { spf: ['v=spf1 -include:open.delen.test ?all'] }, []),
  named('spf-na-all', { spf: ['v=spf1 -all include:open.delen.test'] }, []),
  named('spf-door-neutraal', { spf: ['v=spf1 include:neutraal.delen.test -all'] }, []),
  named('spf-alle-netten', { spf: ['v=spf1 ip4:0.0.0.0/0 -all'] }, ['spf-pass-all']),
  named('spf-elders-dicht', { spf: ['v=spf1 redirect=dicht.delen.test'] }, [], { spf: { state: 'fail', record: 'v=spf1 redirect=dicht.delen.test', lookUps: 1 } }),
  named('spf-elders-leeg', { spf: ['v=spf1 redirect=leeg.delen.test'] }, ['spf-malformed']),
  named('spf-elders-twee', { spf: ['v=spf1 redirect=twee.delen.test'] }, ['spf-malformed']),
  named('spf-leeg', { spf: ['v=spf1 include:leeg.delen.test -all'] }, ['spf-malformed']),
  named('spf-stil', { spf: ['v=spf1 include:iets.stil.test -all'] }, ['spf-lookup-failed']),
  named('mx-stil', { mx: ['10 mx.stil.test.'] }, ['mx-address-lookup-failed', 'dane-lookup-failed']),
  named('dmarc-geen', { dmarc: [] }, ['dmarc-missing']),
  named('dmarc-none', { dmarc: ['v=DMARC1; p=none; rua=mailto:a@b.test'] }, ['dmarc-none']),
  named('dmarc-hoofd', { dmarc: ['V=DMARC1; P=REJECT'] }, [], { dmarc: { state: 'reject', domain: 'dmarc-hoofd.test', record: 'V=DMARC1; P=REJECT', isPartial: false } }),
  named('dmarc-klein', { dmarc: ['v=dmarc1; p=reject'] }, ['dmarc-missing']),
  named('dmarc-proef', { dmarc: ['v=DMARC1; p=reject; t=y'] }, ['dmarc-partial']),
  named('dmarc-heel', { dmarc: ['v=DMARC1; p=reject; pct=100'] }, []),
  named('dmarc-ernaast', { dmarc: ['dit is tekst', 'v=DMARC1; p=reject'] }, []),
  named('dmarc-quar', { dmarc: ['v=DMARC1;p=Quarantine'] }, []),
  named('dmarc-twee', { dmarc: ['v=DMARC1; p=reject', 'v=DMARC1; p=none'] }, ['dmarc-several']),
  named('dmarc-krom', { dmarc: ['v=DMARC1; p=weiger'] }, ['dmarc-malformed']),
  named('dmarc-deel', { dmarc: ['v=DMARC1; p=reject; pct=20'] }, ['dmarc-partial']),
  named('onder.goed', { dmarc: [] }, [], { dmarc: { state: 'reject', domain: 'goed.test', record: 'v=DMARC1; p=reject', isPartial: false } }),
  ['dkim-geen', domain('dkim-geen.test').filter((line) => !line.includes('_domainkey')), ['dkim-missing']],
  ['dane-geen', domain('dane-geen.test').filter((line) => !line.includes('TLSA')), ['dane-missing']],
  ['dane-krom', domain('dane-krom.test').map((line) => line.replace('TLSA 3 1 1', 'TLSA 1 1 1')), ['dane-unusable'], { dane: [{ host: 'mx.dane-krom.test', state: 'unusable' }] }],
  ['dane-2', domain('dane-2.test').map((line) => line.replace('TLSA 3 1 1', 'TLSA 2 0 2').replace(digest, digest.repeat(2))), []],
  ['dane-kort', domain('dane-kort.test').map((line) => line.replace('TLSA 3 1 1', 'TLSA 3 1 2')), ['dane-unusable']],
]

const shared: readonly string[] = [
  'bijnaam.goed.test. CNAME mx.goed.test.', 'pinbijnaam.goed.test. CNAME bloot.goed.test.', 'bloot.goed.test. A 192.0.2.7', `_25._tcp.pinbijnaam.goed.test. TLSA 3 1 1 ${digest}`,
  'blootbijnaam.goed.test. CNAME bloot.goed.test.', 'vrijbijnaam.goed.test. CNAME mx.cvrij.test.',
  ...Array.from({ length: 11 }, (_, n) => `i${String(n)}.delen.test. TXT "v=spf1 ip4:10.0.0.${String(n)} -all"`),
  'open.delen.test. TXT "v=spf1 ip4:10.0.0.1 +all"', 'dooropen.delen.test. TXT "v=spf1 include:open.delen.test ~all"', 'neutraal.delen.test. TXT "v=spf1 ?all"',
  'dicht.delen.test. TXT "v=spf1 ip4:10.0.0.1 " "-all"', 'twee.delen.test. TXT "v=spf1 -all"', 'twee.delen.test. TXT "v=spf1 mx -all"',
  ...Array.from({ length: 11 }, (_, n) => `diep${String(n + 1)}.delen.test. TXT "v=spf1 include:diep${String(n + 2)}.delen.test -all"`),
  'diep12.delen.test. TXT "v=spf1 -all"', 'kring.delen.test. TXT "v=spf1 include:kring.delen.test -all"', 'leeg.delen.test. TXT "niets"',
]

const zones: readonly Zone[] = [
  { name: 'cvrij.test', records: domain('cvrij.test'), signing: 'none' },
  { name: 'ckapot.test', records: domain('ckapot.test'), tamper: ['provider=x', 'provider=y'] },
]

let servers: NameServers
beforeAll(async () => { servers = await startNameServers({ more: zones, test: [...cases.flatMap(([, records]) => records), ...shared] }) })
afterAll(() => servers[Symbol.asyncDispose]())

type Ran = { readonly status: number; readonly out: string; readonly said: string }

const praktijkpost = (args: readonly string[]): Promise<Ran> => new Promise((resolve) => {
  execFile(process.execPath, [path.join(root, 'bin/praktijkpost.js'), ...args], { maxBuffer: 64 << 20 }, (error, out, said) => {
    resolve({ status: typeof error?.code === 'number' ? error.code : 0, out, said })
  })
})

const asking = (): string[] => ['--resolver', servers.resolver, '--trust-anchor', servers.trustAnchorFile]

async function check(domains: readonly string[], moment = at): Promise<DomainCheck[]> {
  const { status, out } = await praktijkpost(['check-domain', ...domains, ...asking(), '--at', moment, '--json'])
  expect(status).toBe(0)
  return out.trim().split('\n').map((line) => JSON.parse(line) as DomainCheck)
}

const codesOf = ({ problems }: DomainCheck): ProblemCode[] => problems.map(({ code }) => code)

test('every fault of a domain is told, and no other', async () => {
  const found = await check(cases.map(([label]) => `${label}.test`))
  expect(found.map((one) => [one.domain, codesOf(one)])).toEqual(cases.map(([label, , codes]) => [`${label}.test`, codes]))
  cases.forEach(([, , , expected = {}], index) => { expect(found[index]).toMatchObject(expected) })
})

test('one line a domain, in the order asked, with exactly these fields', async () => {
  const found = await check(['cvrij.test', 'ckapot.test', 'stil.test', 'weg.weg.test', 'GOED.test.', 'niet een domein', 'info@goed.test', '127.0.0.1'])
  expect(found.map(({ domain: name, ntaStatus, dnssec }) => [name, ntaStatus, dnssec])).toEqual([
    ['cvrij.test', 'insecure', 'insecure'], ['ckapot.test', 'bogus', 'bogus'], ['stil.test', 'lookupFailed', 'unreachable'], ['weg.weg.test', 'noSuchDomain', 'secure'],
    ['goed.test', 'ready', 'secure'], ['niet een domein', 'noSuchDomain', 'unreachable'], ['info@goed.test', 'noSuchDomain', 'unreachable'], ['127.0.0.1', 'noSuchDomain', 'unreachable'],
  ])
  expect(found.map(codesOf)).toEqual([['dnssec-insecure', 'dane-insecure'], ['dnssec-bogus'], ['lookup-failed'], ['no-such-domain'], [], ['not-a-domain'], ['not-a-domain'], ['not-a-domain']])
  const fields = ['domain', 'ntaStatus', 'record', 'warnings', 'lastDay', 'dnssec', 'mx', 'ntamx', 'spf', 'dmarc', 'dane', 'problems']
  for (const line of found) expect(Object.keys(line)).toEqual(fields)
})

test.each([
  ['2027-02-28T12:00:00+01:00', []], ['2027-03-02T12:00:00+01:00', ['nta-ends-this-quarter']], ['2027-05-01T12:00:00+02:00', ['nta-ends-this-month']],
  ['2027-05-25T12:00:00+02:00', ['nta-ends-this-week']], ['2027-05-31T23:59:59+02:00', ['nta-ends-this-week']], ['2027-06-01T00:00:00+02:00', ['nta-expired']],
])('at %s the owner hears %j (DNS-T5)', async (moment, codes) => {
  expect((await check(['goed.test'], moment)).map(codesOf)).toEqual([codes])
})

test('for a person: a table with what to do', async () => {
  const { status, out } = await praktijkpost(['check-domain', 'dmarc-none.test', 'niets!', ...asking(), '--at', at])
  expect(status).toBe(0)
  expect(out).toContain('dmarc-none.test\n  NTA 7516    Klaar voor veilig mailen, 2024-05 t/m 31-05-2027, aanbieder x\n')
  expect(out).toContain('FOUT        Het DMARC-beleid is p=none')
  expect(out).toMatch(/\n\nniets!\n\n {2}FOUT {8}Dit is geen domeinnaam\.\n {14}→ Geef/)
})

describe.concurrent('what cannot be carried out is said, with status 2', () => {
  test.each([
    [[], 'geef een of meer domeinen'], [['x.test', '--resolver', '127.0.0.1:70000'], '--resolver 127.0.0.1:70000 is geen naamserver'], [['x.test', '--resolver', ''], '--resolver'],
    [['x.test', '--trust-anchor', '/nergens'], 'het bestand /nergens is niet te lezen (ENOENT)'], [['x.test', '--at', 'morgen'], '--at morgen is geen tijdstip'], [['x.test', '--jsn'], 'onbekende optie --jsn'],
  ])('%j', async (args, words) => {
    const { status, out, said } = await praktijkpost(['check-domain', ...args])
    expect([status, out]).toEqual([2, ''])
    expect(said).toContain(`praktijkpost: `)
    expect(said).toContain(words)
  })

  test('a trust anchor that is none', async () => {
    const file = path.join(servers.folder, 'geen.ds')
    await writeFile(file, '; leeg\n. IN DS kapot\n')
    const { status, said } = await praktijkpost(['check-domain', 'goed.test', '--trust-anchor', file])
    expect([status, said]).toEqual([2, `praktijkpost: --trust-anchor: regel 2 van ${file} is geen DS-record\n`])
  })
})

test('nobody listens there: a finding, not a failure', async () => {
  const { status, out } = await praktijkpost(['check-domain', 'goed.test', '--resolver', '[::1]:9', '--trust-anchor', servers.trustAnchorFile, '--json'])
  expect(status).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ ntaStatus: 'lookupFailed', dnssec: 'unreachable', mx: null, problems: [{ code: 'lookup-failed', severity: 'error' }] })
})
