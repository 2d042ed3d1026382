import type { Ground } from '../ground.ts'
import type { SyncFigures } from '../sync.ts'
import type { Row } from './rows.ts'

export interface Sizes { readonly small: number; readonly large: number; readonly unlock: number; readonly scroll: number }

/** What the parts of one run share. */
export interface Suite {
  readonly ground: Ground
  readonly sizes: Sizes
  readonly runs: number
  /** Whether there is anybody to compare with. */
  readonly peers: boolean
  readonly say: (line: string) => void
  /** First copies of the smaller mailbox that were measured already. */
  readonly small: SyncFigures[]
}

export interface Part {
  readonly name: string
  readonly minutes: number
  run(suite: Suite): Promise<{ readonly rows: readonly Row[]; readonly details: unknown }>
}

/** What came of a part. */
export interface PartOutcome {
  readonly name: string
  readonly seconds: number
  readonly rows: readonly Row[]
  readonly details: unknown
  /** Null: it went well. */
  readonly failed: string | null
}

const MINUTE_MS = 60_000

/** Until the part has ended, broke, or took too long; what it began may then still run, so the next one's figures may suffer. */
async function runPart(part: Part, suite: Suite, leftMs: number): Promise<PartOutcome> {
  const since = performance.now()
  const { promise, reject } = Promise.withResolvers<never>()
  const late = setTimeout(() => { reject(new Error('took too long')) }, Math.min(part.minutes * MINUTE_MS, leftMs))
  const outcome = (given: Pick<PartOutcome, 'rows' | 'details' | 'failed'>): PartOutcome => ({ name: part.name, seconds: Math.round((performance.now() - since) / 1_000), ...given })
  try {
    return outcome({ ...await Promise.race([part.run(suite), promise]), failed: null })
  } catch (error) {
    return outcome({ rows: [], details: null, failed: error instanceof Error ? error.message.split('\n').slice(0, 3).join(' ') : String(error) })
  } finally {
    clearTimeout(late)
  }
}

/** Runs the parts after each other, telling of each once it has ended; one that fails is named, and the rest goes on. Parts for which no time is left are not begun. */
export async function runParts(parts: readonly Part[], suite: Suite, { minutes, ended }: { minutes: number; ended: (outcome: PartOutcome) => void }): Promise<void> {
  const end = performance.now() + minutes * MINUTE_MS
  for (const part of parts) {
    const leftMs = end - performance.now()
    if (leftMs < MINUTE_MS) {
      ended({ name: part.name, seconds: 0, rows: [], details: null, failed: 'no time left' })
      continue
    }
    suite.say(`--- ${part.name}`)
    ended(await runPart(part, suite, leftMs))
  }
}
