import type { CheckedEvent } from './event.ts'
import type { GrantObstacle } from './grant.ts'

/** Why an event that its author's chain holds has no effect. */
export type RefusedBecause =
  | GrantObstacle
  /** Signed by a device that nobody admitted, or before it was. */
  | 'unknown-author'
  /** Beyond what a withdrawal lets count; `withdrawn-at-once`: of two managers who withdrew each other, the one who was appointed later. */
  | 'after-withdrawal' | 'withdrawn-at-once'
  /** The author may not say this. */
  | 'no-right'
  /** A cut that takes away what gave its own author the right. */
  | 'cut-undoes-itself'
  /** Lower than the event before it, or further ahead than anybody can have counted. */
  | 'clock-nonsense'
  | 'second-founding'
  /** The name was used before: said again, or replayed under a new signature. */
  | 'already-there'
  | 'unknown-person' | 'unknown-device' | 'unknown-mailbox' | 'unknown-grant' | 'unknown-invitation'
  | 'invitation-used' | 'invitation-withdrawn' | 'keys-do-not-fit' | 'last-manager' | 'nothing-to-withdraw'
  | 'not-a-member'
  /** A segment of a journal that overlaps, leaves a gap, or does not follow the one before; or of another's journal. */
  | 'segment-overlaps' | 'segment-gap' | 'segment-broken' | 'segment-of-another'
  | 'unknown-version' | 'unknown-kind' | 'unknown-body'

/** Something in the register that the manager should know of; none of it has an effect. */
export type RegisterProblem =
  | ({ readonly kind: 'refused' } & Refusal)
  /** Belongs to another practice, or was founded elsewhere. */
  | { readonly kind: 'other-practice'; readonly event: EventName }
  /** Waits for the events before it: `sequence` is the first that is missing. */
  | { readonly kind: 'predecessor-missing'; readonly device: string; readonly sequence: number; readonly waiting: number }
  /** Two events with one number: from there on the device counts for nothing, until a manager revokes it. */
  | { readonly kind: 'forked'; readonly device: string; readonly sequence: number; readonly hashes: readonly string[] }
  /** Does not follow the event before it. */
  | { readonly kind: 'chain-broken'; readonly device: string; readonly sequence: number; readonly hashes: readonly string[] }
  /** Two managers who withdrew each other at once: which one stands, and which one falls. */
  | { readonly kind: 'withdrew-each-other'; readonly stands: string; readonly falls: string }
  /** A manager signed a state that the events which it names do not give. Who reads them all counts by those. */
  | { readonly kind: 'snapshot-disagrees'; readonly event: EventName }

/** An event without effect, and why. */
export interface Refusal { readonly because: RefusedBecause; readonly event: EventName }

/** Enough of an event to show whose it is and what it wanted. */
export interface EventName {
  readonly hash: string
  readonly author: string
  readonly sequence: number
  readonly clock: number
  readonly at: number
  readonly kind: string
}

export const nameOf = ({ hash, event: { author, sequence, clock, at, kind, body } }: CheckedEvent): EventName =>
  ({ hash, author, sequence, clock, at, kind: kind === 'unknown' ? body.named : kind })
