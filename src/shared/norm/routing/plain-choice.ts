import { phiRow } from './phi-rows.ts'
import type { MessageFacts, Plan, RecipientFacts, Route } from './routing-facts.ts'

/**
 * RT-11 for a message that may be plain. The choice starts at a safe route that is at hand; with detection `possible` at any that
 * can go without a question (CF-10).
 */
export function plainChoice(message: MessageFacts, recipient: RecipientFacts): Plan {
  // Ordinary mail leaves by the same provider: while that is down it is no way out either (N-01), and less certainty opens nothing.
  if (!message.provider.isReachable) return { row: 'RT-12', permitted: ['hold'], chosen: 'hold', needs: ['retry'], isPhi: false }
  const safe = phiRow(message, recipient)
  const startsSafe = message.detection === 'possible' ? isSafe(safe.route) : safe.route === 'direct' || safe.route === 'community'
  if (startsSafe) return { ...mayBePlain, permitted: ['plain', safe.route], chosen: safe.route }
  // RT-24: who picked a safe route is not given ordinary mail in its place.
  if (isSafe(message.wish)) return { ...mayBePlain, permitted: ['plain', safe.route], chosen: safe.route, needs: safe.needs }
  if (message.detection === 'possible') return { ...mayBePlain, permitted: ['plain', 'hold'], chosen: 'hold', needs: ['confirmClass'] }
  return isSafe(safe.route) ? { ...mayBePlain, permitted: ['plain', safe.route] } : mayBePlain
}

const mayBePlain: Plan = { row: 'RT-11', permitted: ['plain'], chosen: 'plain', needs: [], isPhi: false }

const isSafe = (route: Route | null): boolean => route === 'direct' || route === 'community' || route === 'portal'
