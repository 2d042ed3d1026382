import { parseArgs } from 'node:util'
import { openMailboxReader } from '../src/main/mailbox/mailbox.ts'
import { FIRST_ROWS } from '../src/shared/limits.ts'
import { storeOfShortMail, type FilledStore } from './filled-store.ts'
import { percentile } from './spread.ts'

export interface UnlockFigures {
  readonly messages: number
  /** From having the keys to the rows of the first screen; median. */
  readonly ms: number
  readonly worstMs: number
}

const RUNS = 15

/** What the main thread does between unlocking and showing the list. */
function unlockToList(store: FilledStore): number {
  const start = performance.now()
  const outcome = openMailboxReader(store)
  if (outcome.kind !== 'open') throw new Error(`the store: ${outcome.kind}`)
  using reader = outcome.reader
  const inbox = reader.folders().find(({ role }) => role === 'inbox')
  const rows = inbox === undefined ? null : reader.rows(inbox.id, { offset: 0, limit: FIRST_ROWS })
  if (rows?.rows.length !== Math.min(FIRST_ROWS, store.messages)) throw new Error('the first screen is not there')
  return performance.now() - start
}

export function benchUnlock(messages: number, say: (line: string) => void): UnlockFigures {
  say(`filling a store with ${messages} messages`)
  using store = storeOfShortMail(messages)
  const times = Array.from({ length: RUNS }, () => unlockToList(store))
  return { messages, ms: percentile(times, 0.5), worstMs: percentile(times, 1) }
}

/** `unlock [--messages N] [--json]`. Gives the exit code. */
export function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '50000' }, json: { type: 'boolean', default: false } } })
  const figures = benchUnlock(Number(values.messages), values.json ? () => undefined : (line) => process.stderr.write(`${line}\n`))
  process.stdout.write(`${values.json ? JSON.stringify(figures) : `from keys to the list of ${figures.messages} messages: ${figures.ms} ms (worst ${figures.worstMs} ms)`}\n`)
  return Promise.resolve(0)
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
