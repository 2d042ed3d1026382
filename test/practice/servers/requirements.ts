import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { programPath, run, type Identity } from './running.ts'

export type Part = 'imap' | 'smtp' | 'dns' | 'ldap'

/** Programs of each part and the Debian package that brings each. */
const programs: Readonly<Record<Part | 'always', Readonly<Record<string, string>>>> = {
  always: { openssl: 'openssl', setpriv: 'util-linux' },
  imap: { dovecot: 'dovecot-core', doveadm: 'dovecot-core' },
  smtp: { postfix: 'postfix', opendkim: 'opendkim' },
  dns: { nsd: 'nsd', unbound: 'unbound', 'ldns-keygen': 'ldnsutils', 'ldns-signzone': 'ldnsutils' },
  ldap: { slapd: 'slapd' },
}

/** Files of packages that bring no program of their own. */
const files: readonly { part: Part; file: string; package: string }[] = [
  { part: 'imap', file: '/usr/lib/dovecot/imap', package: 'dovecot-imapd' },
  { part: 'imap', file: '/usr/lib/dovecot/lmtp', package: 'dovecot-lmtpd' },
]

/** Debian packages that are missing for these parts. */
export function missingPackages(parts: readonly Part[]): string[] {
  const wanted = (['always', ...parts] as const).flatMap((part) => Object.entries(programs[part]))
  const absent = wanted.filter(([program]) => programPath(program) === undefined).map(([, name]) => name)
  const absentFiles = files.filter(({ part, file }) => parts.includes(part) && !existsSync(file)).map((entry) => entry.package)
  return [...new Set([...absent, ...absentFiles])]
}

/** Throws with a sentence that says what to do when the practice cannot run here. */
export async function requireServers(parts: readonly Part[], who: Identity): Promise<void> {
  const missing = missingPackages(parts)
  if (missing.length > 0) throw new Error(`the sample practice needs these Debian packages: apt-get install --no-install-recommends ${missing.join(' ')}`)
  if (parts.includes('smtp') && !who.isRoot && programPath('sudo') === undefined) {
    throw new Error('Postfix starts as root only: run this as root, install sudo, or leave mail sending out')
  }
  if (parts.includes('imap')) await requireDovecot23()
}

async function requireDovecot23(): Promise<void> {
  const version = (await run(['dovecot', '--version'])).trim()
  if (!version.startsWith('2.3.')) throw new Error(`the sample practice is written for Dovecot 2.3 (Debian 12, Ubuntu 22.04 and 24.04); this is ${version}`)
}

/** Sockets have names of at most 108 bytes, and the servers' own user must be able to get to them. */
export async function requireUsable(directory: string, who: Identity): Promise<void> {
  if (directory.length > 60) throw new Error(`${directory} is too long for a folder of servers' sockets: at most 60 characters`)
  if (/[\s"'$%]/.test(directory)) throw new Error(`${directory} has a character that the servers' configuration files cannot hold`)
  if (!who.isRoot) return
  for (let folder = path.dirname(directory); folder !== '/'; folder = path.dirname(folder)) {
    const { mode } = await stat(folder)
    if ((mode & 0o001) === 0) {
      throw new Error(`${folder} is closed to the servers' own user (${who.user}): choose a folder elsewhere, such as /var/lib/praktijkpost-demo`)
    }
  }
}
