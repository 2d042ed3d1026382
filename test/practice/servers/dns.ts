import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { silentDomain } from './people.ts'
import type { Plan } from './plan.ts'
import { freeProgram, type ServerSpec } from './running.ts'
import type { SignedZones } from './zones.ts'

type DnsPlan = Pick<Plan, 'folder' | 'ports' | 'log'> & { readonly zones: SignedZones }

const zoneFile = (zone: string): string => (zone === '.' ? 'root.served' : `${zone}.served`)

/** nsd: the authority for the private root and everything below it. */
export async function configureAuthority({ folder, ports, zones, log }: DnsPlan): Promise<ServerSpec> {
  const file = path.join(folder, 'nsd.conf')
  const own = (name: string): string => `"${path.join(folder, name)}"`
  await writeFile(file, [
    'server:', `  ip-address: 127.0.0.1@${String(ports.authority)}`, '  username: ""', '  chroot: ""', '  database: ""', '  server-count: 1',
    `  zonesdir: "${folder}"`, `  zonelistfile: ${own('nsd.zones')}`, `  xfrdfile: ${own('nsd.xfrd')}`, `  xfrdir: ${own('')}`, `  pidfile: ${own('nsd.pid')}`,
    'remote-control:', '  control-enable: no',
    ...zones.names.flatMap((name) => ['zone:', `  name: "${name}"`, `  zonefile: "${zoneFile(name)}"`]), '',
  ].join('\n'))
  return { name: 'nsd', command: ['nsd', '-d', '-c', file], ports: [ports.authority], log: log('nsd') }
}

/**
 * unbound: validates from our own trust anchor. `nodefault` and the stub for the root are what it takes to resolve `test`
 * at all; the silent domain is delegated to a port where nobody listens.
 */
export async function configureResolver({ folder, ports, zones, log }: DnsPlan): Promise<ServerSpec> {
  const file = path.join(folder, 'unbound.conf')
  const stub = (name: string, port: number): string[] => ['stub-zone:', `  name: "${name}"`, `  stub-addr: 127.0.0.1@${String(port)}`, '  stub-prime: no']
  await mkdir(folder, { recursive: true })
  await writeFile(file, [
    'server:', '  interface: 127.0.0.1', `  port: ${String(ports.resolver)}`, '  username: ""', '  chroot: ""', `  directory: "${folder}"`,
    `  pidfile: "${path.join(folder, 'unbound.pid')}"`, '  use-syslog: no', '  do-daemonize: no', '  num-threads: 1', '  ede: yes',
    '  do-ip6: no', '  do-not-query-localhost: no', '  local-zone: "test." nodefault', `  trust-anchor-file: "${zones.trustAnchorFile}"`,
    '  cache-max-ttl: 5', '  cache-max-negative-ttl: 2', '  val-bogus-ttl: 2', '  infra-host-ttl: 2', '  val-clean-additional: yes',
    'remote-control:', '  control-enable: no',
    ...zones.names.flatMap((name) => stub(name, ports.authority)), ...stub(silentDomain, ports.closed), '',
  ].join('\n'))
  return { name: 'unbound', command: [await freeProgram('unbound', folder), '-d', '-c', file], ports: [ports.resolver], log: log('unbound') }
}
