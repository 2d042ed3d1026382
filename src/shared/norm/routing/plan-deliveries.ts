import { asciiLowerCase, domainOf, isDeliverableAddress, mailboxKey, sameMailbox } from '../../mail/address.ts'
import { mayBePlain } from '../decision-trees.ts'
import { heavierClass, raisedBy } from '../message-class.ts'
import { phiRow, type RowOutcome } from './phi-rows.ts'
import { plainChoice } from './plain-choice.ts'
import { hasSecondFactor } from './portal-factor.ts'
import { NEEDS, type Delivery, type MessageFacts, type Need, type Plan, type RecipientFacts, type Route } from './routing-facts.ts'

/**
 * The permitted routes, the chosen one and what is still lacking, for each recipient by itself (RT-20) and in the order given.
 * Pure: what is true now is in the facts, and dispatch asks again with new ones.
 */
export function planDeliveries(message: MessageFacts): Delivery[] {
  const planned = message.recipients.map((recipient) => ({ recipient, plan: planDelivery(message, recipient) }))
  // RT-25: every external recipient whom the rows for health information fixed, also when the row refuses or waits.
  const asked = planned.filter(({ plan }) => plan.isPhi).map(({ recipient }) => recipient.address)
  const isSeveral = asked.some((address) => !sameMailbox(address, asked[0] ?? ''))
  return planned.map(({ recipient, plan: { isPhi, ...plan } }) => ({
    to: recipient.address,
    ...plan,
    needs: inOrder([...plan.needs, ...(isSeveral && isPhi ? ['confirmRecipients' as const] : []), ...shownBeside(recipient, plan.chosen, plan.row)]),
  }))
}

/** RT-26, RT-27: shown, not asked. */
function shownBeside(recipient: RecipientFacts, chosen: Route, row: Delivery['row']): Need[] {
  const isWarned = recipient.isOutsideEea && chosen !== 'refuse' && row !== 'RT-00'
  return [...(recipient.isNew ? ['checkAddress' as const] : []), ...(isWarned ? ['warnOutsideEea' as const] : [])]
}

const inOrder = (needs: readonly Need[]): Need[] => NEEDS.filter((need) => needs.includes(need))

function planDelivery(message: MessageFacts, recipient: RecipientFacts): Plan {
  const plan = startingPlan(message, recipient)
  return saferByWish(message, recipient, plan)
}

function startingPlan(message: MessageFacts, recipient: RecipientFacts): Plan {
  if (!isDeliverableAddress(recipient.address)) return undeliverable
  if (isOwn(message, recipient)) return { row: 'RT-00', permitted: ['community'], chosen: 'community', needs: [], isPhi: false }
  if (recipient.hasNoMailHost || recipient.status === 'noSuchDomain' || isRelayedByOwn(message, recipient)) return undeliverable
  const plain = plainRule(message, recipient)
  if (plain === 'secure') return recipient.isStaffPrivate === true ? staffPrivate : fixedBy(phiRow(message, recipient))
  return plain === 'outside-eea' ? abroad(message, recipient) : plainChoice(message, recipient)
}

const undeliverable: Plan = { row: 'RT-01', permitted: ['refuse'], chosen: 'refuse', needs: ['checkAddress'], isPhi: false }

const staffPrivate: Plan = { row: 'IN-16', permitted: ['refuse'], chosen: 'refuse', needs: ['otherChannel'], isPhi: true }

const fixedBy = ({ row, route, needs }: RowOutcome): Plan => ({ row, permitted: [route], chosen: route, needs, isPhi: true })

/** RT-11 or the rows for health information; an appointment never goes plain outside the EEA (RT-27). */
function plainRule(message: MessageFacts, recipient: RecipientFacts): 'secure' | 'outside-eea' | 'may-be-plain' {
  const raised = raisedBy(message.detection, message.messageClass)
  const messageClass = message.hasUnread === true && recipient.kind !== 'professional' ? heavierClass(raised, 'unknown') : raised
  if (messageClass === 'phi' || messageClass === 'unknown') return 'secure'
  const { outcome } = mayBePlain({
    messageClass, detection: message.detection, consent: recipient.consent === undefined ? message.consent : recipient.consent, isProfessional: recipient.kind === 'professional',
    fieldContext: message.fieldContext, fromBetraysField: message.fromBetraysField, isSecureByRule: isSecureByRule(message, recipient),
  })
  if (outcome !== 'may-be-plain') return 'secure'
  return messageClass === 'logistic' && recipient.isOutsideEea ? 'outside-eea' : 'may-be-plain'
}

/** DT-2.4. *Group mail plain* is no ground by itself: it lifts neither consent nor context, and *nothing plain* wins from it. */
const isSecureByRule = ({ practice, messageClass }: MessageFacts, { address }: RecipientFacts): boolean =>
  practice.nothingPlain || practice.secureFor.includes(messageClass) || mailboxesIn(practice.allSecureTo).has(mailboxKey(address))

/** The list is the same for every recipient of a message: worked out once a list. */
const prepared = new WeakMap<readonly string[], ReadonlySet<string>>()

function mailboxesIn(addresses: readonly string[]): ReadonlySet<string> {
  const known = prepared.get(addresses) ?? new Set(addresses.map(mailboxKey))
  prepared.set(addresses, known)
  return known
}

/** What the rows say, in the name of the rule that kept it from going plain. */
function abroad(message: MessageFacts, recipient: RecipientFacts): Plan {
  const found = phiRow(message, recipient)
  return fixedBy(found.row === 'RT-03' || found.row === 'RT-04' ? { ...found, row: 'RT-27' } : found)
}

/** RT-24: to wait, or to take the portal where less would do; never anything less safe than the plan. */
function saferByWish(message: MessageFacts, recipient: RecipientFacts, plan: Plan): Plan {
  const { wish, provider } = message
  if (plan.chosen === 'refuse' || plan.chosen === wish) return plan
  if (wish === 'hold') return chosenToo(plan, 'hold')
  const isLighter = plan.chosen === 'direct' || (plan.chosen === 'community' && plan.row !== 'RT-00')
  const canGo = provider.hasPortal && hasSecondFactor(recipient)
  return wish === 'portal' && isLighter && canGo ? chosenToo(plan, 'portal') : plan
}

const chosenToo = (plan: Plan, route: Route): Plan =>
  ({ ...plan, chosen: route, permitted: plan.permitted.includes(route) ? plan.permitted : [...plan.permitted, route] })

const ownDomain = (domain: string): string => asciiLowerCase(domain.trim()).replace(/\.$/, '')

/** Letter for letter: a subdomain or a look-alike is somebody else. */
function isOwn({ ownDomains }: MessageFacts, { address }: RecipientFacts): boolean {
  return isOfOwn(ownDomains, address) && !hasRelayMark(address)
}

const isOfOwn = (ownDomains: readonly string[], address: string): boolean =>
  ownDomains.some((domain) => ownDomain(domain) !== '' && ownDomain(domain) === domainOf(address))

/** `jan%elders.nl@own` asks older servers to pass the message on to elders.nl. */
const isRelayedByOwn = ({ ownDomains }: MessageFacts, { address }: RecipientFacts): boolean => isOfOwn(ownDomains, address) && hasRelayMark(address)

const hasRelayMark = (address: string): boolean => /[%!]/.test(address.slice(0, address.lastIndexOf('@')))
