import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { FIRST_ROWS } from '../src/shared/limits.ts'
import { openDesk, ORIGIN, type Desk } from '../test/practice/core.ts'
import { softKey } from '../test/vault/authenticator.ts'
import { addBehindVault, unreached } from './behind-the-vault.ts'
import { fillWithShortMail } from './filled-store.ts'
import { percentile } from './spread.ts'

export interface UnlockFigures {
  readonly messages: number
  /** From the answer of the security key until the core has given the rows of the first screen; median. */
  readonly ms: number
  readonly worstMs: number
  readonly runs: readonly number[]
}

const RUNS = 9

/** What a person waits for after the touch. */
async function unlockToList(desk: Desk, messages: number): Promise<number> {
  await desk.get('vault.lock', {})
  const start = performance.now()
  const unlocked = await desk.unlock()
  if (!unlocked.ok) throw new Error(`unlock: ${unlocked.fail}`)
  const inbox = (await desk.get('folders.list', {})).find(({ role }) => role === 'inbox')
  const window = inbox === undefined ? null : await desk.get('mail.rows', { folderId: inbox.id, offset: 0, limit: FIRST_ROWS })
  if (window?.total !== messages || window.rows.length !== Math.min(FIRST_ROWS, messages)) throw new Error('the first screen is not there')
  return performance.now() - start
}

/** Unlocks the whole core on a store full of mail, again and again. */
export async function benchUnlock(messages: number, say: (line: string) => void): Promise<UnlockFigures> {
  const directory = mkdtempSync(path.join(tmpdir(), 'bench-unlock-'))
  try {
    const key = softKey({ origin: ORIGIN })
    const first = await openDesk({ directory, key })
    await first[Symbol.asyncDispose]()
    say(`filling a store with ${String(messages)} messages`)
    fillWithShortMail({ directory, ...await addBehindVault(directory, first.recoveryCode ?? '', unreached) }, messages)
    await using desk = await openDesk({ directory, key })
    say('locking and unlocking')
    const runs: number[] = []
    for (let run = 0; run < RUNS; run += 1) runs.push(await unlockToList(desk, messages))
    return { messages, ms: percentile(runs, 0.5), worstMs: percentile(runs, 1), runs: runs.map((one) => Math.round(one)) }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** `unlock [--messages N] [--json]`. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '200000' }, json: { type: 'boolean', default: false } } })
  const figures = await benchUnlock(Number(values.messages), values.json ? () => undefined : (line) => { process.stderr.write(`${line}\n`) })
  process.stdout.write(`${values.json ? JSON.stringify(figures) : `from the key's answer to the list of ${figures.messages} messages: ${figures.ms} ms (worst ${figures.worstMs} ms)`}\n`)
  return 0
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
