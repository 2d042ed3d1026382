import { domainOf } from '../../mail/address.ts'
import type { NtaStatus } from '../nta-status.ts'
import { doubtfulOutcome, portalOutcome, type Outcome } from './portal-factor.ts'
import type { MessageFacts, RecipientFacts, RouteRow } from './routing-facts.ts'
import { isFreeMail } from './routing-rules.ts'

export type RowOutcome = Outcome & { readonly row: RouteRow }

/** The rows for health information, and for whatever is treated as such: the first that fits. */
export function phiRow(message: MessageFacts, recipient: RecipientFacts): RowOutcome {
  const { provider } = message
  if (provider.kind === 'plain') return { row: 'RT-02', route: 'refuse', needs: ['secureAccount'] }
  if (!provider.isReachable) return { row: 'RT-12', route: 'hold', needs: ['retry'] }
  if (provider.lacksMarker) return { row: 'RT-23', route: 'refuse', needs: ['marker'] }
  const always = portalAlways(message, recipient)
  if (always !== null) return { row: always, ...portalOutcome(message, recipient) }
  if (isInCommunity(message, recipient)) return { row: 'RT-05', route: 'community', needs: [] }
  return rowByStatus(message, recipient)
}

/** The rows that go by the portal whoever is ready. */
function portalAlways({ sizeBytes, provider }: MessageFacts, recipient: RecipientFacts): RouteRow | null {
  if (recipient.kind === 'person' || isFreeMail(domainOf(recipient.address))) return 'RT-03'
  if (sizeBytes > provider.limitBytes) return 'RT-04'
  return recipient.isOutsideEea ? 'RT-27' : null
}

const isInCommunity = ({ provider }: MessageFacts, { community }: RecipientFacts): boolean =>
  community !== null && provider.communities.includes(community)

function rowByStatus(message: MessageFacts, recipient: RecipientFacts): RowOutcome {
  if (provesNothing(recipient.status)) return { row: 'RT-10', ...doubtfulOutcome(message, recipient) }
  const isOwnReady = message.ownStatus === 'ready'
  const isReady = recipient.status === 'ready'
  if (isOwnReady && isReady) return { row: 'RT-06', route: 'direct', needs: [] }
  return { row: isOwnReady ? 'RT-07' : isReady ? 'RT-08' : 'RT-09', ...portalOutcome(message, recipient) }
}

const provesNothing = (status: NtaStatus): boolean => status === 'lookupFailed' || status === 'bogus' || status === 'indeterminate'
