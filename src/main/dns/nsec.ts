import { compareNames, isBelow, isSame, isWithin, sharedLabels, topOf, type Name } from './name.ts'
import { readNameAt } from './rdata.ts'
import { deniesName, isDelegation, isEndOfZone, lacks, readTypes } from './type-bitmap.ts'

/** A verified NSEC record (RFC 4034 section 4): nothing exists between its owner and the next name. */
export type Nsec = { readonly owner: Name; readonly next: Name; readonly types: ReadonlySet<number>; readonly zone: Name }

export type Denial =
  | {
    readonly kind: 'proven'
    readonly outcome: 'no-data' | 'no-such-name'
    /** The name is an unsigned delegation. Only known of a denied DS. */
    readonly isDelegation: boolean
    /** The proof leaves room for unsigned delegations, or its hashes are too costly to check (RFC 5155 section 9.2). */
    readonly isOpen: boolean
  }
  | { readonly kind: 'unproven' }
  | { readonly kind: 'too-much-work' }

export const unproven: Denial = { kind: 'unproven' }

/** `next` was lower-cased for comparing; the signature was checked over the data as it came. */
export function readNsec(owner: Name, data: Uint8Array, zone: Name): Nsec | null {
  const next = readNameAt(data, 0)
  const types = next && readTypes(data.subarray(next.end))
  return next && types && isWithin(owner, zone) && isWithin(next.name, zone) ? { owner, next: next.name, types, zone } : null
}

/** Whether this proves that the name has no records of its own (RFC 4035 section 5.4). */
function covers({ owner, next, types, zone }: Nsec, name: Name): boolean {
  if (!isBelow(name, zone) || (isBelow(name, owner) && isEndOfZone(types))) return false
  const isAfter = compareNames(owner, name) < 0
  const isLast = isSame(next, zone)
  return isAfter && (isLast || compareNames(name, next) < 0)
}

/** The closest name above that exists, as the ends of a covering span show. */
const encloserOf = ({ owner, next }: Nsec, name: Name): Name =>
  topOf(name, Math.max(sharedLabels(owner, name), sharedLabels(next, name)))

const proven = (outcome: 'no-data' | 'no-such-name', types?: ReadonlySet<number>): Denial =>
  ({ kind: 'proven', outcome, isDelegation: types !== undefined && isDelegation(types), isOpen: false })

/** What these records prove about a name and type (RFC 4035 section 5.4, RFC 6840 section 4). */
export function denyByNsec(name: Name, type: number, records: readonly Nsec[]): Denial {
  const own = records.find(({ owner }) => isSame(owner, name))
  if (own !== undefined) {
    if (!lacks(own.types, type)) return unproven
    return proven(deniesName(own.types) ? 'no-such-name' : 'no-data', own.types)
  }
  const span = records.find((record) => covers(record, name))
  if (span === undefined) return unproven
  // Something exists below: the name itself does, and is empty.
  if (isBelow(span.next, name)) return proven('no-data')
  const wildcard = ['*', ...encloserOf(span, name)]
  const atWildcard = records.find(({ owner }) => isSame(owner, wildcard))
  if (atWildcard !== undefined) return lacks(atWildcard.types, type) && !isDelegation(atWildcard.types) ? proven('no-data') : unproven
  return records.some((record) => covers(record, wildcard)) ? proven('no-such-name') : unproven
}

/** Whether these prove that the wildcard right below `encloser` was rightly used for the name (RFC 4035 section 5.3.4). */
export function nsecAllowsWildcard(name: Name, encloser: Name, records: readonly Nsec[]): boolean {
  const span = records.find((record) => covers(record, name))
  return span !== undefined && !isBelow(span.next, name) && isSame(encloserOf(span, name), encloser)
}
