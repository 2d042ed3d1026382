import { access, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { badCertificates, type Certificates, type KeyPair } from './certificates.ts'
import { domainOf, folders, localPart, people, practiceDomain, sharedMailboxes } from './people.ts'
import type { Plan } from './plan.ts'
import type { Ports } from './ports.ts'
import type { ServerSpec } from './running.ts'

/** Dovecot does not trust this address as its own: there a login without TLS is refused, as at a real provider. */
export const untrustedAddress = '127.0.0.2'

/** Where somebody's mail lies below the `imap` folder. */
export const homeOf = (folder: string, address: string): string => path.join(folder, 'mail', domainOf(address), localPart(address))
export const maildirOf = (folder: string, address: string): string => path.join(homeOf(folder, address), 'Maildir')
const sharedRoot = (folder: string): string => path.join(folder, 'mail', practiceDomain, 'praktijk')

/** A shared mailbox lies in a public namespace, so that nobody needs its password. */
export const sharedMaildir = (folder: string, address: string): string => path.join(sharedRoot(folder), localPart(address))

/** passwd-file of passdb and userdb in one. A shared mailbox has an entry without a usable password: only deliveries use it. */
const users = (folder: string): string => [
  ...people.map(({ address, password }) => {
    const extra = domainOf(address) === practiceDomain ? 'userdb_acl_groups=praktijk' : ''
    return `${address}:{PLAIN}${password}::::${homeOf(folder, address)}::${extra}`
  }),
  ...sharedMailboxes.map(({ address }) => `${address}:!::::${homeOf(folder, address)}::userdb_mail=maildir:${sharedMaildir(folder, address)}`),
  '',
].join('\n')

/** Rights are written once: afterwards they are what the practice made of them. */
async function grantRights(folder: string): Promise<void> {
  await Promise.all(sharedMailboxes.map(async ({ address, rights }) => {
    const maildir = sharedMaildir(folder, address)
    await Promise.all(['cur', 'new', 'tmp'].map((name) => mkdir(path.join(maildir, name), { recursive: true })))
    const file = path.join(maildir, 'dovecot-acl')
    if (await access(file).then(() => true, () => false)) return
    await writeFile(file, Object.entries(rights).map(([who, letters]) => `user=${who} ${letters}\n`).join(''))
  }))
}

/**
 * What the practice's IT has laid down for the manager: she may make folders beside the shared mailboxes, and keep the one of
 * the register, from which nobody can remove anything.
 */
const globalRights = `Praktijk user=${people[0]?.address ?? ''} lk\nPraktijk/Praktijkpost-register* user=${people[0]?.address ?? ''} lria\n`

const certificate = ({ certificate: file, key }: KeyPair): string => `ssl_cert = <${file}\n  ssl_key = <${key}`

const badCertificate = (certificates: Certificates, name: keyof typeof badCertificates): string => {
  const { address, serverName } = badCertificates[name]
  const pair = certificate(certificates.bad[name])
  return `local ${address} {\n  ${pair}\n}\nlocal_name ${serverName} {\n  ${pair}\n}`
}

const namespaces = (folder: string): string => `
namespace inbox {
  inbox = yes
  separator = /
${folders.map(({ name, use }) => `  mailbox ${name} {\n    special_use = ${use}\n    auto = subscribe\n  }`).join('\n')}
}
namespace colleagues {
  type = shared
  separator = /
  prefix = Gedeeld/%%u/
  location = maildir:%%h/Maildir:INDEXPVT=%h/gedeeld/%%u
  subscriptions = no
  list = children
}
namespace practice {
  type = public
  separator = /
  prefix = Praktijk/
  location = maildir:${sharedRoot(folder)}:LAYOUT=fs:INDEXPVT=%h/praktijk
  subscriptions = no
  list = children
}`

/** All clients share one address here: without the penalty and its delays a wrong password does not slow down the next test. */
const services = (ports: Ports, user: string): string => `
service imap-login {
  chroot =
  process_min_avail = 1
  inet_listener imap {
    port = ${String(ports.imap)}
  }
  inet_listener imaps {
    port = ${String(ports.imaps)}
    ssl = yes
  }
}
service lmtp {
  user = ${user}
  unix_listener lmtp {
    mode = 0
  }
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${String(ports.lmtp)}
  }
}
service auth {
  user = ${user}
  inet_listener sasl {
    address = 127.0.0.1
    port = ${String(ports.sasl)}
  }
}
service auth-worker {
  user = ${user}
}
service indexer-worker {
  user = ${user}
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}`

const configuration = ({ folder, ports, certificates, who }: Plan): string => `
protocols = imap lmtp
listen = 127.0.0.1, ${untrustedAddress}, ${Object.values(badCertificates).map(({ address }) => address).join(', ')}
base_dir = ${path.join(folder, 'run')}
state_dir = ${path.join(folder, 'run')}
hostname = mail.delinde.test
instance_name = praktijkpost
default_internal_user = ${who.user}
default_internal_group = ${who.group}
default_login_user = ${who.user}
mail_uid = ${who.user}
mail_gid = ${who.group}
first_valid_uid = 1
log_path = /dev/stderr
mail_location = maildir:~/Maildir
mail_plugins = acl
auth_mechanisms = plain login
auth_username_format = %Lu
auth_failure_delay = 0
mail_max_userip_connections = 100
login_greeting = Praktijkpost sample practice
ssl = required
ssl_min_protocol = TLSv1.2
ssl_cert = <${certificates.server.certificate}
ssl_key = <${certificates.server.key}
${Object.keys(badCertificates).map((name) => badCertificate(certificates, name as keyof typeof badCertificates)).join('\n')}
passdb {
  driver = passwd-file
  args = ${path.join(folder, 'users')}
}
userdb {
  driver = passwd-file
  args = ${path.join(folder, 'users')}
}
protocol imap {
  mail_plugins = $mail_plugins imap_acl
}
plugin {
  acl = vfile:${path.join(folder, 'global-acl')}:cache_secs=0
  acl_shared_dict = file:${path.join(folder, 'run', 'shared-mailboxes')}
}
${namespaces(folder)}
${services(ports, who.user)}
`

/** Dovecot 2.3: IMAP with and without TLS from the start, LMTP for deliveries, and the passwords that Postfix asks for. */
export async function configureDovecot(plan: Plan): Promise<ServerSpec> {
  const { folder, ports, log } = plan
  const at = (name: string): string => path.join(folder, name)
  await mkdir(at('run'), { recursive: true })
  await Promise.all([
    ...people.map(({ address }) => mkdir(maildirOf(folder, address), { recursive: true })),
    ...sharedMailboxes.map(({ address }) => mkdir(homeOf(folder, address), { recursive: true })),
  ])
  await grantRights(folder)
  await writeFile(at('users'), users(folder), { mode: 0o600 })
  await writeFile(at('global-acl'), globalRights)
  await writeFile(at('dovecot.conf'), configuration(plan))
  return {
    name: 'dovecot', command: ['dovecot', '-F', '-c', at('dovecot.conf')],
    ports: [ports.imap, ports.imaps, ports.lmtp, ports.sasl], log: log('dovecot'),
  }
}
