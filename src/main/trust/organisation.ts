import { getDomain, getPublicSuffix } from 'tldts'

/** Names under which anybody may register are looked up in the whole list, also where a company hands them out. */
const whole = { allowPrivateDomains: true, validateHostname: false } as const

/** What somebody registered and others can't: `praktijk.nl` of `mail.praktijk.nl` (RFC 7489 section 3.2); null for a public suffix itself. */
export const organisationOf = (domain: string): string | null => domain === '' ? null : getDomain(domain, whole)

/** `nl`, `co.uk`, `blogspot.com`: who signs for these, signs for strangers. */
export const isPublicSuffix = (domain: string): boolean => getPublicSuffix(domain, whole) === domain
