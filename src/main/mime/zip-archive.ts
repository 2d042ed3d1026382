import { inflateRawSync } from 'node:zlib'
import { ARCHIVE_ENTRIES } from './attachment-limits.ts'

type Entry = { readonly method: number; readonly flags: number; readonly packed: number; readonly size: number; readonly header: number }

/** A ZIP archive in memory; nothing is unpacked before it is asked for. */
export type ZipArchive = {
  readonly names: readonly string[]
  /** One entry unpacked; null when it is not there, broken, encrypted, or larger than `atMost` bytes. */
  read(name: string, atMost: number): Buffer | null
}

const END_MARK = 0x06054b50
const ENTRY_MARK = 0x02014b50
const LOCAL_MARK = 0x04034b50
const END_BYTES = 22
const LONGEST_COMMENT = 65_535
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const ENCRYPTED = 1

/** Where the directory begins: its end mark is searched from the back, as a comment may follow it (APPNOTE 4.3.16). */
function endOf(bytes: Buffer): number | null {
  const least = Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT)
  for (let at = bytes.length - END_BYTES; at >= least; at--) if (bytes.readUInt32LE(at) === END_MARK) return at
  return null
}

function directoryOf(bytes: Buffer): Map<string, Entry> | null {
  const end = endOf(bytes)
  if (end === null) return null
  const entries = new Map<string, Entry>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = Math.min(bytes.readUInt16LE(end + 10), ARCHIVE_ENTRIES); left > 0; left--) {
    if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== ENTRY_MARK) return null
    const nameBytes = bytes.readUInt16LE(at + 28)
    const nameAt = at + ENTRY_BYTES
    if (nameAt + nameBytes > bytes.length) return null
    entries.set(bytes.toString('utf8', nameAt, nameAt + nameBytes), {
      flags: bytes.readUInt16LE(at + 8), method: bytes.readUInt16LE(at + 10), packed: bytes.readUInt32LE(at + 20), size: bytes.readUInt32LE(at + 24),
      header: bytes.readUInt32LE(at + 42),
    })
    at = nameAt + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
  }
  return entries
}

function unpack(bytes: Buffer, { flags, method, packed, size, header }: Entry, atMost: number): Buffer | null {
  if ((flags & ENCRYPTED) !== 0 || size > atMost || header + LOCAL_BYTES > bytes.length || bytes.readUInt32LE(header) !== LOCAL_MARK) return null
  const start = header + LOCAL_BYTES + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
  if (start + packed > bytes.length) return null
  const source = bytes.subarray(start, start + packed)
  if (method === 0) return source.length > atMost ? null : source
  if (method !== 8) return null
  try {
    // The size in the directory is a claim: the unpacking itself stops at the limit.
    return inflateRawSync(source, { maxOutputLength: Math.max(1, atMost) })
  } catch {
    return null
  }
}

/** Reads the directory of an archive (PKWARE APPNOTE 6.3, without Zip64 and spanning); null when it is none. Never throws. */
export function openZip(bytes: Buffer): ZipArchive | null {
  const entries = bytes.length < END_BYTES ? null : directoryOf(bytes)
  if (entries === null) return null
  return {
    names: [...entries.keys()],
    read(name, atMost) {
      const entry = entries.get(name)
      return entry === undefined ? null : unpack(bytes, entry, atMost)
    },
  }
}
