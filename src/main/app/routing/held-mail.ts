import { deliveriesIn, delivery } from '../../sending/outbox-rows.ts'
import { release, type OutboxParts } from '../../sending/outbox.ts'
import { secondLook, type PlanAgain } from '../../sending/second-look.ts'
import { breathing } from '../threads/breathing.ts'
import type { Changes } from '../changes.ts'
import type { OnBug } from '../core-options.ts'
import { HELD_LOOK_MS, HELD_PAUSE_MS } from './routing-limits.ts'

interface Room {
  readonly parts: Pick<OutboxParts, 'db' | 'now' | 'note'>
  readonly planAgain: PlanAgain
  readonly changes: Changes
  /** Something may leave now. */
  readonly onReleased: () => void
  readonly onBug: OnBug
}

/** What may make a route: a look-up, a number, a service that was set up, a rule. */
const MATTERS: ReadonlySet<string> = new Set(['routes', 'book', 'accounts', 'settings'])

/**
 * Mail that waits for a safe route is looked at again whenever something changed that may make one, and from time to time (RT-10).
 * What has one then goes by itself, as its sender asked; by ordinary mail it never does (N-01).
 */
export function watchHeldMail({ parts, planAgain, changes, onReleased, onBug }: Room): Disposable {
  let timer: NodeJS.Timeout | undefined
  let isLooking = false
  let isAgain = false
  let dueAt = Infinity
  const over = new AbortController()
  const isOver = (): boolean => over.signal.aborted
  const lookIn = (ms: number): void => {
    // News never put off a look that is due sooner.
    if (Date.now() + ms >= dueAt) return
    clearTimeout(timer)
    dueAt = Date.now() + ms
    timer = setTimeout(() => { void look() }, ms)
    timer.unref()
  }
  const lookAtAll = async (): Promise<void> => {
    // A thousand of them, each at hand, would let nobody else have a word.
    const breathe = breathing()
    for (const row of deliveriesIn(parts.db, 'held-no-route')) {
      await breathe()
      if (isOver()) return
      // Looking takes its time: somebody may have taken it back meanwhile.
      if (delivery(parts.db, row.id)?.state !== 'held-no-route') continue
      try {
        const found = await secondLook(row, { planAgain })
        if (!isOver() && release(parts, row.id, found)) onReleased()
      } catch (error) {
        if (!isOver()) onBug('mail that waits for a route', error)
      }
    }
  }
  const look = async (): Promise<void> => {
    if (isLooking || isOver()) return
    isLooking = true
    dueAt = Infinity
    isAgain = false
    await lookAtAll()
    isLooking = false
    if (!isOver()) lookIn((isAgain as boolean) ? HELD_PAUSE_MS : HELD_LOOK_MS)
  }
  const deaf = changes.listen((event) => {
    if (event.kind !== 'changed' || !event.topics.some((topic) => MATTERS.has(topic))) return
    // What a look itself finds out is known to it; what somebody does meanwhile is not.
    if (isLooking) isAgain ||= event.topics.some((topic) => topic !== 'routes')
    else lookIn(HELD_PAUSE_MS)
  })
  lookIn(HELD_PAUSE_MS)
  return {
    [Symbol.dispose]() {
      over.abort()
      clearTimeout(timer)
      deaf()
    },
  }
}
