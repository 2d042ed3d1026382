import { parseArgs } from 'node:util'
import { openGround } from './ground.ts'
import { timeCore, type Stall } from './whole-core.ts'

/** `stall [--messages N] [--json]`: how long the main thread leaves a person without an answer during a first copy. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } } })
  await using ground = openGround(values.json ? () => undefined : (line) => { process.stderr.write(`${line}\n`) })
  const { account, messages } = await ground.mailbox(Number(values.messages))
  const { stall } = await timeCore(account, messages)
  process.stdout.write(`${values.json ? JSON.stringify({ messages, ...stall }) : inWords(stall)}\n`)
  return 0
}

const inWords = ({ p99Ms, maxMs, maxBusyMs }: Stall): string => `without an answer: p99 ${p99Ms} ms, at most ${maxMs} ms, of which busy ${maxBusyMs} ms`

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
