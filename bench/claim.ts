import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as later } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startRegisterThread } from '../src/main/app/threads/register-host.ts'
import type { AccountConnection } from '../src/main/imap/face.ts'
import { envelopeId, writeEnvelope } from '../src/main/practice/line/envelope.ts'
import type { RegisterLine } from '../src/main/practice/line/face.ts'
import { onServer } from '../src/main/practice/rights/on-server.ts'
import { foundRegisterFolder } from '../src/main/practice/rights/register-folder.ts'
import { startPractice, type Practice } from '../test/practice/servers/practice.ts'
import { identity, run } from '../test/practice/servers/running.ts'
import type { ClaimScreenFigures } from './claim-screens.ts'
import { percentile, spread } from './spread.ts'

export interface ClaimFigures {
  /** Messages that lay in the folder when the workstations started. */
  readonly messages: number
  /** From the start of the first workstation to having been handed all of them. */
  readonly catchUpSeconds: number
  readonly claims: number
  /** From the one workstation's word to the other's hearing it. */
  readonly p50Ms: number
  readonly p95Ms: number
  readonly worstMs: number
}

/** A claim, as long as one is with its signature. */
const claim = (number: number): { id: string; raw: Uint8Array } => {
  const body = Buffer.from(JSON.stringify({ event: JSON.stringify({ number, kind: 'claimed', body: 'x'.repeat(600), nonce: randomUUID() }), key: 'A'.repeat(43), signature: 'A'.repeat(86) }))
  return writeEnvelope({ kind: 'event', hash: createHash('sha256').update(body).digest('hex'), from: 'bas@delinde.test', at: 0, body })
}

const accountOf = (practice: Practice, address: string): AccountConnection => ({
  id: address, address, user: address, auth: 'password', secret: practice.person(address).password, ca: readFileSync(practice.caFile, 'utf8'),
  imap: { host: practice.host, port: practice.ports.imaps, security: 'tls' },
})

/** Makes the register's folder and lays the messages in it where the mail server keeps them. */
async function fill(practice: Practice, messages: number): Promise<string> {
  const founded = await onServer(accountOf(practice, 'anja@delinde.test'), AbortSignal.timeout(60_000), (session) =>
    foundRegisterFolder(session, { keeper: 'anja@delinde.test', members: ['bas@delinde.test'] }))
  if (founded.kind !== 'ready') throw new Error(founded.kind)
  const maildir = path.join(practice.directory, 'imap', 'mail', 'delinde.test', 'praktijk', ...founded.path.split('/').slice(1))
  await mkdir(path.join(maildir, 'new'), { recursive: true })
  for (let number = 1; number <= messages; number += 1) {
    const { raw } = claim(number)
    await writeFile(path.join(maildir, 'new', `${String(1_700_000_000 + number)}.M1P1.bench,S=${String(raw.length)},W=${String(raw.length)}`), raw)
  }
  const { user, group, isRoot } = identity()
  if (isRoot) await run(['chown', '-R', `${user}:${group}`, maildir])
  return founded.path
}

interface Workstation { readonly line: RegisterLine; readonly heard: Map<string, number>; readonly inStep: Promise<null>; readonly count: () => number }

function workstation(practice: Practice, address: string, folder: string): Workstation {
  const heard = new Map<string, number>()
  const ready = Promise.withResolvers<null>()
  let count = 0
  const line = startRegisterThread({
    connection: accountOf(practice, address), folder, known: { uidValidity: null, uids: '' },
    startsIn: null, onStart: () => false,
    onMessages: (batch) => {
      count += batch.length
      // Only what came by itself is asked for by its name.
      if (batch.length < 5) for (const { id } of batch) heard.set(id?.split('@')[0] ?? '', performance.now())
    },
    onGone: () => undefined, onRenumbered: () => undefined, onSent: () => undefined,
    onState: ({ kind }) => { if (kind === 'in-step') ready.resolve(null) },
    onBroken: ready.reject,
  })
  return { line, heard, inStep: ready.promise, count: () => count }
}

export async function benchClaim({ messages, claims }: { messages: number; claims: number }, say: (line: string) => void): Promise<ClaimFigures> {
  await using practice = await startPractice({ only: ['imap'] })
  say(`laying ${messages} messages in the register's folder`)
  const folder = await fill(practice, messages)
  const start = performance.now()
  const one = workstation(practice, 'anja@delinde.test', folder)
  await using _one = one.line
  await one.inStep
  const catchUpSeconds = percentile([(performance.now() - start) / 1_000], 1)
  if (one.count() !== messages) throw new Error(`${one.count()} messages came`)
  const other = workstation(practice, 'bas@delinde.test', folder)
  await using _other = other.line
  await other.inStep
  say(`both in step; ${claims} claims, one after the other`)
  const waits: number[] = []
  for (let number = 1; number <= claims; number += 1) {
    // In either direction, and not always a moment after the last.
    const [from, to] = number % 2 === 0 ? [one, other] : [other, one]
    await later(Math.random() * 300)
    const { id, raw } = claim(messages + number)
    const name = id.split('@')[0] ?? ''
    if (envelopeId({ kind: 'event', hash: name }) !== id) throw new Error('another name than its own')
    const said = performance.now()
    from.line.send({ id, raw })
    while (!to.heard.has(name)) await later(2)
    waits.push((to.heard.get(name) ?? 0) - said)
  }
  return { messages, catchUpSeconds, claims, ...spread(waits), worstMs: percentile(waits, 1) }
}

/** `claim [--messages N] [--claims N] [--screens] [--json]`: from line to line, or with `--screens` from one person's screen to the other's. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '2000' }, claims: { type: 'string' }, screens: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } })
  const say = values.json ? () => undefined : (line: string) => void process.stderr.write(`${line}\n`)
  if (values.screens) {
    const { benchClaimScreens } = await import('./claim-screens.ts')
    const seen = await benchClaimScreens(Number(values.claims ?? '20'), say)
    process.stdout.write(`${values.json ? JSON.stringify(seen) : seenInWords(seen)}\n`)
    return 0
  }
  const figures = await benchClaim({ messages: Number(values.messages), claims: Number(values.claims ?? '60') }, say)
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return 0
}

const seenInWords = ({ claims, p50Ms, p95Ms, worstMs }: ClaimScreenFigures): string => `${claims} claims seen on the other screen: p50 ${p50Ms} ms   p95 ${p95Ms} ms   worst ${worstMs} ms   (aim 3000 ms)`

const inWords = ({ messages, catchUpSeconds, claims, p50Ms, p95Ms, worstMs }: ClaimFigures): string =>
  `${messages} messages taken in ${catchUpSeconds} s; ${claims} claims seen by the other workstation: p50 ${p50Ms} ms   p95 ${p95Ms} ms   worst ${worstMs} ms   (aim 3000 ms)`

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
