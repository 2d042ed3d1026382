import { mailboxKey } from '../../shared/mail/address.ts'
import type { Route } from '../../shared/norm/routing/routing-facts.ts'
import type { Delivery } from './outbox-rows.ts'
import type { KeptPlan, RoutedDelivery } from './routed.ts'

/** The routes of these recipients as they are now; what cannot be looked up in time stands as not looked up. */
export type PlanAgain = (delivery: Delivery) => Promise<readonly RoutedDelivery[]>

export interface RouteChange {
  readonly route: Route
  readonly plan: KeptPlan
}

/** `change`: what is to be written down of it; null: it is as it was. */
export type SecondLook = {
  readonly kind: 'goes' | 'waits'
  readonly change: RouteChange | null
  /** Why, as of this look, where it goes as it was to: what the journal and the sent message tell (E1). */
  readonly plan: KeptPlan | null
}

const SAFE: ReadonlySet<Route> = new Set(['direct', 'portal', 'community'])

/**
 * Whether a delivery may still leave, and how. A safe route may give way to another safe one that needs nothing more; it never
 * becomes ordinary mail, and ordinary mail goes only while that is still permitted (N-01, section 5).
 */
export async function secondLook(row: Delivery, { planAgain }: { planAgain: PlanAgain }): Promise<SecondLook> {
  const planned = await planAgain(row)
  const plans = new Map(planned.map((one) => [mailboxKey(one.to), one]))
  const found = row.recipients.map(({ address }) => plans.get(mailboxKey(address)))
  const [first] = found
  if (first === undefined || found.includes(undefined)) return { kind: 'waits', change: null, plan: null }
  // Who shares a submission is one of the practice: as soon as one is not, nobody of them goes.
  const worst = found.find((one) => one !== undefined && one.row !== 'RT-00') ?? first
  const kept = routeKept(row.route, worst)
  const change = { route: kept ?? 'hold', plan: { row: worst.row, permitted: worst.permitted, needs: worst.needs, grounds: worst.grounds } }
  if (kept === null || (row.recipients.length > 1 && worst.row !== 'RT-00')) return { kind: 'waits', change: { ...change, route: 'hold' }, plan: null }
  return isSame(row, change) ? { kind: 'goes', change: null, plan: change.plan } : { kind: 'goes', change, plan: null }
}

/** The route that it may leave by now; null: none. */
function routeKept(before: Route, { permitted, chosen }: RoutedDelivery): Route | null {
  if (before === 'plain') return permitted.includes('plain') ? 'plain' : SAFE.has(chosen) ? chosen : null
  if (permitted.includes(before) && SAFE.has(before)) return before
  return SAFE.has(chosen) ? chosen : null
}

const isSame = (row: Delivery, { route, plan }: RouteChange): boolean => row.route === route && row.plan?.row === plan.row
