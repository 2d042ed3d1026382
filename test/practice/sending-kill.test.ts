import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { outboxBlobs } from '../../src/main/sending/outbox.ts'
import { UNDO_SEND_MS } from '../../src/shared/limits.ts'
import { openDesk } from './sending/desk.ts'
import { MARKER, PATIENT, portalRoute, provider } from './sending/provider-line.ts'
import { scriptedServer, type Moment } from './sending/scripted-server.ts'
import { certificates } from './servers/certificates.ts'

const KILLS = 50
/** New work in each life, so that no kill falls on an idle program. */
const MESSAGES_A_LIFE = 2
const program = path.join(import.meta.dirname, 'sending', 'outbox-process.ts')

/** When a program dies: some time after it was ready, or after its server heard it begin or end something. */
type Death = { readonly at: 'ready' | Moment; readonly afterMs: number }

const DEATHS: readonly Death['at'][] = ['ready', 'AUTH', 'MAIL', 'DATA', 'data', 'end', 'end']
const someDeath = (kill: number): Death => ({ at: DEATHS[kill % DEATHS.length] ?? 'ready', afterMs: Math.random() ** 2 * 80 })

/** One life of the program at a time, on a server that hears how far it is. */
class Life {
  #death: Death | null = null
  #kill: () => void = () => undefined

  reached(at: Death['at']): void {
    if (this.#death?.at !== at) return
    setTimeout(this.#kill, this.#death.afterMs)
    this.#death = null
  }

  /** Runs until it is done or killed without warning; gives what it had said to be durable. */
  async run(args: readonly string[], death: Death | null): Promise<{ confirmed: number[]; isDone: boolean }> {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#death = death
    this.#kill = () => child.kill('SIGKILL')
    const confirmed: number[] = []
    let isDone = false
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    for await (const line of createInterface(child.stdout)) {
      if (line === 'ready') this.reached('ready')
      if (line.startsWith('confirmed ')) confirmed.push(Number(line.slice(10)))
      if (line === 'done') isDone = true
    }
    await ended
    this.#kill = () => undefined
    return { confirmed, isDone }
  }
}

/** One program's lives: killed `kills` times, then left alone. */
async function lives(folder: string, kills: number): Promise<void> {
  const { server: keys, caFile } = await certificates(path.join(folder, 'certs'))
  const life = new Life()
  const heard = (at: Moment) => (): undefined => {
    life.reached(at)
  }
  await using smtp = await scriptedServer({ tls: { cert: readFileSync(keys.certificate), key: readFileSync(keys.key) }, security: 'tls' }, {
    AUTH: heard('AUTH'), MAIL: heard('MAIL'), DATA: heard('DATA'), data: heard('data'),
    // It thinks before it answers: deaths fall before the end, between the end and the answer, and after it.
    end: () => {
      life.reached('end')
      return { say: '250 2.0.0 queued', afterMs: Math.random() * 60 }
    },
  })
  const key = randomBytes(32)
  const directory = path.join(folder, 'state')
  mkdirSync(directory)
  const args = (messages: number): string[] => [directory, key.toString('hex'), String(smtp.port), caFile, String(messages)]
  const confirmed = new Set<number>()
  for (let kill = 0; kill < kills; kill++) {
    const { confirmed: told } = await life.run(args((kill + 1) * MESSAGES_A_LIFE), someDeath(kill))
    for (const number of told) confirmed.add(number)
  }
  const last = await life.run(args(kills * MESSAGES_A_LIFE), null)
  expect(last.isDone).toBe(true)

  await using desk = openDesk({ directory, key })
  const outbox = new Map(desk.outbox().map(({ subject, state }) => [subject, state.kind]))
  expect(outbox.size).toBe(kills * MESSAGES_A_LIFE)
  for (const number of confirmed) expect(outbox.has(`bericht ${number}`)).toBe(true)
  const arrived = (subject: string): number => smtp.received.filter(({ raw }) => raw.includes(`Subject: ${subject}\r\n`)).length
  const outcomes = [...outbox].map(([subject, state]) => `${state} ${arrived(subject)}`)
  expect(new Set(outcomes).difference(new Set(['sent 1', 'held-unclear 0', 'held-unclear 1']))).toEqual(new Set())
  const files = readdirSync(path.join(directory, 'blobs')).map((name) => path.parse(name).name)
  for (const blob of outboxBlobs(desk.db)) expect(files).toContain(blob)
  expect(desk.drafts.list()).toEqual([])
}

test(`killed at ${KILLS} random moments of sending: nothing is lost, nothing is sent twice`, { timeout: 300_000 }, async () => {
  const folders = [0, 1].map(() => mkdtempSync(path.join(tmpdir(), 'kill-')))
  try {
    await Promise.all(folders.map((folder) => lives(folder, KILLS / folders.length)))
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true })
  }
})

const steps = path.join(import.meta.dirname, 'sending', 'step-process.ts')
/** Far more than there are: the child says when it came to its end. */
const STEPS_MOST = 100

/** Runs one message until it dies at this step; true: there is no such step, and it came to its end. */
function diesAt(step: number, args: readonly string[]): Promise<boolean> {
  const child = spawn(process.execPath, [steps, ...args, String(step), String(step)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (bytes) => { said += String(bytes) })
  return new Promise((resolve, reject) => {
    child.once('close', (code, signal) => { if (signal === 'SIGKILL' || code === 0) resolve(said.includes('done')); else reject(new Error(`the child ended with ${String(code)}`)) })
  })
}

test('killed between any two steps of a delivery by a provider: nothing is lost, nothing goes twice, nothing without its marker', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'steps-'))
  try {
    const { server: keys, caFile } = await certificates(path.join(folder, 'certs'))
    await using smtp = await scriptedServer({ tls: { cert: readFileSync(keys.certificate), key: readFileSync(keys.key) }, security: 'tls' })
    const [key, directory] = [randomBytes(32), path.join(folder, 'state')]
    mkdirSync(directory)
    const args = [directory, key.toString('hex'), String(smtp.port), caFile]
    const outcomes = new Map<number, string>()
    for (let step = 1, isOver = false; !isOver; step++) {
      expect(step).toBeLessThan(STEPS_MOST)
      isOver = await diesAt(step, args)
      // The next start: what had begun goes on, what may have arrived is held, what was not yet mail is a draft.
      await using desk = openDesk({ directory, key })
      await using dispatcher = desk.dispatch(provider(smtp.port, readFileSync(caFile, 'utf8')), { now: () => desk.now() + UNDO_SEND_MS, planAgain: () => Promise.resolve([portalRoute(PATIENT)]) })
      await dispatcher.idle()
      const arrived = smtp.received.filter(({ raw }) => raw.includes(`Subject: ${MARKER} bericht ${String(step)}\r\n`)).length
      const [item] = desk.outbox().filter(({ subject }) => subject === `bericht ${String(step)}`)
      const draft = desk.drafts.list().find(({ fields }) => fields.subject === `bericht ${String(step)}`)
      outcomes.set(step, `${item?.state.kind ?? (draft === undefined ? 'lost' : 'draft')} ${String(arrived)}`)
      if (draft !== undefined) await desk.drafts.discard(draft.id)
    }
    const seen = new Set(outcomes.values())
    expect(seen.difference(new Set(['draft 0', 'sent 1', 'held-unclear 0', 'held-unclear 1']))).toEqual(new Set())
    // It did die before it was mail, on its way, and where nobody can tell; the last one came to its end.
    expect(new Set(['draft 0', 'sent 1', 'held-unclear 1']).difference(seen)).toEqual(new Set())
    expect([...outcomes.values()].at(-1)).toBe('sent 1')
    expect(smtp.received.every(({ raw, to }) => raw.includes(`Subject: ${MARKER} bericht `) && to.join() === PATIENT)).toBe(true)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
