import { appendFile, chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DsRecord } from '../../../src/main/dns/look-up.ts'
import { readTrustAnchor } from '../../../src/main/dns/trust-anchor.ts'
import { certificates } from '../servers/certificates.ts'
import { configureAuthority, configureResolver } from '../servers/dns.ts'
import { claimPorts } from '../servers/ports.ts'
import { requireServers } from '../servers/requirements.ts'
import { identity, run, startServer } from '../servers/running.ts'
import { signZoneList } from './sign.ts'

export type DnsZones = AsyncDisposable & {
  readonly host: string
  /** unbound over UDP and TCP, TLS and HTTPS; nsd; and a port where nobody listens. */
  readonly ports: { readonly resolver: number; readonly tls: number; readonly https: number; readonly authority: number; readonly closed: number }
  readonly ca: string
  readonly trustAnchor: readonly DsRecord[]
}

/** All zones of the list on a real authority, behind a real resolver that validates nothing for us (we ask it not to). */
export async function startDnsZones(): Promise<DnsZones> {
  const who = identity()
  await requireServers(['dns'], who)
  await using stack = new AsyncDisposableStack()
  const directory = await mkdtemp(path.join(tmpdir(), `praktijk-${String(process.pid)}-`))
  stack.defer(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }))
  await chmod(directory, 0o755)
  const { ports } = stack.use(await claimPorts())
  const [made, zones] = await Promise.all([certificates(path.join(directory, 'certs')), signZoneList(path.join(directory, 'dns'))])
  const plan = { folder: path.join(directory, 'dns'), ports, who, certificates: made, log: (name: string) => path.join(directory, `${name}.log`), zones }
  const [authority, resolver] = await Promise.all([configureAuthority(plan), configureResolver(plan)])
  const [tls, https] = [ports.imaps, ports.submissions]
  await appendFile(path.join(plan.folder, 'unbound.conf'), [
    'server:', `  tls-service-key: "${made.server.key}"`, `  tls-service-pem: "${made.server.certificate}"`,
    `  interface: 127.0.0.1@${String(tls)}`, `  tls-port: ${String(tls)}`, `  interface: 127.0.0.1@${String(https)}`, `  https-port: ${String(https)}`, '',
  ].join('\n'))
  if (who.isRoot) await run(['chown', '-R', `${who.user}:${who.group}`, directory])
  for (const spec of [authority, { ...resolver, ports: [ports.resolver, tls, https] }]) {
    const server = await startServer(spec, who)
    stack.defer(() => server.stop())
  }
  const anchor = readTrustAnchor(await readFile(zones.trustAnchorFile, 'utf8'))
  if (anchor.kind === 'malformed') throw new Error('ldns wrote a DS record that we cannot read')
  const ended = stack.move()
  return {
    host: '127.0.0.1', ca: await readFile(made.caFile, 'utf8'), trustAnchor: anchor.records,
    ports: { resolver: ports.resolver, tls, https, authority: ports.authority, closed: ports.closed },
    [Symbol.asyncDispose]: () => ended.disposeAsync(),
  }
}
