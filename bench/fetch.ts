import { execFile } from 'node:child_process'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { bulkMail } from '../test/practice/mail/bulk.ts'
import { startPractice } from '../test/practice/servers/practice.ts'
import { pemOf, readAccount, type BenchAccount } from './account.ts'

/** `line`: our own for many messages. `imapflow`: the client for everything else. */
export interface FetchJob {
  readonly account: BenchAccount
  readonly reader: 'line' | 'imapflow'
}

export interface FetchFigures {
  readonly messages: number
  readonly bytes: number
  readonly seconds: number
  /** Of the client alone, on all processors. */
  readonly cpuSeconds: number
}

/** Fetches a whole account and keeps nothing: with `line` the floor, below which no copy of the same mail can come. */
export async function timeFetch(job: FetchJob): Promise<FetchFigures> {
  const running = promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'fetch-once.ts')])
  // Not as an argument: a command line is there for everybody to read.
  running.child.stdin?.end(JSON.stringify(job))
  const { stdout } = await running
  return JSON.parse(stdout) as FetchFigures
}

export interface FetchBench extends FetchFigures {
  readonly peer: FetchFigures & { readonly name: 'imapflow' }
}

async function bothWays(account: BenchAccount): Promise<FetchBench> {
  const floor = await timeFetch({ account, reader: 'line' })
  return { ...floor, peer: { name: 'imapflow', ...await timeFetch({ account, reader: 'imapflow' }) } }
}

/** A new mailbox on the sample servers, or an account of one's own. */
async function benchFetch(accountFile: string | undefined, messages: number): Promise<FetchBench> {
  if (accountFile !== undefined) return bothWays(readAccount(accountFile))
  await using practice = await startPractice({ mail: 'none', only: ['imap'] })
  const { address, password } = practice.person('h.bakker@mailbox.test')
  await practice.fill(address, (maildir) => bulkMail(messages, { maildir }))
  await practice.doveadm(['index', '-u', address, 'INBOX'])
  return await bothWays({ host: practice.host, port: practice.ports.imaps, secure: true, user: address, password, ca: pemOf(practice.caFile) })
}

/** `fetch [--messages N] [--account FILE] [--json]`. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { account: { type: 'string' }, messages: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
  })
  const figures = await benchFetch(values.account, Number(values.messages))
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return 0
}

const inWords = ({ messages, bytes, seconds, cpuSeconds, peer }: FetchBench): string =>
  `${messages} messages, ${(bytes / 1e6).toFixed(0)} MB fetched and thrown away in ${seconds} s (processor ${cpuSeconds} s); by imapflow ${peer.seconds} s (${peer.cpuSeconds} s)`

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
