import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { Session } from '../../src/main/imap/session.ts'
import type { KnownPlaces } from '../../src/main/practice/line/face.ts'
import { foundRegisterFolder, letMembersIn, letMembersOut } from '../../src/main/practice/rights/register-folder.ts'
import { accountOf } from './imap-desk.ts'
import { message, TestLine, type LineStart } from './register/line-desk.ts'
import { Wire } from './register/wire.ts'
import { imapLines } from './servers/imap-lines.ts'
import { startPractice, type Practice } from './servers/practice.ts'

// A long absence in small.
vi.mock('../../src/main/practice/line/limits.ts', async (original) => ({ ...(await original<object>()), REGISTER_BULK_FROM: 40, REGISTER_BATCH_MESSAGES: 20 }))

let practice: Practice
beforeAll(async () => { practice = await startPractice({ only: ['imap'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

const anja = 'anja@delinde.test'
const bas = 'bas@delinde.test'

let folders = 0

/** A register of its own for each test. */
async function register(): Promise<string> {
  folders += 1
  await using session = await sessionOf(anja)
  const founded = await foundRegisterFolder(session, { keeper: anja, members: [bas], suffix: `-t${folders}` })
  if (founded.kind !== 'ready') throw new Error(founded.kind)
  return founded.path
}

async function sessionOf(address: string): Promise<Session & AsyncDisposable> {
  const opened = await Session.open({ ...accountOf(practice, address) }, new AbortController().signal)
  if (opened.kind === 'problem') throw new Error(opened.problem)
  const { session } = opened
  return Object.assign(session, { [Symbol.asyncDispose]: () => session.close() })
}

const lineOf = (address: string, folder: string, more: Partial<LineStart> = {}): TestLine =>
  new TestLine({ connection: accountOf(practice, address), folder, ...more })

async function put(folder: string, ...messages: readonly (string | Buffer)[]): Promise<void> {
  await using session = await sessionOf(anja)
  for (const raw of messages) await session.run((client) => client.append(folder, Buffer.from(raw)))
}

async function knownIn(folder: string, uids: string): Promise<KnownPlaces> {
  await using session = await sessionOf(anja)
  const opened = await session.select(folder, { readOnly: true })
  if (opened.kind !== 'selected') throw new Error(opened.kind)
  return { uidValidity: Number(opened.mailbox.uidValidity), uids }
}

describe('in step', () => {
  test('what is there comes in order, and then what a colleague writes', async () => {
    const folder = await register()
    await put(folder, message('1@register', 'een'), message('2@register', 'twee'))
    await using hers = lineOf(anja, folder)
    await using his = lineOf(bas, folder)
    await Promise.all([hers.inStep(), his.inStep()])
    expect(his.texts).toEqual(['een', 'twee'])
    expect(his.states.at(-1)).toMatchObject({ kind: 'in-step', rights: 'lri', heard: 'at-once' })
    hers.write('3@register', 'drie')
    his.write('4@register', 'vier')
    await hers.until(() => hers.texts.length === 4)
    await his.until(() => his.texts.length === 4)
    expect(hers.texts).toEqual(his.texts)
    expect([...hers.texts].sort()).toEqual(['drie', 'een', 'twee', 'vier'])
    expect(hers.sent).toEqual([{ id: '3@register', result: { kind: 'sent', already: false } }])
  })

  test('what was taken before does not come again', async () => {
    const folder = await register()
    await put(folder, ...['a', 'b', 'c', 'd', 'e'].map((text) => message(`${text}@register`, text)))
    await using line = lineOf(bas, folder, { known: await knownIn(folder, '1:2,4') })
    await line.inStep()
    expect(line.texts).toEqual(['c', 'e'])
    expect(line.renumbered).toEqual([])
  })

  test('a long absence comes over a connection of its own, batch after batch, each once the one before was taken', async () => {
    const folder = await register()
    await using session = await sessionOf(anja)
    for (let number = 1; number <= 45; number += 1) await session.run((client) => client.append(folder, message(`${number}@register`, String(number))))
    let busy = 0
    let most = 0
    const take = async (): Promise<void> => {
      busy += 1
      most = Math.max(most, busy)
      await new Promise((resolve) => { setImmediate(resolve) })
      busy -= 1
    }
    await using line = lineOf(bas, folder, { take })
    await line.inStep()
    expect(line.texts).toEqual(Array.from({ length: 45 }, (_, index) => String(index + 1)))
    expect(most).toBe(1)
    expect(line.states.filter(({ kind }) => kind === 'catching-up').at(-1)).toEqual({ kind: 'catching-up', done: 45, total: 45 })
  })
})

describe('the folder changes under us', () => {
  test('messages that vanish are told of, while listening and after an absence', async () => {
    const folder = await register()
    await put(folder, ...['a', 'b', 'c', 'd'].map((text) => message(`${text}@register`, text)))
    {
      await using line = lineOf(bas, folder)
      await line.inStep()
      await practice.doveadm(['expunge', '-u', anja, 'mailbox', folder, 'uid', '2'])
      await line.until(() => line.gone.length > 0)
      expect(line.gone).toEqual([2])
    }
    await practice.doveadm(['expunge', '-u', anja, 'mailbox', folder, 'uid', '4'])
    await put(folder, message('d@register', 'd'))
    await using later = lineOf(bas, folder, { known: await knownIn(folder, '1,3:4') })
    await later.inStep()
    expect(later.gone).toEqual([4])
    expect(later.messages).toMatchObject([{ uid: 5 }])
  })

  test('numbered anew: everything comes again, and is said to', async () => {
    const folder = await register()
    await put(folder, message('a@register', 'a'), message('b@register', 'b'))
    const known = await knownIn(folder, '1:2')
    await practice.doveadm(['mailbox', 'update', '-u', anja, '--uid-validity', String((known.uidValidity ?? 0) + 7), folder])
    await using line = lineOf(bas, folder, { known })
    await line.inStep()
    expect(line.renumbered).toEqual([(known.uidValidity ?? 0) + 7])
    expect(line.texts).toEqual(['a', 'b'])
    expect(line.gone).toEqual([])
  })

  test('garbage is handed over as it is, and what is longer than any event only with its head', async () => {
    const folder = await register()
    const garbage = ['\r\n', 'zomaar wat', Buffer.from([0xff, 0xfe, 0x0d, 0x0a, 0x0d, 0x0a, 0x80]), message('half@register', 'half').subarray(0, 60), `Subject: lang\r\n\r\n${'x'.repeat(1_000_000)}`]
    await put(folder, ...garbage, message('goed@register', 'goed'))
    await using line = lineOf(bas, folder)
    await line.inStep()
    expect(line.messages.map(({ kind }) => kind)).toEqual(['whole', 'whole', 'whole', 'whole', 'long', 'whole'])
    expect(line.texts.at(-1)).toBe('goed')
  })
})

describe('rights', () => {
  test('taken away: the folder closes, nothing more comes; given back: what was missed comes', async () => {
    const folder = await register()
    await put(folder, message('a@register', 'a'))
    await using keeper = await sessionOf(anja)
    await using line = lineOf(bas, folder)
    await line.inStep()
    await letMembersOut(keeper, folder, [bas])
    line.line.look()
    await line.until(() => line.states.at(-1)?.kind === 'no-folder')
    await put(folder, message('b@register', 'b'))
    await letMembersIn(keeper, folder, [bas])
    expect(line.texts).toEqual(['a'])
    line.line.look()
    await line.until(() => line.states.at(-1)?.kind === 'in-step')
    expect(line.texts).toEqual(['a', 'b'])
  })

  test('without the right to append the message waits, with its reason, and goes by itself once it may', async () => {
    const folder = await register()
    await using keeper = await sessionOf(anja)
    await keeper.command('SETACL', [folder, bas, 'lr'].map((value) => ({ type: 'STRING' as const, value })))
    await using line = lineOf(bas, folder)
    line.write('a@register', 'a')
    await line.until(() => line.sent.length > 0)
    expect(line.sent).toEqual([{ id: 'a@register', result: { kind: 'refused', reason: 'no-right' } }])
    await letMembersIn(keeper, folder, [bas])
    await line.until(() => line.texts.includes('a'))
    expect(line.sent.at(-1)).toEqual({ id: 'a@register', result: { kind: 'sent', already: false } })
  })
})

describe('lines that break', () => {
  const countIn = async (folder: string): Promise<number> => {
    await using lines = await imapLines(practice, anja)
    return Number(/MESSAGES (\d+)/.exec(await lines.command(`STATUS ${folder} (MESSAGES)`))?.[1])
  }

  /** So much that the end of IDLE is heard, and the answer to the append is not. */
  const LONG = 40_000

  const untilThere = async (folder: string): Promise<void> => {
    while (await countIn(folder) === 0) await delay(10)
  }

  test('between the append and its answer: it is there once, and known to be', async () => {
    const folder = await register()
    await using wire = await Wire.to({ host: practice.host, port: practice.ports.imaps })
    await using line = lineOf(bas, folder, { connection: accountOf(practice, bas, { imap: { host: '127.0.0.1', port: wire.port, security: 'tls' } }) })
    await line.inStep()
    wire.holdAfter(LONG / 2)
    line.write('a@register', 'a'.repeat(LONG))
    await untilThere(folder)
    wire.cut()
    await line.until(() => line.sent.length > 0)
    expect(line.sent).toEqual([{ id: 'a@register', result: { kind: 'sent', already: true } }])
    line.write('b@register', 'b')
    await line.until(() => line.texts.length === 2)
    expect(await countIn(folder)).toBe(2)
  })

  test('kill -9 between the append and its answer: the next life does not write it again', async () => {
    const folder = await register()
    await using wire = await Wire.to({ host: practice.host, port: practice.ports.imaps })
    const program = path.join(import.meta.dirname, 'register', 'line-process.ts')
    const arguments_ = [program, JSON.stringify({ ...accountOf(practice, bas), imap: { host: '127.0.0.1', port: wire.port, security: 'tls' } }), folder]
    const child = spawn(process.execPath, arguments_, { stdio: ['pipe', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    wire.holdAfter(LONG / 2)
    child.stdin.write('go\n')
    await untilThere(folder)
    child.kill('SIGKILL')
    await once(child, 'close')
    wire.cut()
    await using line = lineOf(bas, folder)
    line.write('killed@register', 'killed')
    await line.until(() => line.sent.length > 0)
    expect(line.sent).toEqual([{ id: 'killed@register', result: { kind: 'sent', already: true } }])
    expect(await countIn(folder)).toBe(1)
  })

  test('the server goes away and comes back: what was written meanwhile goes out, what came comes in', async () => {
    const folder = await register()
    await using line = lineOf(bas, folder)
    await line.inStep()
    await practice.stopServer('dovecot')
    await line.until(() => line.kinds.includes('waiting'))
    line.write('a@register', 'a')
    await practice.startServer('dovecot')
    await put(folder, message('b@register', 'b'))
    line.line.look()
    await line.until(() => line.texts.length === 2)
    expect([...line.texts].sort()).toEqual(['a', 'b'])
  })

  test('a wrong password stops it until somebody does something', async () => {
    const folder = await register()
    await using line = lineOf(bas, folder, { connection: accountOf(practice, bas, { secret: 'nee' }) })
    await line.until(() => line.states.at(-1)?.kind === 'stopped')
    expect(line.states.at(-1)).toEqual({ kind: 'stopped', problem: 'login-refused' })
  })
})
