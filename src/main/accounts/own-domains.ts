import { domainToASCII, domainToUnicode } from 'node:url'
import { asciiLowerCase, domainOf, isMailAddress } from '../../shared/mail/address.ts'

/**
 * The domains whose recipients are the practice itself (RT-00): that of the address and those that were added. Never a domain
 * where anybody can have an address: whoever has a mailbox at a provider is no colleague of all its other customers.
 */
export function ownDomainsOf(address: string, added: readonly string[], publicDomains: ReadonlySet<string>): string[] {
  const domains = [domainOf(address), ...added.map((domain) => asciiLowerCase(domain.trim()).replace(/\.$/, ''))]
  // An international domain is written in two ways and is one domain.
  const spellings = domains.flatMap((domain) => [domain, domainToASCII(domain), domainToUnicode(domain)])
  return [...new Set(spellings)].filter((domain) => isMailAddress(`x@${domain}`) && !isPublic(domain, publicDomains))
}

/** A provider's customers may also live below its domain (`praktijk.ziggo.nl`). */
const isPublic = (domain: string, publicDomains: ReadonlySet<string>): boolean => {
  const labels = domain.split('.')
  return labels.some((_, index) => publicDomains.has(labels.slice(index).join('.')))
}
