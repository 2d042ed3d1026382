import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Texts } from '../test/practice/mail/bulk.ts'
import { readAccount, type BenchAccount } from './account.ts'
import { measuredApart } from './child.ts'
import { timeFetch } from './fetching.ts'
import { openGround } from './ground.ts'
import { PeerMail } from './mbsync.ts'
import { ratio } from './spread.ts'

export interface SyncJob {
  readonly account: BenchAccount
  /** An empty folder; or one with a copy, and what opens it, to be brought in step. */
  readonly store: string
  readonly copy?: { readonly accountId: string; readonly cacheKey: string; readonly segmentKey: string }
}

export interface CopyFigures {
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

export interface SyncFigures extends CopyFigures {
  /** The same mail fetched over TLS and thrown away. */
  readonly floorSeconds: number
  /** Ours / that, wall. */
  readonly floorRatio: number
}

export interface PeerFigures {
  readonly peer: { readonly name: 'mbsync'; readonly seconds: number; readonly secondsNoFsync: number }
  /** Ours / theirs, wall. */
  readonly ratio: number
  readonly ratioNoFsync: number
}

interface SyncOptions {
  /** Kept there; null: thrown away. */
  readonly store: string | null
  readonly peer: boolean
  readonly say: (line: string) => void
}

/** One first copy of all mail of the account into a new encrypted store, in a process of its own. */
export async function firstCopy(account: BenchAccount, store: string | null): Promise<CopyFigures> {
  const directory = store ?? mkdtempSync(path.join(tmpdir(), 'bench-sync-'))
  try {
    return await measuredApart<CopyFigures>('sync-once.ts', { account, store: directory } satisfies SyncJob)
  } finally {
    if (store === null) rmSync(directory, { recursive: true, force: true })
  }
}

/** The floor and a first copy, right after each other. */
export async function copyAboveFloor(account: BenchAccount, store: string | null): Promise<SyncFigures> {
  const { seconds: floorSeconds } = await timeFetch({ account, reader: 'bare' })
  const ours = await firstCopy(account, store)
  return { ...ours, floorSeconds, floorRatio: ratio(ours.completeSeconds, floorSeconds) ?? 0 }
}

/** A first copy of a whole account, measured against the floor, and against mbsync where that is asked for. */
export async function benchSync(account: BenchAccount, { store, peer, say }: SyncOptions): Promise<SyncFigures & Partial<PeerFigures>> {
  const directory = store === null ? null : emptyFolder(store)
  say('the floor, and our first copy')
  const ours = await copyAboveFloor(account, directory)
  if (!peer) return ours
  say('mbsync, with its syncs')
  const seconds = await timeMbsync(account, { fsync: true })
  say('mbsync, FSync no')
  const secondsNoFsync = await timeMbsync(account, { fsync: false })
  return {
    ...ours, peer: { name: 'mbsync', seconds, secondsNoFsync },
    ratio: ratio(ours.completeSeconds, seconds) ?? 0, ratioNoFsync: ratio(ours.completeSeconds, secondsNoFsync) ?? 0,
  }
}

/** The same mail fetched by mbsync into a Maildir of clear text; wall seconds. */
export async function timeMbsync(account: BenchAccount, options: { fsync: boolean }): Promise<number> {
  using mail = new PeerMail(account, options)
  return await mail.pull()
}

/** A measurement into a store that holds something would measure nothing, and overwrite it. */
function emptyFolder(directory: string): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (readdirSync(directory).length > 0) throw new Error(`${directory} is not empty`)
  return directory
}

interface Asked { readonly file: string | undefined; readonly messages: number; readonly texts: Texts }

async function measureOn({ file, messages, texts }: Asked, options: SyncOptions): Promise<SyncFigures & Partial<PeerFigures>> {
  if (file !== undefined) return benchSync(readAccount(file), options)
  await using ground = openGround(options.say)
  return await benchSync((await ground.mailbox(messages, texts)).account, options)
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
  const figures = await measureOn({ file: values.account, messages: Number(values.messages), texts: values.texts }, {
    store: values.store ?? null, peer: values.peer === 'mbsync', say: values.json ? () => undefined : (line) => { process.stderr.write(`${line}\n`) },
  })
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return 0
}

function inWords(figures: SyncFigures & Partial<PeerFigures>): string {
  const { messages, bytes, firstRowsMs, completeSeconds, rssMb, floorSeconds, floorRatio, peer, ratio: times, ratioNoFsync } = figures
  return [
    `${messages} messages, ${(bytes / 1e6).toFixed(0)} MB: complete, encrypted and searchable in ${completeSeconds} s`,
    `fetched and thrown away: ${floorSeconds} s (we take ${floorRatio} times that)`,
    `first screen after ${firstRowsMs} ms; ${rssMb} MB of memory`,
    ...(peer === undefined ? [] : [`mbsync ${peer.seconds} s (we take ${times ?? 0} of that), without syncs ${peer.secondsNoFsync} s (${ratioNoFsync ?? 0})`]),
  ].join('\n')
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
