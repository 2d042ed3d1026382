import { domainToASCII } from 'node:url'
import { asciiLowerCase, domainOf } from '../../../shared/mail/address.ts'
import { raisedBy, type DetectionLevel, type MessageClass } from '../../../shared/norm/message-class.ts'
import { planDeliveries } from '../../../shared/norm/routing/plan-deliveries.ts'
import { hasSecondFactor, isMobile } from '../../../shared/norm/routing/portal-factor.ts'
import type { Delivery, FieldContext, PracticeRules, RecipientFacts, RoutingProvider } from '../../../shared/norm/routing/routing-facts.ts'
import type { Ground } from '../../../shared/norm/sending-ground.ts'
import type { Contact } from '../../address-book/contact.ts'
import type { DeliveryTo, Submission } from '../../providers/face.ts'
import { wireAddress as toWire } from '../../sending/manuscript.ts'
import type { RouteGrounds, RoutedDelivery } from '../../sending/routed.ts'
import type { RecipientDomain } from '../../trust/domain/recipient-domain.ts'
import { breathing } from '../threads/breathing.ts'
import { toldProvider } from './told-provider.ts'
import { notLookedUp } from '../../trust/domain/recipient-domain.ts'
import type { RecipientDomains } from './recipient-domains.ts'

/** A message as far as its routes depend on it. */
export interface RouteQuestion {
  readonly accountId: string
  /** Addresses, each to be planned by itself (RT-20). */
  readonly recipients: readonly string[]
  /** What the person answered and the message inherited. */
  readonly messageClass: MessageClass
  readonly detection: DetectionLevel
  /** PHI-10. */
  readonly hasUnread: boolean
  /** DT-1 was answered while detection said `possible`: it has been asked again (RT-11). */
  readonly isAnswered: boolean
  readonly sizeBytes: number
  /** R11: what the person chose for this message; null: nothing. */
  readonly ground: Ground | null
  /** RT-22: why a code by e-mail has to do for this message; blank is no reason. */
  readonly emailCodeReason: string
  /** RT-24: a safer way that the person picked; null: none. */
  readonly wish: 'portal' | null
}

/** A delivery as planned now; `isOpen`: its domain, or our own, is still being looked up. */
export interface OpenDelivery extends RoutedDelivery {
  readonly isOpen: boolean
  readonly contact: Contact | null
  /** R11: the practice wants to be asked on which ground it sends to this one. */
  readonly isGroundAsked: boolean
}

export interface Routing {
  /** With what is known now; what is not stands as not looked up, and `routes` changes once it is. */
  plan(question: RouteQuestion): Promise<OpenDelivery[]>
  /** With everything looked up that can be in time: the second look, before anything leaves. */
  planSurely(question: RouteQuestion): Promise<OpenDelivery[]>
}

/** Where the facts come from. */
export interface RoutingSources {
  readonly domains: RecipientDomains
  readonly account: (accountId: string) => { readonly address: string; readonly ownDomains: readonly string[] } | null
  readonly contactOf: (address: string) => Contact | null
  /** RT-26. */
  readonly isNewAddress: (address: string) => boolean
  readonly provider: (accountId: string) => { readonly id: string; readonly routing: RoutingProvider }
  /** The community that an address is of by its domain; null: not known. */
  readonly communityOf: (address: string) => string | null
  /** How a delivery would be handed in (PV-02, PV-04). */
  readonly submissionOf: (accountId: string, delivery: DeliveryTo) => Submission
  readonly practice: (accountId: string) => Omit<PracticeRules, 'allSecureTo' | 'emailCodeReason'> & { readonly fieldContext: FieldContext | null; readonly fromBetraysField: boolean }
  /** R11: the ground that needs no question; null: it is asked. */
  readonly groundFor: (kind: RecipientFacts['kind']) => Ground | null
  /** What was chosen for this address the last time; null: nothing. */
  readonly lastGround: (address: string) => Ground | null
}

/** Gathers the facts of a message for the decision table. The table is in shared/norm/routing; nothing is decided here. */
export function createRouting(sources: RoutingSources): Routing {
  const domainsOf = ({ accountId, recipients }: RouteQuestion): string[] => {
    const account = sources.account(accountId)
    // Mail within the practice needs no name server, and waits for none (RT-00).
    const elsewhere = recipients.filter((address) => account?.ownDomains.some((own) => asciiLowerCase(own) === domainOf(address)) !== true)
    if (elsewhere.length === 0) return []
    return [...new Set([...elsewhere, ...(account === null ? [] : [account.address])].map(asked).filter((domain) => domain !== ''))]
  }
  return {
    async plan(question) {
      const found = new Map(domainsOf(question).map((domain) => [domain, sources.domains.known(domain)]))
      return planWith(sources, question, (domain) => found.get(domain) ?? null)
    },
    async planSurely(question) {
      const found = await sources.domains.find(domainsOf(question))
      return planWith(sources, question, (domain) => found.get(domain) ?? null)
    },
  }
}

/** As it is looked up: in A-labels. '' for what has none. */
const asked = (address: string): string => domainToASCII(domainOf(address))

/** In pieces: a thousand addresses that nobody knows take seconds, and nobody else waits for them. */
async function planWith(sources: RoutingSources, question: RouteQuestion, foundOf: (domain: string) => RecipientDomain | null): Promise<OpenDelivery[]> {
  const breathe = breathing()
  const account = sources.account(question.accountId)
  const ours = account === null ? null : foundOf(asked(account.address))
  const provider = sources.provider(question.accountId)
  const { fieldContext, fromBetraysField, ...practice } = sources.practice(question.accountId)
  const contacts = question.recipients.map(sources.contactOf)
  const standings = question.recipients.map((address) => foundOf(asked(address)))
  const ownStatus = ours?.status ?? 'lookupFailed'
  const recipients: RecipientFacts[] = []
  for (const [index, address] of question.recipients.entries()) {
    await breathe()
    recipients.push(factsOf(sources, question, { address, contact: contacts[index] ?? null, standing: standings[index] ?? notLookedUp(0) }))
  }
  // CF-6 lets only a time go plainly: there a doubt stays one.
  const detection = question.isAnswered && question.detection === 'possible' && fieldContext !== 'CF-6' ? 'none' : question.detection
  const planned = planDeliveries({
    ownDomains: account?.ownDomains ?? [], provider: provider.routing, ownStatus, messageClass: question.messageClass, detection, hasUnread: question.hasUnread,
    fieldContext, fromBetraysField, consent: null, sizeBytes: question.sizeBytes, wish: question.wish, recipients,
    practice: { ...practice, emailCodeReason: question.emailCodeReason, allSecureTo: contacts.flatMap((contact) => (contact?.isAllSecure === true ? [contact.address] : [])) },
  })
  const open = (plan: Delivery, index: number): OpenDelivery => {
    const recipient = recipients[index]
    const delivery = recipient === undefined ? plan : toldProvider(plan, {
      recipient, detection, isSaferWished: question.wish !== null, submissionOf: (route, mobile) => sources.submissionOf(question.accountId, { route, to: toWire(plan.to), mobile }),
    })
    const standing = standings[index] ?? null
    const isOwn = delivery.row === 'RT-00'
    const asks = groundOf(sources, question, { address: delivery.to, kind: recipient?.kind ?? 'unknown', isOwn })
    const isLookedUp = isOwn || (standing !== null && ours !== null)
    return { ...delivery, isOpen: !isLookedUp && delivery.row !== 'RT-01', contact: contacts[index] ?? null, isGroundAsked: asks.isAsked,
      grounds: groundsOf(question, { ground: asks.ground, provider: provider.id, ownStatus, standing, recipient, isPortal: delivery.chosen === 'portal' }) }
  }
  const deliveries: OpenDelivery[] = []
  for (const [index, plan] of planned.entries()) {
    await breathe()
    deliveries.push(open(plan, index))
  }
  return deliveries
}

interface Standing { readonly address: string; readonly contact: Contact | null; readonly standing: RecipientDomain }

const factsOf = (sources: RoutingSources, { messageClass }: RouteQuestion, { address, contact, standing: { status, hasNoMailHost } }: Standing): RecipientFacts => ({
  address, status, hasNoMailHost, kind: contact?.kind ?? 'unknown', community: contact?.community ?? sources.communityOf(address), mobile: contact?.mobile ?? null,
  isMobileVerified: contact !== null && contact.mobileVerified !== null, isOutsideEea: contact?.isOutsideEea ?? false,
  isNew: sources.isNewAddress(address), consent: consentOf(contact, messageClass), isStaffPrivate: contact?.isStaffPrivate ?? false,
})

/** CF-11: null when nobody recorded it for this kind of message. */
const consentOf = (contact: Contact | null, messageClass: MessageClass): boolean | null =>
  contact?.consent === null || contact === null ? null : contact.consent.scope === 'both' || contact.consent.scope === messageClass

interface Asking { readonly address: string; readonly kind: RecipientFacts['kind']; readonly isOwn: boolean }

/** R11: by the practice's rule, else as chosen now, else as chosen for this address before. General news tells of nobody. */
function groundOf({ groundFor, lastGround }: RoutingSources, { messageClass, ground }: RouteQuestion, { address, kind, isOwn }: Asking): { ground: Ground | null; isAsked: boolean } {
  if (isOwn || messageClass === 'general') return { ground: null, isAsked: false }
  const usual = groundFor(kind)
  return usual === null ? { ground: ground ?? lastGround(address), isAsked: true } : { ground: usual, isAsked: false }
}

interface Known {
  readonly ground: Ground | null
  readonly provider: string
  readonly ownStatus: RouteGrounds['ownStatus']
  readonly standing: RecipientDomain | null
  readonly recipient: RecipientFacts | undefined
  readonly isPortal: boolean
}

function groundsOf({ messageClass, detection, hasUnread, emailCodeReason, wish }: RouteQuestion, { ground, provider, ownStatus, standing, recipient, isPortal }: Known): RouteGrounds {
  const mobile = recipient?.mobile ?? null
  const hasFactor = recipient !== undefined && hasSecondFactor(recipient)
  return {
    messageClass: raisedBy(detection, messageClass), detection, hasUnread, wish, ground, provider, ownStatus, status: standing?.status ?? 'lookupFailed',
    lastDay: standing?.lastDay ?? null, dnssec: standing?.dnssec ?? null, lookedUpAt: standing?.at ?? null,
    factor: !isPortal ? 'none' : hasFactor ? 'sms' : 'email-code', emailCodeReason: isPortal && !hasFactor ? emailCodeReason.trim() : '', lastDigits: isPortal && hasFactor && isMobile(mobile) ? mobile.slice(-3) : null,
  }
}
