import type { Ground } from '../../shared/norm/sending-ground.ts'
import type { Route } from '../../shared/norm/routing/routing-facts.ts'
import type { Database } from '../store/store.ts'
import type { Delivery } from './outbox-rows.ts'
import type { KeptPlan } from './routed.ts'

/** How one recipient of a sent message got it, and why that way; kept for as long as the message may be looked at. */
export interface SentRoute {
  readonly address: string
  readonly route: Route
  /** Null for mail from before routes were kept. */
  readonly plan: KeptPlan | null
  /** When the server took it, in ms since 1970. */
  readonly sentAt: number
}

/** In the transaction that makes it true that a server has it. */
export function keepSentRoutes(db: Database, { messageId, recipients, route, plan }: Pick<Delivery, 'messageId' | 'recipients' | 'route' | 'plan'>, at: number): void {
  const insert = db.prepare('INSERT OR REPLACE INTO sent_route (message_id, address, route, plan, sent_at) VALUES (?, ?, ?, ?, ?)')
  for (const { address } of recipients) insert.run(messageId, address, route, plan === null ? null : JSON.stringify(plan), at)
}

/** Of a message by its Message-ID; empty when it was not sent from here. */
export const sentRoutes = (db: Database, messageId: string): SentRoute[] =>
  db.prepare<[string], { address: string; route: Route; plan: string | null; sentAt: number }>(
    'SELECT address, route, plan, sent_at AS sentAt FROM sent_route WHERE message_id = ? ORDER BY sent_at, address',
  ).all(messageId).map((row) => ({ ...row, plan: row.plan === null ? null : JSON.parse(row.plan) as KeptPlan }))

/** R11: what was chosen when something was last sent to this address; null: nothing was. */
export function lastGroundFor(db: Database, address: string): Ground | null {
  const text = db.prepare<[string], string | null>('SELECT plan FROM sent_route WHERE address = ? COLLATE NOCASE ORDER BY sent_at DESC LIMIT 1').pluck().get(address) ?? null
  return text === null ? null : (JSON.parse(text) as KeptPlan).grounds.ground ?? null
}
