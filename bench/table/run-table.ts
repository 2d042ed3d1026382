import path from 'node:path'
import { parseArgs } from 'node:util'
import { programPath } from '../../test/practice/servers/running.ts'
import { openGround } from '../ground.ts'
import { machineFacts } from './machine.ts'
import { parts } from './parts.ts'
import { writeReport } from './report.ts'
import { runParts, type PartOutcome } from './suite.ts'

/** Left out of the repository. */
const folder = path.resolve(import.meta.dirname, '../../bench-results')
/** Everything together; on a quiet machine it takes some 15. */
const MINUTES = 24

const say = (line: string): void => { process.stdout.write(`${new Date().toTimeString().slice(0, 8)}  ${line}\n`) }

/** All figures after each other into one table. `--messages`: of the larger mailbox. `--only sync,search`: these parts. Gives the exit code: 1 when a part failed. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '50000' }, runs: { type: 'string', default: '3' }, only: { type: 'string' }, minutes: { type: 'string', default: String(MINUTES) } } })
  const large = Number(values.messages)
  const only = values.only?.split(',')
  const chosen = parts.filter(({ name }) => only === undefined || only.includes(name))
  const machine = machineFacts()
  const since = performance.now()
  const at = new Date().toISOString()
  const ended: PartOutcome[] = []
  const report = (): string => writeReport(folder, { at, machine, seconds: (performance.now() - since) / 1_000, parts: ended })
  const peers = ['mbsync', 'notmuch'].every((name) => programPath(name) !== undefined)
  if (!peers) say('mbsync and notmuch are not both installed: nothing is compared with them')
  await using ground = openGround(say)
  const suite = { ground, sizes: { small: Math.round(large / 5), large, unlock: large * 4, scroll: large * 2 }, runs: Number(values.runs), peers, say, small: [] }
  await runParts(chosen, suite, {
    minutes: Number(values.minutes),
    ended: (outcome) => {
      ended.push(outcome)
      report()
      say(outcome.failed === null ? `${outcome.name}: ${String(outcome.seconds)} s` : `${outcome.name} FAILED after ${String(outcome.seconds)} s: ${outcome.failed}`)
    },
  })
  process.stdout.write(`\n${report()}\nAlso in ${path.relative(process.cwd(), folder)}/table.md and table.json\n`)
  return ended.some(({ failed }) => failed !== null) ? 1 : 0
}
