import type { Assessed, FromTrust } from './threads/trust-messages.ts'

export type Found = Extract<FromTrust, { kind: 'found' }>

export interface Gathering {
  /** How much is gathered before it is written. */
  readonly most: number
  readonly withinMs: number
  /** Takes everything that was gathered, in the order in which it was found. */
  readonly write: (found: Omit<Found, 'kind'>) => void
}

export interface GatheredVerdicts {
  /** `atOnce`: somebody is looking at one of these. */
  add(found: Found, atOnce: boolean): void
  /** The state of a verdict that is on its way to the disk. */
  stateOf(digest: Uint8Array): Assessed['assessment']['state'] | null
  /** Whether what was found of a message is among them. */
  holds(messageId: number): boolean
  /** Writes what is there; nothing is held back afterwards. */
  flush(): void
}

/**
 * Verdicts on their way to the disk: each write is forced through to it, so they go together. Nothing is shown before it is
 * written (IN-11): what a crash takes was seen by nobody, and is found again.
 */
export function gatherVerdicts({ most, withinMs, write }: Gathering): GatheredVerdicts {
  let gathered: Found[] = []
  let messages = new Set<number>()
  let states = new Map<string, Assessed['assessment']['state']>()
  let timer: NodeJS.Timeout | undefined

  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (gathered.length === 0) return
    const found = gathered
    gathered = []
    messages = new Set()
    states = new Map()
    write({
      known: found.flatMap(({ known }) => known), settled: found.flatMap(({ settled }) => settled),
      provisional: found.flatMap(({ provisional }) => provisional), notWhole: found.flatMap(({ notWhole }) => notWhole),
    })
  }
  return {
    add(found, atOnce) {
      gathered.push(found)
      for (const id of messagesOf(found)) messages.add(id)
      for (const { digest, assessment } of found.settled) states.set(nameOf(digest), assessment.state)
      if (atOnce || messages.size >= most) flush()
      else timer ??= setTimeout(flush, withinMs)
    },
    holds: (messageId) => messages.has(messageId),
    stateOf: (digest) => states.get(nameOf(digest)) ?? null,
    flush,
  }
}

/** Every message that something was found of. */
export const messagesOf = ({ known, settled, provisional, notWhole }: Found): number[] =>
  [...[...known, ...settled, ...provisional].map(({ messageId }) => messageId), ...notWhole]

const nameOf = (digest: Uint8Array): string => Buffer.from(digest).toString('base64')
