import { access, mkdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { bouncingAddress, delayedAddress, departedAddress, domains, people, sharedMailboxes } from './people.ts'
import type { Plan } from './plan.ts'
import { run, type Identity, type ServerSpec } from './running.ts'

const at127 = (port: number): string => `inet:127.0.0.1:${String(port)}`

/** Everybody sends as himself; a shared address may be used by those who may insert mail there. */
const senders = (): string => [
  ...people.map(({ address }) => `${address} ${address}`),
  ...sharedMailboxes.map(({ address, rights }) => {
    const who = Object.entries(rights).filter(([, letters]) => letters.includes('i')).map(([person]) => person)
    return `${address} ${who.join(',')}`
  }),
  '',
].join('\n')

const recipients = (): string =>
  [...people, ...sharedMailboxes, { address: bouncingAddress }, { address: departedAddress }, { address: delayedAddress }].map(({ address }) => `${address} ${address}\n`).join('')

/** `default_transport` is what keeps everything on loopback; empty `mynetworks` what keeps loopback from relaying unasked. */
const mainConfiguration = ({ folder, ports, certificates }: Plan): string => `
compatibility_level = 3.6
myhostname = mail.delinde.test
mydomain = delinde.test
mydestination =
mynetworks =
inet_interfaces = loopback-only
inet_protocols = ipv4
smtp_bind_address = 127.0.0.1
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log/mail.log
maillog_file_prefixes = ${folder}
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
biff = no
strict_rfc821_envelopes = yes
message_size_limit = 52428800
mailbox_size_limit = 0
virtual_mailbox_limit = 0
virtual_mailbox_domains = ${domains.map(({ name }) => name).join(' ')}
virtual_mailbox_maps = texthash:${folder}/conf/recipients
recipient_delimiter = +
virtual_transport = lmtp:${at127(ports.lmtp)}
transport_maps = texthash:${folder}/conf/transport
default_transport = error:5.4.4 nothing leaves the sample practice
local_transport = error:5.1.1 no local users here
alias_maps =
alias_database =
queue_run_delay = 5s
minimal_backoff_time = 5s
maximal_backoff_time = 10s
delay_warning_time = 1s
smtpd_helo_required = yes
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_tls_cert_file = ${certificates.server.certificate}
smtpd_tls_key_file = ${certificates.server.key}
smtpd_tls_security_level = may
smtpd_tls_auth_only = yes
smtpd_tls_protocols = >=TLSv1.2
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_tls_received_header = yes
smtp_tls_security_level = may
smtp_tls_CAfile = ${certificates.caFile}
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${at127(ports.sasl)}
smtpd_sasl_security_options = noanonymous
smtpd_sender_login_maps = texthash:${folder}/conf/senders
smtpd_milters = ${at127(ports.milter)}
milter_default_action = tempfail
milter_protocol = 6
lmtp_destination_recipient_limit = 1
`

/**
 * What a colleague submits is handed to the inbound port over SMTP, as between two real servers: the other side sees a
 * `Received` line and what its own filter made of the signature.
 */
const masterConfiguration = ({ ports }: Plan): string => {
  const submission = [
    'smtpd_sasl_auth_enable=yes', 'smtpd_sender_restrictions=reject_sender_login_mismatch', 'smtpd_relay_restrictions=permit_sasl_authenticated,reject',
    'smtpd_recipient_restrictions=', 'milter_macro_daemon_name=ORIGINATING', `content_filter=smtp:[127.0.0.1]:${String(ports.inbound)}`,
  ]
  const options = (lines: readonly string[]): string[] => lines.map((line) => `  -o ${line}`)
  const internal = (name: string, type: 'unix' | 'fifo' = 'unix'): string => `${name} ${type} n - n - 0 ${name}`
  return [
    `127.0.0.1:${String(ports.inbound)} inet n - n - - smtpd`, ...options(['myhostname=mx.delinde.test']),
    `127.0.0.1:${String(ports.submission)} inet n - n - - smtpd`, ...options(['smtpd_tls_security_level=encrypt', ...submission]),
    `127.0.0.1:${String(ports.submissions)} inet n - n - - smtpd`, ...options(['smtpd_tls_wrappermode=yes', ...submission]),
    'pickup unix n - n 60 1 pickup', 'cleanup unix n - n - 0 cleanup', 'qmgr unix n - n 300 1 qmgr', 'tlsmgr unix - - n 1000? 1 tlsmgr',
    'rewrite unix - - n - - trivial-rewrite', ...['bounce', 'defer', 'trace'].map((name) => `${name} unix - - n - 0 bounce`),
    'verify unix - - n - 1 verify', 'flush unix n - n 1000? 0 flush', 'proxymap unix - - n - - proxymap',
    'smtp unix - - n - - smtp', 'lmtp unix - - n - - lmtp', 'error unix - - n - - error', 'retry unix - - n - - error', 'discard unix - - n - - discard',
    internal('showq'), 'anvil unix - - n - 1 anvil', 'scache unix - - n - 1 scache', 'postlog unix-dgram n - n - 1 postlogd', '',
  ].join('\n')
}

/** The folders belong to root, but for the data folder: Postfix insists. It makes the queues itself, the first time. */
async function layOut(folder: string, who: Identity): Promise<void> {
  const [queue, data, log] = ['queue', 'data', 'log'].map((name) => path.join(folder, name)) as [string, string, string]
  if (await access(path.join(queue, 'maildrop')).then(() => true, () => false)) return
  await run(who.asRoot(['sh', '-c', [
    'mkdir -p "$1" "$2" "$3"', 'chown root:root "$1" "$3"', 'chown postfix:root "$2"', 'chmod 755 "$1" "$2" "$3"', 'postfix -c "$4" check',
  ].join(' && '), 'sh', queue, data, log, path.join(folder, 'conf')]))
}

/** Postfix waits for a file changed within the last second to settle, in every one of its programs. */
async function writeAged(file: string, text: string): Promise<void> {
  await writeFile(file, text)
  const aMinuteAgo = Date.now() / 1000 - 60
  await utimes(file, aMinuteAgo, aMinuteAgo)
}

/** Postfix: submission with STARTTLS and with TLS from the start, and the inbound port of every sample domain. */
export async function configurePostfix(plan: Plan): Promise<ServerSpec> {
  const { folder, ports, who, log } = plan
  const conf = path.join(folder, 'conf')
  await mkdir(conf, { recursive: true })
  const contents = {
    'main.cf': mainConfiguration(plan), 'master.cf': masterConfiguration(plan), senders: senders(), recipients: recipients(),
    transport: `${delayedAddress} lmtp:${at127(ports.closed)}\n`,
  }
  await Promise.all(Object.entries(contents).map(([name, text]) => writeAged(path.join(conf, name), text)))
  await layOut(folder, who)
  const programs = (await run(['postconf', '-c', conf, '-h', 'daemon_directory'])).trim()
  return {
    name: 'postfix', command: [path.join(programs, 'master'), '-c', conf, '-s'], runsAs: 'root',
    ports: [ports.submission, ports.submissions, ports.inbound], log: log('postfix'),
  }
}
