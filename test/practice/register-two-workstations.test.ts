import { setTimeout as delay } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Accounts } from '../../src/main/accounts/accounts.ts'
import { startRegisterDesk, type RegisterDesk } from '../../src/main/app/practice/register-desk.ts'
import { startRegisterThread } from '../../src/main/app/threads/register-host.ts'
import { keepHome } from '../../src/main/practice/home.ts'
import { writeEnvelope } from '../../src/main/practice/line/envelope.ts'
import { startRegisterLine } from '../../src/main/practice/line/register-line.ts'
import type { RegisterLine } from '../../src/main/practice/line/face.ts'
import { newestStart } from '../../src/main/practice/register/newest-start.ts'
import { queuedHashes } from '../../src/main/practice/register/start-table.ts'
import type { Saying } from '../../src/main/practice/register/signed-event.ts'
import { onServer } from '../../src/main/practice/rights/on-server.ts'
import { foundRegisterFolder } from '../../src/main/practice/rights/register-folder.ts'
import { until } from '../faults/sync-desk.ts'
import { RealPractice, type RealStation } from '../register/real-practice.ts'
import { shownState } from '../register/shown-state.ts'
import { NOW, person, reference, sharedMailbox } from '../register/workstation.ts'
import { accountOf } from './imap-desk.ts'
import { Wire } from './register/wire.ts'
import { startPractice, type Practice } from './servers/practice.ts'

vi.mock('../../src/shared/limits.ts', async (original) => ({ ...(await original<object>()), BACK_OFF_FIRST_MS: 20, BACK_OFF_MAX_MS: 100 }))

vi.mock('../../src/main/practice/line/limits.ts', async (original) => ({ ...(await original<object>()), NEWEST_FROM: 20, NEWEST_AT_ONCE: 8, NEWEST_MARGIN: 2 }))

vi.mock('../../src/main/practice/register/limits.ts', async (original) => ({ ...(await original<object>()), SIGNED_SNAPSHOT_EVERY: 5 }))

let practice: Practice
beforeAll(async () => { practice = await startPractice({ only: ['imap'] }) })
afterAll(() => practice[Symbol.asyncDispose]())

/** A register with its line, which can be killed and started anew. */
class Desk implements AsyncDisposable {
  readonly station: RealStation
  readonly wire: Wire
  readonly #address: string
  readonly #folder: string
  #line: RegisterLine

  constructor(station: RealStation, wire: Wire, { address, folder }: { address: string; folder: string }) {
    this.station = station
    this.wire = wire
    this.#address = address
    this.#folder = folder
    this.#line = this.#start()
    this.flush()
  }

  #start(): RegisterLine {
    const { register } = this.station
    return startRegisterLine({
      connection: { id: this.#address, ...accountOf(practice, this.#address, { imap: { host: '127.0.0.1', port: this.wire.port, security: 'tls' } }) },
      folder: this.#folder, known: { uidValidity: null, uids: '' },
      onMessages: (batch) => { register.take(batch.flatMap((message) => (message.kind === 'whole' ? [message.raw] : []))) },
      onGone: () => undefined, onRenumbered: () => undefined, onState: () => undefined,
      onSent: (id, { kind }) => { if (kind === 'sent') register.sent(id.split('@')[0] ?? '') },
    })
  }

  say(saying: Saying): void {
    this.station.register.say([saying])
    this.flush()
  }

  flush(): void {
    for (const { hash, body } of this.station.register.outgoing()) this.#line.send(writeEnvelope({ kind: 'event', hash, from: this.#address, at: NOW, body }))
  }

  /** Forgets what lay where, and what was on its way; what was said is in the store. */
  async startAnew(): Promise<void> {
    const before = this.#line
    await before[Symbol.asyncDispose]()
    this.#line = this.#start()
    this.flush()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#line[Symbol.asyncDispose]()
  }
}

const pick = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(Math.random() * items.length)]
  if (item === undefined) throw new Error('nothing to pick')
  return item
}

const sayings = (who: string): readonly Saying[] => [1, 2, 3].flatMap((number) => {
  const message = { mailbox: 'info', message: reference(`m${number}`) }
  return [
    { kind: 'claimed', body: { ...message, to: pick(['anja', 'bas', who]), note: null } }, { kind: 'released', body: message },
    { kind: 'finished', body: { ...message, how: 'answered' } }, { kind: 'answering', body: { ...message, until: NOW + 60_000 } },
  ] satisfies Saying[]
})

/** Puts what was said so far into a folder on the server. */
async function onTheServer(made: RealPractice, suffix: string): Promise<string> {
  const manager = { id: 'x', ...accountOf(practice, 'anja@delinde.test') }
  const founded = await onServer(manager, AbortSignal.timeout(60_000), async (session) => {
    const folder = await foundRegisterFolder(session, { keeper: 'anja@delinde.test', members: ['bas@delinde.test'], ...(suffix === '' ? {} : { suffix }) })
    if (folder.kind === 'ready') for (const raw of made.folder) await session.run((client) => client.append(folder.path, Buffer.from(raw)))
    return folder
  })
  if (founded.kind !== 'ready') throw new Error(founded.kind)
  return founded.path
}

test('a workstation that has read nothing starts from what a manager signed, found among the newest; all the rest comes after it', async () => {
  // given
  using made = new RealPractice()
  const { anja } = made
  const bas = made.admit(anja, person('bas'))
  const agree = (): void => { anja.register.say(['anja', 'bas'].map((one) => ({ kind: 'private-agreed', body: { person: one } }))) }
  for (let round = 0; round < 9; round += 1) agree()
  made.deliver()
  const signed = (await anja.register.toSign())!
  made.folder.push(writeEnvelope({ kind: 'snapshot', hash: signed.body.content, from: 'anja@delinde.test', at: NOW, body: signed.bytes }).raw)
  anja.register.say([{ kind: 'snapshot', body: signed.body }])
  agree()
  made.deliver()
  const folder = await onTheServer(made, '-start')
  const { db, keys } = made.store('bas-2')
  const fresh = made.station(db, keys)
  const came: string[] = []
  // when
  await using line = startRegisterLine({
    connection: { id: 'x', ...accountOf(practice, 'bas@delinde.test') }, folder, known: { uidValidity: null, uids: '' },
    newest: newestStart(made.root, async ({ messages, given }) => {
      const taken = await fresh.register.startFrom(given, messages.flatMap(({ read }) => read ?? []))
      came.push(`start ${String(messages.length)} ${String(isDeepStrictEqual(shownState(fresh.register.state(), 'outcomes'), shownState(bas.register.state(), 'outcomes')))}`)
      return taken !== null
    }),
    onMessages: (batch) => {
      came.push(`rest ${String(batch.length)}`)
      fresh.register.take(batch.flatMap((message) => (message.kind === 'whole' ? [message.raw] : [])))
    },
    onGone: () => undefined, onRenumbered: () => undefined, onSent: () => undefined,
    onState: ({ kind }) => { if (kind === 'in-step') came.push(kind) },
  })
  line.look()
  await until(() => came.includes('in-step'), () => came.join(', '))
  await fresh.register.readToEnd()
  // then
  expect(came.slice(0, 3)).toEqual(['start 6 true', `rest ${String(made.folder.length - 6)}`, 'in-step'])
  expect([fresh.register.isChecked(), fresh.register.problems()]).toEqual([true, []])
  expect(shownState(fresh.register.state(), 'outcomes')).toEqual(shownState(bas.register.state(), 'outcomes'))
})

function accountsWith(address: string): Accounts {
  const { secret, ca: _ca, ...account } = accountOf(practice, address)
  return { get: () => ({ ...account, id: 'x', caFile: practice.caFile }), secretOf: () => Promise.resolve({ kind: 'known', secret }) } as unknown as Accounts
}

test('a manager\'s workstation signs what has become of the register once enough was said, and puts it into the folder', async () => {
  // given
  using made = new RealPractice()
  const { db, register } = made.anja
  register.say(Array.from({ length: 6 }, () => ({ kind: 'private-agreed', body: { person: 'anja' } })))
  made.deliver()
  const home = { stage: 'member', accountId: 'x', folder: await onTheServer(made, '-sign'), name: 'De Linde', root: made.root, joining: null, endedBecause: null } as const
  keepHome(db, home)
  const sent: string[] = []
  // when
  await using desk: RegisterDesk = startRegisterDesk({
    db, home, register, now: () => Date.now(), join: () => null, onChecked: () => undefined, onBug: (_what, error) => { throw error }, onState: () => undefined, accounts: accountsWith('anja@delinde.test'),
    member: () => ({ state: register.state(), me: register.state().law.people.get('anja')!, device: made.anja.keys.device, at: NOW }), device: made.anja.keys.device.id,
    say: (saying, alongside) => {
      register.say([saying], alongside)
      sent.push(...queuedHashes(db))
      desk.flush()
    },
  })
  await until(() => sent.length > 0 && queuedHashes(db).length === 0 && register.outgoing().length === 0, () => `${String(sent.length)} signed`)
  // then
  expect([sent, register.state().work.snapshot?.event.body.content, register.isSnapshotDue()]).toEqual([[sent[0]], sent[0], false])
})

test('a bug, in the thread or in what takes its messages, breaks the line only: it starts again by itself, and nothing is lost', async () => {
  // given
  using made = new RealPractice()
  const folder = await onTheServer(made, '-bug')
  const { db, keys } = made.store('bas-1')
  const { register } = made.station(db, keys)
  const connection = { id: 'x', ...accountOf(practice, 'bas@delinde.test') }
  const home = { stage: 'member', accountId: 'x', folder, name: 'De Linde', root: made.root, joining: null, endedBecause: null } as const
  keepHome(db, home)
  const [states, bugs]: [string[], string[]] = [[], []]
  let takes = 0
  const takeRead: typeof register.takeRead = (read) => {
    takes += 1
    if (takes <= 2) throw new Error('a bug')
    return register.takeRead(read)
  }
  // when
  await using desk: RegisterDesk = startRegisterDesk({
    db, home, register: { ...register, takeRead }, now: () => Date.now(), join: () => null, member: () => null, device: keys.device.id, say: () => undefined, onChecked: () => undefined,
    accounts: accountsWith('bas@delinde.test'),
    onBug: (_what, error) => { bugs.push(error instanceof Error ? error.message : '') },
    onState: () => { const kind = desk.state()?.kind; if (kind !== undefined && states.at(-1) !== kind) states.push(kind) },
  })
  await until(() => states.at(-1) === 'in-step', () => states.join(', '))
  // then
  expect([bugs, states.filter((kind) => kind === 'broken').length]).toEqual([['a bug', 'a bug'], 2])
  expect(shownState(register.state(), 'outcomes')).toEqual(shownState(made.anja.register.state(), 'outcomes'))
  // A message that is none, in the thread itself.
  const broken = Promise.withResolvers<unknown>()
  const nothing = (): void => undefined
  await using thread = startRegisterThread({
    connection, folder, known: { uidValidity: null, uids: '' }, startsIn: null, onStart: () => false, onMessages: nothing, onGone: nothing, onRenumbered: nothing, onSent: nothing, onState: nothing, onBroken: broken.resolve,
  })
  thread.send({ id: 'x', raw: null as unknown as Uint8Array })
  expect(await broken.promise).toBeInstanceOf(TypeError)
})

test('whatever two workstations say while lines break and programs start anew, both come to the same state', async () => {
  using made = new RealPractice()
  const bas = made.admit(made.anja, person('bas'))
  made.anja.register.say([{ kind: 'mailbox-described', body: { mailbox: sharedMailbox('info', ['anja', 'bas'].map((one) => ({ person: one, may: ['read', 'claim'] }))) } }])
  made.deliver()
  const path = await onTheServer(made, '')
  await using stack = new AsyncDisposableStack()
  const desks: Desk[] = []
  for (const [station, name] of [[made.anja, 'anja'], [bas, 'bas']] as const) {
    const wire = stack.use(await Wire.to({ host: practice.host, port: practice.ports.imaps }))
    desks.push(stack.use(new Desk(station, wire, { address: `${name}@delinde.test`, folder: path })))
  }
  for (let round = 0; round < 60; round += 1) {
    const desk = pick(desks)
    desk.say(pick(sayings('anja')))
    const chance = Math.random()
    if (chance < 0.1) desk.wire.cut()
    else if (chance < 0.2) { desk.wire.holdAfter(Math.random() * 2_000); setTimeout(() => { desk.wire.cut() }, 60) }
    else if (chance < 0.28) await desk.startAnew()
    await delay(Math.random() * 30)
  }
  await delay(80)
  for (const { wire } of desks) wire.cut()
  const shown = desks.map(({ station }) => () => shownState(station.register.state(), 'outcomes'))
  const isQuiet = (): boolean => desks.every(({ station }) => station.register.outgoing().length === 0)
  await until(() => isQuiet() && isDeepStrictEqual(shown[0]?.(), shown[1]?.()), () => 'the same state')
  expect(shown[0]?.()).toEqual(shown[1]?.())
  expect(desks.map(({ station }) => station.register.wrong())).toEqual([[], []])
  // Each word of each of them is there, none twice in a chain.
  const chains = [...made.anja.register.state().chains.values()]
  expect(chains.map(({ waiting, stopped }) => [waiting.size, stopped])).toEqual(chains.map(() => [0, null]))
})
