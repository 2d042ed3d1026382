import { lastLines, isDebian, ran, which } from './machine.mjs'
import { Unready, say, step } from './say.mjs'

export const serverPackages = [
  'dovecot-core', 'dovecot-imapd', 'dovecot-lmtpd', 'postfix', 'opendkim', 'nsd', 'ldnsutils', 'unbound', 'slapd', 'ldap-utils', 'bind9-dnsutils', 'openssl',
]

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const ownAccount = 'With an account of your own the client needs none of this: npm start'

/**
 * Installs without starting anything: no service runs now (a policy-rc.d that says no, only meanwhile), and none that
 * was not there before will run at the next boot.
 */
const installer = `
policy=/usr/sbin/policy-rc.d
mark='# praktijkpost: nothing starts during this installation'
if [ -e "$policy" ] && ! grep -qF "$mark" "$policy"; then mv "$policy" "$policy.before-praktijkpost"; fi
restore() {
  rm -f "$policy"
  if [ -e "$policy.before-praktijkpost" ]; then mv "$policy.before-praktijkpost" "$policy"; fi
}
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
set -e
printf '#!/bin/sh\\n%s\\nexit 101\\n' "$mark" > "$policy"
chmod 755 "$policy"
export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends "$@"
if [ -d /run/systemd/system ]; then
  for package in "$@"; do
    for unit in $(dpkg -L "$package" | sed -n 's|^\\(/usr\\)\\{0,1\\}/lib/systemd/system/\\([^@/]*\\.\\(service\\|socket\\|timer\\)\\)$|\\2|p'); do systemctl disable --quiet "$unit" || true; done
  done
fi
`

async function missingOf(packages) {
  const { said } = await ran('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...packages])
  const present = new Set(said.split('\n').filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0]))
  return packages.filter((name) => !present.has(name))
}

async function install(packages) {
  const isRoot = process.getuid?.() === 0
  if (!isRoot && which('sudo') === undefined) {
    throw new Unready(`these Debian packages are missing; install them as root and try again:\n  apt-get install --no-install-recommends ${packages.join(' ')}\n${ownAccount}`)
  }
  say(`Debian packages to install${isRoot ? '' : ' through sudo'}: ${packages.join(' ')}`)
  await step('installing Debian packages', async () => {
    const [file, ...before] = isRoot ? ['sh'] : ['sudo', 'sh']
    const { ok, said } = await ran(file, [...before, '-c', installer, 'sh', ...packages])
    if (!ok) throw new Unready(`the installation failed; apt-get said:\n${lastLines(said)}\n${ownAccount}`)
  })
}

/** Makes sure of these packages for `purpose`, or says what to do where they cannot be had. */
export async function providePackages(purpose, packages) {
  if (!isDebian()) {
    throw new Unready(`${purpose} runs on Debian and Ubuntu only: it needs Dovecot, Postfix, OpenDKIM, nsd, unbound and slapd as packaged there.\n${ownAccount}`)
  }
  const missing = await missingOf(packages)
  if (missing.length > 0) await install(missing)
}

/** Those whom we are measured against; without them the measurements say only our own figures. */
export async function providePeers() {
  await providePackages('the comparison', ['isync', 'notmuch']).catch((error) => { say(`going on without whom to compare with: ${error.message}`) })
}

/** A Chromium of some kind. Ubuntu's own package is a snap, which reads no folder of ours: there the person chooses. */
export async function provideBrowser() {
  if (process.env.PRAKTIJKPOST_CHROMIUM !== undefined) return
  const found = browsers.map(which).find((file) => file !== undefined)
  if (found === undefined) {
    const { said } = await ran('apt-cache', ['show', 'chromium'])
    if (/^Depends:.*snapd/m.test(said)) throw new Unready('a Chromium browser is missing: install Google Chrome or Chromium, or name one in PRAKTIJKPOST_CHROMIUM')
    await install(['chromium'])
  }
  process.env.PRAKTIJKPOST_CHROMIUM = browsers.map(which).find((file) => file !== undefined)
}

/** The same engine without a window's trimmings, for the tests: where Debian has it. Without it they take the whole browser. */
export async function provideBareBrowser() {
  if (process.env.PRAKTIJKPOST_BARE_CHROMIUM !== undefined || which('chromium-headless-shell') !== undefined) return
  const { said } = await ran('apt-cache', ['show', 'chromium-headless-shell'])
  if (!/^Package: chromium-headless-shell$/m.test(said)) return
  await install(['chromium-headless-shell']).catch((error) => { say(`going on with the whole browser: ${error.message}`) })
}
