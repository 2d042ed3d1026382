import type { CheckedEvent, EventOf } from './event.ts'
import type { PracticeState } from './fold.ts'
import { inSteps, type Steps } from './steps.ts'

/** The last event of each device that a snapshot knew. With the hash of it all before it is named too. */
export type Heads = ReadonlyMap<string, { readonly last: number; readonly hash: string }>

export const headsIn = ({ heads }: EventOf<'snapshot'>['body']): Heads => new Map(heads.map(({ device, last, hash }) => [device, { last, hash }]))

/** The heads of a state, of devices that were admitted: strangers can say as much as they like. */
export const headsOf = ({ law, chains }: PracticeState): EventOf<'snapshot'>['body']['heads'] => [...law.devices.keys()].sort().flatMap((device) => {
  const { length, head } = chains.get(device) ?? { length: 0, head: null }
  return head === null ? [] : [{ device, last: length, hash: head }]
})

export const isBeyond = (heads: Heads, { event }: CheckedEvent): boolean => event.sequence > (heads.get(event.author)?.last ?? 0)

/** Exactly those events that the heads name: each chain back from its head. Null: one of them is not here. */
export function* eventsAtHeads(events: Iterable<CheckedEvent>, heads: Heads): Steps<CheckedEvent[] | null> {
  const byHash = new Map<string, CheckedEvent>()
  yield* inSteps(events, (checked) => { if (!isBeyond(heads, checked)) byHash.set(checked.hash, checked) })
  const found: CheckedEvent[] = []
  for (const [device, { hash, last }] of heads) {
    let previous: string | null = hash
    for (let sequence = last; sequence > 0; sequence -= 1) {
      const checked: CheckedEvent | undefined = byHash.get(previous ?? '')
      if (checked?.event.author !== device || checked.event.sequence !== sequence) return null
      found.push(checked)
      previous = checked.event.previous
    }
    yield
  }
  return found
}
