import { DNS_ALIASES, DNS_KILOBYTES_KEPT, DNS_LOOK_UP_MS } from './limits.ts'
import { createChain } from './chain.ts'
import { createLinks, type Link } from './link.ts'
import { typeNumbers, type DsRecord, type LookUp, type RecordOf, type RecordType, type UnreachableReason } from './look-up.ts'
import { createMemory, type Held } from './memory.ts'
import { nameText, readName, type Name } from './name.ts'
import { shapedRecords } from './records.ts'
import { rootAnchor } from './trust-anchor.ts'
import { openUpstream, type Upstream } from './upstream.ts'

export type { Upstream } from './upstream.ts'

export type ResolverOptions = {
  readonly upstream: Upstream
  /** The root's, unless a private tree has its own. */
  readonly trustAnchor?: readonly DsRecord[]
  /** Ms since 1970; signatures are judged and answers expire by it. */
  readonly now?: () => number
}

export interface Resolver extends AsyncDisposable {
  /**
   * Records of one type at a name, with how far they are proven; aliases are followed. Never rejects. Many asking the same
   * cost one question; answers are kept for their TTL, at most a day (DNS-T4).
   */
  lookUp: <K extends RecordType>(name: string, type: K, options?: { signal?: AbortSignal }) => Promise<LookUp<RecordOf<K>>>
  /** Forgets all answers and keys: for "look again". */
  forget: () => void
  /** How often that was done: whoever remembers something by this resolver forgets it too. */
  readonly forgotten: number
}

/** A resolver that validates by itself (RFC 4035) and believes the upstream in nothing but what is signed. */
export function createResolver({ upstream, trustAnchor = rootAnchor, now = Date.now }: ResolverOptions): Resolver {
  const line = openUpstream(upstream)
  const chain = createChain({ ask: line.ask, trustAnchor, now })
  const linkOf = createLinks({ ask: line.ask, chain, now })
  const memory = createMemory<Link>({ most: DNS_KILOBYTES_KEPT, now, weigh: kilobytes })
  const ends = new AbortController()
  let forgotten = 0

  const keyOf = (name: Name, type: RecordType): string => `${nameText(name)}/${type}`
  const obtain = (name: Name, type: RecordType): Promise<Held<Link>> =>
    memory.obtain(keyOf(name, type), () => linkOf({ name, type: typeNumbers[type] }))

  const follow = async <K extends RecordType>(asked: Name, type: K): Promise<LookUp<RecordOf<K>>> => {
    let [name, isSecure, until] = [asked, true, Infinity]
    for (let aliases = 0; aliases <= DNS_ALIASES; aliases += 1) {
      const { value: link, until: linkUntil } = await obtain(name, type)
      isSecure &&= link.kind === 'secure'
      until = Math.min(until, linkUntil)
      if (link.kind === 'bogus' || link.kind === 'unreachable') return link
      if (link.found !== 'alias') return ending(link, { name, type, isSecure, ttlSeconds: secondsTo(until, now()) })
      name = link.target
    }
    return unreachable('alias-loop')
  }

  const lookUp: Resolver['lookUp'] = async (text, type, { signal } = {}) => {
    const name = readName(text)
    if (name === null) return unreachable('not-a-name')
    if (ends.signal.aborted || signal?.aborted === true) return unreachable('stopped')
    const known = memory.recall(keyOf(name, type))
    if (known !== undefined && !isAlias(known.value)) {
      return ending(known.value, { name, type, isSecure: known.value.kind === 'secure', ttlSeconds: secondsTo(known.until, now()) })
    }
    return within(follow(name, type), signal === undefined ? [ends.signal] : [ends.signal, signal])
  }

  return {
    lookUp,
    forget: () => {
      forgotten++
      memory.forget()
      chain.forget()
    },
    get forgotten() { return forgotten },
    [Symbol.asyncDispose]: () => {
      ends.abort()
      line.close()
      return Promise.resolve()
    },
  }
}

type Alias = Extract<Link, { found: 'alias' }>
type End<K extends RecordType> = { readonly name: Name; readonly type: K; readonly isSecure: boolean; readonly ttlSeconds: number }

const kilobytes = (link: Link): number =>
  1 + ('data' in link ? Math.floor(link.data.reduce((sum, data) => sum + data.length, 0) / 1024) : 0)

const isAlias = (link: Link): link is Alias => 'found' in link && link.found === 'alias'

const secondsTo = (until: number, now: number): number => Math.max(0, Math.floor((until - now) / 1000))

/** What the last link of a chain of aliases gives; it is as secure as the weakest. */
function ending<K extends RecordType>(link: Exclude<Link, Alias>, { name, type, isSecure, ttlSeconds }: End<K>): LookUp<RecordOf<K>> {
  if (link.kind === 'bogus' || link.kind === 'unreachable') return link
  const kind = isSecure ? 'secure' : 'insecure'
  if (link.found !== 'records') return { kind, outcome: link.found, ttlSeconds }
  const owner = nameText(name)
  const records = shapedRecords(type, owner, link.data)
  return records === null ? unreachable('malformed-reply') : { kind, outcome: 'answer', name: owner, type, records, ttlSeconds }
}

const unreachable = (why: UnreachableReason): { kind: 'unreachable'; why: UnreachableReason } => ({ kind: 'unreachable', why })

/** The answer, or why there is no waiting for it any longer. */
function within<T>(answer: Promise<LookUp<T>>, signals: readonly AbortSignal[]): Promise<LookUp<T>> {
  return new Promise((resolve, reject) => {
    const stop = (): void => { settle(unreachable('stopped')) }
    const timer = setTimeout(() => { settle(unreachable('timed-out')) }, DNS_LOOK_UP_MS)
    const settle = (result: LookUp<T>): void => {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', stop)
      resolve(result)
    }
    for (const signal of signals) signal.addEventListener('abort', stop)
    answer.then(settle, reject)
  })
}
