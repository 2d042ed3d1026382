import { asciiLowerCase } from '../../shared/mail/address.ts'
import type { Address } from '../../shared/mail/address.ts'

/** Everybody that a message names, as its row keeps them. */
export interface MessagePeople {
  readonly from: readonly Address[]
  readonly sender: readonly Address[]
  readonly replyTo: readonly Address[]
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly bcc: readonly Address[]
}

const FIELDS = ['from', 'sender', 'replyTo', 'to', 'cc', 'bcc'] as const
type Packed = (readonly (readonly [string, string])[])[]

/** The people as one short text: lists in a fixed order, empty ones at the end left out. */
export function packPeople(people: MessagePeople): string {
  const packed: Packed = FIELDS.map((field) => people[field].map(({ name, address }) => [name, address] as const))
  while (packed.length > 0 && packed.at(-1)?.length === 0) packed.pop()
  return JSON.stringify(packed)
}

export function unpackPeople(text: string): MessagePeople {
  const packed = JSON.parse(text) as Packed
  const list = (field: (typeof FIELDS)[number]): Address[] =>
    (packed[FIELDS.indexOf(field)] ?? []).map(([name, address]) => ({ name, address }))
  return { from: list('from'), sender: list('sender'), replyTo: list('replyTo'), to: list('to'), cc: list('cc'), bcc: list('bcc') }
}

/** Names and addresses as words for the index. */
export const peopleText = (lists: readonly (readonly Address[])[]): string =>
  lists.flatMap((list) => list.map(({ name, address }) => name === '' ? address : `${name} ${address}`)).join('\n')

/** The mailboxes of some lists, each in the form in which two are compared. */
export const mailboxKeys = (...lists: (readonly Address[])[]): Set<string> =>
  new Set(lists.flatMap((list) => list.map(({ address }) => asciiLowerCase(address))).filter((key) => key !== ''))
