import { headsIn, headsOf, isBeyond, type Heads } from '../../../shared/practice/at-heads.ts'
import { canonicalText } from '../../../shared/practice/canonical.ts'
import type { CheckedEvent, EventOf } from '../../../shared/practice/event.ts'
import { addAhead, type EventSource, type PracticeState } from '../../../shared/practice/fold.ts'
import { stateFrom } from '../../../shared/practice/snapshot.ts'
import { FORMAT_HASH, type ReadContent } from './snapshot-content.ts'

/** A manager's snapshot to start from, and everything that the folder's newest messages say besides. */
export interface Start {
  readonly state: PracticeState
  readonly event: CheckedEvent & { readonly event: EventOf<'snapshot'> }
  readonly heads: Heads
}

type Content = Extract<ReadContent, { kind: 'read' }>

export const isSnapshot = (checked: CheckedEvent): checked is Start['event'] => checked.event.kind === 'snapshot'

/**
 * The state that a manager's snapshot and the events after it give; null: nobody may start from it. What holds in the practice is not
 * the snapshot's word: it is judged here from the signed events that it carries, down to the pinned founding. What its author can do
 * is to leave something out. Then whoever is let in by a manager whose last words are left out is not let in by it: that event
 * waits for those before it. All else shows when everything was read: until then nothing is given away on the word of a snapshot.
 */
export function startFrom(content: Content, events: readonly CheckedEvent[], past: EventSource): Start | null {
  // Anybody can name it: what another says of it is nobody's hindrance.
  for (const event of events) {
    const start = isSnapshot(event) && names(event.event, content) ? startAt({ event, content, past }, events) : null
    if (start !== null) return start
  }
  return null
}

/** The same from what was begun from before. */
export function startAgain(content: Content, hash: string, past: EventSource): Start | null {
  const events = [...past]
  const event = events.find((one): one is Start['event'] => isSnapshot(one) && one.hash === hash)
  return event === undefined ? null : startAt({ event, content, past }, events)
}

const names = ({ practice, body }: EventOf<'snapshot'>, { hash, stateHash, snapshot }: Content): boolean =>
  practice === snapshot.root && body.content === hash && body.stateHash === stateHash && body.format === FORMAT_HASH

function startAt({ event, content: { snapshot }, past }: { event: Start['event']; content: Content; past: EventSource }, events: readonly CheckedEvent[]): Start | null {
  const heads = headsIn(event.event.body)
  const before = stateFrom(snapshot, past)
  // It names what it knew, no more and no less.
  if (canonicalText(headsOf(before)) !== canonicalText(event.event.body.heads) || before.chains.size !== heads.size) return null
  const state = addAhead(before, events.filter((one) => isBeyond(heads, one)))
  return counts(state, event) ? { state, event, heads } : null
}

/** Whether its author is a manager in that very state, with all that came since. */
function counts({ chains, memory }: PracticeState, { hash, event }: Start['event']): boolean {
  return event.sequence <= (chains.get(event.author)?.length ?? 0) && !memory.refused.has(hash)
}
