import { parseArgs } from 'node:util'
import { readAccount, type BenchAccount } from './account.ts'
import { timeFetch, type FetchFigures } from './fetching.ts'
import { openGround } from './ground.ts'

export interface FetchBench extends FetchFigures {
  readonly floor: FetchFigures
  readonly peer: FetchFigures & { readonly name: 'imapflow' }
}

async function threeWays(account: BenchAccount): Promise<FetchBench> {
  const floor = await timeFetch({ account, reader: 'bare' })
  const line = await timeFetch({ account, reader: 'line' })
  return { ...line, floor, peer: { name: 'imapflow', ...await timeFetch({ account, reader: 'imapflow' }) } }
}

/** A new mailbox on the sample servers, or an account of one's own. */
async function benchFetch(accountFile: string | undefined, messages: number): Promise<FetchBench> {
  if (accountFile !== undefined) return threeWays(readAccount(accountFile))
  await using ground = openGround(() => undefined)
  return await threeWays((await ground.mailbox(messages)).account)
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

const inWords = ({ messages, bytes, seconds, cpuSeconds, floor, peer }: FetchBench): string =>
  `${messages} messages, ${(bytes / 1e6).toFixed(0)} MB read and thrown away in ${seconds} s (processor ${cpuSeconds} s); unread ${floor.seconds} s (${floor.cpuSeconds} s); by imapflow ${peer.seconds} s (${peer.cpuSeconds} s)`

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
