import type { Message, WireRecord } from '../../../src/main/dns/message.ts'
import { nameWire } from '../../../src/main/dns/name.ts'

function recordBytes({ name, type, ttl, data }: WireRecord): Buffer {
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(type, 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt32BE(ttl, 4)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([nameWire(name), fixed, data])
}

/** A response as a resolver sends it, without compression; AD is set when `isProud`. */
export function writeMessage(message: Message, isProud = false): Buffer {
  const { id, isResponse, isAuthoritative, isTruncated, isRecursive, rcode, question, answers, authorities } = message
  const header = Buffer.alloc(12)
  header.writeUInt16BE(id, 0)
  header.writeUInt16BE((isResponse ? 0x8000 : 0) | (isAuthoritative ? 0x400 : 0) | (isTruncated ? 0x200 : 0) | (isRecursive ? 0x80 : 0) | (isProud ? 0x20 : 0) | (rcode & 0xf), 2)
  for (const [index, count] of [1, answers.length, authorities.length, 0].entries()) header.writeUInt16BE(count, 4 + 2 * index)
  const asked = Buffer.alloc(4)
  asked.writeUInt16BE(question.type, 0)
  asked.writeUInt16BE(1, 2)
  return Buffer.concat([header, nameWire(question.name), asked, ...[...answers, ...authorities].map(recordBytes)])
}
