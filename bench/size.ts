import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openGround, type Ground, type Mailbox } from './ground.ts'
import { ratio, round } from './spread.ts'

export interface SizeFigures {
  readonly messages: number
  /** All files of the workstation's folder: sealed mail, rows, index, and what else the client keeps. */
  readonly storedMb: number
  /** As it comes over the line. */
  readonly rawMb: number
  readonly ratio: number | null
  /** Megabytes by the first part of the file's name. */
  readonly parts: Readonly<Record<string, number>>
}

const megabytes = (bytes: number): number => round(bytes / 1e6, 1)

/** What our copy takes on disk against the mail itself. */
export async function benchSize(ground: Ground, mailbox: Mailbox): Promise<SizeFigures> {
  const { directory } = await ground.copyOf(mailbox)
  const parts = new Map<string, number>()
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const found = statSync(path.join(directory, name))
    const part = name.split(path.sep)[0] ?? name
    if (found.isFile()) parts.set(part, (parts.get(part) ?? 0) + found.size)
  }
  const stored = [...parts.values()].reduce((sum, bytes) => sum + bytes, 0)
  return {
    messages: mailbox.messages, storedMb: megabytes(stored), rawMb: megabytes(mailbox.bytes), ratio: ratio(stored, mailbox.bytes),
    parts: Object.fromEntries([...parts].map(([name, bytes]) => [name, megabytes(bytes)])),
  }
}

/** `size [--messages N] [--json]`. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } } })
  await using ground = openGround(values.json ? () => undefined : (line) => { process.stderr.write(`${line}\n`) })
  const figures = await benchSize(ground, await ground.mailbox(Number(values.messages)))
  process.stdout.write(`${values.json ? JSON.stringify(figures) : `${figures.rawMb} MB of mail take ${figures.storedMb} MB (${figures.ratio ?? 0}): ${Object.entries(figures.parts).map(([name, mb]) => `${name} ${mb}`).join(', ')}`}\n`)
  return 0
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
