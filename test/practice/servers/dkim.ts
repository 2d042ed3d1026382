import { createPublicKey, generateKeyPair } from 'node:crypto'
import { access, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { domains, silentDomain } from './people.ts'
import { greetMilter } from './milter.ts'
import type { Plan } from './plan.ts'
import type { ServerSpec } from './running.ts'

const selector = 'linde'

/** An RSA key per domain, made once; gives each domain's DNS record (RFC 6376 section 3.6.1). OpenDKIM 2.11 knows no Ed25519. */
export async function dkimKeys(folder: string): Promise<ReadonlyMap<string, string>> {
  await mkdir(folder, { recursive: true })
  const records = await Promise.all(domains.map(async ({ name }) => {
    const file = path.join(folder, `${name}.pem`)
    if (!(await access(file).then(() => true, () => false))) {
      const made = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
      await writeFile(file, made.privateKey.export({ type: 'pkcs1', format: 'pem' }), { mode: 0o600 })
    }
    const key = createPublicKey(await readFile(file)).export({ type: 'spki', format: 'der' }).toString('base64')
    return [name, `v=DKIM1; k=rsa; p=${key}`] as const
  }))
  return new Map(records)
}

/** The root's DS when the practice has DNS; without it nothing can be verified and mail is only signed. */
type SignerPlan = Plan & { readonly trustAnchorFile: string | undefined }

/** Signs what a colleague submits and judges what comes in. `InternalHosts` names a foreign address, or all loopback mail would be signed. */
export async function configureSigner({ folder, ports, trustAnchorFile, log }: SignerPlan): Promise<ServerSpec> {
  const at = (name: string): string => path.join(folder, name)
  await writeFile(at('keys'), domains.map(({ name }) => `${name} ${name}:${selector}:${at(`${name}.pem`)}\n`).join(''))
  await writeFile(at('signing'), domains.map(({ name }) => `*@${name} ${name}\n`).join(''))
  await writeFile(at('resolver.conf'), [
    'server:', 'do-not-query-localhost: no', 'local-zone: "test." nodefault', `domain-insecure: "${silentDomain}"`,
    'forward-zone:', 'name: "."', `forward-addr: 127.0.0.1@${String(ports.resolver)}`, '',
  ].join('\n'))
  await writeFile(at('opendkim.conf'), [
    `Mode ${trustAnchorFile === undefined ? 's' : 'sv'}`, `Socket inet:${String(ports.milter)}@127.0.0.1`, 'Syslog no', 'RequireSafeKeys no',
    'Canonicalization relaxed/relaxed', 'OversignHeaders From', 'SignHeaders *,+Sender,+MIME-Version,+Content-Type,+Content-Transfer-Encoding,+X-NTA7516', `KeyTable file:${at('keys')}`, `SigningTable refile:${at('signing')}`,
    'InternalHosts 192.0.2.1', 'AuthservID mx.delinde.test', 'AlwaysAddARHeader yes',
    ...(trustAnchorFile === undefined ? [] : [`ResolverConfiguration ${at('resolver.conf')}`, `TrustAnchorFile ${trustAnchorFile}`]), '',
  ].join('\n'))
  const command = ['opendkim', '-f', '-x', at('opendkim.conf')]
  return {
    name: 'opendkim', command, ports: [ports.milter], log: log('opendkim'), stopBy: 'KILL',
    // It reads the resolver's configuration when the first client comes, with a parser that two at once break; it may even end.
    firstOfAll: () => greetMilter(ports.milter),
  }
}
