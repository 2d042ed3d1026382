import { z } from 'zod'
import { domainOf, sameMailbox } from '../../../shared/mail/address.ts'
import type { MessageClass } from '../../../shared/norm/message-class.ts'
import type { NtaStatus } from '../../../shared/norm/nta-status.ts'
import { planDeliveries } from '../../../shared/norm/routing/plan-deliveries.ts'
import type { Delivery } from '../../../shared/norm/routing/routing-facts.ts'
import { checkDomains, type DomainChecking } from '../domain-check.ts'
import { builtInProfiles, factsOf, faultyFields, messageCase, messageClass, parsed, recipientCase } from './route-input.ts'

/** What a case holds, but for what is typed or looked up; the recipients are those that somebody knows something about. */
const routingAccount = messageCase.omit({ from: true, ownStatus: true, class: true }).extend({
  domains: z.array(z.string()).default([]),
  detection: messageCase.shape.detection.default('none'),
  sizeBytes: messageCase.shape.sizeBytes.default(0),
  recipients: z.array(recipientCase.omit({ ntaStatus: true, noMailHost: true })).default([]),
})

export type RoutingAccount = z.infer<typeof routingAccount>

export type RoutingAccountReading = { readonly kind: 'account'; readonly account: RoutingAccount } | { readonly kind: 'malformed'; readonly fields: readonly string[] }

/** ACCOUNT.json of `route`; `fields` names what is missing or of the wrong type, '' for the whole. */
export function readRoutingAccount(text: string): RoutingAccountReading {
  const read = routingAccount.safeParse(parsed(text))
  return read.success ? { kind: 'account', account: read.data } : { kind: 'malformed', fields: faultyFields(read, '') }
}

/** The class as it was typed; null when there is no such class. */
export function readMessageClass(text: string): MessageClass | null {
  const read = messageClass.safeParse(text)
  return read.success ? read.data : null
}

export type Letter = { readonly account: RoutingAccount; readonly from: string; readonly to: readonly string[]; readonly messageClass: MessageClass }

export type RoutedLetter =
  | { readonly kind: 'routed'; readonly deliveries: readonly Delivery[]; readonly domains: readonly { readonly domain: string; readonly ntaStatus: NtaStatus }[] }
  /** `line` of the trust anchor is no DS record. */
  | { readonly kind: 'malformed-anchor'; readonly line: number }

type Seen = { readonly status: NtaStatus; readonly hasNoMailHost: boolean }

/** Plans the deliveries of one message, its domains looked up now. */
export async function routeLive({ account, from, to, messageClass: type }: Letter, checking: DomainChecking): Promise<RoutedLetter> {
  const names = [...new Set([from, ...to].map(domainOf))]
  const asked = checkDomains(names, checking)
  if (asked.kind === 'malformed-anchor') return asked
  const seen = new Map<string, Seen>()
  for await (const { ntaStatus, problems } of asked.checks) {
    const name = names[seen.size] ?? ''
    seen.set(name, { status: ntaStatus, hasNoMailHost: problems.some(({ code }) => code === 'null-mx' || code === 'no-mail-host') })
  }
  const seenOf = (address: string): Seen => seen.get(domainOf(address)) ?? { status: 'lookupFailed', hasNoMailHost: false }
  const recipients = to.map((address) => {
    const known = account.recipients.find((each) => sameMailbox(each.address, address))
    const { status, hasNoMailHost } = seenOf(address)
    return { ...known, address, ntaStatus: status, noMailHost: hasNoMailHost }
  })
  const facts = factsOf({ ...account, from, class: type, ownStatus: seenOf(from).status, recipients }, builtInProfiles(), account.domains)
  return { kind: 'routed', deliveries: planDeliveries(facts), domains: names.map((domain) => ({ domain, ntaStatus: seen.get(domain)?.status ?? 'lookupFailed' })) }
}
