/** The name servers behind the corpus: a private root, signed and badly signed zones, served by nsd and looked up through unbound. */
import { appendFile, chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { configureAuthority, configureResolver } from '../../practice/servers/dns.ts'
import { claimPorts } from '../../practice/servers/ports.ts'
import { requireServers, requireUsable } from '../../practice/servers/requirements.ts'
import { identity, run, startServer } from '../../practice/servers/running.ts'
import { silentDomain } from '../../practice/servers/people.ts'
import { keyRecord } from './keys.ts'
import { hospital, ordinaryDomains, ownDomain, suffixDomains, txt, zoneDomains, type MailDomain } from './mail-domains.ts'

export type Zone = {
  readonly name: string
  readonly records: readonly string[]
  /** Default `signed`; `outdated` has signatures that ended last year, `optOut` is NSEC3 that skips unsigned children. */
  readonly signing?: 'signed' | 'nsec3' | 'optOut' | 'outdated' | 'none'
  /** What the parent says of its key. Default: the truth if it is signed. */
  readonly delegation?: 'right' | 'wrong' | 'none'
  /** As `ldns-keygen` names it. Default: ECDSAP256SHA256, of one key for all. */
  readonly algorithm?: 'RSASHA1-NSEC3-SHA1' | 'RSASHA256' | 'RSASHA512' | 'ECDSAP256SHA256' | 'ECDSAP384SHA384' | 'ED25519' | 'ED448'
  /** A key for the keys and another for the rest. */
  readonly hasTwoKeys?: boolean
  /** Of NSEC3. Default: none (RFC 9276). */
  readonly iterations?: number
  /** The digest in the parent's DS. Default: SHA-256. */
  readonly digest?: '1' | '2' | '4'
  /** Replaced after signing: what is served is not what was signed. */
  readonly tamper?: readonly [string, string]
}

const dayMs = 86_400_000
const compactDay = (time: number): string => new Date(time).toISOString().slice(0, 10).replaceAll('-', '')
const fileName = (zone: string): string => (zone === '.' ? 'root' : zone)
const absolute = (zone: string): string => (zone === '.' ? '.' : `${zone}.`)

/** What a mail domain publishes, as lines of a zone file. */
export const mailRecords = ({ name, nta, dmarc, more = [] }: MailDomain): string[] => [
  `${name}. MX 10 mx.${name}.`, `mx.${name}. A 192.0.2.7`,
  txt(name, 'v=spf1 ip4:192.0.2.7 -all'), ...nta.map((text) => txt(name, text)),
  ...(dmarc === null ? [] : [txt(`_dmarc.${name}`, dmarc)]),
  txt(`s1._domainkey.${name}`, keyRecord('rsa2048')), txt(`ed._domainkey.${name}`, keyRecord('ed25519')), ...more,
]

const mailZone = (name: string, domains: readonly MailDomain[], more: Omit<Zone, 'name' | 'records'> = {}): Zone =>
  ({ name, records: domains.flatMap(mailRecords), ...more })

/** The zones of the mail corpus, all but `test` itself and the root. */
export function mailZones(): readonly Zone[] {
  const by = zoneDomains()
  return [
    mailZone('ziekenhuis.test', hospital()), mailZone('delinde.test', ownDomain()),
    mailZone('gemeente.test', by.unsigned, { signing: 'none' }),
    mailZone('kapot.test', by.tampered, { tamper: ['provider=voorbeeldpost', 'provider=vervalstpost'] }),
    mailZone('sleutelkapot.test', by.tamperedKey, { tamper: ['v=DKIM1; k=rsa; p=', 'v=DKIM1;  k=rsa; p='] }),
    mailZone('verlopenzone.test', by.outdated, { signing: 'outdated' }),
    mailZone('verkeerd.test', by.wrongSigner, { delegation: 'wrong' }),
    mailZone('gestript.test', by.unchained, { delegation: 'none' }),
    mailZone('beleidkapot.test', by.tamperedPolicy, { tamper: ['adkim=s', 'adkim=r'] }),
    mailZone('nsec3.test', by.nsec3, { signing: 'nsec3' }),
    mailZone('onbeveiligd.ziekenhuis.test', [{ name: 'onbeveiligd.ziekenhuis.test', nta: [], dmarc: null }], { signing: 'none' }),
  ]
}

const keyPrefix = (zone: string): string => (zone === '.' ? 'K.+' : `K${zone}.+`)

/** Makes the keys of a zone, the one that the parent vouches for first. */
async function makeKeys(folder: string, { name, algorithm = 'ECDSAP256SHA256', hasTwoKeys = false }: Zone): Promise<string[]> {
  const make = async (kind: readonly string[]): Promise<string> => (await run(['ldns-keygen', ...kind, '-a', algorithm, ...(algorithm.startsWith('RSA') ? ['-b', '2048'] : []), '-r', '/dev/urandom', absolute(name)], { cwd: folder })).trim()
  return hasTwoKeys ? [await make(['-k']), await make([])] : [await make(['-k'])]
}

/** What the parent says of a zone's key. */
async function delegationSigner(folder: string, { name, signing, digest = '2', delegation = signing === 'none' ? 'none' : 'right' }: Zone): Promise<string> {
  if (delegation === 'none') return ''
  const files = (await readdir(folder)).filter((file) => file.startsWith(keyPrefix(name)) && file.endsWith('.key'))
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))
  const file = files.find((_, index) => texts[index]?.includes('DNSKEY\t257')) ?? ''
  const right = await run(['ldns-key2ds', '-n', '-f', `-${digest}`, file], { cwd: folder })
  return delegation === 'right' ? right : right.replace(/[0-9a-f]{8}(?=\s*(;|$))/im, '00000000')
}

const zoneText = ({ name, records }: Zone): string => [
  `$ORIGIN ${absolute(name)}`, '$TTL 60', '@ SOA ns.test. beheer.test. 1 3600 600 86400 30', '@ NS ns.test.', ...records, '',
].join('\n')

/** The signatures hold on the day of receipt as well as today. */
const period = (zone: Zone): readonly [number, number] =>
  zone.signing === 'outdated' ? [Date.UTC(2024, 0, 1), Date.UTC(2025, 0, 1)] : [Math.min(Date.UTC(2026, 0, 1), Date.now() - 2 * dayMs), Date.now() + 60 * dayMs]

async function sign(folder: string, zone: Zone): Promise<void> {
  const [served, file] = [`${fileName(zone.name)}.served`, fileName(zone.name)]
  if (zone.signing === 'none') {
    await writeFile(path.join(folder, served), await readFile(path.join(folder, file)))
    return
  }
  const [from, until] = period(zone).map(compactDay) as [string, string]
  const denial = zone.signing === 'nsec3' ? ['-n', '-t', String(zone.iterations ?? 0)] : zone.signing === 'optOut' ? ['-n', '-t', '0', '-p'] : []
  await run(['ldns-signzone', '-u', ...denial, '-i', from, '-e', until, '-f', served, file, ...await makeKeys(folder, zone)], { cwd: folder })
  if (zone.tamper === undefined) return
  const text = await readFile(path.join(folder, served), 'utf8')
  const changed = text.replace(...zone.tamper)
  if (changed === text) throw new Error(`${zone.name} does not hold ${zone.tamper[0]}`)
  await writeFile(path.join(folder, served), changed)
}

const isBelow = (child: string, parent: string): boolean => child !== parent && (parent === '.' || child.endsWith(`.${parent}`))

/** Writes and signs all zones, the deepest first: a parent is signed with its children's DS inside. */
async function signAll(folder: string, zones: readonly Zone[]): Promise<string> {
  await mkdir(folder, { recursive: true })
  const depth = ({ name }: Zone): number => (name === '.' ? 0 : name.split('.').length)
  const layers = Map.groupBy(zones, depth)
  for (const level of [...layers.keys()].sort((a, b) => b - a)) {
    await Promise.all((layers.get(level) ?? []).map(async (zone) => {
      const children = zones.filter((child) => depth(child) === level + 1 && isBelow(child.name, zone.name))
      const links = await Promise.all(children.map(async (child) => `${child.name}. NS ns.test.\n${await delegationSigner(folder, child)}`))
      await writeFile(path.join(folder, fileName(zone.name)), zoneText(zone))
      await appendFile(path.join(folder, fileName(zone.name)), links.join('\n'))
      await sign(folder, zone)
    }))
  }
  const trustAnchorFile = path.join(folder, 'anker.ds')
  await writeFile(trustAnchorFile, await delegationSigner(folder, zones.find(({ name }) => name === '.')!))
  return trustAnchorFile
}

export type NameServers = AsyncDisposable & {
  readonly folder: string
  readonly resolver: string
  readonly trustAnchorFile: string
  /** The DS of one zone, to begin the chain there. */
  anchorOf(zone: string): Promise<string>
}

/** Starts nsd and unbound with the zones of the mail corpus and those of the caller, and gives `HOST:PORT` of the resolver. */
export async function startNameServers({ more = [], test = [] }: { more?: readonly Zone[]; test?: readonly string[] } = {}): Promise<NameServers> {
  const who = identity()
  await requireServers(['dns'], who)
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'post-'))
  stack.defer(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  await requireUsable(folder, who)
  const { ports } = stack.use(await claimPorts())
  const zones: Zone[] = [
    { name: '.', records: ['ns.test. A 127.0.0.1'] },
    { name: 'test', records: ['ns.test. A 127.0.0.1', `${silentDomain}. NS ns.test.`, ...ordinaryDomains().flatMap(mailRecords), ...test] },
    ...Object.entries(suffixDomains()).map(([suffix, domains]) => mailZone(suffix, domains)), ...mailZones(), ...more,
  ]
  const trustAnchorFile = await signAll(folder, zones)
  const plan = {
    folder, ports, log: (name: string) => path.join(folder, `${name}.log`),
    zones: { names: zones.map(({ name }) => name), trustAnchorFile },
  }
  const specs = [await configureAuthority(plan), await configureResolver(plan)]
  if (who.isRoot) await run(['chown', '-R', `${who.user}:${who.group}`, folder])
  const servers = await Promise.all(specs.map((spec) => startServer(spec, who)))
  for (const server of servers) stack.defer(() => server.stop())
  const end = stack.move()
  return {
    folder, trustAnchorFile, resolver: `127.0.0.1:${String(ports.resolver)}`,
    anchorOf: (zone) => delegationSigner(folder, zones.find(({ name }) => name === zone)!),
    [Symbol.asyncDispose]: () => end.disposeAsync(),
  }
}
