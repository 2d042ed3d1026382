import type { Role } from './act.ts'
import type { CheckedEvent, EventOf } from './event.ts'
import type { Position } from './order.ts'

type WithdrawingKind = 'device-revoked' | 'person-ended' | 'person-left' | 'role-withdrawn'
export type WithdrawingEvent = EventOf<WithdrawingKind>

/**
 * What a withdrawal says of its target's own events: those that the withdrawer had seen still count, later ones do not, whatever
 * clock or date they claim.
 */
export interface Withdrawal extends Position {
  readonly author: string
  readonly sequence: number
  readonly device: string | null
  readonly person: string | null
  readonly role: Role | null
  readonly last: ReadonlyMap<string, number>
}

export const isWithdrawing = (event: CheckedEvent['event']): event is WithdrawingEvent =>
  event.kind === 'device-revoked' || event.kind === 'person-ended' || event.kind === 'person-left' || event.kind === 'role-withdrawn'

export function withdrawalOf(hash: string, event: WithdrawingEvent): Withdrawal {
  const { author, sequence, clock, body } = event
  return {
    hash, clock, author, sequence, last: new Map(body.cut.map(({ device, last }) => [device, last])),
    device: 'device' in body ? body.device : null, person: 'person' in body ? body.person : null, role: 'role' in body ? body.role : null,
  }
}

/** The last event of this device that the withdrawal lets count. Whoever withdraws their own has at least seen what they are saying. */
export const lastUnder = ({ last, author, sequence }: Withdrawal, device: string): number =>
  Math.max(last.get(device) ?? 0, author === device ? sequence : 0)

/** Whether it ends everything that this device says after the cut; a role that is withdrawn ends only what needs the role. */
export const endsDevice = (withdrawal: Withdrawal, device: string, person: string): boolean =>
  withdrawal.role === null && (withdrawal.device === device || withdrawal.person === person)
