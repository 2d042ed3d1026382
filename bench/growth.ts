import { parseArgs } from 'node:util'
import { openGround, type Mailbox } from './ground.ts'
import { median, ratio } from './spread.ts'
import { copyAboveFloor, type SyncFigures } from './sync.ts'

export interface GrowthFigures {
  readonly small: { readonly messages: number; readonly floorRatio: number }
  readonly large: { readonly messages: number; readonly floorRatio: number }
  /** Time per message of the larger mailbox against the smaller, both against the floor: 1 is no growth. */
  readonly ratio: number | null
}

/** A number of copies of a mailbox, each right after its floor. */
export async function copies(mailbox: Mailbox, runs: number): Promise<SyncFigures[]> {
  const figures: SyncFigures[] = []
  for (let run = 0; run < runs; run += 1) figures.push(await copyAboveFloor(mailbox.account, null))
  return figures
}

const inShort = (runs: readonly SyncFigures[]) => ({ messages: runs[0]?.messages ?? 0, floorRatio: median(runs.map(({ floorRatio }) => floorRatio)) })

export function growthOf(smaller: readonly SyncFigures[], larger: readonly SyncFigures[]): GrowthFigures {
  const [small, large] = [inShort(smaller), inShort(larger)]
  return { small, large, ratio: ratio(large.floorRatio, small.floorRatio) }
}

/** `growth [--messages N] [--runs N] [--json]`: against a fifth of N. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '50000' }, runs: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } } })
  const [messages, runs] = [Number(values.messages), Number(values.runs)]
  await using ground = openGround(values.json ? () => undefined : (line) => { process.stderr.write(`${line}\n`) })
  const small = await copies(await ground.mailbox(Math.round(messages / 5)), runs)
  const figures = growthOf(small, await copies(await ground.mailbox(messages), runs))
  const { small: { messages: few, floorRatio }, large } = figures
  process.stdout.write(`${values.json ? JSON.stringify(figures) : `${few} messages take ${floorRatio} times the floor, ${large.messages} take ${large.floorRatio} times: ${figures.ratio ?? 0}`}\n`)
  return 0
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
