/** A seeded source of choices: the same seed gives the same mail, byte for byte. */
export type Random = {
  /** 0 (included) to 1 (excluded). */
  next(): number
  /** Whole number, both ends included. */
  int(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(choices: readonly T[]): T
  /** A source of its own, so that a change in one scene does not shift all that follow. */
  fork(name: string): Random
}

/** FNV-1a, to turn a name into a seed. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0
  return value
}

/** Mulberry32: small, fast, and good enough to vary letters. */
export function random(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1))
  return {
    next, int,
    chance: (probability) => next() < probability,
    pick: <T>(choices: readonly T[]): T => {
      const chosen = choices[int(0, choices.length - 1)]
      if (chosen === undefined) throw new Error('nothing to pick from')
      return chosen
    },
    fork: (name) => random((seed ^ hash(name)) >>> 0),
  }
}
