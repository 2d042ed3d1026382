import { DNS_BOGUS_KEEP_MS, DNS_FAILURE_KEEP_MS, DNS_KILOBYTES_KEPT, DNS_STEPS_AT_ONCE } from './limits.ts'
import { stepDown, zoneBehind, type Standing, type Timed } from './delegation.ts'
import type { DsRecord } from './look-up.ts'
import { createMemory, type Held } from './memory.ts'
import type { Question } from './message.ts'
import { isSame, nameText, parentOf, readName, type Name } from './name.ts'
import type { Reply } from './reply.ts'
import { isSupportedDelegation, type Delegation } from './zone-key.ts'

export type Chain = {
  /** The zone that holds this name's records, its keys proven from the nearest trust anchor above (RFC 4035 section 5). */
  readonly standing: (name: Name) => Promise<Standing>
  /** The nearest trust anchor at or above; nothing above it can vouch for the name. */
  readonly anchorOf: (name: Name) => Name | null
  readonly forget: () => void
}

export type ChainOptions = {
  readonly ask: (question: Question) => Promise<Reply>
  readonly trustAnchor: readonly DsRecord[]
  readonly now: () => number
}

const [typeDs, typeDnskey] = [43, 48]

const insecure: Standing = { kind: 'insecure' }

/** Anchors by the zone that they stand for. */
function anchorsOf(records: readonly DsRecord[]): ReadonlyMap<string, readonly Delegation[]> {
  const anchors = new Map<string, Delegation[]>()
  for (const record of records) {
    const owner = readName(record.owner)
    if (owner !== null) anchors.set(nameText(owner), [...anchors.get(nameText(owner)) ?? [], record])
  }
  return anchors
}

const lifeMs = ({ standing, ttlSeconds }: Timed): number => {
  switch (standing.kind) {
    case 'zone':
    case 'insecure': return ttlSeconds * 1000
    case 'bogus': return DNS_BOGUS_KEEP_MS
    case 'unreachable': return DNS_FAILURE_KEEP_MS
  }
}

const kilobytes = (standing: Standing): number =>
  1 + (standing.kind === 'zone' ? Math.floor(standing.keys.reduce((sum, { data }) => sum + data.length, 0) / 1024) : 0)

const hasDelegation = (reply: Reply, name: Name): boolean =>
  reply.kind === 'message' && reply.message.answers.some((record) => record.type === typeDs && isSame(record.name, name))

/** Walks down from the trust anchors, label by label, and remembers where every name stands. */
export function createChain({ ask, trustAnchor, now }: ChainOptions): Chain {
  const anchors = anchorsOf(trustAnchor)
  const memory = createMemory<Standing>({ most: DNS_KILOBYTES_KEPT, now, weigh: kilobytes })
  const held = (timed: Timed): Held<Standing> => ({ value: timed.standing, until: now() + lifeMs(timed) })

  const anchorOf = (name: Name): Name | null => {
    for (let above = name; ; above = parentOf(above)) {
      if (anchors.has(nameText(above))) return above
      if (above.length === 0) return null
    }
  }

  const anchored = async (name: Name): Promise<Held<Standing>> => {
    const vouched = (anchors.get(nameText(name)) ?? []).filter(isSupportedDelegation)
    if (vouched.length === 0) return { value: insecure, until: Infinity }
    return held(zoneBehind(name, await ask({ name, type: typeDnskey }), { vouched, isAnchor: true, at: now() }))
  }

  const step = async (name: Name, depth: number): Promise<Held<Standing>> => {
    const above = parentOf(name)
    // All steps ask at once, so that a cold chain costs one or two round trips; a name of very many labels goes step by step.
    const known = memory.recall(nameText(above)) ?? (depth > DNS_STEPS_AT_ONCE ? await standingOf(above) : undefined)
    if (known !== undefined && known.value.kind !== 'zone') return known
    const asked = ask({ name, type: typeDs })
    const keys = asked.then((reply) => hasDelegation(reply, name) ? ask({ name, type: typeDnskey }) : null)
    const parent = known ?? await standingOf(above)
    if (parent.value.kind !== 'zone') return parent
    const down = stepDown(name, parent.value, { reply: await asked, at: now() })
    if (down.kind === 'standing') return sooner(held(down), parent)
    const reply = await keys ?? await ask({ name, type: typeDnskey })
    const child = zoneBehind(name, reply, { vouched: down.vouched, isAnchor: false, at: now() })
    return sooner(held({ ...child, ttlSeconds: Math.min(child.ttlSeconds, down.ttlSeconds) }), parent)
  }

  const standingOf = (name: Name): Promise<Held<Standing>> => {
    const anchor = anchorOf(name)
    if (anchor === null) return Promise.resolve({ value: insecure, until: Infinity })
    const depth = name.length - anchor.length
    return memory.obtain(nameText(name), () => depth === 0 ? anchored(name) : step(name, depth))
  }

  return { standing: async (name) => (await standingOf(name)).value, anchorOf, forget: memory.forget }
}

/** A link holds no longer than what it hangs on. */
const sooner = <T>(held: Held<T>, above: Held<T>): Held<T> => ({ ...held, until: Math.min(held.until, above.until) })
