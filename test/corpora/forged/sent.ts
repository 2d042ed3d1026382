/** Mail as its sender lets it go: the starting point that the families change. */
import { arrived, letter, mark, type Letter } from './letter.ts'
import { signed, type Signature } from './sign.ts'

export const hospitalFrom = 'Balie <balie@ziekenhuis.test>'
export const allPass = 'dkim=pass header.d=ziekenhuis.test header.s=s1; spf=pass smtp.mailfrom=ziekenhuis.test; dmarc=pass header.from=ziekenhuis.test'
export const allFail = 'dkim=fail header.d=ziekenhuis.test; spf=fail smtp.mailfrom=ziekenhuis.test; dmarc=fail header.from=ziekenhuis.test'

export const domainOf = (from: string): string => /@([^@>\s]+)>?\s*$/.exec(from)?.[1] ?? ''

/** Signed with the sender's own domain over everything, with the mark: `safe` when nothing is done to it and the domain is ready. */
export const safely = (from = hospitalFrom, options: Partial<Signature> = {}, more: readonly string[] = []): Letter =>
  signed(letter(from, { more: [mark, ...more] }), { domain: domainOf(from), ...options })

/** The same without the mark. */
export const unmarked = (from = hospitalFrom, options: Partial<Signature> = {}, more: readonly string[] = []): Letter =>
  signed(letter(from, { more }), { domain: domainOf(from), ...options })

/** As `safely`, received. */
export const safeArrival = (from = hospitalFrom, options: Partial<Signature> = {}, more: readonly string[] = []): Letter =>
  arrived(safely(from, options, more), `mx.${domainOf(from)}`)
