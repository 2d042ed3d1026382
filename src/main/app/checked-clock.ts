import { checkClock, type ServerTime } from '../../shared/norm/checked-clock.ts'

/** This computer's clock beside the mail servers', for as long as a session lasts. */
export interface CheckedClock extends Disposable {
  hear(time: ServerTime): void
  /** What has to be added to our clock; null: it is right, or no server has told the time yet. */
  behindMs(): number | null
}

interface Options {
  /** It turned out to be off, or to be right again: what was judged by it is judged anew. */
  readonly onChange: (behindMs: number | null) => void
  /** A server has told what time it is, for the first time since the start or since our clock was set. */
  readonly onConfirmed?: (now: number) => void
  readonly now?: () => number
  /** A clock that nobody sets. */
  readonly steady?: () => number
}

/** Whoever set the clock meanwhile has mended it, perhaps: until a server tells the time again nothing is known. */
const SET_MS = 30_000
/** How often that is looked at. */
const LOOK_MS = 30_000

/** Nothing is added to a clock that is a few minutes off at most; see `checkClock`. */
export function createCheckedClock({ onChange, onConfirmed = () => undefined, now = Date.now, steady = () => performance.now() }: Options): CheckedClock {
  let behind: number | null = null
  let isHeard = false
  let distance = now() - steady()
  const become = (found: number | null): void => {
    if (found === behind) return
    // The same error measured twice differs by the time that asking took.
    const isSame = found !== null && behind !== null && Math.abs(found - behind) < SET_MS
    if (isSame) return
    behind = found
    onChange(behind)
  }
  const look = (): void => {
    if (Math.abs(now() - steady() - distance) < SET_MS) return
    distance = now() - steady()
    isHeard = false
    become(null)
  }
  const timer = setInterval(look, LOOK_MS)
  timer.unref()
  return {
    hear(time) {
      look()
      const found = checkClock(time)
      if (found.kind === 'unsure') return
      become(found.kind === 'off' ? found.behindMs : null)
      if (isHeard) return
      isHeard = true
      onConfirmed(now() + (behind ?? 0))
    },
    behindMs() {
      look()
      return behind
    },
    [Symbol.dispose]() { clearInterval(timer) },
  }
}
