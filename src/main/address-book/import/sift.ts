import { setImmediate as nextTurn } from 'node:timers/promises'
import { addressKey, type ContactRows } from '../contact-rows.ts'
import type { Contact } from '../contact.ts'
import { CONTACTS_MOST, IMPORT_AT_ONCE } from '../limits.ts'
import { nothingKnown } from '../desk.ts'
import type { Candidate, Read, Unusable } from './candidate.ts'

/** What importing a row would do. */
export type ImportStatus = 'new' | 'changed' | 'same' | 'duplicate' | 'unusable'

export interface SiftedRow {
  readonly status: ImportStatus
  /** What names it to a person. */
  readonly label: string
  readonly address: string
  readonly because: Unusable | 'book-full' | null
  /** What somebody should know of it: its number is none, or the book's own number stays. */
  readonly note: 'no-mobile' | 'keeps-number' | null
}

/** What a row or card would make of the book's contact, and whether that differs. */
export function outcomeOf(before: Contact | null, candidate: Candidate): { status: 'new' | 'changed' | 'same'; contact: Contact } {
  if (before === null) return { status: 'new', contact: mergedWith({ ...nothingKnown(candidate.address), source: 'import' }, candidate) }
  const contact = mergedWith(before, candidate)
  return { status: isSame(before, contact) ? 'same' : 'changed', contact }
}

/**
 * Compares what was read with the book. What is there stays; what it lacks is filled in. A number that the book has is never replaced,
 * and no number becomes verified. Works in pieces.
 */
export async function sift(read: readonly Read[], book: Pick<ContactRows, 'byAddress' | 'count'>): Promise<SiftedRow[]> {
  const rows: SiftedRow[] = []
  const met = new Set<string>()
  let room = CONTACTS_MOST - book.count()
  for (const [index, each] of read.entries()) {
    if (index % IMPORT_AT_ONCE === 0) await nextTurn()
    if (each.kind === 'unusable') {
      rows.push({ status: 'unusable', label: each.label, address: '', because: each.because, note: null })
      continue
    }
    const { candidate } = each
    const key = addressKey(candidate.address)
    const before = book.byAddress(candidate.address)
    const row = { label: candidate.name === '' ? candidate.address : candidate.name, address: candidate.address, because: null, note: noteOf(before, candidate) }
    if (met.has(key)) rows.push({ ...row, status: 'duplicate' })
    else if (before === null && room <= 0) rows.push({ ...row, status: 'unusable', because: 'book-full' })
    else {
      met.add(key)
      const { status } = outcomeOf(before, candidate)
      rows.push({ ...row, status })
      if (status === 'new') room--
    }
  }
  return rows
}

const noteOf = (before: Contact | null, { mobile, lostNumber }: Candidate): SiftedRow['note'] =>
  lostNumber ? 'no-mobile' : before !== null && before.mobile !== null && mobile !== null && mobile !== before.mobile ? 'keeps-number' : null

/** The safer of two flags stands. */
function mergedWith(contact: Contact, candidate: Candidate): Contact {
  return {
    ...contact, name: contact.name === '' ? candidate.name : contact.name, organisation: contact.organisation === '' ? candidate.organisation : contact.organisation,
    kind: contact.kind === 'unknown' && contact.consent === null ? candidate.kind : contact.kind, mobile: contact.mobile ?? candidate.mobile,
    community: contact.community ?? candidate.community, isOutsideEea: contact.isOutsideEea || candidate.isOutsideEea,
    isAllSecure: contact.isAllSecure || candidate.isAllSecure, isStaffPrivate: contact.isStaffPrivate || candidate.isStaffPrivate,
  }
}

const isSame = (one: Contact, other: Contact): boolean =>
  (['name', 'organisation', 'kind', 'mobile', 'community', 'isOutsideEea', 'isAllSecure', 'isStaffPrivate'] as const).every((field) => one[field] === other[field])
