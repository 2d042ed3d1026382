import type { CheckedEvent } from './event.ts'
import type { Law } from './law.ts'
import { bites, enact, type Decided, type Enactment } from './enact.ts'
import { DECIDED_AT_ONCE } from './limits.ts'
import { inOrder } from './order.ts'
import type { RefusedBecause } from './problem.ts'
import type { Withdrawal } from './withdrawal.ts'

export interface Judged {
  readonly law: Law
  /** Managers who withdrew each other at once, by hash of what they said. */
  readonly clashes: readonly { readonly stands: string; readonly falls: string }[]
}

/**
 * What holds, of all that was said. Read in order this is simple, but for withdrawals: they also take away what was said before
 * them and not yet seen, so one of them can take away another's ground. The rounds below decide one layer of them after the
 * other: first those that nothing undoes; of two that undo each other, the one by the manager who was appointed first.
 * Depends on the set of events alone. `events` are in order; `nonsense`: hashes of those whose clock does not rise.
 */
export function judge(events: readonly CheckedEvent[], nonsense: ReadonlySet<string>): Judged {
  const decided = { standing: new Map<string, Withdrawal>(), fallen: new Map<string, RefusedBecause>([...nonsense].map((hash) => [hash, 'clock-nonsense'])) }
  const clashes: { stands: string; falls: string }[] = []
  for (;;) {
    const now = enact(events, decided)
    const open = openIn(now, decided)
    if (open.length === 0) return { law: now.law, clashes }
    decide({ events, decided, clashes }, open)
  }
}

/** The withdrawals that would take something away and are not decided, the most senior author's first. */
function openIn(now: Enactment, decided: Decided): Withdrawal[] {
  const seniority = (one: Withdrawal): number => {
    const place = now.law.managers.indexOf(now.law.devices.get(one.author)?.person ?? '')
    return place === -1 ? Infinity : place
  }
  return now.law.withdrawals
    .filter((one) => !decided.standing.has(one.hash) && bites(one, now))
    .map((one) => ({ one, place: seniority(one) }))
    .sort((left, right) => (left.place === right.place ? inOrder(left.one, right.one) : left.place - right.place))
    .slice(0, DECIDED_AT_ONCE).map(({ one }) => one)
}

interface Bench {
  readonly events: readonly CheckedEvent[]
  readonly decided: { readonly standing: Map<string, Withdrawal>; readonly fallen: Map<string, RefusedBecause> }
  readonly clashes: { stands: string; falls: string }[]
}

/**
 * One round: what undoes itself falls; what nothing stronger undoes stands, and what would undo it falls. Where all of them stand in
 * a ring, the most senior stands. At least one of the open withdrawals is decided.
 */
function decide({ events, decided, clashes }: Bench, open: readonly Withdrawal[]): void {
  const under = new Map(open.map((one) => [one, new Set(enact(events, decided, [one]).law.withdrawals.map(({ hash }) => hash))]))
  const undoes = (one: Withdrawal, other: Withdrawal): boolean => under.get(one)?.has(other.hash) === false
  const idle = open.filter((one) => undoes(one, one))
  for (const one of idle) decided.fallen.set(one.hash, 'cut-undoes-itself')
  if (idle.length > 0) return
  const stands = open.filter((one, place) => open.every((other, otherPlace) => !undoes(other, one) || (undoes(one, other) && place < otherPlace)))
  for (const one of stands.length > 0 ? stands : open.slice(0, 1)) {
    decided.standing.set(one.hash, one)
    for (const other of open.filter((rival) => undoes(rival, one))) {
      decided.fallen.set(other.hash, 'withdrawn-at-once')
      clashes.push({ stands: one.hash, falls: other.hash })
    }
  }
}
