import type { PlannedRoute } from '../../../shared/contract/compose.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { isMailAddress, sameMailbox } from '../../../shared/mail/address.ts'
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
  const all = [...present]
  for (const one of added) {
    if (!all.some((other) => sameMailbox(other.address, one.address))) all.push(one)
  }
  return all
}

export const allAddresses = ({ to, cc, bcc }: Recipients): string[] => [...new Set([...to, ...cc, ...bcc].map(({ address }) => address))]

/** What pressing send would do now, recipient by recipient. */
export interface Outlook {
  readonly goes: number
  readonly waits: number
  readonly invalid: number
  /** Some are not planned yet. */
  readonly unknown: number
}

export function outlookOf(addresses: readonly string[], plan: ReadonlyMap<string, PlannedRoute>): Outlook {
  const routes = addresses.map((address) => plan.get(address)?.route)
  const count = (route: PlannedRoute['route'] | undefined): number => routes.filter((other) => other === route).length
  return { goes: count('community'), waits: count('hold'), invalid: count('refuse'), unknown: count(undefined) }
}

/** The button says what will happen: all of it goes, part of it waits, or all of it waits; or it cannot yet. */
export type SendVerb = 'send' | 'send-some-wait' | 'all-wait' | 'no-recipients' | 'invalid'

export function sendVerb({ goes, waits, invalid, unknown }: Outlook): SendVerb {
  if (invalid > 0) return 'invalid'
  if (goes + waits + unknown === 0) return 'no-recipients'
  if (waits === 0) return 'send'
  return goes + unknown === 0 ? 'all-wait' : 'send-some-wait'
}
