import { nameText, type Name } from './name.ts'
import { readNameAt } from './rdata.ts'
import type { WireRecord } from './message.ts'

export const typeRrsig = 46

/** An RRSIG (RFC 4034 section 3). Times are seconds in 32 bits. */
export type Signature = {
  readonly covered: number
  readonly algorithm: number
  readonly labels: number
  readonly originalTtl: number
  readonly expiration: number
  readonly inception: number
  readonly keyTag: number
  readonly signer: Name
  /** The data before the signature: it is signed too. */
  readonly head: Uint8Array
  readonly signature: Uint8Array
}

/** All records of one name and type in one section, with the signatures that claim to cover them. */
export type RrSet = {
  readonly name: Name
  readonly type: number
  readonly ttl: number
  readonly data: readonly Uint8Array[]
  readonly signatures: readonly Signature[]
}

function readSignature(data: Uint8Array): Signature | null {
  const signer = data.length < 19 ? null : readNameAt(data, 18)
  if (signer === null || signer.end >= data.length) return null
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  return {
    covered: view.getUint16(0), algorithm: view.getUint8(2), labels: view.getUint8(3), originalTtl: view.getUint32(4),
    expiration: view.getUint32(8), inception: view.getUint32(12), keyTag: view.getUint16(16),
    signer: signer.name, head: data.subarray(0, signer.end), signature: data.subarray(signer.end),
  }
}

type Growing = { name: Name; type: number; ttl: number; data: Uint8Array[]; signatures: Signature[] }

/** Groups a section. Signatures without their records give nothing. */
export function rrsetsOf(records: readonly WireRecord[]): readonly RrSet[] {
  const sets = new Map<string, Growing>()
  const key = (name: Name, type: number): string => `${nameText(name)}/${type}`
  for (const { name, type, ttl, data } of records) {
    if (type === typeRrsig) continue
    const set = sets.get(key(name, type))
    if (set === undefined) sets.set(key(name, type), { name, type, ttl, data: [data], signatures: [] })
    else {
      set.data.push(data)
      set.ttl = Math.min(set.ttl, ttl)
    }
  }
  for (const { name, type, data } of records) {
    const signature = type === typeRrsig ? readSignature(data) : null
    if (signature !== null) sets.get(key(name, signature.covered))?.signatures.push(signature)
  }
  return [...sets.values()]
}
