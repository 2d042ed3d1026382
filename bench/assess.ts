import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { bulkMail } from '../test/practice/mail/bulk.ts'
import { startPractice, type Practice } from '../test/practice/servers/practice.ts'
import { pemOf, type BenchAccount } from './account.ts'
import { signShare } from './sign-mail.ts'

export interface AssessJob {
  readonly account: BenchAccount
  /** An empty folder. */
  readonly store: string
  /** Null: nothing is assessed. */
  readonly lookUps: { readonly resolver: { readonly host: string; readonly port: number }; readonly trustAnchorFile: string } | null
}

/** In seconds from the start. */
export interface OnceFigures {
  readonly copied: number
  /** Processor time of all threads until then: it says more than the clock on a machine that does other work. */
  readonly copiedCpu: number
  /** Until every message has its verdict; without assessing the same as `copied`. */
  readonly assessed: number
  readonly states: Readonly<Record<string, number>>
}

export interface AssessFigures {
  readonly messages: number
  readonly signed: number
  /** A first copy without assessing, in seconds: each run, and the middle one. */
  readonly alone: readonly number[]
  readonly aloneSeconds: number
  /** The same copy, with everything assessed meanwhile. */
  readonly together: readonly number[]
  readonly togetherSeconds: number
  /** Until the last verdict was there. */
  readonly assessedSeconds: number
  /** What assessing adds to the copy, in percent: by the clock, and in processor time. */
  readonly addsPercent: number
  readonly addsCpuPercent: number
  /** In seconds; what the thread takes to start is in it, and weighs the more the fewer messages there are. */
  readonly aloneCpu: number
  readonly togetherCpu: number
  readonly states: Readonly<Record<string, number>>
}

interface Options { readonly messages: number; readonly share: number; readonly runs: number; readonly say: (line: string) => void }

/** First copies of one mailbox by the session's own threads, in turns with and without assessing, so that other work on the machine meets both. */
export async function benchAssess({ messages, share, runs, say }: Options): Promise<AssessFigures> {
  say('starting the sample servers')
  await using practice = await startPractice({ mail: 'none', only: ['imap', 'dns'] })
  const { address, password } = practice.person('h.bakker@mailbox.test')
  say(`writing ${messages} messages`)
  const signed = await practice.fill(address, async (maildir) => {
    await bulkMail(messages, { maildir })
    return signShare(maildir, { share, keys: path.join(practice.directory, 'dkim') })
  })
  await practice.doveadm(['index', '-u', address, 'INBOX'])
  const account = { host: practice.host, port: practice.ports.imaps, secure: true, user: address, password, ca: pemOf(practice.caFile) }
  const [alone, together]: [OnceFigures[], OnceFigures[]] = [[], []]
  for (let run = 0; run < runs; run += 1) {
    alone.push(await firstCopy(account, null))
    together.push(await firstCopy(account, practice))
    say(`${alone.at(-1)?.copied ?? 0} s alone, ${together.at(-1)?.copied ?? 0} s with assessing, all assessed after ${together.at(-1)?.assessed ?? 0} s`)
  }
  const [aloneSeconds, togetherSeconds] = [middle(alone.map(({ copied }) => copied)), middle(together.map(({ copied }) => copied))]
  const [aloneCpu, togetherCpu] = [middle(alone.map(({ copiedCpu }) => copiedCpu)), middle(together.map(({ copiedCpu }) => copiedCpu))]
  return {
    messages, signed, alone: alone.map(({ copied }) => copied), aloneSeconds, together: together.map(({ copied }) => copied), togetherSeconds,
    assessedSeconds: middle(together.map(({ assessed }) => assessed)), addsPercent: more(aloneSeconds, togetherSeconds), addsCpuPercent: more(aloneCpu, togetherCpu), aloneCpu, togetherCpu, states: together.at(-1)?.states ?? {},
  }
}

const more = (one: number, other: number): number => Math.round((other / one - 1) * 100)

const middle = (figures: readonly number[]): number => figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? 0

async function firstCopy(account: BenchAccount, practice: Practice | null): Promise<OnceFigures> {
  const store = mkdtempSync(path.join(tmpdir(), 'bench-assess-'))
  try {
    const lookUps = practice === null ? null : { resolver: practice.resolver, trustAnchorFile: practice.trustAnchorFile }
    const running = promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'assess-once.ts')], { maxBuffer: 1 << 20 })
    // Not as an argument: a command line is there for everybody to read.
    running.child.stdin?.end(JSON.stringify({ account, store, lookUps } satisfies AssessJob))
    const { stdout } = await running
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as OnceFigures
  } finally {
    rmSync(store, { recursive: true, force: true })
  }
}

/** `bench assess [--messages N] [--signed SHARE] [--runs N] [--json]`. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { messages: { type: 'string', default: '3000' }, signed: { type: 'string', default: '0.8' }, runs: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } },
  })
  const figures = await benchAssess({
    messages: Number(values.messages), share: Number(values.signed), runs: Number(values.runs), say: (line) => { process.stderr.write(`${line}\n`) },
  })
  process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return 0
}

const inWords = ({ messages, signed, aloneSeconds, togetherSeconds, assessedSeconds, addsPercent, addsCpuPercent, states }: AssessFigures): string => [
  `first copy of ${messages} messages (${signed} of them signed): ${aloneSeconds} s; with assessing ${togetherSeconds} s, ${addsPercent} % more (${addsCpuPercent} % of processor time)`,
  `every message assessed after ${assessedSeconds} s: ${Object.entries(states).map(([state, count]) => `${count} ${state}`).join(', ')}`,
].join('\n')
