import { access, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { domainOf, domains, people } from './people.ts'
import type { Plan } from './plan.ts'
import { freeProgram, run, type ServerSpec } from './running.ts'

const suffix = 'dc=zorgadressen,dc=test'

/** Who may read the directory; anonymous reading is closed. */
export const ldapReader = { dn: `cn=delinde,${suffix}`, password: 'linde-adresboek', base: suffix } as const

const families = [
  'Aalbers', 'Bos', 'Cornelissen', 'Dekker', 'Evers', 'Faber', 'Gerritsen', 'Hofman', 'IJzerman', 'Jacobs', 'Koster', 'Lammers', 'Mulder',
  'Nijland', 'Oosterhuis', 'Pieters', 'Ruiter', 'Schouten', 'Timmer', 'Uitham', 'Vermeer', 'Willems', 'Yildiz', 'Zijlstra',
]
const trades = ['huisarts', 'apotheker', 'fysiotherapeut', 'wijkverpleegkundige', 'psycholoog', 'verloskundige']

type Entry = { uid: string; name: string; mail: string; title: string; organisation?: string | undefined }

/** The counterparts that really receive mail, and enough others to need more than one page of results. */
function entries(): Entry[] {
  const real = people.filter(({ role }) => role !== 'patiënt').map(({ address, name, role }) => ({
    uid: address, name, mail: address, title: role, organisation: domains.find((domain) => domain.name === domainOf(address))?.organisation,
  }))
  const others = families.flatMap((family, index) => trades.map((title, at) => {
    const initial = String.fromCharCode(65 + ((index * 7 + at * 5) % 26))
    const mail = `${initial.toLowerCase()}.${family.toLowerCase()}@zorgadressen.test`
    return { uid: `${mail}-${title}`, name: `${initial}. ${family}`, mail, title }
  }))
  return [...real, ...others]
}

/** Base64 (`::`) for what is not plain ASCII, RFC 2849. */
const line = (name: string, value: string): string =>
  /^[\x20-\x7e]*$/.test(value) ? `${name}: ${value}` : `${name}:: ${Buffer.from(value).toString('base64')}`

const ldif = (): string => [
  [`dn: ${suffix}`, 'objectClass: dcObject', 'objectClass: organization', 'dc: zorgadressen', 'o: Zorgadressen'],
  [`dn: ${ldapReader.dn}`, 'objectClass: organizationalRole', 'objectClass: simpleSecurityObject', 'cn: delinde', `userPassword: ${ldapReader.password}`],
  ...entries().map(({ uid, name, mail, title, organisation }) => [
    `dn: uid=${uid},${suffix}`, 'objectClass: inetOrgPerson', `uid: ${uid}`, line('cn', name), line('sn', name.split(' ').at(-1) ?? name),
    `mail: ${mail}`, line('title', title), ...(organisation === undefined ? [] : [line('o', organisation)]),
  ]),
].map((lines) => `${lines.join('\n')}\n`).join('\n')

/** slapd with a small care directory; plain searches overflow at 100 entries, paged ones pass. */
export async function configureDirectory({ folder, ports, certificates, log }: Plan): Promise<ServerSpec> {
  const at = (name: string): string => path.join(folder, name)
  await mkdir(at('data'), { recursive: true })
  await writeFile(at('slapd.conf'), [
    'include /etc/ldap/schema/core.schema', 'include /etc/ldap/schema/cosine.schema', 'include /etc/ldap/schema/inetorgperson.schema',
    'modulepath /usr/lib/ldap', 'moduleload back_mdb', `pidfile ${at('slapd.pid')}`,
    `TLSCACertificateFile ${certificates.caFile}`, `TLSCertificateFile ${certificates.server.certificate}`, `TLSCertificateKeyFile ${certificates.server.key}`,
    'require authc', 'sizelimit size.soft=100 size.hard=100 size.prtotal=unlimited',
    'database mdb', `suffix "${suffix}"`, `directory ${at('data')}`, 'maxsize 67108864', 'dbnosync', 'index mail,cn eq,sub',
    'access to attrs=userPassword by anonymous auth by * none', 'access to * by users read by anonymous auth', '',
  ].join('\n'))
  const program = await freeProgram('slapd', folder)
  if (!(await access(at('data/data.mdb')).then(() => true, () => false))) {
    await run([program, '-T', 'add', '-q', '-f', at('slapd.conf')], { input: ldif() })
  }
  const urls = `ldap://127.0.0.1:${String(ports.ldap)} ldaps://127.0.0.1:${String(ports.ldaps)}`
  return { name: 'slapd', command: [program, '-d', '0', '-f', at('slapd.conf'), '-h', urls], ports: [ports.ldap, ports.ldaps], log: log('slapd') }
}
