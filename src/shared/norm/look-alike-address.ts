import { asciiLowerCase, domainOf } from '../mail/address.ts'
import { isOneLetterOff, knownDomain, silhouette, takenFor } from './look-alike.ts'

/** Shorter names before the @ differ by a letter all the time: `info` and `inf`, initials. */
const LOCAL_PART_LEAST = 4

/** Whether names before the @ are one letter apart. */
export const isLocalNear = (one: string, other: string): boolean => Math.min(one.length, other.length) >= LOCAL_PART_LEAST && isOneLetterOff(one, other)

/** Whether names before the @ are taken for each other without being the same: they look the same from a distance, or are one letter apart. */
export const isLocalAlike = (one: string, other: string): boolean => one !== other && (silhouette(one) === silhouette(other) || isLocalNear(one, other))

const localOf = (address: string): string => address.slice(0, Math.max(address.lastIndexOf('@'), 0))

/** Whether two addresses are easily taken for each other without being the same mailbox (RT-26, IN-02e). `organisation`: of the first one's domain. */
export function isAddressAlike(one: string, other: string, organisation: string | null): boolean {
  const [first, second] = [asciiLowerCase(one.trim()), asciiLowerCase(other.trim())]
  if (first === second) return false
  const [domain, known] = [domainOf(first), domainOf(second)]
  const isDomainAlike = domain !== known && takenFor(domain, organisation)(knownDomain(known))
  if (domain === known) return isLocalAlike(localOf(first), localOf(second))
  return isDomainAlike && (localOf(first) === localOf(second) || isLocalAlike(localOf(first), localOf(second)))
}
