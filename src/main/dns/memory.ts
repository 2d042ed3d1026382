/** A value and the moment (ms since 1970) until which it holds. */
export type Held<T> = { readonly value: T; readonly until: number }

/** Values by key that expire, of a bounded number; one worker at a time for each key. */
export type Memory<T> = {
  readonly recall: (key: string) => Held<T> | undefined
  /** What is known, what is being worked out, or else what `work` works out. */
  readonly obtain: (key: string, work: () => Promise<Held<T>>) => Promise<Held<T>>
  /** Forgets; what is being worked out at this moment will not be kept either. */
  readonly forget: () => void
}

type Kept<T> = Held<T> & { readonly since: number }

export function createMemory<T>({ most, now }: { most: number; now: () => number }): Memory<T> {
  let kept = new Map<string, Kept<T>>()
  let busy = new Map<string, Promise<Held<T>>>()

  /** A clock that was set back makes everything younger than it is. */
  const recall = (key: string): Held<T> | undefined => {
    const found = kept.get(key)
    if (found === undefined) return undefined
    const at = now()
    kept.delete(key)
    if (at >= found.until || at < found.since) return undefined
    kept.set(key, found)
    return found
  }

  const keep = (key: string, { value, until }: Held<T>): void => {
    kept.delete(key)
    kept.set(key, { value, until, since: now() })
    for (const oldest of kept.keys()) {
      if (kept.size <= most) return
      kept.delete(oldest)
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
    },
  }
}
