import { mkdir, writeFile, copyFile, access } from 'node:fs/promises'
import path from 'node:path'
import { domains } from './people.ts'
import { run } from './running.ts'

export type KeyPair = { readonly certificate: string; readonly key: string }

/** Certificates that a client must refuse, each on its own loopback address and under its own server name. */
export const badCertificates = {
  expired: { address: '127.0.0.3', serverName: 'verlopen.delinde.test' },
  wrongName: { address: '127.0.0.4', serverName: 'verkeerd.delinde.test' },
  selfSigned: { address: '127.0.0.5', serverName: 'eigen.delinde.test' },
} as const

export type Certificates = {
  readonly caFile: string
  readonly server: KeyPair
  readonly bad: Readonly<Record<keyof typeof badCertificates, KeyPair>>
}

const goodNames = [
  'DNS:localhost', 'IP:127.0.0.1', 'IP:127.0.0.2',
  ...domains.flatMap(({ name }) => ['mail', 'imap', 'smtp', 'mx', 'ldap'].map((host) => `DNS:${host}.${name}`)),
]

type Request = { folder: string; name: string; subject: string; altNames: readonly string[] }

async function keyAndRequest({ folder, name, subject, altNames }: Request): Promise<void> {
  await run([
    'openssl', 'req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${subject}`,
    '-keyout', `${name}.key`, '-out', `${name}.csr`,
  ], { cwd: folder })
  await writeFile(path.join(folder, `${name}.ext`), [
    `subjectAltName=${altNames.join(',')}`, 'extendedKeyUsage=serverAuth', 'basicConstraints=CA:FALSE', '',
  ].join('\n'))
}

/** OpenSSL 3.0 knows no end date for `x509 -req`; zero days is the way to one that has passed. */
async function issue(request: Request, days: number): Promise<void> {
  await keyAndRequest(request)
  const { folder, name } = request
  await run([
    'openssl', 'x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.crt', '-CAkey', 'ca.key',
    '-set_serial', `0x${Buffer.from(name).toString('hex')}`, '-days', String(days), '-extfile', `${name}.ext`, '-out', `${name}.crt`,
  ], { cwd: folder })
}

async function selfSign(request: Request): Promise<void> {
  await keyAndRequest(request)
  const { folder, name } = request
  await run([
    'openssl', 'x509', '-req', '-in', `${name}.csr`, '-signkey', `${name}.key`, '-days', '800', '-extfile', `${name}.ext`, '-out', `${name}.crt`,
  ], { cwd: folder })
}

/** Our own test CA with what it issued, made once and kept in `folder`. */
export async function certificates(folder: string): Promise<Certificates> {
  const pair = (name: string): KeyPair => ({ certificate: path.join(folder, `${name}.crt`), key: path.join(folder, `${name}.key`) })
  const made: Certificates = {
    caFile: path.join(folder, 'ca.crt'),
    server: pair('server'),
    bad: { expired: pair('expired'), wrongName: pair('wrong-name'), selfSigned: pair('self-signed') },
  }
  const complete = path.join(folder, 'complete')
  const exists = await access(complete).then(() => true, () => false)
  if (exists) return made
  await mkdir(folder, { recursive: true })
  await run([
    'openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '3650', '-keyout', 'ca.key', '-out', 'ca.crt',
    '-subj', '/CN=Praktijkpost test CA', '-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign',
  ], { cwd: folder })
  const { expired, wrongName, selfSigned } = badCertificates
  const names = ({ address, serverName }: { address: string; serverName: string }): string[] =>
    [`DNS:${serverName}`, `IP:${address}`, 'DNS:localhost', 'IP:127.0.0.1']
  await Promise.all([
    issue({ folder, name: 'server', subject: 'mail.delinde.test', altNames: goodNames }, 800),
    issue({ folder, name: 'expired', subject: expired.serverName, altNames: names(expired) }, 0),
    issue({ folder, name: 'wrong-name', subject: 'elders.test', altNames: [`DNS:elders.test`, `DNS:not-${wrongName.serverName}`] }, 800),
    selfSign({ folder, name: 'self-signed', subject: selfSigned.serverName, altNames: names(selfSigned) }),
  ])
  await copyFile(made.caFile, complete)
  return made
}
