import { nameWire, type Name } from './name.ts'

type Field = 'name' | 'string' | number

const oneName: readonly Field[] = ['name']
const numberAndName: readonly Field[] = [2, 'name']
const twoNames: readonly Field[] = ['name', 'name']

/**
 * Where names stand in the data of the types that may be compressed (RFC 3597 section 4) or that the canonical form
 * lower-cases (RFC 4034 section 6.2, without NSEC: RFC 6840 section 5.1). What follows the fields stays as it came, and
 * so does the data of every other type.
 */
const layouts: ReadonlyMap<number, readonly Field[]> = new Map([
  ...[2, 3, 4, 5, 7, 8, 9, 12, 39].map((type) => [type, oneName] as const),
  ...[15, 18, 21, 36].map((type) => [type, numberAndName] as const),
  [6, ['name', 'name', 20]], [14, twoNames], [17, twoNames], [26, [2, 'name', 'name']], [30, oneName],
  [33, [6, 'name']], [35, [4, 'string', 'string', 'string', 'name']], [24, [18, 'name']], [46, [18, 'name']],
])

/** Types whose data ends where their fields end. */
const isOpenEnded = (type: number): boolean => type === 24 || type === 30 || type === 46

export type NameAt = { readonly name: Name; readonly end: number }

/** Pointers in one name: an honest one has a single pointer; without a bound a packet of pointers costs the square of its size. */
const mostPointers = 64

/** A name on the wire, its pointers followed backwards only (RFC 1035 section 4.1.4); null when it is none. */
export function readNameAt(bytes: Uint8Array, start: number): NameAt | null {
  const labels: string[] = []
  let [offset, end, length, pointers, floor] = [start, -1, 1, 0, start]
  for (;;) {
    const size = bytes[offset]
    if (size === undefined) return null
    if (size === 0) return { name: labels, end: end === -1 ? offset + 1 : end }
    if (size >= 0xc0) {
      const low = bytes[offset + 1]
      if (low === undefined || (pointers += 1) > mostPointers) return null
      if (end === -1) end = offset + 2
      offset = (size & 0x3f) << 8 | low
      if (offset >= floor) return null
      floor = offset
    } else {
      if (size > 63 || (length += size + 1) > 255 || offset + 1 + size > bytes.length) return null
      labels.push(labelAt(bytes, offset + 1, size))
      offset += size + 1
    }
  }
}

function labelAt(bytes: Uint8Array, start: number, size: number): string {
  let label = ''
  for (let at = start; at < start + size; at += 1) {
    const byte = bytes[at] ?? 0
    label += String.fromCharCode(byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte)
  }
  return label
}

type Span = { readonly type: number; readonly start: number; readonly end: number }

/** Data in the canonical form of RFC 4034 section 6.2, or null when it does not fit its type. */
export function canonicalData(packet: Uint8Array, { type, start, end }: Span): Uint8Array | null {
  const layout = layouts.get(type)
  // A copy: what is remembered must not hold on to the whole packet.
  if (layout === undefined) return new Uint8Array(packet.subarray(start, end))
  const parts: Uint8Array[] = []
  let at = start
  for (const field of layout) {
    const part = readField(packet, at, field)
    if (part === null || part.end > end) return null
    parts.push(part.bytes)
    at = part.end
  }
  if (at < end && !isOpenEnded(type)) return null
  parts.push(packet.subarray(at, end))
  return new Uint8Array(Buffer.concat(parts))
}

function readField(packet: Uint8Array, at: number, field: Field): { bytes: Uint8Array; end: number } | null {
  if (field === 'name') {
    const read = readNameAt(packet, at)
    return read === null ? null : { bytes: nameWire(read.name), end: read.end }
  }
  const end = at + (field === 'string' ? 1 + (packet[at] ?? 0) : field)
  return end > packet.length ? null : { bytes: packet.subarray(at, end), end }
}
