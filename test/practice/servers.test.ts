import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:tls'
import { promisify } from 'node:util'
import { ImapFlow } from 'imapflow'
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runningOn } from './processes.ts'
import { badCertificates } from './servers/certificates.ts'
import { untrustedAddress } from './servers/dovecot.ts'
import { imapLines } from './servers/imap-lines.ts'
import { ldapReader } from './servers/ldap.ts'
import { bouncingAddress, domains, type DomainKind } from './servers/people.ts'
import { startPractice, type Practice } from './servers/practice.ts'

const execute = promisify(execFile)
const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'
const mia = 'mia@delinde.test'
const pharmacy = 'balie@apotheekzuid.test'

let practice: Practice
let ca: Buffer
beforeAll(async () => {
  practice = await startPractice()
  ca = await readFile(practice.caFile)
})
afterAll(() => practice[Symbol.asyncDispose]())

type Client = ImapFlow & AsyncDisposable

async function imap(address: string, over: 'imaps' | 'imap' = 'imaps'): Promise<Client> {
  const client = new ImapFlow({
    host: practice.host, port: practice.ports[over], secure: over === 'imaps', tls: { ca }, logger: false,
    auth: { user: address, pass: practice.person(address).password },
  })
  await client.connect()
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.logout() })
}

const submitter = (address: string, over: 'submission' | 'submissions' = 'submission') => createTransport({
  host: practice.host, port: practice.ports[over], secure: over === 'submissions', requireTLS: true, tls: { ca },
  auth: { user: address, pass: practice.person(address).password },
})

/** Waits for a message with this subject to stand in the inbox, and gives its source. */
async function arrival(address: string, subject: string): Promise<string> {
  await using client = await imap(address)
  await client.mailboxOpen('INBOX')
  for (;;) {
    const found = await client.search({ header: { subject } }, { uid: true })
    const uid = found === false ? undefined : found?.at(-1)
    const message = uid === undefined ? false : await client.fetchOne(String(uid), { source: true }, { uid: true })
    if (message !== false && message?.source !== undefined) return message.source.toString()
    await client.noop()
  }
}

const note = (subject: string): string => [
  `From: Balie <${pharmacy}>`, `To: ${anja}`, `Subject: ${subject}`, `Message-ID: <${subject}@apotheekzuid.test>`, '', 'Goedemorgen.', '',
].join('\r\n')

describe('IMAP', () => {
  test.each(['imaps', 'imap'] as const)('a colleague logs in over %s and finds the folders by their use', async (over) => {
    await using client = await imap(anja, over)
    const uses = (await client.list()).map(({ specialUse }) => specialUse).filter((use) => use !== undefined)
    expect(client.secureConnection).toBe(true)
    expect(uses.sort()).toEqual(['\\Archive', '\\Drafts', '\\Inbox', '\\Junk', '\\Sent', '\\Trash'])
    expect([...client.capabilities.keys()]).toEqual(expect.arrayContaining(['CONDSTORE', 'QRESYNC', 'IDLE', 'MOVE', 'ACL']))
  })

  test('a wrong password is refused, and a login without TLS too where Dovecot does not know the address as its own', async () => {
    const wrong = new ImapFlow({ host: practice.host, port: practice.ports.imaps, secure: true, tls: { ca }, logger: false, auth: { user: anja, pass: 'onjuist' } })
    await expect(wrong.connect()).rejects.toMatchObject({ authenticationFailed: true })
    const { stdout } = await execute('bash', ['-c', `exec 3<>/dev/tcp/${untrustedAddress}/${String(practice.ports.imap)}; read -r line <&3; echo "$line"`])
    expect(stdout).toContain('LOGINDISABLED')
  })

  test('rights given by one are seen by the other', async () => {
    await using owner = await imapLines(practice, anja)
    await using colleague = await imapLines(practice, mia)
    expect(await colleague.command(`SELECT "Gedeeld/${anja}"`)).toMatch(/^t2 NO/m)
    expect(await owner.command(`SETACL INBOX ${mia} lr`)).toMatch(/^t2 OK/m)
    expect(await colleague.command(`SELECT "Gedeeld/${anja}"`)).toMatch(/^t3 OK/m)
    await owner.command(`DELETEACL INBOX ${mia}`)
  })

  test('a shared mailbox is opened with everybody\'s own login; who may not write is told OK and nothing happens', async () => {
    await practice.deliver(note('vraag'), 'info@delinde.test')
    await using colleague = await imapLines(practice, mia)
    expect(await colleague.command('MYRIGHTS Praktijk/info')).toMatch(/MYRIGHTS Praktijk\/info lrs\r/)
    await colleague.command('SELECT Praktijk/info')
    const stored = await colleague.command('STORE 1 +FLAGS (\\Deleted)')
    expect(stored).toMatch(/^t4 OK/m)
    expect(stored).not.toContain('FETCH')
    await using outsider = await imapLines(practice, pharmacy)
    expect(await outsider.command('LIST "" "*"')).not.toContain('Praktijk')
  })

  test.each(Object.entries(badCertificates))('the certificate %s is bad at its own address and under its own name', async (_, { address, serverName }) => {
    const problem = (options: { host: string; servername?: string }): Promise<string> => new Promise((resolve) => {
      const socket = connect({ port: practice.ports.imaps, ca, ...options }, () => resolve('accepted'))
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    })
    const codes = ['CERT_HAS_EXPIRED', 'ERR_TLS_CERT_ALTNAME_INVALID', 'DEPTH_ZERO_SELF_SIGNED_CERT']
    expect(codes).toContain(await problem({ host: address }))
    expect(codes).toContain(await problem({ host: practice.host, servername: serverName }))
  })
})

describe('SMTP', () => {
  test.each(['submission', 'submissions'] as const)('what is submitted over %s arrives at the other side, signed and verified', async (over) => {
    await submitter(anja, over).sendMail({ from: anja, to: pharmacy, subject: `recept ${over}`, text: 'Graag klaarzetten.' })
    const source = await arrival(pharmacy, `recept ${over}`)
    expect(source).toMatch(/^DKIM-Signature: .*d=delinde\.test/ms)
    expect(source).toMatch(/^Authentication-Results: mx\.delinde\.test;\s+dkim=pass \(2048-bit key; secure\)/m)
  })

  test('a shared address is sent from by those who may; nobody sends as somebody else, and nothing leaves', async () => {
    const mail = { to: pharmacy, subject: 'namens', text: 'Dag' }
    await expect(submitter(bas).sendMail({ ...mail, from: 'info@delinde.test' })).resolves.toMatchObject({ accepted: [pharmacy] })
    await expect(submitter(mia).sendMail({ ...mail, from: 'info@delinde.test' })).rejects.toThrow('not owned by user')
    await expect(submitter(bas).sendMail({ ...mail, from: anja })).rejects.toThrow('not owned by user')
    await expect(submitter(bas).sendMail({ ...mail, from: bas, to: 'iemand@example.org' })).rejects.toThrow('nothing leaves')
  })

  test('mail for a mailbox that is gone comes back', async () => {
    await submitter(bas).sendMail({ from: bas, to: bouncingAddress, subject: 'verhuisd', text: 'Dag' })
    expect(await arrival(bas, 'Undelivered')).toContain(bouncingAddress)
  })

  test('the inbound port delivers to the practice and relays for nobody', async () => {
    await practice.deliver(note('van-buiten'), anja, 'smtp')
    expect(await arrival(anja, 'van-buiten')).toMatch(/^Received: .*mx\.delinde\.test/ms)
    await expect(practice.deliver(note('door'), 'iemand@example.org', 'smtp')).rejects.toThrow('Relay access denied')
  })
})

describe('DNS', () => {
  const dig = async (name: string, type: string): Promise<string> => {
    const { host, port } = practice.resolver
    const { stdout } = await execute('dig', ['+adflag', '+tries=2', '+timeout=5', '-p', String(port), `@${host}`, type, name])
    return stdout
  }

  const expected: Record<DomainKind, { flags: RegExp; text: RegExp }> = {
    valid: { flags: /flags: [a-z ]* ad;/, text: /v=NTA7516-1/ },
    expired: { flags: /flags: [a-z ]* ad;/, text: /v=NTA7516-1/ },
    unsigned: { flags: /flags: qr rd ra;/, text: /v=NTA7516-1/ },
    broken: { flags: /flags: qr rd ra;/, text: /status: SERVFAIL[^]*EDE: (6|7)/ },
    absent: { flags: /flags: [a-z ]* ad;/, text: /ANSWER: 1,/ },
  }

  test.each(domains)('$name is $kind', async ({ name, kind }) => {
    const answer = await dig(name, 'TXT')
    expect(answer).toMatch(expected[kind].flags)
    expect(answer).toMatch(expected[kind].text)
    expect(await dig(name, 'MX')).toContain(`10 mx.${name}.`)
    expect(await dig(`_dmarc.${name}`, 'TXT')).toContain('v=DMARC1')
    expect(await dig(`linde._domainkey.${name}`, 'TXT')).toContain('v=DKIM1')
  })

  test('the services of De Linde are announced', async () => {
    expect(await dig('_imaps._tcp.delinde.test', 'SRV')).toContain(`${String(practice.ports.imaps)} imap.delinde.test.`)
    expect(await dig('_submissions._tcp.delinde.test', 'SRV')).toContain(`${String(practice.ports.submissions)} smtp.delinde.test.`)
  })
})

describe('LDAP', () => {
  const search = (args: readonly string[]): Promise<string> =>
    execute('ldapsearch', ['-ZZ', '-x', '-LLL', '-H', `ldap://127.0.0.1:${String(practice.ports.ldap)}`, '-b', ldapReader.base, ...args], {
      env: { ...process.env, LDAPTLS_CACERT: practice.caFile },
    }).then(({ stdout }) => stdout, (error: unknown) => String((error as { stderr?: string }).stderr))

  test('the directory is read page by page over TLS, and not without a login', async () => {
    const reader = ['-D', ldapReader.dn, '-w', ldapReader.password]
    expect((await search([...reader, '-E', 'pr=50/noprompt', 'mail'])).match(/^mail:/gm)?.length).toBeGreaterThan(100)
    expect(await search([...reader, 'mail'])).toContain('Size limit exceeded')
    expect(await search(['mail'])).toContain('authentication required')
  })
})

describe('the practice itself', () => {
  test('a server that goes down and comes up again keeps its port and its mail', async () => {
    await practice.deliver(note('blijft'), anja)
    await practice.stopServer('dovecot')
    await expect(imap(anja)).rejects.toThrow()
    await practice.startServer('dovecot')
    expect(await arrival(anja, 'blijft')).toContain('Goedemorgen')
  })

  test('two practices run side by side, and one ends without leaving anything', async () => {
    const second = await startPractice({ only: ['imap'] })
    expect(second.ports.imap).not.toBe(practice.ports.imap)
    await second.deliver(note('hier'), anja)
    await second[Symbol.asyncDispose]()
    expect(await runningOn(second.directory)).toEqual([])
    expect(await runningOn(practice.directory)).not.toEqual([])
  })

  test('the servers end with a process that is killed', async () => {
    const program = `import { startPractice } from '${import.meta.dirname}/servers/practice.ts'
      const { directory } = await startPractice({ only: ['imap', 'dns'] })
      console.log(directory)
      process.kill(process.pid, 'SIGKILL')`
    const { stdout } = await execute(process.execPath, ['--input-type=module-typescript', '--eval', program]).catch((error: unknown) => error as { stdout: string })
    const directory = stdout.trim()
    expect(directory).not.toBe('')
    await expect.poll(() => runningOn(directory), { timeout: 60_000 }).toEqual([])
    await execute('rm', ['-rf', directory])
  })
})
