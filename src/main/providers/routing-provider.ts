import type { RoutingProvider } from '../../shared/norm/routing/routing-facts.ts'
import { DEFAULT_LIMIT_BYTES } from '../../shared/norm/routing/routing-rules.ts'
import type { ProviderProfile } from './profiles.ts'

/** What the practice filled in or found out about its provider; null: nobody did. */
export type ProviderSettings = {
  readonly isMarkerSet: boolean | null
  readonly isPortalDeclared: boolean | null
  readonly limitBytes: number | null
  readonly isReachable: boolean
}

/** What routing must know. What is neither published nor filled in counts against: no portal, a marker that lacks, the default limit. */
export function routingProviderOf(profile: ProviderProfile, { isMarkerSet, isPortalDeclared, limitBytes, isReachable }: ProviderSettings): RoutingProvider {
  return {
    kind: profile.kind,
    communities: profile.community.names,
    limitBytes: limitBytes ?? profile.limitBytes ?? DEFAULT_LIMIT_BYTES,
    hasPortal: isPortalDeclared ?? profile.reader.portal === true,
    lacksMarker: isMarkerSet === null ? profile.marker.required !== false : !isMarkerSet,
    isReachable,
  }
}
