import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { bulkMail, type Texts } from '../test/practice/mail/bulk.ts'
import { startPractice } from '../test/practice/servers/practice.ts'
import { pemOf, readAccount, type BenchAccount } from './account.ts'
import { timeMbsync } from './mbsync.ts'

export interface SyncJob {
  readonly account: BenchAccount
  /** An empty folder. */
  readonly store: string
}

export interface SyncFigures {
  readonly messages: number
  readonly bytes: number
  /** Until the first screen of the inbox could be read from the store, connecting included. */
  readonly firstRowsMs: number
  /** Until everything is searchable. */
  readonly indexedSeconds: number
  /** Until everything is stored, whole. */
  readonly completeSeconds: number
  readonly rssMb: number
}

export interface PeerFigures {
  readonly peer: { readonly name: 'mbsync'; readonly seconds: number; readonly secondsNoFsync: number }
  /** Ours / theirs, wall. */
  readonly ratio: number
  readonly ratioNoFsync: number
}

export interface SyncBenchOptions {
  /** Null: the sample servers with `messages` of mail. */
  readonly account: BenchAccount | null
  /** Kept there; null: thrown away. */
  readonly store: string | null
  readonly messages: number
  readonly texts: Texts
  readonly peer: boolean
  readonly say: (line: string) => void
}

/** A first copy of a whole account into a new encrypted store, measured. */
export async function benchSync(options: SyncBenchOptions): Promise<SyncFigures & Partial<PeerFigures>> {
  if (options.account !== null) return measure(options.account, options)
  options.say('starting the sample servers')
  await using practice = await startPractice({ mail: 'none', only: ['imap'] })
  const { address, password } = practice.person('h.bakker@mailbox.test')
  options.say(`writing ${String(options.messages)} messages`)
  await practice.fill(address, (maildir) => bulkMail(options.messages, { maildir, texts: options.texts }))
  // The server's own index of what was put there behind its back is not part of anybody's first copy.
  await practice.doveadm(['index', '-u', address, 'INBOX'])
  return await measure({ host: practice.host, port: practice.ports.imaps, secure: true, user: address, password, ca: pemOf(practice.caFile) }, options)
}

async function measure(account: BenchAccount, { store, peer, say }: SyncBenchOptions): Promise<SyncFigures & Partial<PeerFigures>> {
  const directory = store === null ? mkdtempSync(path.join(tmpdir(), 'bench-sync-')) : emptyFolder(store)
  try {
    say('first copy')
    const ours = await firstCopy({ account, store: directory })
    if (!peer) return ours
    say('mbsync, with its syncs')
    const seconds = await timeMbsync(account, { fsync: true })
    say('mbsync, FSync no')
    const secondsNoFsync = await timeMbsync(account, { fsync: false })
    return {
      ...ours, peer: { name: 'mbsync', seconds, secondsNoFsync },
      ratio: ratio(ours.completeSeconds, seconds), ratioNoFsync: ratio(ours.completeSeconds, secondsNoFsync),
    }
  } finally {
    if (store === null) rmSync(directory, { recursive: true, force: true })
  }
}

const ratio = (ours: number, theirs: number): number => Math.round((ours / theirs) * 100) / 100

/** A measurement into a store that holds something would measure nothing, and overwrite it. */
function emptyFolder(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (readdirSync(directory).length > 0) throw new Error(`${directory} is not empty`)
  return directory
}

async function firstCopy(job: SyncJob): Promise<SyncFigures> {
  const entry = path.join(import.meta.dirname, 'sync-once.ts')
  const running = promisify(execFile)(process.execPath, [entry], { maxBuffer: 1 << 20 })
  // Not as an argument: a command line is there for everybody to read.
  running.child.stdin?.end(JSON.stringify(job))
  const { stdout } = await running
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as SyncFigures
}

/** `sync [--account FILE] [--store DIR] [--messages N] [--peer mbsync] [--json]`. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      account: { type: 'string' }, store: { type: 'string' }, messages: { type: 'string', default: '10000' }, texts: { type: 'string', default: 'usual' }, peer: { type: 'string' }, json: { type: 'boolean', default: false },
    },
  })
  if (values.peer !== undefined && values.peer !== 'mbsync') throw new Error(`no such peer: ${values.peer}`)
  if (values.texts !== 'usual' && values.texts !== 'long') throw new Error(`no such texts: ${values.texts}`)
  const figures = await benchSync({
    account: values.account === undefined ? null : readAccount(values.account), store: values.store ?? null, messages: Number(values.messages), texts: values.texts,
    peer: values.peer === 'mbsync', say: values.json ? () => undefined : (line) => { process.stderr.write(`${line}\n`) },
  })
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return 0
}

function inWords(figures: SyncFigures & Partial<PeerFigures>): string {
  const { messages, bytes, firstRowsMs, completeSeconds, rssMb, peer, ratio: times, ratioNoFsync } = figures
  return [
    `${messages} messages, ${(bytes / 1e6).toFixed(0)} MB: complete, encrypted and searchable in ${completeSeconds} s`,
    `first screen after ${firstRowsMs} ms; ${rssMb} MB of memory`,
    ...(peer === undefined ? [] : [`mbsync ${peer.seconds} s (we take ${times ?? 0} of that), without syncs ${peer.secondsNoFsync} s (${ratioNoFsync ?? 0})`]),
  ].join('\n')
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
