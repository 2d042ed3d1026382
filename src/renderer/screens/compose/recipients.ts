import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { isMailAddress, mailboxKey } from '../../../shared/mail/address.ts'
import { parseAddressList } from '../../../shared/mail/address-list.ts'

export type RecipientField = 'to' | 'cc' | 'bcc'
export type Recipients = Readonly<Record<RecipientField, readonly AddressValue[]>>

/** What somebody typed or pasted, as recipients: lists with commas, semicolons or line breaks, with or without names. */
export function readRecipients(text: string): AddressValue[] {
  return parseAddressList(text.replace(/[\r\n\t]+/g, ',')).map(({ name, address }) =>
    // A word without an at sign is kept as it was typed, so that it can be seen and mended.
    (address === '' ? { name: '', address: name } : { name: name === address ? '' : name, address }))
}

/** Whether typing has come to the end of one: a comma, a semicolon, or white space behind a whole address. */
export const isComplete = (text: string): boolean =>
  /[,;\n]\s*$/.test(text) || (/\s$/.test(text) && isMailAddress(text.trim()))

/** Adds without repeating: who is already in this field stays where they are. */
export function addRecipients(present: readonly AddressValue[], added: readonly AddressValue[]): AddressValue[] {
  const seen = new Set(present.map(({ address }) => mailboxKey(address)))
  const isNew = ({ address }: AddressValue): boolean => {
    const before = seen.size
    return seen.add(mailboxKey(address)).size > before
  }
  return [...present, ...added.filter(isNew)]
}

export const allAddresses = ({ to, cc, bcc }: Recipients): string[] => [...new Set([...to, ...cc, ...bcc].map(({ address }) => address))]

/** What pressing send would do now, recipient by recipient. */
export interface Outlook {
  /** By a safe route, or inside the practice. */
  readonly goes: number
  /** By ordinary mail, as is permitted. */
  readonly plain: number
  readonly waits: number
  /** Of those that wait: for a mobile number only. */
  readonly mobiles: number
  /** Of those that wait: for an answer to what the message is about. */
  readonly answers: number
  readonly invalid: number
  /** Some are not planned yet. */
  readonly unknown: number
}

type Ending = 'goes' | 'plain' | 'waits' | 'mobile' | 'answer' | 'invalid' | 'unknown'

function endingOf(route: PlannedRoute | undefined): Ending {
  if (route === undefined || (route.open && route.row === 'RT-10')) return 'unknown'
  switch (route.route) {
    case 'direct': case 'community': case 'portal': return 'goes'
    case 'plain': return 'plain'
    case 'hold': return route.needs.includes('mobile') || route.needs.includes('verifyMobile') ? 'mobile' : route.needs.includes('confirmClass') ? 'answer' : 'waits'
    case 'refuse': return route.row === 'RT-01' ? 'invalid' : 'waits'
  }
}

export function outlookOf(addresses: readonly string[], plan: ReadonlyMap<string, PlannedRoute>): Outlook {
  const endings = addresses.map((address) => endingOf(plan.get(address)))
  const count = (...wanted: Ending[]): number => endings.filter((ending) => wanted.includes(ending)).length
  return { goes: count('goes'), plain: count('plain'), waits: count('waits', 'mobile', 'answer'), mobiles: count('mobile'), answers: count('answer'), invalid: count('invalid'), unknown: count('unknown') }
}

/** The button says what will happen: all of it goes (safely), part of it waits, or all of it waits; or it cannot yet. */
export type SendVerb = 'send' | 'send-safely' | 'send-some-wait' | 'all-wait' | 'no-recipients' | 'invalid'

export function sendVerb({ goes, plain, waits, invalid, unknown }: Outlook): SendVerb {
  if (invalid > 0) return 'invalid'
  if (goes + plain + waits + unknown === 0) return 'no-recipients'
  if (waits === 0) return plain === 0 && unknown === 0 ? 'send-safely' : 'send'
  return goes + plain + unknown === 0 ? 'all-wait' : 'send-some-wait'
}

/** Longer than that is no address, and is not asked about. */
const ADDRESS_CHARS = 320

/** Somebody should see this one, however many there are: it is wrong, or something is asked of it. */
export const needsLook = ({ address }: AddressValue, route: PlannedRoute | undefined): boolean =>
  address.length > ADDRESS_CHARS || (route !== undefined && (route.row === 'RT-01' || route.looksLike.length > 0))

/**
 * RT-24: what could go more safely than it need: ordinary mail, or else what goes directly to somebody whose number was verified. Null:
 * nothing.
 */
export function saferOffered(routes: readonly PlannedRoute[]): 'plain' | 'portal' | null {
  if (routes.some(({ route, needs }) => route === 'plain' && !needs.includes('confirmClass'))) return 'plain'
  return routes.some(({ route, row, mobileVerified }) => row !== 'RT-00' && (route === 'direct' || route === 'community') && mobileVerified !== null) ? 'portal' : null
}

/** RT-20: a route that depends on what the message is about: outside the practice, and not safe by itself. */
export const asksForClass = ({ open, row, route }: PlannedRoute): boolean => !open && row !== 'RT-00' && row !== 'RT-01' && route !== 'direct' && route !== 'community'
