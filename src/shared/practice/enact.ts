import type { Role } from './act.ts'
import type { CheckedEvent } from './event.ts'
import { emptyDraft, type Draft, type Said } from './law.ts'
import { isLawEvent, whyNot, type Author } from './may-say.ts'
import { isBefore, type Position } from './order.ts'
import type { RefusedBecause } from './problem.ts'
import { notCounting, standingUnder, type Standing } from './standing.ts'
import { takeEffect } from './take-effect.ts'
import { endsDevice, isWithdrawing, lastUnder, withdrawalOf, type Withdrawal } from './withdrawal.ts'

/** An event that counted, and the roles without which it might not have. */
interface Counted extends Position {
  readonly device: string
  readonly person: string
  readonly sequence: number
  readonly roles: readonly Role[]
}

/** One reading of the law from its first event to its last, under the withdrawals that were decided so far. */
export interface Enactment {
  readonly law: Draft
  readonly counted: readonly Counted[]
}

export interface Decided {
  /** Of these the cuts hold, whatever else is said. */
  readonly standing: ReadonlyMap<string, Withdrawal>
  /** These have no effect, and why. */
  readonly fallen: ReadonlyMap<string, RefusedBecause>
}

/**
 * Reads the events in their order. A withdrawal that is not decided changes what is shown (ended, revoked), but takes no event
 * away: otherwise whoever claims the lowest clock would win. `tried`: as if these stood as well.
 */
export function enact(events: readonly CheckedEvent[], decided: Decided, tried: readonly Withdrawal[] = []): Enactment {
  const law = emptyDraft(events)
  const standing = standingUnder([...decided.standing.values(), ...tried])
  const counted: Counted[] = []
  for (const checked of events) {
    const refused = decided.fallen.get(checked.hash) ?? enactOne(law, { checked, standing, counted, isDecided: decided.standing.has(checked.hash) })
    if (refused !== null) law.refused.set(checked.hash, refused)
  }
  return { law, counted }
}

interface Step { readonly checked: CheckedEvent; readonly standing: Standing; readonly counted: Counted[]; readonly isDecided: boolean }

function enactOne(law: Draft, { checked: { hash, event }, standing, counted, isDecided }: Step): RefusedBecause | null {
  if (event.kind === 'founded') return found(law, hash, event)
  const { author: device, sequence, clock } = event
  const position = { clock, hash }
  const not = notCounting(law, standing, { author: device, sequence, clock, position })
  if (not !== null && !isDecided) return not
  law.clock = Math.max(law.clock, clock)
  if (!isLawEvent(event)) return null
  const person = law.devices.get(device)?.person ?? ''
  const roles: Role[] = []
  const author: Author = { device, person, has: (role) => standing.holds(law, { person, role, device, sequence, at: position }) && roles.push(role) > 0 }
  const refused = whyNot(law, author, event)
  // A withdrawal that was decided stands, even where a later round took its author's own ground away: what is gone stays gone.
  if (refused !== null && !isDecided) return refused
  takeEffect(law, event, { by: person, at: event.at, ...position })
  if (isWithdrawing(event)) law.withdrawals.push(withdrawalOf(hash, event))
  counted.push({ ...position, device, person, sequence, roles })
  return null
}

/** The first event of all; the fold gives no other one than the pinned founding. */
function found(law: Draft, hash: string, event: Extract<CheckedEvent['event'], { kind: 'founded' }>): RefusedBecause | null {
  if (law.founder !== '') return 'second-founding'
  const said: Said = { by: event.body.person.id, at: event.at, clock: event.clock, hash }
  takeEffect(law, event, said)
  law.clock = Math.max(law.clock, event.clock)
  return null
}

/** Whether this withdrawal takes away something that counted. */
export function bites(withdrawal: Withdrawal, { law, counted }: Enactment): boolean {
  return counted.some((event) => event.hash !== withdrawal.hash && event.sequence > lastUnder(withdrawal, event.device) && (
    withdrawal.role === null
      ? endsDevice(withdrawal, event.device, event.person)
      : event.person === withdrawal.person && event.roles.includes(withdrawal.role) && !isGivenAgain(law, withdrawal, event)
  ))
}

/** A role that came back after it was withdrawn, before this was said. */
const isGivenAgain = (law: Draft, { person, role, ...withdrawn }: Withdrawal, event: Position): boolean =>
  (law.givings.get(`${person ?? ''} ${role ?? ''}`) ?? []).some((given) => isBefore(withdrawn, given) && isBefore(given, event))
