import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSmtp, type SmtpLogin, type SmtpPatience } from '../../src/main/sending/smtp-session.ts'
import { submit, type Submission, type SubmissionResult } from '../../src/main/sending/submit.ts'
import { scriptedServer, type Script, type ScriptedOptions } from './sending/scripted-server.ts'
import { certificates, type Certificates, type KeyPair } from './servers/certificates.ts'

/** Longer than any answer takes on a busy computer. */
const PATIENCE_MS = 60_000
/** For whoever says nothing at all. */
const SILENCE_MS = 400
const patience: SmtpPatience = { connectMs: PATIENCE_MS, answerMs: PATIENCE_MS, endAnswerMs: PATIENCE_MS }

const patienceWith = (...acts: readonly unknown[]): number => (acts.includes('stall') ? SILENCE_MS : PATIENCE_MS)
const folder = mkdtempSync(path.join(tmpdir(), 'smtp-'))
let made: Certificates

beforeAll(async () => {
  made = await certificates(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

const keysOf = ({ certificate, key }: KeyPair) => ({ cert: readFileSync(certificate), key: readFileSync(key) })
const good = (security: 'tls' | 'starttls' = 'tls', more: Partial<ScriptedOptions> = {}): ScriptedOptions => ({ tls: keysOf(made.server), security, ...more })

const loginAt = (port: number, change: Partial<SmtpLogin> = {}): SmtpLogin => ({
  smtp: { host: '127.0.0.1', port, security: 'tls' }, user: 'anja@delinde.test', auth: 'password', secret: 'linde-anja',
  ca: readFileSync(made.caFile, 'utf8'), ...change,
})

async function problemWith(options: ScriptedOptions, script: Script = {}, change: Partial<SmtpLogin> = {}): Promise<string> {
  await using server = await scriptedServer(options, script)
  const login = loginAt(server.port, { smtp: { host: '127.0.0.1', port: server.port, security: options.security }, ...change })
  const opening = await openSmtp(login, { ...patience, connectMs: patienceWith(script.greeting), answerMs: patienceWith(script.AUTH) })
  if (opening.kind === 'open') opening.connection.close()
  expect(server.heard.filter((line) => line.startsWith('MAIL'))).toEqual([])
  return opening.kind === 'open' ? opening.tls : opening.problem
}

describe('the way in', () => {
  test.each(['tls', 'starttls'] as const)('%s: TLS 1.3, a checked certificate, a login', async (security) => {
    expect(await problemWith(good(security))).toBe('TLSv1.3')
  })

  test('the workstation does not give its name (NTA-6.1.11)', async () => {
    await using server = await scriptedServer(good())
    const opening = await openSmtp(loginAt(server.port), patience)
    expect(server.heard[0]).toBe('EHLO [127.0.0.1]')
    if (opening.kind === 'open') opening.connection.close()
  })

  test.each([
    ['expired', 'certificate-expired', {}], ['wrongName', 'certificate-name', {}], ['selfSigned', 'certificate-untrusted', {}],
    ['server', 'certificate-untrusted', { ca: null }],
  ] as const)('a certificate that is %s is refused: %s', async (name, problem, change) => {
    const pair = name === 'server' ? made.server : made.bad[name]
    for (const security of ['tls', 'starttls'] as const) {
      expect(await problemWith({ tls: keysOf(pair), security }, {}, change)).toBe(problem)
    }
  })

  test('nothing older than TLS 1.2', async () => {
    const old = { ...keysOf(made.server), minVersion: 'TLSv1' as const, maxVersion: 'TLSv1.1' as const, ciphers: 'DEFAULT:@SECLEVEL=0' }
    expect(await problemWith({ tls: old, security: 'tls' })).toBe('tls-too-old')
    expect(await problemWith({ tls: old, security: 'starttls' })).toBe('tls-too-old')
  })

  test.each([
    ['STARTTLS is not offered', { EHLO: { say: '250-scripted\r\n250 AUTH PLAIN' }, STARTTLS: { say: '502 no' } }, 'no-tls'],
    ['STARTTLS is refused', { STARTTLS: { say: '454 later' } }, 'no-tls'],
    ['the line breaks at STARTTLS', { STARTTLS: 'drop' }, 'dropped'],
    ['EHLO is unknown', { EHLO: { say: '502 no' } }, 'no-such-service'],
  ] as const)('never in clear text: %s', async (_, script, problem) => {
    expect(await problemWith(good('starttls'), script)).toBe(problem)
  })

  test('what a stranger puts on the line before the handshake is not believed', async () => {
    await using server = await scriptedServer(good('starttls'), { STARTTLS: { say: '220 go\r\n250-x\r\n250 AUTH PLAIN' } })
    const opening = await openSmtp(loginAt(server.port, { smtp: { host: '127.0.0.1', port: server.port, security: 'starttls' } }), { ...patience, connectMs: SILENCE_MS })
    expect(opening.kind).toBe('problem')
    expect(server.heard.filter((line) => line.startsWith('AUTH'))).toEqual([])
  })

  test('a server without TLS on the TLS port', async () => {
    await using server = await scriptedServer(good('starttls'))
    expect(await openSmtp(loginAt(server.port), patience)).toEqual({ kind: 'problem', problem: 'no-tls' })
  })

  test.each([
    ['a busy server', { greeting: { say: '421 4.3.2 too many' } }, 'server-busy'],
    ['a door that is shut', { greeting: { say: '554 no SMTP here' } }, 'no-such-service'],
    ['an IMAP server', { greeting: { say: '* OK IMAP4rev1 ready' } }, 'no-such-service'],
    ['garbage', { greeting: { say: '\u0001\u0002 lorem' } }, 'garbled'],
    ['silence', { greeting: 'stall' }, 'timeout'],
    ['a cut before the greeting', { greeting: 'drop' }, 'dropped'],
    ['a cut after EHLO', { EHLO: 'drop' }, 'dropped'],
    ['a wrong password', { AUTH: { say: '535 5.7.8 no' } }, 'login-refused'],
    ['a password server that is down', { AUTH: { say: '454 4.7.0 later' } }, 'server-busy'],
    ['garbage at the login', { AUTH: { say: 'hello' } }, 'garbled'],
    ['silence at the login', { AUTH: 'stall' }, 'timeout'],
    ['a cut at the login', { AUTH: 'drop' }, 'dropped'],
    ['a server without logins', { EHLO: { say: '250 scripted' } }, 'no-such-service'],
  ] as const)('%s', async (_, script, problem) => {
    expect(await problemWith(good(), script)).toBe(problem)
  })

  test('nobody listens; a name that does not exist', async () => {
    const closed = createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as { port: number }
    await new Promise<void>((resolve) => closed.close(() => resolve()))
    expect(await openSmtp(loginAt(port), patience)).toEqual({ kind: 'problem', problem: 'refused' })
    const lookup: SmtpLogin['lookup'] = (_, __, callback) => callback(Object.assign(new Error('x'), { code: 'ENOTFOUND' }), '', 0)
    expect(await openSmtp(loginAt(port, { smtp: { host: 'nergens.test', port, security: 'tls' }, lookup }), patience)).toEqual({ kind: 'problem', problem: 'unknown-host' })
  })

  test('an OAuth2 token', async () => {
    await using server = await scriptedServer(good('tls', { extensions: ['AUTH XOAUTH2'] }))
    const opening = await openSmtp(loginAt(server.port, { auth: 'oauth2', secret: 'token' }), patience)
    expect(opening.kind).toBe('open')
    const sent = server.heard.find((line) => line.startsWith('AUTH XOAUTH2')) ?? ''
    expect(Buffer.from(sent.slice(13), 'base64').toString()).toBe('user=anja@delinde.test\u0001auth=Bearer token\u0001\u0001')
    if (opening.kind === 'open') opening.connection.close()
  })
})

test('a gateway on site that asks for no login gets none, and is protected all the same', async () => {
  await using server = await scriptedServer(good('starttls', { extensions: [] }))
  const login = loginAt(server.port, { smtp: { host: '127.0.0.1', port: server.port, security: 'starttls' }, auth: 'none', secret: '' })
  const opening = await openSmtp(login, patience)
  expect(opening).toMatchObject({ kind: 'open', tls: 'TLSv1.3' })
  expect(server.heard.filter((line) => line.startsWith('AUTH'))).toEqual([])
  if (opening.kind === 'open') opening.connection.close()
})

const body = (lines: number): string => `Subject: proef\r\n\r\n${'.een regel die met een punt begint\r\n'.repeat(lines)}`

async function* inPieces(text: string, size = 40_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += size) {
    await Promise.resolve()
    yield Buffer.from(text.slice(at, at + size))
  }
}

interface Tried { result: SubmissionResult; received: readonly { raw: string; to: readonly string[] }[]; ends: number }

interface Trial { text?: string; to?: readonly string[]; change?: Partial<Submission>; options?: ScriptedOptions }

async function trySubmit(script: Script, { text = body(3), to = ['bas@delinde.test'], change = {}, options = good() }: Trial = {}): Promise<Tried> {
  await using server = await scriptedServer(options, script)
  const opening = await openSmtp(loginAt(server.port), { ...patience, endAnswerMs: patienceWith(script.end) })
  if (opening.kind !== 'open') throw new Error(opening.problem)
  let ends = 0
  const result = await submit(opening.connection, {
    from: 'anja@delinde.test', to, sizeBytes: Buffer.byteLength(text), pieces: inPieces(text), beforeEnd: () => { ends++ }, ...change,
  }, patienceWith(script.MAIL, script.RCPT, script.DATA))
  return { result, received: server.received, ends }
}

describe('handing over', () => {
  test.each([body(1), body(20_000), 'Subject: x\r\n\r\nzonder einde'])('what arrives is what was sent', async (text) => {
    const { result, received, ends } = await trySubmit({}, { text })
    expect(result).toEqual({ kind: 'accepted', reply: '250 2.0.0', refused: [] })
    expect(received).toHaveLength(1)
    expect(received[0]?.raw).toBe(text.endsWith('\r\n') ? text : `${text}\r\n`)
    expect(ends).toBe(1)
  })

  test('without pipelining as well', async () => {
    const { result, received } = await trySubmit({}, { options: good('tls', { extensions: [] }), to: ['bas@delinde.test', 'mia@delinde.test'] })
    expect(result.kind).toBe('accepted')
    expect(received[0]?.to).toEqual(['bas@delinde.test', 'mia@delinde.test'])
  })

  test('one recipient of two is refused', async () => {
    for (const extensions of [[], ['PIPELINING']]) {
      const { result, received } = await trySubmit(
        { RCPT: (line) => (line.includes('weg@') ? { say: '550 5.1.1 <weg@delinde.test> unknown' } : undefined) },
        { to: ['bas@delinde.test', 'weg@delinde.test'], options: good('tls', { extensions }) },
      )
      expect(result).toEqual({ kind: 'accepted', reply: '250 2.0.0', refused: [{ address: 'weg@delinde.test', code: 550 }] })
      expect(received[0]?.to).toEqual(['bas@delinde.test'])
    }
  })

  test.each([
    ['the sender', { MAIL: { say: '553 5.7.1 <anja@delinde.test> not yours' } }, { kind: 'refused', code: 553, reply: '553 5.7.1', because: 'sender' }],
    ['every recipient', { RCPT: { say: '550 5.1.1 unknown' } }, { kind: 'refused', code: 550, reply: '550 5.1.1', because: 'recipients' }],
    ['DATA', { DATA: { say: '554 5.5.1 no' } }, { kind: 'refused', code: 554, reply: '554 5.5.1', because: 'message' }],
    ['the message at its end', { end: { say: '550 5.7.1 virus' } }, { kind: 'refused', code: 550, reply: '550 5.7.1', because: 'message' }],
    ['its size', { end: { say: '552 5.3.4 too big' } }, { kind: 'refused', code: 552, reply: '552 5.3.4', because: 'too-large' }],
  ] as const)('refused for good: %s', async (_, script, result) => {
    const tried = await trySubmit(script)
    expect(tried.result).toEqual(result)
    expect(tried.received).toEqual([])
  })

  test('larger than the server takes: not even begun', async () => {
    const tried = await trySubmit({}, { options: good('tls', { extensions: ['SIZE 50'] }) })
    expect(tried.result).toEqual({ kind: 'refused', code: null, reply: '', because: 'too-large' })
    expect(tried.ends).toBe(0)
  })

  test.each([
    ['at the sender', { MAIL: { say: '451 4.3.0 later' } }, 451], ['at the recipient', { RCPT: { say: '450 4.2.0 later' } }, 450],
    ['at DATA', { DATA: { say: '451 4.3.0 later' } }, 451], ['at the end', { end: { say: '451 4.7.1 greylisted' } }, 451],
    ['at the end, and the server goes', { end: { say: '421 4.3.2 bye' } }, 421], ['a mix-up of orders', { MAIL: { say: '503 5.5.1 what' } }, 503],
  ] as const)('refused for now: %s', async (_, script, code) => {
    const { result, received } = await trySubmit(script)
    expect(result).toMatchObject({ kind: 'later', code, problem: 'server-said-later' })
    expect(received).toEqual([])
  })

  test.each(['MAIL', 'RCPT', 'DATA', 'data'] as const)('a line that breaks at %s, before the end, is safe to repeat', async (moment) => {
    const { result, received, ends } = await trySubmit({ [moment]: 'drop' }, { text: body(200_000), options: good('tls', { extensions: [] }) })
    expect(result).toMatchObject({ kind: 'later', problem: 'dropped' })
    expect(received).toEqual([])
    expect(ends).toBe(0)
  })

  test.each(['MAIL', 'RCPT', 'DATA'] as const)('a server that falls silent at %s is given up', async (moment) => {
    const { result } = await trySubmit({ [moment]: 'stall' }, { options: good('tls', { extensions: [] }) })
    expect(result).toMatchObject({ kind: 'later', problem: 'timeout' })
  })

  test.each([
    ['a cut', 'drop', 0], ['a cut after it was taken', 'accept-then-drop', 1], ['silence', 'stall', 0],
    ['garbage', { say: 'lorem ipsum' }, 0], ['half an answer', { say: '2' }, 1],
  ] as const)('after the end only an answer is certain: %s', async (_, act, taken) => {
    const { result, received, ends } = await trySubmit({ end: act })
    if (typeof act === 'object' && act.say === '2') expect(['unclear', 'accepted']).toContain(result.kind)
    else expect(result).toEqual({ kind: 'unclear' })
    expect(received).toHaveLength(taken)
    expect(ends).toBe(1)
  })

  test('an answer before the end is no answer', async () => {
    const { result, received } = await trySubmit({ DATA: { say: '354 go\r\n250 2.0.0 queued' } }, { text: body(200_000) })
    expect(result).toMatchObject({ kind: 'later', problem: 'garbled' })
    expect(received).toEqual([])
  })

  test('what cannot be noted is not sent', async () => {
    const full = new Error('disk full')
    const { result, received } = await trySubmit({}, { change: { beforeEnd: () => { throw full } } })
    expect(result).toEqual({ kind: 'not-sent', error: full })
    expect(received).toEqual([])
  })

  test('what cannot be read is not sent half', async () => {
    const damaged = new Error('damaged')
    async function* broken() {
      yield Buffer.from(body(5000))
      await Promise.resolve()
      yield Buffer.from(body(5000))
      throw damaged
    }
    const { result, received, ends } = await trySubmit({}, { change: { pieces: broken() } })
    expect(result).toEqual({ kind: 'not-sent', error: damaged })
    expect(received).toEqual([])
    expect(ends).toBe(0)
  })
})

describe('what a provider is told', () => {
  const marking = { host: '127.0.0.1', markers: [{ kind: 'subject', text: 'SMS 0612345678', position: 'start' }, { kind: 'header', name: 'X-Veilig', value: 'ja' }] } as const

  test.each([1, 20_000])('stands on the copy that is submitted, whose size is told (%i lines)', async (lines) => {
    const text = body(lines)
    const { result, received } = await trySubmit({}, { text, change: { marking } })
    expect(result.kind).toBe('accepted')
    expect(received[0]?.raw).toBe(text.replace('Subject: proef\r\n', 'Subject: SMS 0612345678 proef\r\nX-Veilig: ja\r\n'))
  })

  test.each([
    ['another host', { marking: { ...marking, host: 'smtp.aanbieder.test' } }], ['several recipients', { marking, to: ['bas@delinde.test', 'mia@delinde.test'] }],
    ['a marker that cannot be set', { marking: { ...marking, markers: [{ kind: 'header', name: 'Bcc', value: 'x@y.test' }] as const } }],
  ] as const)('never goes to %s: nothing is begun (PV-02, PV-03, RT-23)', async (_, change) => {
    const { result, received, ends } = await trySubmit({}, { change })
    expect(result).toEqual({ kind: 'refused', code: null, reply: '', because: 'marker' })
    expect([received, ends]).toEqual([[], 0])
  })

  test('a message that cannot be read is not submitted', async () => {
    const damaged = new Error('damaged')
    async function* broken(): AsyncGenerator<Uint8Array> {
      await Promise.reject(damaged)
      yield Buffer.from('')
    }
    const { result, received } = await trySubmit({}, { change: { marking, pieces: broken() } })
    expect(result).toEqual({ kind: 'not-sent', error: damaged })
    expect(received).toEqual([])
  })
})
