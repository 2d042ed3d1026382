import { parseArgs } from 'node:util'
import { measuredApart } from './child.ts'
import { openGround, type Ground, type Mailbox } from './ground.ts'
import { median, ratio } from './spread.ts'
import type { CopyFigures, SyncJob } from './sync.ts'

export interface RecheckFigures {
  /** From opening the store until it is known that nothing changed; median. */
  readonly seconds: number
  readonly peer: { readonly name: 'mbsync'; readonly seconds: number }
  readonly ratio: number | null
  /** Each look, ours and theirs, in turns. */
  readonly runs: readonly (readonly [number, number])[]
}

/** A look at a mailbox in which nothing changed: by us on our copy, by mbsync on its own. */
export async function benchRecheck(ground: Ground, mailbox: Mailbox, looks: number): Promise<RecheckFigures> {
  const { directory: store, accountId, cacheKey, segmentKey } = await ground.copyOf(mailbox)
  const { mail } = await ground.peerCopyOf(mailbox, { fsync: false })
  const inText = (key: Uint8Array): string => Buffer.from(key).toString('base64')
  const job: SyncJob = { account: mailbox.account, store, copy: { accountId, cacheKey: inText(cacheKey), segmentKey: inText(segmentKey) } }
  const runs: (readonly [number, number])[] = []
  for (let look = 0; look < looks; look += 1) {
    const { messages, completeSeconds } = await measuredApart<CopyFigures>('sync-once.ts', job)
    if (messages !== 0) throw new Error(`${String(messages)} messages were fetched again`)
    runs.push([completeSeconds, await mail.pull()])
  }
  const [ours, theirs] = [median3(runs.map(([seconds]) => seconds)), median3(runs.map(([, seconds]) => seconds))]
  return { seconds: ours, peer: { name: 'mbsync', seconds: theirs }, ratio: ratio(ours, theirs), runs }
}

/** In milliseconds first, as the median is rounded. */
const median3 = (seconds: readonly number[]): number => median(seconds.map((one) => one * 1_000)) / 1_000

/** `recheck [--messages N] [--json]`. Gives the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { messages: { type: 'string', default: '50000' }, json: { type: 'boolean', default: false } } })
  await using ground = openGround(values.json ? () => undefined : (line) => { process.stderr.write(`${line}\n`) })
  const figures = await benchRecheck(ground, await ground.mailbox(Number(values.messages)), 5)
  process.stdout.write(`${values.json ? JSON.stringify(figures) : `nothing changed: known after ${figures.seconds} s; mbsync ${figures.peer.seconds} s (we take ${figures.ratio ?? 0} of that)`}\n`)
  return 0
}

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
