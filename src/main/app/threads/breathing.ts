import { setImmediate as afterOthers } from 'node:timers/promises'

/** A piece of long work on the main thread: whoever waits for an answer is kept no longer than this. */
export const PIECE_MS = 8

/** For work over a long list: awaited at each turn, it lets everybody else go first once a piece has taken its time. */
export function breathing(now: () => number = () => performance.now()): () => Promise<void> {
  let since = now()
  return async () => {
    if (now() - since < PIECE_MS) return
    await afterOthers()
    since = now()
  }
}
