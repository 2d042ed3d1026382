import { DNS_UDP_BYTES } from './limits.ts'
import { isSame, nameWire, type Name } from './name.ts'
import { canonicalData, readNameAt } from './rdata.ts'

/** Names and numbers of the wire (RFC 1035 section 4, RFC 6891). */

export type Question = { readonly name: Name; readonly type: number }

/** A record of class IN, its data in canonical form. */
export type WireRecord = { readonly name: Name; readonly type: number; readonly ttl: number; readonly data: Uint8Array }

export type Message = {
  readonly id: number
  readonly isResponse: boolean
  readonly isTruncated: boolean
  readonly isAuthoritative: boolean
  readonly isRecursive: boolean
  readonly rcode: number
  readonly question: Question
  readonly answers: readonly WireRecord[]
  readonly authorities: readonly WireRecord[]
  /** RFC 8914 information codes. */
  readonly extendedErrors: readonly number[]
}

const classIn = 1
const typeOpt = 41
const optionExtendedError = 15

/** RD; CD, so that the resolver does not decide for us what is bogus; and DO, so that proof comes along (RFC 4035 section 4.9). */
const queryFlags = 0x0110
const flagDo = 0x8000

/** A question in one packet, with EDNS. */
export function writeQuery(id: number, { name, type }: Question): Buffer {
  const wire = nameWire(name)
  const query = Buffer.alloc(12 + wire.length + 4 + 11)
  query.writeUInt16BE(id, 0)
  query.writeUInt16BE(queryFlags, 2)
  query.writeUInt16BE(1, 4)
  query.writeUInt16BE(1, 10)
  wire.copy(query, 12)
  let at = query.writeUInt16BE(type, 12 + wire.length)
  at = query.writeUInt16BE(classIn, at)
  at = query.writeUInt16BE(typeOpt, at + 1)
  at = query.writeUInt16BE(DNS_UDP_BYTES, at)
  query.writeUInt16BE(flagDo, at + 2)
  return query
}

/** Whether this is the answer to what we asked: anything else is not listened to. */
export const isAnswerTo = (message: Message, id: number, asked: Question): boolean =>
  message.isResponse && message.id === id && message.question.type === asked.type && isSame(message.question.name, asked.name)

type Section = { readonly records: WireRecord[]; readonly end: number; readonly rcodeHigh: number; readonly extendedErrors: readonly number[] }

/** Reads one packet; null when it is malformed in any way or is no ordinary query or response with one question. */
export function readMessage(packet: Uint8Array): Message | null {
  if (packet.length < 12) return null
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  const flags = view.getUint16(2)
  if ((flags & 0x7800) !== 0 || view.getUint16(4) !== 1) return null
  const asked = readNameAt(packet, 12)
  if (asked === null || asked.end + 4 > packet.length || view.getUint16(asked.end + 2) !== classIn) return null
  const header = {
    id: view.getUint16(0), isResponse: (flags & 0x8000) !== 0, isAuthoritative: (flags & 0x0400) !== 0,
    isTruncated: (flags & 0x0200) !== 0, isRecursive: (flags & 0x0080) !== 0,
    question: { name: asked.name, type: view.getUint16(asked.end) },
  }
  // What was cut off may end in the middle of a record, and is asked for again anyway.
  if (header.isTruncated) return { ...header, rcode: flags & 0xf, answers: [], authorities: [], extendedErrors: [] }
  const answers = readSection(packet, asked.end + 4, view.getUint16(6))
  const authorities = answers && readSection(packet, answers.end, view.getUint16(8))
  const additionals = authorities && readSection(packet, authorities.end, view.getUint16(10))
  if (!additionals) return null
  const rcode = (flags & 0xf) | additionals.rcodeHigh << 4
  return { ...header, rcode, answers: answers.records, authorities: authorities.records, extendedErrors: additionals.extendedErrors }
}

function readSection(packet: Uint8Array, start: number, count: number): Section | null {
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength)
  const records: WireRecord[] = []
  const extendedErrors: number[] = []
  let [at, rcodeHigh] = [start, 0]
  for (let left = count; left > 0; left -= 1) {
    const owner = readNameAt(packet, at)
    if (owner === null || owner.end + 10 > packet.length) return null
    const fixed = owner.end
    const [type, recordClass, ttl] = [view.getUint16(fixed), view.getUint16(fixed + 2), view.getUint32(fixed + 4)]
    const end = fixed + 10 + view.getUint16(fixed + 8)
    if (end > packet.length) return null
    if (type === typeOpt) {
      rcodeHigh = ttl >>> 24
      extendedErrors.push(...readExtendedErrors(packet.subarray(fixed + 10, end)))
    } else if (recordClass === classIn) {
      const data = canonicalData(packet, { type, start: fixed + 10, end })
      if (data === null) return null
      // RFC 2181 section 8: a TTL with the highest bit set is none.
      records.push({ name: owner.name, type, ttl: ttl > 0x7fffffff ? 0 : ttl, data })
    }
    at = end
  }
  return { records, end: at, rcodeHigh, extendedErrors }
}

function readExtendedErrors(options: Uint8Array): number[] {
  const view = new DataView(options.buffer, options.byteOffset, options.byteLength)
  const codes: number[] = []
  for (let at = 0; at + 4 <= options.length; at += 4 + view.getUint16(at + 2)) {
    if (view.getUint16(at) === optionExtendedError && view.getUint16(at + 2) >= 2 && at + 6 <= options.length) codes.push(view.getUint16(at + 4))
  }
  return codes
}
