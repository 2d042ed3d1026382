import type { ProviderSettings } from '../../shared/contract/providers.ts'
import { domainOf, isMailAddress } from '../../shared/mail/address.ts'
import { isMobile } from '../../shared/norm/routing/portal-factor.ts'
import type { AccountFacts, DeliveryTo, LackingPart, ReadyMarker, Submission } from './face.ts'
import { chosenForms, markerOf } from './marker-choice.ts'
import { hasOwnServer, needsMarker } from './provider-state.ts'
import type { ProviderProfile } from './profiles.ts'

interface InUse { readonly profile: ProviderProfile; readonly settings: ProviderSettings }

/** How one delivery is handed in by an account with this provider; null: it has none. Whatever is in doubt is lacking, never less safe. */
export function submissionBy(use: InUse | 'unusable' | null, { account, delivery }: { account: AccountFacts; delivery: DeliveryTo }): Submission {
  const { route, to } = delivery
  if (!isMailAddress(to)) return { kind: 'lacking', what: 'address' }
  if (route === 'plain') return { kind: 'account' }
  if (route === 'community' && isOwn(account, to)) return { kind: 'account' }
  if (route === 'hold' || route === 'refuse') return { kind: 'lacking', what: 'route' }
  if (use === null) return { kind: 'lacking', what: 'provider' }
  return use === 'unusable' ? { kind: 'lacking', what: 'set-up' } : toProvider(use, account, delivery)
}

/** RT-00, letter for letter; `jan%elders.nl@own` asks to be passed on and is nobody's own. */
const isOwn = ({ ownDomains }: AccountFacts, to: string): boolean =>
  !/[%!]/.test(to.slice(0, to.lastIndexOf('@'))) && ownDomains.includes(domainOf(to))

function toProvider({ profile, settings }: InUse, account: AccountFacts, delivery: DeliveryTo): Submission {
  const excluded = settings.excludedDomains ?? profile.excludedDomains ?? []
  if (excluded.includes(domainOf(delivery.to))) return { kind: 'lacking', what: 'excluded' }
  const { endpoint, user } = settings
  const isOwnServer = hasOwnServer(profile, settings)
  if (isOwnServer && endpoint === null) return { kind: 'lacking', what: 'set-up' }
  const server = isOwnServer && endpoint !== null ? { endpoint, user } : null
  const marking = markingOf({ profile, settings }, delivery)
  if (marking.kind === 'lacking') return marking
  return { kind: 'provider', profile: profile.id, server, host: server?.endpoint.host ?? account.smtp.host, markers: marking.markers, factor: marking.factor }
}

type Marking = { readonly kind: 'markers'; readonly markers: readonly ReadyMarker[]; readonly factor: 'sms' | 'none' } | { readonly kind: 'lacking'; readonly what: LackingPart }

/**
 * The heaviest marker that can be set: with a number that is known, the form that carries it, also where delivery is expected to be
 * direct, since the provider decides and a portal must then ask for a code. Without one, a form that needs none.
 */
function markingOf({ profile, settings }: InUse, { route, to, mobile }: DeliveryTo): Marking {
  const secondFactor = profile.secondFactor ?? settings.secondFactor ?? 'none'
  if (!needsMarker(profile, settings)) return { kind: 'markers', markers: [], factor: isMobile(mobile) ? secondFactor : 'none' }
  const { numbered, bare } = chosenForms(profile, settings)
  const known = isMobile(mobile) ? numbered ?? bare : bare
  if (known === null) {
    if (route !== 'portal' && settings.goesDirectUnmarked) return { kind: 'markers', markers: [], factor: 'none' }
    return { kind: 'lacking', what: numbered === null ? 'marker' : 'mobile' }
  }
  const marker = markerOf(known, { address: to, mobile })
  if (marker.kind === 'lacking') return marker
  return { kind: 'markers', markers: [marker], factor: isMobile(mobile) ? known.factor ?? secondFactor : 'none' }
}
