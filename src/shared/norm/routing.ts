import { asciiLowerCase, domainOf, isMailAddress } from '../mail/address.ts'

export type RouteReason = 'own-domain' | 'no-safe-route-yet' | 'not-an-address'

/** The road that one recipient gets (norm.md section 5), and why. */
export type RoutePlan = { readonly address: string } & (
  | { readonly route: 'community'; readonly reason: 'own-domain' }
  | { readonly route: 'hold'; readonly reason: 'no-safe-route-yet' }
  | { readonly route: 'refuse'; readonly reason: 'not-an-address' }
)

/**
 * The route per recipient, each judged by itself (RT-20), in the order given. Until readiness is known only RT-00 goes out:
 * the practice's own domains, delivered on the account's own server. Whatever else can be written to waits (N-01).
 */
export const planRoutes = (addresses: readonly string[], ownDomains: readonly string[]): RoutePlan[] => {
  const own = new Set(ownDomains.map(bareDomain).filter((domain) => domain !== ''))
  return addresses.map((address) => planRoute(address, own))
}

function planRoute(address: string, own: ReadonlySet<string>): RoutePlan {
  if (!isMailAddress(address) || !isPlainLocalPart(address)) return { address, route: 'refuse', reason: 'not-an-address' }
  if (own.has(domainOf(address)) && !relays(address)) return { address, route: 'community', reason: 'own-domain' }
  return { address, route: 'hold', reason: 'no-safe-route-yet' }
}

/** Beyond ASCII needs SMTPUTF8 on every hop (RFC 6531); saying so while it is typed is kinder than a refusal a minute later. */
const isPlainLocalPart = (address: string): boolean => /^[!-~]+@/.test(address)

/** Only A to Z fold: full lower-casing would make look-alikes of one's own domain equal to it. */
const bareDomain = (domain: string): string => asciiLowerCase(domain.trim()).replace(/\.$/, '')

/** `jan%elders.nl@own` and `elders.nl!jan@own` ask older servers to pass the message on to elders.nl. */
const relays = (address: string): boolean => /[%!]/.test(address.slice(0, address.lastIndexOf('@')))
