import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomFillSync, type KeyObject } from 'node:crypto'
import { pack, unpack } from './packing.ts'

/**
 * Raw mail on disk: append-only files of sealed records, so that adding never rewrites anything and a crash leaves at most a
 * tail that no row knows.
 *
 *     segment  "PPsegm" | version 1 | 0 | salt 40              48 bytes, then records
 *     record   sealed length 4 | raw length 4 | codec 1 | 0 0 0 | nonce 12 | sealed bytes | tag 16
 *
 * A segment has a key of its own, derived from the segment key, its whole header and its number; a record is sealed with
 * AES-256-GCM together with its own header and its place. A byte changed anywhere, a record moved or a file renamed does not open.
 */
export const SEGMENT_HEADER_BYTES = 48
export const RECORD_EXTRA_BYTES = 40

const MAGIC = Buffer.from('PPsegm\x01\0', 'latin1')
const RECORD_HEADER_BYTES = 24
const NONCE_AT = 12
const NONCE_BYTES = 12
const TAG_BYTES = 16
const LENGTHS_AND_CODEC_BYTES = 12

/** How the bytes of a record are packed: files from before packing have only the first. */
const codec = { asIs: 0, packed: 1 } as const

/** The key is one of Node's own: prepared once, not per record, and wiped when it is let go of. */
export interface SegmentSeal {
  readonly id: number
  readonly key: KeyObject
}

/** A header for a segment that does not exist yet. */
export function newSegmentHeader(): Buffer {
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES)
  MAGIC.copy(header)
  randomFillSync(header, MAGIC.length)
  return header
}

/** What opens and seals the records of a segment; null when its header is not one of ours. */
export function sealOf(segmentKey: Uint8Array, id: number, header: Uint8Array): SegmentSeal | null {
  if (header.length !== SEGMENT_HEADER_BYTES || !MAGIC.equals(header.subarray(0, MAGIC.length))) return null
  const bytes = Buffer.from(hkdfSync('sha256', segmentKey, header, `praktijkpost segment ${id}`, 32))
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return { id, key }
}

function aboutRecord(seal: SegmentSeal, start: number, header: Uint8Array): Buffer {
  const about = Buffer.allocUnsafe(16 + LENGTHS_AND_CODEC_BYTES)
  about.writeBigUInt64BE(BigInt(seal.id), 0)
  about.writeBigUInt64BE(BigInt(start), 8)
  about.set(header.subarray(0, LENGTHS_AND_CODEC_BYTES), 16)
  return about
}

const nonces = Buffer.alloc(NONCE_BYTES * 512)
let nonceAt = nonces.length

/** Chance for many records at once: asking for it costs more than it gives. None is given twice. */
function nextNonce(): Buffer {
  if (nonceAt === nonces.length) {
    randomFillSync(nonces)
    nonceAt = 0
  }
  return nonces.subarray(nonceAt, nonceAt += NONCE_BYTES)
}

/** The record that is to stand at `start`, as pieces to be written one after the other: the mail is not copied once more. */
export function sealRecord(seal: SegmentSeal, start: number, raw: Uint8Array): Uint8Array[] {
  const packed = pack(raw)
  const pieces = packed ?? [raw]
  const header = Buffer.alloc(RECORD_HEADER_BYTES)
  header.writeUInt32BE(pieces.reduce((sum, { length }) => sum + length, 0), 0)
  header.writeUInt32BE(raw.length, 4)
  header[8] = packed === null ? codec.asIs : codec.packed
  // Random and not counted: after a crash the same place may be written again with other bytes.
  nextNonce().copy(header, NONCE_AT)
  const cipher = createCipheriv('aes-256-gcm', seal.key, header.subarray(NONCE_AT)).setAAD(aboutRecord(seal, start, header))
  const sealed = pieces.map((piece) => cipher.update(piece))
  cipher.final()
  return [header, ...sealed, cipher.getAuthTag()]
}

/** The raw mail of a record as it was read from `start`; null when a byte of it is not as it was written. */
export function openRecord(seal: SegmentSeal, start: number, record: Uint8Array): Buffer | null {
  if (record.length < RECORD_EXTRA_BYTES) return null
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength)
  const end = bytes.length - TAG_BYTES
  const rawLength = bytes.readUInt32BE(4)
  const isPacked = bytes[8] === codec.packed
  if (bytes.readUInt32BE(0) !== end - RECORD_HEADER_BYTES || (!isPacked && (bytes[8] !== codec.asIs || rawLength !== end - RECORD_HEADER_BYTES))) return null
  if (bytes[9] !== 0 || bytes[10] !== 0 || bytes[11] !== 0) return null
  const decipher = createDecipheriv('aes-256-gcm', seal.key, bytes.subarray(NONCE_AT, RECORD_HEADER_BYTES))
    .setAAD(aboutRecord(seal, start, bytes)).setAuthTag(bytes.subarray(end))
  const opened = decipher.update(bytes.subarray(RECORD_HEADER_BYTES, end))
  try {
    decipher.final()
  } catch {
    return null
  }
  return isPacked ? unpack(opened, rawLength) : opened
}
