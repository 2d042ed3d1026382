import { parseArgs } from 'node:util'
import { openGround } from './ground.ts'
import { timeCore } from './whole-core.ts'

/** `memory [--messages N] [--json]`: what the whole core takes of memory at its peak during a first copy. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '50000' }, json: { type: 'boolean', default: false } } })
  await using ground = openGround(values.json ? () => undefined : (line) => { process.stderr.write(`${line}\n`) })
  const { account, messages } = await ground.mailbox(Number(values.messages))
  const { rssMb, firstRowsMs, completeSeconds } = await timeCore(account, messages)
  process.stdout.write(`${values.json ? JSON.stringify({ rssMb }) : `${messages} messages by the whole core: ${rssMb} MB at its peak; first rows after ${firstRowsMs} ms, whole after ${completeSeconds} s`}\n`)
  return 0
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
