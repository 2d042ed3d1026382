import { domainOf } from '../../shared/mail/address.ts'
import { isAddressAlike } from '../../shared/norm/look-alike-address.ts'
import { addressKey } from './contact-rows.ts'
import type { Desk } from './desk.ts'
import { SUGGESTIONS } from './limits.ts'

/** Somebody who may be meant by what was typed. Times in milliseconds since 1970. */
export interface Suggestion {
  readonly address: string
  readonly name: string
  readonly organisation: string
  /** Stands in the book: somebody checked it. */
  readonly isChecked: boolean
  /** When somebody here last wrote to exactly this address, and when mail last named it. */
  readonly writtenAt: number | null
  readonly lastAt: number | null
  /** A known address that this one is easily taken for without being it, or the other way round. */
  readonly looksLike: string | null
}

type Found = Omit<Suggestion, 'looksLike'> & { readonly written: number }

/** From the book and from mail: whom somebody here writes to most, then whom somebody checked, then who was only seen. */
export function completionOf(desk: Desk, typed: string): Suggestion[] {
  if (typed.trim() === '') return []
  const found = new Map<string, Found>()
  for (const { name, address, written, writtenAt, lastAt } of desk.correspondents.completeAddress(typed)) {
    const contact = desk.rows.byAddress(address)
    found.set(addressKey(address), {
      address: contact?.address ?? address, name: contact === null || contact.name === '' ? name : contact.name, organisation: contact?.organisation ?? '',
      isChecked: contact !== null, written, writtenAt, lastAt,
    })
  }
  for (const { address, name, organisation } of desk.rows.search(typed, { offset: 0, limit: SUGGESTIONS }).contacts) {
    const contact = desk.correspondents.contactWith(address)
    const before = found.get(addressKey(address))
    found.set(addressKey(address), before ?? {
      address, name, organisation, isChecked: true, written: 0, writtenAt: contact?.writtenAt ?? null, lastAt: contact?.lastAt ?? null,
    })
  }
  // A stable order: what is equal stays as mail or the book gave it.
  const ranked = [...found.values()].sort((one, other) => rankOf(one) - rankOf(other) || other.written - one.written).slice(0, SUGGESTIONS)
  return ranked.map(({ written: _, ...suggestion }) => ({ ...suggestion, looksLike: lookAlikeOf(desk, suggestion, ranked) }))
}

const rankOf = ({ writtenAt, isChecked }: Found): number => (writtenAt !== null ? 0 : isChecked ? 1 : 2)

/** Among the suggestions first: the person is about to choose between these. */
function lookAlikeOf(desk: Desk, { address }: Pick<Suggestion, 'address'>, all: readonly Found[]): string | null {
  const organisation = desk.organisationOf(domainOf(address))
  const beside = all.find((other) => isAddressAlike(address, other.address, organisation))
  return beside?.address ?? desk.known.lookAlikesOf(address)[0] ?? null
}
