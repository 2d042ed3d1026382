import { hash as digest } from 'node:crypto'
import { NSEC3_ITERATIONS_MAX } from './limits.ts'
import { isWithin, nameText, nameWire, parentOf, topOf, type Name } from './name.ts'
import { unproven, type Denial } from './nsec.ts'
import { deniesName, isDelegation, isEndOfZone, lacks, readTypes } from './type-bitmap.ts'
import type { Work } from './verify.ts'

/** A verified NSEC3 record (RFC 5155 section 3): no name of the zone hashes to between its own hash and the next. */
export type Nsec3 = {
  readonly hash: Buffer
  readonly next: Buffer
  readonly isOptOut: boolean
  readonly iterations: number
  readonly salt: Buffer
  readonly types: ReadonlySet<number>
}

const algorithmSha1 = 1
const digestSize = 20
const alphabet = '0123456789abcdefghijklmnopqrstuv'

/** base32hex without padding (RFC 4648 section 7), as the owner's first label has it. */
function readHash(label: string): Buffer | null {
  const hash = Buffer.alloc(digestSize)
  if (label.length !== digestSize * 8 / 5) return null
  let [bits, count, at] = [0, 0, 0]
  for (const letter of label) {
    const value = alphabet.indexOf(letter)
    if (value === -1) return null
    bits = (bits << 5 | value) & 0xfff
    count += 5
    if (count >= 8) {
      count -= 8
      hash[at] = bits >> count & 0xff
      at += 1
    }
  }
  return hash
}

/** Null when it is malformed, of an unknown kind (RFC 5155 section 8.1 and 8.2), or does not stand right below the zone. */
export function readNsec3(owner: Name, data: Uint8Array, zone: Name): Nsec3 | null {
  const bytes = Buffer.from(data)
  const hash = readHash(owner[0] ?? '')
  if (hash === null || owner.length !== zone.length + 1 || !isWithin(owner, zone) || bytes.length < 5) return null
  const [algorithm, flags, saltSize] = [bytes.readUInt8(0), bytes.readUInt8(1), bytes.readUInt8(4)]
  const nextAt = 5 + saltSize + 1
  if (algorithm !== algorithmSha1 || flags > 1 || bytes[nextAt - 1] !== digestSize || bytes.length < nextAt + digestSize) return null
  const types = readTypes(bytes.subarray(nextAt + digestSize))
  if (types === null) return null
  const [salt, next] = [bytes.subarray(5, 5 + saltSize), bytes.subarray(nextAt, nextAt + digestSize)]
  return { hash, next, isOptOut: flags === 1, iterations: bytes.readUInt16BE(2), salt, types }
}

const isSameChain = (one: Nsec3, other: Nsec3): boolean => one.iterations === other.iterations && one.salt.equals(other.salt)

/** Records of one chain and the hashes already made, within what may be spent. */
type Chain = { readonly zone: Name; readonly records: readonly Nsec3[]; readonly known: Map<string, Buffer>; readonly work: Work }

class TooMuchWork extends Error {}

function hashOf(name: Name, { records: [first], known, work }: Chain): Buffer {
  const key = nameText(name)
  const earlier = known.get(key)
  if (earlier !== undefined || first === undefined) return earlier ?? Buffer.alloc(0)
  work.hashRounds -= 1 + first.iterations
  if (work.hashRounds < 0) throw new TooMuchWork()
  let hash = nameWire(name)
  for (let round = 0; round <= first.iterations; round += 1) hash = digest('sha1', Buffer.concat([hash, first.salt]), 'buffer')
  known.set(key, hash)
  return hash
}

const matching = (name: Name, chain: Chain): Nsec3 | undefined =>
  chain.records.find(({ hash }) => hash.equals(hashOf(name, chain)))

function covering(name: Name, chain: Chain): Nsec3 | undefined {
  const wanted = hashOf(name, chain)
  return chain.records.find(({ hash, next }) => {
    const isAfter = hash.compare(wanted) < 0
    const isBefore = wanted.compare(next) < 0
    return hash.compare(next) < 0 ? isAfter && isBefore : isAfter || (isBefore && !hash.equals(wanted))
  })
}

type Enclosure = { readonly encloser: Name; readonly nextCloser: Nsec3 }

/** The closest name above that exists, and proof that the next closer one does not (RFC 5155 section 8.3). */
function enclosureOf(name: Name, chain: Chain): Enclosure | null {
  for (let encloser = parentOf(name); encloser.length >= chain.zone.length; encloser = parentOf(encloser)) {
    const own = matching(encloser, chain)
    if (own !== undefined) {
      const nextCloser = isEndOfZone(own.types) ? undefined : covering(topOf(name, encloser.length + 1), chain)
      return nextCloser === undefined ? null : { encloser, nextCloser }
    }
    if (encloser.length === 0) return null
  }
  return null
}

const proven = (outcome: 'no-data' | 'no-such-name', isOpen: boolean): Denial => ({ kind: 'proven', outcome, isDelegation: false, isOpen })

const typeDs = 43

function deny(name: Name, type: number, chain: Chain): Denial {
  const own = matching(name, chain)
  if (own !== undefined) {
    if (!lacks(own.types, type)) return unproven
    return { kind: 'proven', outcome: deniesName(own.types) ? 'no-such-name' : 'no-data', isDelegation: isDelegation(own.types), isOpen: false }
  }
  const enclosure = enclosureOf(name, chain)
  if (enclosure === null) return unproven
  const { encloser, nextCloser: { isOptOut } } = enclosure
  const wildcard = ['*', ...encloser]
  const atWildcard = matching(wildcard, chain)
  if (atWildcard !== undefined) {
    return lacks(atWildcard.types, type) && !isDelegation(atWildcard.types) ? proven('no-data', isOptOut) : unproven
  }
  if (covering(wildcard, chain) !== undefined) return proven('no-such-name', isOptOut)
  // RFC 5155 section 8.6: in an opt-out span there may be an unsigned delegation; erratum 3441: or an empty name above one.
  return isOptOut ? { kind: 'proven', outcome: 'no-data', isDelegation: type === typeDs, isOpen: true } : unproven
}

/** RFC 9276 section 3.2: hashes that cost too much are not made; the zone counts as unsigned, as it asked for it in a signed record. */
const unhashed: Denial = { kind: 'proven', outcome: 'no-data', isDelegation: true, isOpen: true }

function withChain(zone: Name, records: readonly Nsec3[], { work, judge }: { work: Work; judge: (chain: Chain) => Denial }): Denial {
  const [first] = records
  if (first === undefined) return unproven
  if (records.some(({ iterations }) => iterations > NSEC3_ITERATIONS_MAX)) return unhashed
  try {
    return judge({ zone, records: records.filter((record) => isSameChain(record, first)), known: new Map(), work })
  } catch (error) {
    if (error instanceof TooMuchWork) return { kind: 'too-much-work' }
    throw error
  }
}

export type Asked = { readonly name: Name; readonly type: number; readonly zone: Name; readonly work: Work }

/** What these records of one zone prove about a name and type (RFC 5155 sections 8.4 to 8.7). */
export const denyByNsec3 = ({ name, type, zone, work }: Asked, records: readonly Nsec3[]): Denial =>
  withChain(zone, records, { work, judge: (chain) => deny(name, type, chain) })

/** Whether these prove that the wildcard right below `encloser` was rightly used for the name (RFC 5155 section 8.8). */
export const nsec3AllowsWildcard = ({ name, zone, work }: Asked, encloser: Name, records: readonly Nsec3[]): Denial =>
  withChain(zone, records, {
    work,
    judge: (chain) => {
      const span = covering(topOf(name, encloser.length + 1), chain)
      return span === undefined ? unproven : proven('no-data', span.isOptOut)
    },
  })
