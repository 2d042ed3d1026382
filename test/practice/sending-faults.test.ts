import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Submitter } from '../../src/main/sending/dispatch.ts'
import { decideUnclear, retryNow } from '../../src/main/sending/outbox.ts'
import { copiesDue } from '../../src/main/sending/sent-copy.ts'
import { takeBack } from '../../src/main/sending/take-back.ts'
import { LOGIN_RETRY_MS, SEND_RETRY_MS, UNDO_SEND_MS } from '../../src/shared/limits.ts'
import { anja, openDesk, patience, to, type Desk } from './sending/desk.ts'
import { scriptedServer, type Script, type ScriptedServer } from './sending/scripted-server.ts'
import { certificates, type Certificates } from './servers/certificates.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'faults-'))
let made: Certificates
beforeAll(async () => {
  made = await certificates(folder)
})
afterAll(() => rmSync(folder, { recursive: true }))

const server = (script: Script = {}): Promise<ScriptedServer> =>
  scriptedServer({ tls: { cert: readFileSync(made.server.certificate), key: readFileSync(made.server.key) }, security: 'tls' }, script)

const submitter = (port: number, ownDomains: readonly string[] = anja.ownDomains): Submitter => ({
  kind: 'ready', ownDomains,
  login: { smtp: { host: '127.0.0.1', port, security: 'tls' }, user: 'anja@delinde.test', auth: 'password', secret: 'x', ca: readFileSync(made.caFile, 'utf8') },
})

/** How long is waited for what happens by itself: no part of any test. */
const forever = { timeout: 60_000, interval: 5 }

const states = (desk: Desk) => desk.outbox().map(({ state }) => state)
const kinds = (desk: Desk): string[] => states(desk).map(({ kind }) => kind)

/** Sends what is due once, to the end. */
async function dispatchOnce(desk: Desk, port: number): Promise<void> {
  await using dispatcher = desk.dispatch(submitter(port))
  await dispatcher.idle()
}

describe('the usual way', () => {
  test('nothing leaves within the undo time; then each message once, in order, with its bytes', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await desk.send({ to: to('bas@delinde.test'), subject: 'een' })
    await desk.send({ to: to('mia@delinde.test'), bcc: to('info@delinde.test'), subject: 'twee' })
    const sent: string[] = []
    let changes = 0
    await using dispatcher = desk.dispatch(submitter(smtp.port), { onSent: ({ outgoingId }) => sent.push(outgoingId), onChanged: () => { changes++ } })
    await dispatcher.idle()
    expect(smtp.heard).toEqual([])
    expect(kinds(desk)).toEqual(['undo', 'undo', 'undo'])
    desk.pass(UNDO_SEND_MS)
    dispatcher.wake()
    await dispatcher.idle()
    expect(kinds(desk)).toEqual(['sent', 'sent', 'sent'])
    expect(smtp.received.map(({ from, to: recipients, raw }) => [from, recipients, /^Subject: (.*)\r$/m.exec(raw)?.[1]])).toEqual([
      ['anja@delinde.test', ['bas@delinde.test'], 'een'], ['anja@delinde.test', ['mia@delinde.test'], 'twee'], ['anja@delinde.test', ['info@delinde.test'], 'twee'],
    ])
    expect(smtp.received.every(({ raw }) => !raw.includes('info@'))).toBe(true)
    expect(new Set(sent).size).toBe(2)
    expect(copiesDue(desk.db)).toHaveLength(2)
    expect(changes).toBeGreaterThanOrEqual(6)
    await expect.poll(() => smtp.heard.filter((line) => line === 'QUIT').length, forever).toBe(3)
    expect(desk.journal().filter((line) => line.startsWith('sent'))).toHaveLength(3)
  })

  test('the dispatcher wakes by itself when the undo time is over', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await desk.send({ to: to('bas@delinde.test') })
    const planned: { ms: number; work: () => void }[] = []
    await using dispatcher = desk.dispatch(submitter(smtp.port), { timers: { after: (ms, work) => (planned.push({ ms, work }), () => undefined) } })
    expect(planned.at(-1)?.ms).toBeGreaterThan(UNDO_SEND_MS - 2000)
    expect(planned.at(-1)?.ms).toBeLessThanOrEqual(UNDO_SEND_MS)
    desk.pass(UNDO_SEND_MS)
    planned.at(-1)?.work()
    await dispatcher.idle()
    expect(kinds(desk)).toEqual(['sent'])
  })

  test('a clock that was set back an hour does not hold mail for an hour', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    desk.pass(3_600_000)
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(-3_600_000)
    await dispatchOnce(desk, smtp.port)
    expect(kinds(desk)).toEqual(['undo'])
    desk.pass(UNDO_SEND_MS + 100)
    await dispatchOnce(desk, smtp.port)
    expect(kinds(desk)).toEqual(['sent'])
  })
})

describe('fail closed', () => {
  test('mail for others is never submitted, even if its row says so', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await desk.send({ to: to('balie@apotheekzuid.test', 'bas@delinde.test') })
    desk.db.exec("UPDATE delivery SET state = 'queued', due_at = NULL")
    desk.db.exec(`UPDATE delivery SET recipients = '[{"name":"","address":"bas@delinde.test"},{"name":"","address":"h.bakker@mailbox.test"}]' WHERE recipients LIKE '%bas@%'`)
    await dispatchOnce(desk, smtp.port)
    expect(smtp.heard).toEqual([])
    expect(kinds(desk)).toEqual(['held-no-route', 'held-no-route'])
  })

  test('a domain that is no longer the practice\'s own', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    await using dispatcher = desk.dispatch(submitter(smtp.port, ['elders.test']))
    await dispatcher.idle()
    expect(smtp.heard).toEqual([])
    expect(kinds(desk)).toEqual(['held-no-route'])
  })

  test('when the journal cannot be written nothing leaves (LOG-05)', async () => {
    await using desk = openDesk()
    await using smtp = await server()
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    const stuck: unknown[] = []
    await using dispatcher = desk.dispatch(submitter(smtp.port), { note: () => ({ kind: 'unwritable', because: 'not-writable' }), onStuck: (error) => stuck.push(error) })
    await dispatcher.idle()
    expect(stuck).toHaveLength(1)
    expect(smtp.heard.filter((line) => /^(MAIL|RCPT|DATA)/.test(line))).toEqual([])
    expect(kinds(desk)).toEqual(['undo'])
  })
})

describe('the server says no', () => {
  const cases: [string, Script, object][] = [
    ['to the recipient for good', { RCPT: { say: '550 5.1.1 unknown' } }, { kind: 'refused', code: 550, problem: 'recipients-refused' }],
    ['to the sender', { MAIL: { say: '553 5.7.1 not yours' } }, { kind: 'refused', code: 553, problem: 'sender-refused' }],
    ['to the message', { end: { say: '554 5.7.1 no' } }, { kind: 'refused', code: 554, problem: 'message-refused' }],
    ['to its size', { MAIL: { say: '552 5.3.4 too big' } }, { kind: 'refused', code: 552, problem: 'too-large' }],
    ['for now', { RCPT: { say: '450 4.2.1 later' } }, { kind: 'waiting', problem: 'server-said-later' }],
    ['for now, at the end', { end: { say: '451 4.3.0 later' } }, { kind: 'waiting', problem: 'server-said-later' }],
    ['to the login', { AUTH: { say: '535 5.7.8 no' } }, { kind: 'waiting', problem: 'login-refused' }],
    ['by not being there', { connect: 'drop' }, { kind: 'waiting', problem: 'dropped' }],
    ['by leaving before the end', { DATA: 'drop' }, { kind: 'waiting', problem: 'dropped' }],
    ['by talking nonsense', { greeting: { say: 'lorem' } }, { kind: 'waiting', problem: 'garbled' }],
  ]
  test.each(cases)('%s', async (_, script, state) => {
    await using desk = openDesk()
    await using smtp = await server(script)
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    await dispatchOnce(desk, smtp.port)
    expect(states(desk)).toMatchObject([state])
    expect(smtp.received).toEqual([])
    // Whatever it was, mail that waits or was refused goes out once the server is well.
    smtp.script = {}
    expect(retryNow(desk.parts, desk.outbox()[0]?.id ?? '', null).ok).toBe(true)
    await dispatchOnce(desk, smtp.port)
    expect(kinds(desk)).toEqual(['sent'])
    expect(smtp.received).toHaveLength(1)
  })

  test('to one of two: the other has it, and does not get it again', async () => {
    await using desk = openDesk()
    await using smtp = await server({ RCPT: (line, count) => (line.includes('weg@') ? { say: '550 5.1.1 x' } : line.includes('vol@') && count < 4 ? { say: '452 4.2.2 full' } : undefined) })
    await desk.send({ to: to('weg@delinde.test', 'bas@delinde.test', 'vol@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    await dispatchOnce(desk, smtp.port)
    expect(desk.outbox().map((item) => [item.to[0]?.address, item.state.kind])).toEqual([['bas@delinde.test', 'sent'], ['weg@delinde.test', 'refused'], ['vol@delinde.test', 'waiting']])
    desk.pass(SEND_RETRY_MS[0])
    await dispatchOnce(desk, smtp.port)
    expect(smtp.received.map((one) => one.to)).toEqual([['bas@delinde.test'], ['vol@delinde.test']])
    expect(desk.outbox().map((item) => item.state.kind)).toEqual(['sent', 'refused', 'sent'])
    const [, refused] = desk.outbox()
    const taken = await takeBack(desk.parts, refused?.id ?? '')
    expect(taken.ok && desk.drafts.get(taken.value.draftId)).toMatchObject({ value: { fields: { to: to('weg@delinde.test') } } })
  })

  test.each([['before it', { MAIL: { say: '553 5.7.1 not your name' } }], ['after it', { end: { say: '550 5.7.1 not your name' } }]] as const)('in the name of a mailbox, %s: by the login of that mailbox, once', async (_, script) => {
    await using desk = openDesk()
    await using own = await server(script)
    await using mailbox = await server()
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    const { login } = submitter(mailbox.port) as Extract<Submitter, { kind: 'ready' }>
    await using dispatcher = desk.dispatch({ ...submitter(own.port), instead: { login, from: 'info@delinde.test' } } as Submitter)
    await dispatcher.idle()
    expect(kinds(desk)).toEqual(['sent'])
    expect([own.received.length, mailbox.received.map(({ from }) => from)]).toEqual([0, ['info@delinde.test']])
  })

  test('in the name of a mailbox of another server: what is for the practice itself never leaves by that one (RT-00, N-01)', async () => {
    await using desk = openDesk()
    await using own = await server({ MAIL: { say: '553 5.7.1 not your name' } })
    await using mailbox = await server()
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    const { login } = submitter(mailbox.port) as Extract<Submitter, { kind: 'ready' }>
    const elsewhere = { ...login, smtp: { ...login.smtp, host: 'localhost' } }
    await using dispatcher = desk.dispatch({ ...submitter(own.port), instead: { login: elsewhere, from: 'info@delinde.test' } } as Submitter)
    await dispatcher.idle()
    expect(states(desk)).toMatchObject([{ kind: 'refused', problem: 'sender-refused' }])
    expect(mailbox.heard).toEqual([])
  })

  test('again and again: it is asked less and less often, and never stops', async () => {
    await using desk = openDesk()
    await using smtp = await server({ greeting: { say: '421 4.3.2 busy' } })
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    const waits: number[] = []
    for (let attempt = 0; attempt < SEND_RETRY_MS.length + 2; attempt++) {
      await dispatchOnce(desk, smtp.port)
      const [state] = states(desk)
      if (state?.kind !== 'waiting') throw new Error('not waiting')
      const wait = state.retryAt - desk.now()
      waits.push(Math.round(wait / 1000) * 1000)
      desk.pass(wait)
    }
    expect(waits).toEqual([...SEND_RETRY_MS, SEND_RETRY_MS.at(-1), SEND_RETRY_MS.at(-1)])
  })

  test('a refused login is tried once for all that waits, and then left alone for long', async () => {
    await using desk = openDesk()
    await using smtp = await server({ AUTH: { say: '535 5.7.8 no' } })
    for (const subject of ['een', 'twee', 'drie']) await desk.send({ to: to('bas@delinde.test'), subject })
    desk.pass(UNDO_SEND_MS)
    await dispatchOnce(desk, smtp.port)
    expect(kinds(desk)).toEqual(['waiting', 'waiting', 'waiting'])
    expect(smtp.heard.filter((line) => line.startsWith('AUTH'))).toHaveLength(1)
    for (const state of states(desk)) if (state.kind === 'waiting') expect(state.retryAt - desk.now()).toBeGreaterThan(LOGIN_RETRY_MS - 5000)
  })

  test('what waited for the line goes when it is back, what waited for a password when that is changed', async () => {
    await using desk = openDesk()
    await using smtp = await server({ connect: 'drop' })
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    await using dispatcher = desk.dispatch(submitter(smtp.port))
    await dispatcher.idle()
    expect(states(desk)).toMatchObject([{ kind: 'waiting', problem: 'dropped' }])
    smtp.script = { AUTH: { say: '535 5.7.8 no' } }
    dispatcher.retryAccount('bas', 'reachable')
    await dispatcher.idle()
    expect(smtp.heard).toEqual([])
    dispatcher.retryAccount('anja', 'reachable')
    await dispatcher.idle()
    expect(states(desk)).toMatchObject([{ kind: 'waiting', problem: 'login-refused' }])
    smtp.script = {}
    dispatcher.retryAccount('anja', 'reachable')
    await dispatcher.idle()
    expect(kinds(desk)).toEqual(['waiting'])
    dispatcher.retryAccount('anja', 'secret-changed')
    await dispatcher.idle()
    expect(kinds(desk)).toEqual(['sent'])
  })

  test('one account\'s trouble is not another\'s', async () => {
    await using desk = openDesk()
    await using good = await server()
    await using bad = await server({ greeting: 'stall' })
    await desk.send({ to: to('bas@delinde.test'), subject: 'hangt' })
    await desk.send({ to: to('bas@delinde.test'), subject: 'gaat' }, { ...anja, accountId: 'info' })
    desk.pass(UNDO_SEND_MS)
    await using dispatcher = desk.dispatch(submitter(0), { connect: ({ accountId }) => Promise.resolve(submitter(accountId === 'anja' ? bad.port : good.port)) })
    await expect.poll(() => kinds(desk)[1], forever).toBe('sent')
    await bad[Symbol.asyncDispose]()
    await dispatcher.idle()
    expect(kinds(desk)).toEqual(['waiting', 'sent'])
  })

  test('an account that is gone, or whose password is, keeps its mail', async () => {
    await using desk = openDesk()
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    for (const problem of ['account-gone', 'secret-lost'] as const) {
      await using dispatcher = desk.dispatch({ kind: 'unavailable', problem })
      await dispatcher.idle()
      expect(states(desk)).toMatchObject([{ kind: 'waiting', problem }])
      desk.pass(LOGIN_RETRY_MS)
    }
  })
})

describe('the one moment at which SMTP cannot tell', () => {
  test.each(['drop', 'accept-then-drop', 'stall'] as const)('%s after the end: held, and never sent again by itself', async (act) => {
    await using desk = openDesk()
    await using smtp = await server({ end: act })
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    {
      await using dispatcher = desk.dispatch(submitter(smtp.port), act === 'stall' ? { patience: { ...patience, endAnswerMs: 1_500 } } : {})
      await dispatcher.idle()
      expect(kinds(desk)).toEqual(['held-unclear'])
    }
    smtp.script = {}
    desk.pass(24 * 3_600_000)
    await using dispatcher = desk.dispatch(submitter(smtp.port))
    await dispatcher.idle()
    expect(kinds(desk)).toEqual(['held-unclear'])
    expect(smtp.received).toHaveLength(act === 'accept-then-drop' ? 1 : 0)
    decideUnclear(desk.parts, desk.outbox()[0]?.id ?? '', act === 'accept-then-drop' ? 'it-arrived' : 'send-again')
    dispatcher.wake()
    await dispatcher.idle()
    expect(kinds(desk)).toEqual(['sent'])
    expect(smtp.received).toHaveLength(1)
  })
})

describe('taking back and closing', () => {
  /** Says that the moment is there, and then nothing more. */
  const stallAfter = (reached: PromiseWithResolvers<undefined>) => (): 'stall' => {
    reached.resolve(undefined)
    return 'stall'
  }

  test('what is taken back while the line is being laid stays a draft', async () => {
    await using desk = openDesk()
    let release: (value: Submitter) => void = () => undefined
    await using smtp = await server()
    const [id = ''] = await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    await using dispatcher = desk.dispatch(() => new Promise((resolve) => { release = resolve }))
    expect((await takeBack(desk.parts, id)).ok).toBe(true)
    release(submitter(smtp.port))
    await dispatcher.idle()
    expect(desk.drafts.list()).toHaveLength(1)
    expect(desk.outbox()).toEqual([])
    expect(smtp.received).toEqual([])
  })

  test('closing does not wait for a server that does not answer, and loses nothing', async () => {
    await using desk = openDesk()
    const connected = Promise.withResolvers<undefined>()
    await using smtp = await server({ greeting: stallAfter(connected) })
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    const dispatcher = desk.dispatch(submitter(smtp.port))
    await connected.promise
    await dispatcher[Symbol.asyncDispose]()
    expect(['undo', 'queued', 'waiting']).toContain(kinds(desk)[0])
    smtp.script = {}
    desk.pass(LOGIN_RETRY_MS)
    await dispatchOnce(desk, smtp.port)
    expect(smtp.received).toHaveLength(1)
  })

  test('closing in the middle of a delivery: done when it ends in time, else held', async () => {
    await using desk = openDesk()
    const ended = Promise.withResolvers<undefined>()
    await using smtp = await server({ end: stallAfter(ended) })
    await desk.send({ to: to('bas@delinde.test') })
    desk.pass(UNDO_SEND_MS)
    const dispatcher = desk.dispatch(submitter(smtp.port))
    await ended.promise
    expect(kinds(desk)).toEqual(['sending'])
    await dispatcher[Symbol.asyncDispose]()
    expect(kinds(desk)).toEqual(['held-unclear'])
  })
})

test('a disk that is full at the worst moments: nothing is lost and nothing is sent twice', async () => {
  await using desk = openDesk()
  await using smtp = await server()
  await desk.send({ to: to('bas@delinde.test') })
  desk.pass(UNDO_SEND_MS)
  const planned: (() => void)[] = []
  const stuck: unknown[] = []
  let isFull = false
  const full = (): never => { throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' }) }
  await using dispatcher = desk.dispatch(submitter(smtp.port), {
    // The note that it was sent finds no room, three times.
    note: (note) => (note.reason === 'sent' && isFull ? full() : desk.parts.note(note)),
    timers: { after: (_, work) => (planned.push(work), () => undefined) },
    onStuck: (error) => { stuck.push(error) },
    onChanged: () => { isFull = stuck.length < 3 },
  })
  for (let round = 0; round < 3; round++) {
    await expect.poll(() => stuck.length, forever).toBeGreaterThan(round)
    expect(kinds(desk)).toEqual(['sending'])
    isFull = round < 2
    planned.at(-1)?.()
  }
  await dispatcher.idle()
  expect(kinds(desk)).toEqual(['sent'])
  expect(smtp.received).toHaveLength(1)
})
