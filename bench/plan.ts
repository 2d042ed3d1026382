import { parseArgs } from 'node:util'
import { planDeliveries } from '../src/shared/norm/routing/plan-deliveries.ts'
import type { RecipientFacts } from '../src/shared/norm/routing/routing-facts.ts'
import { message, recipient } from '../test/corpora/routing/facts.ts'
import { percentile, spread } from './spread.ts'

/** One thing that happens while somebody writes. `prepare` is not measured; each call of what it gives is. */
export interface Measure {
  readonly name: string
  /** What it should stay under, for the reader of the figures. */
  readonly aimMs: number
  readonly runs: number
  readonly prepare: () => () => unknown
}

export interface PlanFigures {
  readonly name: string
  readonly aimMs: number
  readonly runs: number
  /** The first call, before anything was compiled. */
  readonly firstMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly worstMs: number
}

/** Measured in this order; whatever else happens while composing stands here as well. */
const measures: readonly Measure[] = [
  { name: 'plan for 50 recipients', aimMs: 10, runs: 500, prepare: () => planFor(50) },
  { name: 'plan for 1000 recipients', aimMs: 100, runs: 50, prepare: () => planFor(1_000) },
]

/** An appointment that may be plain, with a doubt, to every kind of recipient in turn: each goes through all the rules. */
function planFor(count: number): () => unknown {
  const kinds: readonly Partial<RecipientFacts>[] = [
    {}, { kind: 'person', status: 'absent', mobile: null }, { community: 'zorgmail', status: 'absent' }, { status: 'lookupFailed', isNew: true }, { kind: 'person', isMobileVerified: false }, { isOutsideEea: true },
  ]
  const recipients = Array.from({ length: count }, (_, at) => recipient({ ...kinds[at % kinds.length], address: `arts${String(at)}@kliniek${String(at % 7)}.test` }))
  const facts = message({ recipients, messageClass: 'logistic', detection: 'possible', consent: true })
  return () => planDeliveries(facts)
}

function measured({ name, aimMs, runs, prepare }: Measure): PlanFigures {
  const run = prepare()
  const once = (): number => {
    const start = performance.now()
    run()
    return performance.now() - start
  }
  const firstMs = percentile([once()], 1)
  const figures = Array.from({ length: runs }, once)
  return { name, aimMs, runs, firstMs, ...spread(figures), worstMs: percentile(figures, 1) }
}

/** `plan [--json]`: what composing asks of the rules, warm. */
export function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean', default: false } } })
  for (const figures of measures.map(measured)) process.stdout.write(`${values.json ? JSON.stringify(figures) : inWords(figures)}\n`)
  return Promise.resolve(0)
}

const inWords = ({ name, aimMs, firstMs, p50Ms, p95Ms, worstMs }: PlanFigures): string =>
  `${name.padEnd(26)} p50 ${p50Ms} ms   p95 ${p95Ms} ms   worst ${worstMs} ms   first ${firstMs} ms   (aim ${aimMs} ms)`

if (process.argv[1] === import.meta.filename) process.exitCode = await main(process.argv.slice(2))
