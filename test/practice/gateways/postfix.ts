import { access, mkdir, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { KeyPair } from '../servers/certificates.ts'
import { run, type Identity, type ServerSpec } from '../servers/running.ts'

export interface GatewayPlan {
  readonly folder: string
  readonly who: Identity
  readonly certificate: KeyPair
  readonly ports: { readonly submission: number; readonly milter: number; readonly sasl: number }
  /** Where everything goes that is let through: the mail server of the sample world. */
  readonly onward: number
  /** Signs what leaves, after the filter has changed it. */
  readonly signer: number
}

/** Logs in against the stand-in's own list, asks its filter, and hands on what that lets through. */
const mainConfiguration = ({ folder, ports, certificate, onward, signer }: GatewayPlan): string => `
compatibility_level = 3.6
myhostname = gateway.postportaal.test
mydestination =
mynetworks =
inet_interfaces = loopback-only
inet_protocols = ipv4
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log/mail.log
maillog_file_prefixes = ${folder}
smtp_dns_support_level = disabled
smtpd_peername_lookup = no
biff = no
strict_rfc821_envelopes = yes
message_size_limit = 52428800
relayhost =
default_transport = smtp:[127.0.0.1]:${String(onward)}
relay_transport = smtp:[127.0.0.1]:${String(onward)}
local_transport = error:5.1.1 no local users here
alias_maps =
alias_database =
queue_run_delay = 5s
minimal_backoff_time = 5s
maximal_backoff_time = 10s
smtpd_helo_required = yes
smtpd_recipient_restrictions =
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_tls_cert_file = ${certificate.certificate}
smtpd_tls_key_file = ${certificate.key}
smtpd_tls_security_level = encrypt
smtpd_tls_auth_only = yes
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:${String(ports.sasl)}
smtpd_sasl_security_options = noanonymous
smtpd_milters = inet:127.0.0.1:${String(ports.milter)}, inet:127.0.0.1:${String(signer)}
milter_default_action = tempfail
milter_protocol = 6
`

const internal = (name: string): string => `${name} unix n - n - 0 ${name}`
const masterConfiguration = ({ ports }: GatewayPlan): string => [
  `127.0.0.1:${String(ports.submission)} inet n - n - - smtpd`, '  -o milter_macro_daemon_name=ORIGINATING',
  'pickup unix n - n 60 1 pickup', 'cleanup unix n - n - 0 cleanup', 'qmgr unix n - n 300 1 qmgr', 'tlsmgr unix - - n 1000? 1 tlsmgr',
  'rewrite unix - - n - - trivial-rewrite', ...['bounce', 'defer', 'trace'].map((name) => `${name} unix - - n - 0 bounce`),
  'verify unix - - n - 1 verify', 'flush unix n - n 1000? 0 flush', 'proxymap unix - - n - - proxymap', 'smtp unix - - n - - smtp',
  'error unix - - n - - error', 'retry unix - - n - - error', 'discard unix - - n - - discard', internal('showq'), 'anvil unix - - n - 1 anvil',
  'scache unix - - n - 1 scache', 'postlog unix-dgram n - n - 1 postlogd', '',
].join('\n')

/** Postfix waits for a file changed within the last second to settle, in every one of its programs. */
async function writeAged(file: string, text: string): Promise<void> {
  await writeFile(file, text)
  const aMinuteAgo = Date.now() / 1000 - 60
  await utimes(file, aMinuteAgo, aMinuteAgo)
}

async function layOut({ folder, who }: GatewayPlan): Promise<void> {
  const [queue, data, log] = ['queue', 'data', 'log'].map((name) => path.join(folder, name)) as [string, string, string]
  if (await access(path.join(queue, 'maildrop')).then(() => true, () => false)) return
  await run(who.asRoot(['sh', '-c', [
    'mkdir -p "$1" "$2" "$3"', 'chown root:root "$1" "$3"', 'chown postfix:root "$2"', 'chmod 755 "$1" "$2" "$3"', 'postfix -c "$4" check',
  ].join(' && '), 'sh', queue, data, log, path.join(folder, 'conf')]))
}

/** The stand-in's own Postfix: submission with STARTTLS and a login. */
export async function configureGateway(plan: GatewayPlan): Promise<ServerSpec> {
  const conf = path.join(plan.folder, 'conf')
  await mkdir(conf, { recursive: true })
  await Promise.all([writeAged(path.join(conf, 'main.cf'), mainConfiguration(plan)), writeAged(path.join(conf, 'master.cf'), masterConfiguration(plan))])
  await layOut(plan)
  const programs = (await run(['postconf', '-c', conf, '-h', 'daemon_directory'])).trim()
  return { name: 'the gateway’s postfix', command: [path.join(programs, 'master'), '-c', conf, '-s'], runsAs: 'root', ports: [plan.ports.submission], log: path.join(plan.folder, 'postfix.log') }
}
