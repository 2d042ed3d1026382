import { readFile } from 'node:fs/promises'
import { ImapFlow } from 'imapflow'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readMessage, type ReadMessage } from '../../src/main/mime/read.ts'
import { headerValues } from '../../src/main/mime/header-fields.ts'
import type { Submitter } from '../../src/main/sending/dispatch.ts'
import { retryNow } from '../../src/main/sending/outbox.ts'
import type { SmtpLogin } from '../../src/main/sending/smtp-session.ts'
import { testSmtp } from '../../src/main/sending/test-smtp.ts'
import { UNDO_SEND_MS } from '../../src/shared/limits.ts'
import { anja, openDesk, to, type Desk } from './sending/desk.ts'
import { startPractice, type Practice } from './servers/practice.ts'

let practice: Practice
let ca: string
beforeAll(async () => {
  practice = await startPractice({ only: ['smtp'] })
  ca = await readFile(practice.caFile, 'utf8')
})
afterAll(async () => practice[Symbol.asyncDispose]())

function login(change: Partial<SmtpLogin> = {}, security: 'tls' | 'starttls' = 'tls'): SmtpLogin {
  const port = security === 'tls' ? practice.ports.submissions : practice.ports.submission
  return { smtp: { host: practice.host, port, security }, user: anja.address, auth: 'password', secret: practice.person(anja.address).password, ca, ...change }
}

const ready = (security: 'tls' | 'starttls' = 'tls'): Submitter => ({ kind: 'ready', login: login({}, security), ownDomains: anja.ownDomains })

async function dispatch(desk: Desk, submitter: Submitter = ready()): Promise<string[]> {
  desk.pass(UNDO_SEND_MS)
  await using dispatcher = desk.dispatch(submitter)
  await dispatcher.idle()
  return desk.outbox().map(({ state }) => state.kind)
}

/** Postfix waits ten seconds before it tries again what did not go at once. */
const PATIENCE_MS = 60_000

/** The messages with this subject in somebody's inbox, once there are as many as expected. */
async function arrived(address: string, subject: string, count = 1): Promise<{ raw: Buffer; read: ReadMessage }[]> {
  const client = new ImapFlow({
    host: practice.host, port: practice.ports.imaps, secure: true, logger: false, tls: { ca },
    auth: { user: address, pass: practice.person(address).password },
  })
  await client.connect()
  try {
    await client.mailboxOpen('INBOX')
    for (const end = Date.now() + PATIENCE_MS; ;) {
      await client.noop()
      const uids = await client.search({ header: { subject } }, { uid: true }) || []
      if (uids.length >= count || Date.now() > end) {
        const messages = []
        for await (const message of client.fetch(uids, { source: true }, { uid: true })) messages.push(message.source ?? Buffer.alloc(0))
        return messages.map((raw) => ({ raw, read: readMessage(raw) }))
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } finally {
    await client.logout()
  }
}

describe('testing the connection', () => {
  test.each(['tls', 'starttls'] as const)('%s works', async (security) => {
    expect(await testSmtp(login({}, security))).toEqual({ kind: 'ok', tls: 'TLSv1.3' })
  })

  test('what is wrong is named', async () => {
    expect(await testSmtp(login({ secret: 'fout' }))).toEqual({ kind: 'problem', problem: 'login-refused' })
    expect(await testSmtp(login({ ca: null }))).toEqual({ kind: 'problem', problem: 'certificate-untrusted' })
    expect(await testSmtp(login({ smtp: { host: practice.host, port: practice.ports.imaps, security: 'tls' } }))).toEqual({ kind: 'problem', problem: 'no-such-service' })
    expect(await testSmtp(login({ smtp: { host: practice.host, port: practice.ports.submission, security: 'tls' } }))).toEqual({ kind: 'problem', problem: 'no-tls' })
    expect(await testSmtp(login({ smtp: { host: practice.host, port: practice.ports.closed, security: 'tls' } }))).toEqual({ kind: 'problem', problem: 'refused' })
    expect(await testSmtp(login({ smtp: { host: practice.host, port: practice.ports.inbound, security: 'starttls' } }))).toEqual({ kind: 'problem', problem: 'no-such-service' })
  })
})

describe('mail within the practice', () => {
  test.each(['tls', 'starttls'] as const)('arrives whole, signed, once (%s)', async (security) => {
    await using desk = openDesk()
    const subject = `Overleg ${security}`
    const pdf = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
    const id = await desk.write({
      to: [{ name: 'Bas Jansen', address: 'bas@delinde.test' }], cc: to('mia@delinde.test'), subject, html: '<p>Één regel.</p><p>.punt aan het begin</p>',
    }, [{ name: 'Uitslag café.pdf', bytes: pdf }])
    expect((await desk.confirm(id)).ok).toBe(true)
    expect(await dispatch(desk, ready(security))).toEqual(['sent'])
    const [bas, ...more] = await arrived('bas@delinde.test', subject)
    expect(more).toEqual([])
    expect(bas?.read.headers).toMatchObject({ from: [{ name: 'Anja de Vries', address: 'anja@delinde.test' }], cc: [{ address: 'mia@delinde.test' }] })
    expect(bas?.read.text).toContain('Één regel.')
    expect(bas?.read.attachments).toMatchObject([{ name: 'Uitslag café.pdf', size: pdf.length }])
    expect(headerValues(bas?.raw ?? Buffer.alloc(0), 'dkim-signature').length).toBe(1)
    expect(await arrived('mia@delinde.test', subject)).toHaveLength(1)
  })

  test('the workstation leaves no name of its own in the headers (NTA-6.1.11)', async () => {
    await using desk = openDesk()
    await desk.send({ to: to('bas@delinde.test'), subject: 'Zonder naam' })
    expect(await dispatch(desk)).toEqual(['sent'])
    const [message] = await arrived('bas@delinde.test', 'Zonder naam')
    const headers = message?.raw.toString('latin1').split('\r\n\r\n')[0] ?? ''
    const { hostname, userInfo } = await import('node:os')
    expect(headers).toContain('[127.0.0.1]')
    expect(headers).not.toMatch(/x-mailer|user-agent|nodemailer|x-originating/i)
    for (const own of [hostname(), userInfo().username]) if (own.length > 4) expect(headers).not.toContain(own)
  })

  test('who is hidden gets it and is seen by nobody', async () => {
    await using desk = openDesk()
    await desk.send({ to: to('bas@delinde.test'), bcc: to('mia@delinde.test'), subject: 'Verborgen' })
    expect(await dispatch(desk)).toEqual(['sent', 'sent'])
    const [bas] = await arrived('bas@delinde.test', 'Verborgen')
    const [mia] = await arrived('mia@delinde.test', 'Verborgen')
    expect(bas?.raw.toString('latin1')).not.toContain('mia@')
    expect(mia?.read.headers).toMatchObject({ to: [{ address: 'bas@delinde.test' }], cc: [], bcc: [] })
    expect(mia?.read.headers.messageId).toBe(bas?.read.headers.messageId)
  })

  test('outside the practice nothing arrives, however long one waits', async () => {
    await using desk = openDesk()
    await desk.send({ to: to('bas@delinde.test', 'h.bakker@mailbox.test'), subject: 'Alleen binnen' })
    expect(await dispatch(desk)).toEqual(['sent', 'held-no-route'])
    desk.pass(48 * 3_600_000)
    expect(await dispatch(desk)).toEqual(['sent', 'held-no-route'])
    await arrived('bas@delinde.test', 'Alleen binnen')
    expect((await practice.doveadm(['search', '-u', 'h.bakker@mailbox.test', 'mailbox', '*', 'subject', 'Alleen binnen'])).trim()).toBe('')
  })
})

describe('when Postfix says no', () => {
  test('to a colleague who does not exist; the others have it', async () => {
    await using desk = openDesk()
    await desk.send({ to: to('niemand@delinde.test', 'bas@delinde.test'), subject: 'Half' })
    expect(await dispatch(desk)).toEqual(['sent', 'refused'])
    expect(desk.outbox()[1]).toMatchObject({ to: to('niemand@delinde.test'), state: { code: 550, problem: 'recipients-refused' } })
    expect(await arrived('bas@delinde.test', 'Half')).toHaveLength(1)
  })

  test('to a sender that is not the account\'s', async () => {
    await using desk = openDesk()
    await desk.send({ to: to('bas@delinde.test') }, { ...anja, address: 'mia@delinde.test' })
    expect(await dispatch(desk)).toEqual(['refused'])
    expect(desk.outbox()).toMatchObject([{ state: { kind: 'refused', code: 553 } }])
  })

  test('because it is down: it goes once the server is back', async () => {
    await using desk = openDesk()
    await practice.stopServer('postfix')
    try {
      await desk.send({ to: to('bas@delinde.test'), subject: 'Later' })
      expect(await dispatch(desk)).toEqual(['waiting'])
      expect(desk.outbox()).toMatchObject([{ state: { problem: 'refused' } }])
    } finally {
      await practice.startServer('postfix')
    }
    expect(retryNow(desk.parts, desk.outbox()[0]?.id ?? '', null).ok).toBe(true)
    expect(await dispatch(desk)).toEqual(['sent'])
    expect(await arrived('bas@delinde.test', 'Later')).toHaveLength(1)
  })

  test('because the password server is down: not a wrong password', async () => {
    await using desk = openDesk()
    await practice.stopServer('dovecot')
    try {
      await desk.send({ to: to('bas@delinde.test'), subject: 'Zonder wachtwoord' })
      expect(await dispatch(desk)).toEqual(['waiting'])
      const [item] = desk.outbox()
      expect(item?.state.kind === 'waiting' && item.state.problem).not.toBe('login-refused')
    } finally {
      await practice.startServer('dovecot')
      // Postfix itself pauses for a minute when its password server was gone.
      await practice.stopServer('postfix')
      await practice.startServer('postfix')
    }
    expect(retryNow(desk.parts, desk.outbox()[0]?.id ?? '', null).ok).toBe(true)
    expect(await dispatch(desk)).toEqual(['sent'])
  })
})
