/** A value and the moment (ms since 1970) until which it holds. */
export type Held<T> = { readonly value: T; readonly until: number }

/** Values by key that expire, of a bounded weight; one worker at a time for each key. */
export type Memory<T> = {
  readonly recall: (key: string) => Held<T> | undefined
  /** What is known, what is being worked out, or else what `work` works out. */
  readonly obtain: (key: string, work: () => Promise<Held<T>>) => Promise<Held<T>>
  /** Forgets; what is being worked out at this moment will not be kept either. */
  readonly forget: () => void
}

export type MemoryOptions<T> = {
  /** How much is kept, in what `weigh` gives. */
  readonly most: number
  readonly now: () => number
  /** Default: one for each value. */
  readonly weigh?: (value: T) => number
}

type Kept<T> = Held<T> & { readonly since: number; readonly weight: number }

export function createMemory<T>({ most, now, weigh = () => 1 }: MemoryOptions<T>): Memory<T> {
  let kept = new Map<string, Kept<T>>()
  let busy = new Map<string, Promise<Held<T>>>()
  let weight = 0

  const drop = (key: string): void => {
    weight -= kept.get(key)?.weight ?? 0
    kept.delete(key)
  }

  /** A clock that was set back makes everything younger than it is. */
  const recall = (key: string): Held<T> | undefined => {
    const found = kept.get(key)
    if (found === undefined) return undefined
    const at = now()
    if (at >= found.until || at < found.since) {
      drop(key)
      return undefined
    }
    kept.delete(key)
    kept.set(key, found)
    return found
  }

  const keep = (key: string, { value, until }: Held<T>): void => {
    drop(key)
    const own = weigh(value)
    kept.set(key, { value, until, since: now(), weight: own })
    weight += own
    for (const oldest of kept.keys()) {
      if (weight <= most) return
      drop(oldest)
    }
  }

  const start = (key: string, work: () => Promise<Held<T>>): Promise<Held<T>> => {
    const [keptHere, busyHere] = [kept, busy]
    const working = work().then((held) => {
      if (keptHere === kept) keep(key, held)
      return held
    }).finally(() => busyHere.delete(key))
    busy.set(key, working)
    return working
  }

  return {
    recall,
    obtain: (key, work) => {
      const found = recall(key)
      return found === undefined ? busy.get(key) ?? start(key, work) : Promise.resolve(found)
    },
    forget: () => {
      kept = new Map()
      busy = new Map()
      weight = 0
    },
  }
}
