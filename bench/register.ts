import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createDeviceKeys, type DeviceKeys } from '../src/main/practice/register/device-keys.ts'
import { openRegister } from '../src/main/practice/register/register.ts'
import { readSigned, signedBody, signEvent } from '../src/main/practice/register/signed-event.ts'
import { inTransaction, openDatabase, stateMigrations, type Database } from '../src/main/store/store.ts'
import { canonicalText } from '../src/shared/practice/canonical.ts'
import type { CheckedEvent } from '../src/shared/practice/event.ts'
import { addToState, foldRegister, type PracticeState } from '../src/shared/practice/fold.ts'
import { may } from '../src/shared/practice/may.ts'
import { DAY, NOW, reference, sharedMailbox, type Workstation, type World } from '../test/register/workstation.ts'
import { startFigures } from './register-start.ts'
import { PEOPLE, years } from './register-years.ts'
import { percentile } from './spread.ts'

interface RegisterFigures {
  readonly events: number
  /** All events folded, in a program that has folded nothing yet. */
  readonly foldSeconds: number
  /** Opening the register with a snapshot, from an encrypted file; without one. */
  readonly snapshotMs: number
  readonly coldOpenSeconds: number
  /** A workstation that has nothing yet starts from a manager's snapshot of all this, without what the server takes; and its processor's part. */
  readonly freshStartMs: number
  readonly freshStartProcessorMs: number
  /** Half, and nineteen out of twenty, of the questions take less; p95 of one event more. */
  readonly mayMicros: number
  readonly mayMicrosP95: number
  readonly addMsP95: number
  /** One that comes late, and changes who could do what others have done meanwhile. */
  readonly lateMs: number
  /** Reading and verifying the signatures of as many events, scaled up from a part. */
  readonly checkSeconds: number
}

const round = (figure: number, digits = 2): number => Number(figure.toFixed(digits))

const seconds = (work: () => unknown): number => {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

/** Each question of somebody with many grants, about a message in another's mail. */
function mayFigures(state: PracticeState): number[] {
  const device = [...state.law.devices].find(([, entry]) => entry.person === 'p1')?.[0] ?? ''
  const message = { receivedAt: NOW - DAY, isPrivate: false, patient: null, mine: false }
  return Array.from({ length: 20_000 }, (_, at) => {
    const start = performance.now()
    may(state, { person: 'p1', device, act: 'read', mailbox: { kind: 'own', person: `p${String(at % PEOPLE)}` }, message, at: NOW })
    return (performance.now() - start) * 1000
  })
}

/** A workstation that has seen all of it, and speaks so much later. */
function caughtUp(state: PracticeState, world: World, { name, later }: { name: string; later: number }): Workstation {
  const me = world.workstation(name)
  const chain = state.chains.get(me.device.id)
  return Object.assign(me, { sequence: chain?.length ?? 0, head: chain?.head ?? null, clock: state.clock + later })
}

function addFigures(state: PracticeState, world: World): Pick<RegisterFigures, 'addMsP95' | 'lateMs'> {
  let now = state
  const add = (event: CheckedEvent): number => seconds(() => { now = addToState(now, [event]) }) * 1000
  const colleague = caughtUp(state, world, { name: 'p2-1', later: 10 })
  const added = Array.from({ length: 100 }, (_, at) => add(colleague.sayAlone('claimed', { mailbox: 'info', message: reference(`new ${String(at)}`), to: 'p2', note: null })))
  const everybody = [...state.law.people.keys()].slice(1).map((one) => ({ person: one, may: ['read' as const, 'claim' as const] }))
  return { addMsP95: percentile(added, 0.95), lateMs: round(add(caughtUp(state, world, { name: 'p0-1', later: 1 }).sayAlone('mailbox-described', { mailbox: sharedMailbox('info', everybody) })), 1) }
}

function checkSeconds(keys: DeviceKeys, count: number): number {
  const sample = 5_000
  const bodies = Array.from({ length: sample }, (_, at) => signedBody(signEvent(keys, { practice: reference('x'), sequence: at + 1, previous: reference('y'), clock: at + 1, at: NOW },
    { kind: 'claimed', body: { mailbox: 'info', message: reference('m'), to: 'p0', note: null } })))
  return seconds(() => { for (const body of bodies) if (readSigned(body).kind !== 'signed') throw new Error('not signed') }) * count / sample
}

/** Puts the events into the table as if they had been verified. */
const fill = (db: Database, events: readonly CheckedEvent[]): void => inTransaction(db, () => {
  const insert = db.prepare("INSERT INTO register_event (hash, text, key, signature, understood) VALUES (?, ?, '', '', 1)")
  for (const { hash, event } of events) insert.run(hash, canonicalText(event))
})

/** What opening costs, from an encrypted file with all these events; and reading as many from the folder. */
function storeFigures(world: World): Pick<RegisterFigures, 'coldOpenSeconds' | 'snapshotMs' | 'checkSeconds'> {
  const directory = mkdtempSync(path.join(tmpdir(), 'praktijkpost-register-'))
  const opened = openDatabase({ file: path.join(directory, 'state.db'), key: new Uint8Array(randomBytes(32)), migrations: stateMigrations, mode: 'write', durability: 'normal' })
  if (opened.kind !== 'open') throw new Error(opened.kind)
  const { database: db } = opened
  try {
    fill(db, world.events)
    const keys = createDeviceKeys(db, 'bench')
    const open = (): number => seconds(() => { openRegister({ db, keys, root: world.pinned, now: () => NOW })[Symbol.dispose]() })
    const coldOpenSeconds = round(open())
    return { coldOpenSeconds, snapshotMs: percentile(Array.from({ length: 7 }, () => open() * 1000), 0.5), checkSeconds: round(checkSeconds(keys, world.events.length), 1) }
  } finally {
    db.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

async function measured(count: number): Promise<RegisterFigures> {
  const world = years(count)
  let state = foldRegister([], world.pinned)
  const foldSeconds = round(seconds(() => { state = foldRegister(world.events, world.pinned) }))
  const asked = mayFigures(state)
  return {
    events: count, foldSeconds, ...storeFigures(world), ...await startFigures(world.events), mayMicros: percentile(asked, 0.5), mayMicrosP95: percentile(asked, 0.95), ...addFigures(state, world),
  }
}

/** `register [--events N] [--json]`: folding the practice's register, and asking it. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { events: { type: 'string', default: '100000' }, json: { type: 'boolean', default: false } } })
  const figures = await measured(Number(values.events))
  const text = `${figures.events} events: fold ${figures.foldSeconds} s (aim 1.5)   with snapshot ${figures.snapshotMs} ms (aim 100)   without ${figures.coldOpenSeconds} s   a new workstation ${figures.freshStartMs} ms (aim 500), processor ${figures.freshStartProcessorMs} ms   ` +
    `may ${figures.mayMicros} µs, p95 ${figures.mayMicrosP95} (aim 20)   one more p95 ${figures.addMsP95} ms, one late ${figures.lateMs} ms (aim 50)   signatures ${figures.checkSeconds} s`
  process.stdout.write(`${values.json ? JSON.stringify(figures) : text}\n`)
  return 0
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
