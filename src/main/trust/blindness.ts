import type { Blindness } from '../../shared/norm/inbound-evidence.ts'
import type { LookUp } from '../dns/look-up.ts'

/** Why nothing at all can be proven here, whatever the name: that says nothing against a domain. Null: names can be proven. */
export function blindnessOf(found: LookUp<unknown>): Blindness | null {
  if (found.kind !== 'bogus') return null
  if (found.why === 'resolver-without-dnssec') return 'withoutDnssec'
  return found.why === 'anchor-out-of-time' ? 'clockOff' : null
}
