import { nameText, readName } from './name.ts'
import type { DsRecord } from './look-up.ts'

/** The root's key signing keys of 2017 and 2024, from https://data.iana.org/root-anchors/root-anchors.xml (RFC 9718). */
const rootAnchorText = `
. IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D
. IN DS 38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16
`

export type TrustAnchor = { readonly kind: 'anchor'; readonly records: readonly DsRecord[] } | { readonly kind: 'malformed'; readonly line: number }

const entry = /^(\S+)\s+(?:\d+\s+)?(?:IN\s+)?(?:\d+\s+)?DS\s+(\d{1,5})\s+(\d{1,3})\s+(\d{1,3})\s+([\da-f\s]+)$/i

/** Bytes of SHA-1, SHA-256 and SHA-384: a digest that was cut off would never match, and nobody would know why. */
const digestSizes: ReadonlyMap<number, number> = new Map([[1, 20], [2, 32], [4, 48]])

function readEntry(line: string): DsRecord | null {
  const [, ownerText = '', keyTag, algorithm, digestType, hex = ''] = entry.exec(line) ?? []
  const owner = readName(ownerText)
  const digits = hex.replace(/\s+/g, '')
  if (owner === null || digits === '' || digits.length % 2 !== 0) return null
  const record = { owner: nameText(owner), keyTag: Number(keyTag), algorithm: Number(algorithm), digestType: Number(digestType), digest: Buffer.from(digits, 'hex') }
  if (digits.length / 2 !== (digestSizes.get(record.digestType) ?? digits.length / 2)) return null
  return record.keyTag > 0xffff || record.algorithm > 0xff || record.digestType > 0xff ? null : record
}

/** DS records in presentation format (RFC 4034 section 5.3), one a line; `;` starts a comment. `line` counts from 1. */
export function readTrustAnchor(text: string): TrustAnchor {
  const records: DsRecord[] = []
  const lines = text.split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    const bare = line.replace(/;.*$/, '').trim()
    if (bare === '') continue
    const record = readEntry(bare)
    if (record === null) return { kind: 'malformed', line: index + 1 }
    records.push(record)
  }
  return records.length === 0 ? { kind: 'malformed', line: lines.length } : { kind: 'anchor', records }
}

const readRoot = readTrustAnchor(rootAnchorText)
export const rootAnchor: readonly DsRecord[] = readRoot.kind === 'anchor' ? readRoot.records : []
