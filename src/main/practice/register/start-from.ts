import { headsIn, headsOf, isBeyond, type Heads } from '../../../shared/practice/at-heads.ts'
import { canonicalText } from '../../../shared/practice/canonical.ts'
import type { CheckedEvent, EventOf } from '../../../shared/practice/event.ts'
import { addAhead, type EventSource, type PracticeState } from '../../../shared/practice/fold.ts'
import { byPosition } from '../../../shared/practice/order.ts'
import { stateInSteps, type Snapshot } from '../../../shared/practice/snapshot.ts'
import { atOnce, type Steps } from '../../../shared/practice/steps.ts'
import { FORMAT_HASH, type ReadContent, type StartContent } from './snapshot-content.ts'
import type { SignedEvent } from './signed-event.ts'

/** A manager's snapshot to start from, and everything that the folder's newest messages say besides. */
export interface Start {
  readonly state: PracticeState
  readonly event: CheckedEvent & { readonly event: EventOf<'snapshot'> }
  readonly heads: Heads
  /** The events of the law that it carries, as they were signed. */
  readonly law: readonly SignedEvent[]
}

type Content = Extract<ReadContent, { kind: 'read' }>

export const isSnapshot = (checked: CheckedEvent): checked is Start['event'] => checked.event.kind === 'snapshot'

/**
 * The state that a manager's snapshot and the events after it give; null: nobody may start from it. What holds in the practice is
 * judged here from the signed events that it carries, down to the pinned founding, in their own order, and none is passed over because
 * the snapshot says so. What is its word alone is how long each chain is, and what was said of the work. So its author can leave events
 * of the law out: somebody's last ones only by naming an earlier head, and then what they said since waits and lets nobody in; ones in
 * the middle unseen, an ended workstation among them. That shows when everything was read: until then nothing is sealed or given
 * away on it.
 */
export function* startFrom(content: Content, events: readonly CheckedEvent[], past: EventSource): Steps<Start | null> {
  // Anybody can name it: what another says of it is nobody's hindrance.
  for (const event of events) {
    const start = isSnapshot(event) && names(event.event, content) ? yield* startAt({ event, content, past }, events) : null
    if (start !== null) return start
  }
  return null
}

/** Whether one of these events names it at all. */
export const isNamed = (content: Content, events: readonly CheckedEvent[]): boolean => events.some((event) => isSnapshot(event) && names(event.event, content))

/** The same from what was begun from before. */
export function startAgain(content: StartContent, hash: string, past: EventSource): Start | null {
  const events = [...past]
  const event = events.find((one): one is Start['event'] => isSnapshot(one) && one.hash === hash)
  return event === undefined ? null : atOnce(startAt({ event, content, past }, events))
}

const names = ({ practice, author, body }: EventOf<'snapshot'>, { by, hash, stateHash, snapshot }: Content): boolean =>
  practice === snapshot.root && (by === null || author === by) && body.content === hash && body.stateHash === stateHash && body.format === FORMAT_HASH

function* startAt({ event, content: { snapshot, law }, past }: { event: Start['event']; content: StartContent; past: EventSource }, events: readonly CheckedEvent[]): Steps<Start | null> {
  const heads = headsIn(event.event.body)
  if (!fits(snapshot, heads)) return null
  yield
  const before = yield* stateInSteps(snapshot, past)
  // It names what it knew, no more and no less.
  if (canonicalText(headsOf(before)) !== canonicalText(event.event.body.heads) || before.chains.size !== heads.size) return null
  yield
  const state = addAhead(before, events.filter((one) => isBeyond(heads, one)))
  return counts(state, event) ? { state, event, heads, law } : null
}

/**
 * Whether the events of the law can be those of these chains: in order, each by somebody whose head is named, and following the one
 * before it where that is here too; and whether exactly those are called nonsense whose clock shows it here.
 */
function fits({ law, nonsense }: Snapshot, heads: Heads): boolean {
  if (law.some((one, place) => place > 0 && byPosition(law[place - 1] ?? one, one) >= 0)) return false
  const shown: string[] = []
  const last = new Map<string, CheckedEvent>()
  for (const one of law.toSorted((left, right) => left.event.sequence - right.event.sequence)) {
    const { author, sequence, previous, clock } = one.event
    const [head, before] = [heads.get(author), last.get(author)]
    if (head === undefined || sequence > head.last || (sequence === head.last) !== (one.hash === head.hash)) return false
    const place = before?.event.sequence ?? 0
    if (sequence === place || (sequence === place + 1 && previous !== (before?.hash ?? null))) return false
    if (before !== undefined && clock <= before.event.clock) shown.push(one.hash)
    // The highest clock counts.
    last.set(author, before !== undefined && clock <= before.event.clock ? { ...one, event: { ...one.event, clock: before.event.clock } } : one)
  }
  return canonicalText(shown.sort()) === canonicalText(nonsense)
}

/** Whether its author is a manager in that very state, with all that came since. */
function counts({ chains, memory }: PracticeState, { hash, event }: Start['event']): boolean {
  return event.sequence <= (chains.get(event.author)?.length ?? 0) && !memory.refused.has(hash)
}
