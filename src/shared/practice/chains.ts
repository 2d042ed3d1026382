import type { CheckedEvent } from './event.ts'
import { byPosition } from './order.ts'
import { inSteps, type Steps } from './steps.ts'
import { isWithdrawing } from './withdrawal.ts'

/** What one device said, as far as it hangs together. */
export interface Chain {
  /** Events that are linked, from 1 on without a gap. */
  readonly length: number
  /** Hash of the last of them. */
  readonly head: string | null
  readonly clock: number
  /** Events whose predecessor is not here yet, by their number. */
  readonly waiting: ReadonlyMap<number, readonly CheckedEvent[]>
  /** Where it stops hanging together: two events with one number, or one that does not follow. A withdrawal may name a branch that goes on a little. */
  readonly stopped: { readonly kind: 'forked' | 'chain-broken'; readonly sequence: number; readonly hashes: readonly string[] } | null
}

export interface Link { readonly checked: CheckedEvent; readonly clockRises: boolean }

export const emptyChain: Chain = { length: 0, head: null, clock: 0, waiting: new Map(), stopped: null }

/** All events by author and number; the same event twice is one. */
export type Numbered = Map<string, Map<number, CheckedEvent[]>>

export function* numbered(events: Iterable<CheckedEvent>): Steps<Numbered> {
  const authors: Numbered = new Map()
  yield* inSteps(events, (checked) => {
    const { author, sequence } = checked.event
    const chain = authors.get(author) ?? new Map<number, CheckedEvent[]>()
    if (chain.size === 0) authors.set(author, chain)
    const same = chain.get(sequence)
    if (same === undefined) chain.set(sequence, [checked])
    else if (!same.some(({ hash }) => hash === checked.hash)) same.push(checked)
  })
  return authors
}

export interface Linked { readonly links: Link[]; readonly chains: Map<string, Chain> }

/** The withdrawals, by hash, that may name which branch of this device counts. */
export type Naming = (device: string) => ReadonlySet<string>

/** Every author's events strung together by number and hash; without `naming` a chain ends where it forks. */
export function* linkAll(authors: Numbered, naming: Naming | null): Steps<Linked> {
  const links: Link[] = []
  const chains = new Map<string, Chain>()
  for (const [device, chain] of authors) {
    const forked = [...chain.values()].some(({ length }) => length > 1)
    chains.set(device, linkOne(chain, forked && naming !== null ? namedBranch(authors, device, naming(device)) : new Set(), links))
    yield
  }
  return { links, chains }
}

function linkOne(events: ReadonlyMap<number, readonly CheckedEvent[]>, named: ReadonlySet<string>, links: Link[]): Chain {
  let chain = emptyChain
  let fork: Chain['stopped'] = null
  for (;;) {
    const sequence = chain.length + 1
    const found = events.get(sequence) ?? []
    const hashes = found.map(({ hash }) => hash).sort()
    if (found.length > 1) fork ??= { kind: 'forked', sequence, hashes }
    const next = fork === null ? found[0] : onlyNamed(found, named)
    if (next !== undefined && next.event.previous === chain.head) {
      const link = linked(chain, next)
      links.push(link.link)
      chain = link.chain
    } else if (fork === null && found.length === 0) return { ...chain, waiting: laterThan(events, chain.length) }
    else return { ...chain, stopped: fork ?? { kind: 'chain-broken', sequence, hashes } }
  }
}

function linked(chain: Chain, checked: CheckedEvent): { chain: Chain; link: Link } {
  const { clock, sequence } = checked.event
  const next = { length: sequence, head: checked.hash, clock: Math.max(clock, chain.clock), waiting: chain.waiting, stopped: null }
  return { chain: next, link: { checked, clockRises: clock > chain.clock } }
}

const onlyNamed = (found: readonly CheckedEvent[], named: ReadonlySet<string>): CheckedEvent | undefined => {
  const chosen = found.filter(({ hash }) => named.has(hash))
  return chosen.length === 1 ? chosen[0] : undefined
}

const laterThan = (events: ReadonlyMap<number, readonly CheckedEvent[]>, length: number): ReadonlyMap<number, readonly CheckedEvent[]> =>
  new Map([...events].filter(([sequence]) => sequence > length).map(([sequence, same]) => [sequence, same.toSorted(byPosition)]))

/**
 * The branch of a forked chain that another device's withdrawal names by its last event: what was on it before the theft stays.
 * Two withdrawals that name different branches name none.
 */
function namedBranch(authors: Numbered, device: string, naming: ReadonlySet<string>): ReadonlySet<string> {
  const branch = new Set<string>()
  for (const [author, chain] of authors) {
    if (author === device) continue
    for (const { hash: said, event } of [...chain.values()].flat()) {
      if (!isWithdrawing(event) || !naming.has(said)) continue
      for (const { device: of, hash } of event.body.cut) if (of === device && hash !== null) walkBack(authors.get(device), hash, branch)
    }
  }
  return branch
}

function walkBack(chain: ReadonlyMap<number, readonly CheckedEvent[]> | undefined, last: string, branch: Set<string>): void {
  const byHash = new Map([...chain?.values() ?? []].flat().map((checked) => [checked.hash, checked]))
  for (let at = byHash.get(last); at !== undefined && !branch.has(at.hash); at = byHash.get(at.event.previous ?? '')) branch.add(at.hash)
}

type Extended =
  | { readonly kind: 'linked'; readonly chain: Chain; readonly links: readonly Link[] }
  | { readonly kind: 'waits'; readonly chain: Chain }
  | { readonly kind: 'apart' }

/** One more event for a chain; `apart`: it is known, forks it or does not follow, and only reading everything again can say which. */
export function extend(chain: Chain, checked: CheckedEvent): Extended {
  const { sequence } = checked.event
  // Behind a fork or a break nothing counts, whatever it is.
  if (chain.stopped !== null && sequence > Math.max(chain.stopped.sequence, chain.length)) return { kind: 'waits', chain }
  if (chain.stopped !== null || sequence <= chain.length) return { kind: 'apart' }
  if (sequence > chain.length + 1) return { kind: 'waits', chain: withWaiting(chain, checked) }
  const links: Link[] = []
  let now = chain
  for (let next = [checked]; next.length > 0; next = [...now.waiting.get(now.length + 1) ?? []]) {
    const [one, second] = next
    if (one === undefined || second !== undefined || one.event.previous !== now.head) return { kind: 'apart' }
    const step = linked(now, one)
    links.push(step.link)
    now = step.chain
  }
  return { kind: 'linked', chain: { ...now, waiting: now.waiting.size === 0 ? now.waiting : laterThan(now.waiting, now.length) }, links }
}

function withWaiting(chain: Chain, checked: CheckedEvent): Chain {
  const { sequence } = checked.event
  const same = chain.waiting.get(sequence) ?? []
  if (same.some(({ hash }) => hash === checked.hash)) return chain
  return { ...chain, waiting: new Map(chain.waiting).set(sequence, [...same, checked].sort(byPosition)) }
}
