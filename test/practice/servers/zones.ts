import { appendFile, mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Ports } from './ports.ts'
import { domains, practiceDomain, silentDomain, type DomainKind, type SampleDomain } from './people.ts'
import { run } from './running.ts'

type Zone = { readonly name: string; readonly records: readonly string[]; readonly isSigned: boolean; readonly isBroken: boolean }

const dayMs = 86_400_000
const month = (now: Date, offset: number): string =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + offset, 1)).toISOString().slice(0, 7)
const compactDay = (time: number): string => new Date(time).toISOString().slice(0, 10).replaceAll('-', '')

/** The NTA 7516 record in the strict form (DNS-W1), or none for consumer mail. */
function ntaRecord({ name, kind }: SampleDomain, now: Date): string[] {
  const period: Record<DomainKind, readonly [number, number] | undefined> = {
    valid: [-10, 24], expired: [-38, -3], unsigned: [-10, 24], broken: [-10, 24], absent: undefined,
  }
  const months = period[kind]
  if (months === undefined) return []
  const [start, end] = months
  return [`@ TXT "v=NTA7516-1;startdate=${month(now, start)};enddate=${month(now, end)};provider=voorbeeldpost;ntamx=10 mx.${name}"`]
}

/** TXT strings hold 255 bytes: a DKIM key takes several. */
const strings = (text: string): string => (text.match(/.{1,250}/g) ?? []).map((part) => `"${part}"`).join(' ')

/** How a client finds the servers of De Linde: RFC 6186, and RFC 8314 for submission over TLS. */
const services = (ports: Ports): string[] => [
  `_imaps._tcp SRV 0 1 ${String(ports.imaps)} imap`,
  `_imap._tcp SRV 10 1 ${String(ports.imap)} imap`,
  `_submissions._tcp SRV 0 1 ${String(ports.submissions)} smtp`,
  `_submission._tcp SRV 10 1 ${String(ports.submission)} smtp`,
]

type Contents = { ports: Ports; now: Date; dkim: ReadonlyMap<string, string> }

function domainZone(domain: SampleDomain, { ports, now, dkim }: Contents): Zone {
  const policy = domain.kind === 'absent' ? 'none' : 'quarantine'
  const records = [
    '@ MX 10 mx',
    ...['mx', 'mail', 'imap', 'smtp'].map((host) => `${host} A 127.0.0.1`),
    '@ TXT "v=spf1 ip4:127.0.0.1 -all"',
    `_dmarc TXT "v=DMARC1; p=${policy}; adkim=s; aspf=s"`,
    `linde._domainkey TXT ${strings(dkim.get(domain.name) ?? '')}`,
    ...ntaRecord(domain, now),
    ...(domain.name === practiceDomain ? services(ports) : []),
  ]
  return { name: domain.name, records, isSigned: domain.kind !== 'unsigned', isBroken: domain.kind === 'broken' }
}

const zoneText = ({ name, records }: Zone, serial: number): string => {
  const server = name === '.' ? 'ns.test.' : name === 'test' ? 'ns' : 'ns.test.'
  return [
    `$ORIGIN ${name === '.' ? '.' : `${name}.`}`, '$TTL 60',
    `@ SOA ns.test. beheer.test. ${String(serial)} 3600 600 86400 30`, `@ NS ${server}`, ...records, '',
  ].join('\n')
}

const fileName = (zone: string): string => (zone === '.' ? 'root' : zone)

/** Keys are made once; signatures at every start, so that a demo opened months later still validates. */
async function zoneKey(folder: string, zone: string): Promise<string> {
  const suffix = '.key'
  const prefix = zone === '.' ? 'K.+' : `K${zone}.+`
  const existing = (await readdir(folder)).find((file) => file.startsWith(prefix) && file.endsWith(suffix))
  if (existing !== undefined) return existing.slice(0, -suffix.length)
  return (await run(['ldns-keygen', '-k', '-a', 'ECDSAP256SHA256', '-r', '/dev/urandom', zone === '.' ? '.' : `${zone}.`], { cwd: folder })).trim()
}

async function sign(folder: string, zone: Zone, now: Date): Promise<void> {
  const key = await zoneKey(folder, zone.name)
  const [inception, expiry] = [compactDay(now.getTime() - 2 * dayMs), compactDay(now.getTime() + 60 * dayMs)]
  const file = fileName(zone.name)
  await run(['ldns-signzone', '-u', '-i', inception, '-e', expiry, '-f', `${file}.signed`, file, key], { cwd: folder })
  await rename(path.join(folder, `${file}.signed`), path.join(folder, `${file}.served`))
}

async function write(folder: string, zone: Zone, now: Date): Promise<void> {
  const served = zone.isSigned ? '' : '.served'
  await writeFile(path.join(folder, `${fileName(zone.name)}${served}`), zoneText(zone, Math.floor(now.getTime() / 1000)))
}

async function delegationSigner(folder: string, zone: Zone): Promise<string> {
  return zone.isSigned ? readFile(path.join(folder, `${await zoneKey(folder, zone.name)}.ds`), 'utf8') : ''
}

/** What was signed is no longer what is served: a validating resolver must call it bogus. */
async function damage(folder: string, zone: Zone): Promise<void> {
  const file = path.join(folder, `${fileName(zone.name)}.served`)
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('provider=voorbeeldpost', 'provider=vervalstpost'))
}

export type SignedZones = { readonly names: readonly string[]; readonly trustAnchorFile: string }

/** Writes and signs the private root, `test` and every sample domain, bottom up: a parent is signed with its children's DS inside. */
export async function signZones(folder: string, contents: Contents): Promise<SignedZones> {
  await mkdir(folder, { recursive: true })
  const { now } = contents
  const leaves = domains.map((domain) => domainZone(domain, contents))
  await Promise.all(leaves.map(async (zone) => {
    await write(folder, zone, now)
    if (zone.isSigned) await sign(folder, zone, now)
    if (zone.isBroken) await damage(folder, zone)
  }))
  const delegations = [...domains.map(({ name }) => name), silentDomain].map((name) => `${name}. NS ns`)
  const test: Zone = { name: 'test', records: ['ns A 127.0.0.1', ...delegations], isSigned: true, isBroken: false }
  await signParent(folder, { zone: test, children: leaves, now })
  const root: Zone = { name: '.', records: ['test. NS ns.test.', 'ns.test. A 127.0.0.1'], isSigned: true, isBroken: false }
  await signParent(folder, { zone: root, children: [test], now })
  const trustAnchorFile = path.join(folder, 'trust-anchor.ds')
  await writeFile(trustAnchorFile, await delegationSigner(folder, root))
  return { names: ['.', 'test', ...leaves.map(({ name }) => name)], trustAnchorFile }
}

async function signParent(folder: string, { zone, children, now }: { zone: Zone; children: readonly Zone[]; now: Date }): Promise<void> {
  await write(folder, zone, now)
  const signers = await Promise.all(children.map((child) => delegationSigner(folder, child)))
  await appendFile(path.join(folder, fileName(zone.name)), signers.join(''))
  await sign(folder, zone, now)
}
