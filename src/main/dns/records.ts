import type { DnskeyRecord, DsRecord, MxRecord, RecordOf, RecordType, SoaRecord, SrvRecord, TlsaRecord, TxtRecord } from './look-up.ts'
import { nameText } from './name.ts'
import { readNameAt } from './rdata.ts'
import { readDelegation } from './zone-key.ts'

/** Data in canonical form, and whose. */
type Raw = { readonly owner: string; readonly bytes: Buffer }

const nameIn = (bytes: Buffer, at: number): string | null => {
  const read = readNameAt(bytes, at)
  return read === null ? null : nameText(read.name)
}

const address4 = ({ bytes }: Raw): string | null => (bytes.length === 4 ? bytes.join('.') : null)

/** RFC 5952: lower case, no leading zeros, the first longest run of zeros cut out. */
function address6({ bytes }: Raw): string | null {
  if (bytes.length !== 16) return null
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16))
  const runs = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run)
  const longest = runs.reduce((best, run) => (zeros(run) > zeros(best) ? run : best), '')
  if (longest === '') return groups.join(':')
  const text = groups.join(':')
  const at = text.indexOf(longest)
  return `${text.slice(0, at)}::${text.slice(at + longest.length).replace(/^:/, '')}`
}

const zeros = (run: string): number => run.split('0').length

function txt({ bytes }: Raw): TxtRecord | null {
  const strings: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += 1 + (bytes[at] ?? 0)) {
    const end = at + 1 + (bytes[at] ?? 0)
    if (end > bytes.length) return null
    strings.push(bytes.subarray(at + 1, end))
  }
  return strings.length === 0 ? null : { strings }
}

function mx({ bytes }: Raw): MxRecord | null {
  const exchange = bytes.length < 3 ? null : nameIn(bytes, 2)
  return exchange === null ? null : { preference: bytes.readUInt16BE(0), exchange }
}

function srv({ bytes }: Raw): SrvRecord | null {
  const target = bytes.length < 7 ? null : nameIn(bytes, 6)
  return target === null ? null : { priority: bytes.readUInt16BE(0), weight: bytes.readUInt16BE(2), port: bytes.readUInt16BE(4), target }
}

function soa({ bytes }: Raw): SoaRecord | null {
  const primary = readNameAt(bytes, 0)
  const contact = primary && readNameAt(bytes, primary.end)
  if (!contact || contact.end + 20 !== bytes.length) return null
  const [serial, refresh, retry, expire, minimum] = [0, 4, 8, 12, 16].map((offset) => bytes.readUInt32BE(contact.end + offset))
  return { primary: nameText(primary.name), contact: nameText(contact.name), serial: serial ?? 0, refresh: refresh ?? 0, retry: retry ?? 0, expire: expire ?? 0, minimum: minimum ?? 0 }
}

function tlsa({ bytes }: Raw): TlsaRecord | null {
  const [usage, selector, matching] = bytes
  return usage === undefined || selector === undefined || matching === undefined ? null : { usage, selector, matching, data: bytes.subarray(3) }
}

function ds({ owner, bytes }: Raw): DsRecord | null {
  const delegation = readDelegation(bytes)
  return delegation === null ? null : { owner, ...delegation }
}

const dnskey = ({ bytes }: Raw): DnskeyRecord | null =>
  bytes.length < 4 ? null : { flags: bytes.readUInt16BE(0), protocol: bytes.readUInt8(2), algorithm: bytes.readUInt8(3), key: bytes.subarray(4) }

const alias = ({ bytes }: Raw): string | null => nameIn(bytes, 0)

const shapes: { readonly [K in RecordType]: (raw: Raw) => RecordOf<K> | null } = {
  A: address4, AAAA: address6, NS: alias, CNAME: alias, TXT: txt, MX: mx, SRV: srv, SOA: soa, TLSA: tlsa, DS: ds, DNSKEY: dnskey,
}

/** The records of one set in the form of their type; null when one of them is malformed. */
export function shapedRecords<K extends RecordType>(type: K, owner: string, data: readonly Uint8Array[]): RecordOf<K>[] | null {
  const shape = shapes[type]
  const records = data.map((bytes) => shape({ owner, bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) }))
  return records.every((record) => record !== null) ? records : null
}
