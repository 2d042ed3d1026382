import { cleanName, isMailAddress } from '../../../shared/mail/address.ts'
import { readMobile } from '../../../shared/norm/mobile-number.ts'
import type { Contact } from '../contact.ts'
import { NAME_CHARS } from '../limits.ts'

/** Why a row or card cannot become a contact. */
export type Unusable = 'no-address' | 'not-an-address' | 'garbled' | 'old-version'

/** What a row or card says, as far as a contact can have it: never that a number was verified, never a consent. */
export interface Candidate {
  readonly address: string
  readonly name: string
  readonly organisation: string
  readonly kind: Contact['kind']
  /** E.164. */
  readonly mobile: string | null
  readonly community: string | null
  readonly isOutsideEea: boolean
  readonly isAllSecure: boolean
  readonly isStaffPrivate: boolean
  /** There was a number that is no mobile number. */
  readonly lostNumber: boolean
}

export type Read =
  | { readonly kind: 'candidate'; readonly candidate: Candidate }
  | { readonly kind: 'unusable'; readonly because: Unusable; /** What names the row to a person. */ readonly label: string }

/** The text of each field as the file has it; '' where it has none. */
export interface Fields {
  readonly address: string
  readonly name: string
  readonly organisation: string
  readonly mobile: string
  readonly kind?: string
  readonly community?: string
  readonly isOutsideEea?: string
  readonly isAllSecure?: string
  readonly isStaffPrivate?: string
}

/** One line without hidden signs, and no longer than a contact keeps. */
const lineOf = (text: string): string => cleanName(text.slice(0, NAME_CHARS * 2).toWellFormed()).slice(0, NAME_CHARS).toWellFormed().replace(FORMULA_GUARD, '')

/** What keeps a spreadsheet from taking a text for a formula, as our own export writes it. */
const FORMULA_GUARD = /^'(?=[=+@-])/

const KINDS: Readonly<Record<string, Contact['kind']>> = {
  person: 'person', professional: 'professional', 'patiënt of naaste': 'person', 'patiënt': 'person', patient: 'person', 'zorgverlener of organisatie': 'professional', zorgverlener: 'professional',
}

const isYes = (text: string | undefined): boolean => /^(?:ja|yes|true|1|x)$/i.test((text ?? '').trim())

/** A contact-to-be out of the texts of a row; an address is what it cannot do without. */
export function candidateOf(fields: Fields): Read {
  const address = lineOf(fields.address).replace(/^mailto:/i, '')
  const name = lineOf(fields.name)
  const label = [name, lineOf(fields.organisation), address].find((text) => text !== '') ?? ''
  if (address === '') return { kind: 'unusable', because: 'no-address', label }
  if (!isMailAddress(address)) return { kind: 'unusable', because: 'not-an-address', label }
  const number = lineOf(fields.mobile.slice(0, 60))
  const mobile = number === '' ? null : readMobile(number)
  const community = lineOf(fields.community ?? '').toLowerCase().slice(0, 60)
  return {
    kind: 'candidate',
    candidate: {
      address, name: name === address ? '' : name, organisation: lineOf(fields.organisation), kind: KINDS[(fields.kind ?? '').trim().toLowerCase()] ?? 'unknown', mobile,
      community: community === '' ? null : community, isOutsideEea: isYes(fields.isOutsideEea), isAllSecure: isYes(fields.isAllSecure), isStaffPrivate: isYes(fields.isStaffPrivate),
      lostNumber: mobile === null && number !== '',
    },
  }
}
