import { createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { testImap } from '../../src/main/imap/probe.ts'
import { accountOf } from './tiny-imap/account.ts'
import { say, stall, tinyImap, type TinyImap, type TinyOptions } from './tiny-imap/server.ts'

const patience = vi.hoisted(() => ({ connectMs: 30_000 }))
vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), ...(await import('./quick-limits.ts')).quick, get IMAP_CONNECT_MS() { return patience.connectMs } }))

const probe = (server: TinyImap, change: Parameters<typeof accountOf>[1] = {}) => testImap(accountOf(server, change))
const problem = (name: string) => ({ kind: 'problem', problem: name })

test('a good server and a good password', async () => {
  await using server = await tinyImap()
  expect(await probe(server)).toEqual({ kind: 'ok', tls: 'TLSv1.3' })
  expect(server.heard.at(-1)).toBe('LOGOUT')
})

test('STARTTLS on a server that has it', async () => {
  await using server = await tinyImap({ security: 'starttls', capabilities: ['STARTTLS'] })
  expect(await probe(server, { imap: { host: '127.0.0.1', port: server.port, security: 'starttls' } })).toEqual({ kind: 'ok', tls: 'TLSv1.3' })
})

test.each([
  ['expired', 'certificate-expired'], ['wrongName', 'certificate-name'], ['selfSigned', 'certificate-untrusted'],
] as const)('a certificate that is %s', async (certificate, name) => {
  for (const options of [{ certificate }, { certificate, security: 'starttls', capabilities: ['STARTTLS'] }] satisfies TinyOptions[]) {
    await using server = await tinyImap(options)
    const security = 'security' in options ? options.security : 'tls'
    expect(await probe(server, { imap: { host: '127.0.0.1', port: server.port, security } })).toEqual(problem(name))
    expect(server.heard.join()).not.toContain('LOGIN')
  }
})

test('a certificate of a CA that nobody gave us', async () => {
  await using server = await tinyImap()
  expect(await probe(server, { ca: null })).toEqual(problem('certificate-untrusted'))
})

test('the environment cannot turn off the check', async () => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  try {
    await using server = await tinyImap()
    expect(await probe(server, { ca: null })).toEqual(problem('certificate-untrusted'))
  } finally {
    vi.unstubAllEnvs()
  }
})

test('TLS of before 1.2', async () => {
  await using server = await tinyImap({ maxVersion: 'TLSv1.1' })
  expect(await probe(server)).toEqual(problem('tls-too-old'))
})

test('somebody on the line takes STARTTLS out of the greeting: no password is sent', async () => {
  await using server = await tinyImap({ security: 'starttls', capabilities: [] })
  expect(await probe(server, { imap: { host: '127.0.0.1', port: server.port, security: 'starttls' } })).toEqual(problem('no-tls'))
  expect(server.heard.join()).not.toMatch(/LOGIN|AUTHENTICATE/)
})

test('somebody on the line refuses STARTTLS in the name of the server', async () => {
  await using server = await tinyImap({ security: 'starttls', capabilities: ['STARTTLS'] })
  server.react(/^STARTTLS/, ({ wire }, { tag }) => { wire.line(`${tag} BAD no`); return true })
  expect(await probe(server, { imap: { host: '127.0.0.1', port: server.port, security: 'starttls' } })).toEqual(problem('no-tls'))
  expect(server.heard.join()).not.toMatch(/LOGIN|AUTHENTICATE/)
})

test('somebody on the line says that we are logged in already', async () => {
  await using server = await tinyImap({ security: 'starttls', capabilities: ['STARTTLS'], greeting: '* PREAUTH welcome' })
  server.react(/^STARTTLS/, ({ wire }, { tag }) => { wire.line(`${tag} BAD too late`); return true })
  expect(await probe(server, { imap: { host: '127.0.0.1', port: server.port, security: 'starttls' } })).toEqual(problem('no-tls'))
})

test('bytes slipped in between STARTTLS and the handshake', async () => {
  await using server = await tinyImap({ security: 'starttls', capabilities: ['STARTTLS'] })
  server.react(/^STARTTLS/, ({ wire }, { tag }) => { wire.write(`${tag} OK go ahead\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n`); return true })
  expect(await probe(server, { imap: { host: '127.0.0.1', port: server.port, security: 'starttls' } })).toEqual(problem('no-tls'))
})

test('a server without TLS on the TLS port', async () => {
  await using server = await tinyImap({ security: 'starttls' })
  expect(await probe(server, { imap: { host: '127.0.0.1', port: server.port, security: 'tls' } })).toEqual(problem('no-tls'))
})

test('a refused password, and one that the server cannot check now', async () => {
  await using server = await tinyImap()
  expect(await probe(server, { secret: 'fout' })).toEqual(problem('login-refused'))
  server.react(/^LOGIN/, ({ wire }, { tag }) => { wire.line(`${tag} NO [UNAVAILABLE] later`); return true })
  expect(await probe(server)).toEqual(problem('server-busy'))
})

test.each(['+OK POP3 ready', '220 mail.delinde.test ESMTP', 'HTTP/1.1 400 Bad Request'])('another service on the port: %s', async (greeting) => {
  await using server = await tinyImap({ greeting })
  expect(await probe(server)).toEqual(problem('no-such-service'))
  expect(server.heard).toEqual([])
})

test('a farewell for a greeting', async () => {
  await using server = await tinyImap({ greeting: '* BYE too many connections' })
  expect(await probe(server)).toEqual(problem('server-busy'))
})

test('a line that ends during the login', async () => {
  await using server = await tinyImap()
  server.react(/^LOGIN/, ({ wire }) => { wire.drop(); return true })
  expect(await probe(server)).toEqual(problem('dropped'))
})

test('garbage during the login', async () => {
  await using server = await tinyImap()
  server.react(/^LOGIN/, say(')))) {99999999999999999999}', '\u0000\u0001'))
  expect(await probe(server)).toEqual(problem('garbled'))
})

test('silence: at the greeting, at the login', async () => {
  patience.connectMs = 2_000
  onTestFinished(() => { patience.connectMs = 30_000 })
  await using mute = await tinyImap({ greeting: '' })
  await using slow = await tinyImap()
  slow.react(/^LOGIN/, stall)
  expect(await Promise.all([probe(mute), probe(slow)])).toEqual([problem('timeout'), problem('timeout')])
})

test('nobody there, and no such name', async () => {
  const closed = createServer()
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
  const { port } = closed.address() as AddressInfo
  await new Promise((resolve) => closed.close(resolve))
  const login = { user: 'a', auth: 'password', secret: 'x', ca: null } as const
  expect(await testImap({ ...login, imap: { host: '127.0.0.1', port, security: 'tls' } })).toEqual(problem('refused'))
  const nowhere = await testImap({ ...login, imap: { host: 'nergens.invalid', port, security: 'tls' } })
  expect(nowhere.kind === 'problem' && ['unknown-host', 'offline']).toContain(nowhere.kind === 'problem' ? nowhere.problem : '')
})
