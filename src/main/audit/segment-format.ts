import { createHash, verify } from 'node:crypto'
import { FORMAT, publicKeyOf } from './segment-keys.ts'

/**
 * A part of one workstation's journal on its way to the practice: lines of JSON, ended by a line feed each.
 *
 * The first says whose it is and what it follows. Then one for each entry: its number, the sealed entry, and the hash of that and of
 * the line before. The last has the hash of the last entry itself, and the workstation's signature over all of it. So a change, a
 * cut or a gap is found by anybody, without a key, and named by the number of the entry; what stands in an entry is read with the
 * practice's log key alone.
 */
export interface SegmentHead {
  /** SHA-256 of the public key by which the workstation signs; hexadecimal, as all hashes here. */
  readonly device: string
  /** That key: Ed25519, 32 bytes in base64url. */
  readonly signKey: string
  readonly from: number
  readonly to: number
  /** Hash of the segment before this one; zeros in the first. */
  readonly previous: string
  /** Public part of the key that was made for this segment alone: X25519, 32 bytes in base64url. */
  readonly ephemeral: string
  /**
   * Handed in by a workstation that had been put out: nobody in the practice can say any more when it was written. An honest
   * workstation says so, and the register shows it of the others.
   */
  readonly late: boolean
}

export interface SealedEntry { readonly sequence: number; readonly sealed: string }

/** What is wrong with a segment, and at which entry it shows. */
export interface SegmentFault {
  readonly kind: 'not-a-segment' | 'changed' | 'cut' | 'gap' | 'forged'
  readonly sequence: number | null
}

export interface Segment extends SegmentHead {
  readonly entries: readonly SealedEntry[]
  /** Hash of its last entry, of the inner chain. */
  readonly head: string
  /** Of the whole segment. */
  readonly hash: string
}

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** Of a line, in the chain that needs no key. */
const chained = (before: string, { sequence, sealed }: SealedEntry): string => hashOf(JSON.stringify([FORMAT, before, sequence, sealed]))

const firstLine = ({ device, signKey, from, to, previous, ephemeral, late }: SegmentHead): string =>
  JSON.stringify({ format: FORMAT, device, signKey, from, to, previous, ephemeral, ...(late ? { late } : {}) })

/** What the workstation signs. */
const signedText = (chain: string, head: string): Buffer => Buffer.from(JSON.stringify([FORMAT, chain, head]))

/** The whole segment; `sign` is the workstation's. */
export function writeSegment(head: SegmentHead, entries: readonly SealedEntry[], { last, sign }: { last: string; sign: (bytes: Uint8Array) => Uint8Array }): Uint8Array {
  const lines = [firstLine(head)]
  let chain = hashOf(firstLine(head))
  for (const entry of entries) {
    chain = chained(chain, entry)
    lines.push(JSON.stringify({ sequence: entry.sequence, hash: chain, sealed: entry.sealed }))
  }
  lines.push(JSON.stringify({ head: last, signature: Buffer.from(sign(signedText(chain, last))).toString('base64url') }))
  return Buffer.from(lines.map((line) => `${line}\n`).join(''))
}

type Read = { readonly kind: 'segment'; readonly segment: Segment } | { readonly kind: 'faulty'; readonly head: SegmentHead | null; readonly fault: SegmentFault }

/** Reads and checks a segment without any key. The first thing that is wrong is named; nothing behind it is believed. */
export function readSegment(bytes: Uint8Array): Read {
  const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').split('\n')
  const head = headIn(lines[0] ?? '')
  const faulty = (kind: SegmentFault['kind'], sequence: number | null): Read => ({ kind: 'faulty', head, fault: { kind, sequence } })
  if (head === null) return faulty('not-a-segment', firstNumberIn(lines))
  if (hashOf(Buffer.from(head.signKey, 'base64url')) !== head.device) return faulty('forged', head.from)
  const entries: SealedEntry[] = []
  let chain = hashOf(firstLine(head))
  for (let sequence = head.from; sequence <= head.to; sequence++) {
    const line = lines[entries.length + 1]
    // The last line of a file that was cut off is a stump.
    if (line === undefined || line === '' || entries.length + 2 >= lines.length) return faulty('cut', sequence)
    const entry = entryIn(line)
    if (entry === null) return faulty('changed', sequence)
    if (entry.sequence !== sequence) return faulty(entry.sequence > sequence ? 'gap' : 'changed', sequence)
    chain = chained(chain, entry)
    if (chain !== entry.hash) return faulty('changed', sequence)
    entries.push({ sequence, sealed: entry.sealed })
  }
  const foot = footIn(lines[entries.length + 1] ?? '')
  if (lines.length <= entries.length + 2) return faulty('cut', head.to)
  if (foot === null || lines.length !== entries.length + 3 || lines.at(-1) !== '') return faulty('changed', head.to)
  if (!verify(null, signedText(chain, foot.head), publicKeyOf('ed25519', head.signKey), Buffer.from(foot.signature, 'base64url'))) return faulty('forged', head.to)
  return { kind: 'segment', segment: { ...head, entries, head: foot.head, hash: hashOf(bytes) } }
}

/** Where the first line is lost, the others still say which entry it began with. */
function firstNumberIn(lines: readonly string[]): number | null {
  for (const [at, line] of lines.entries()) {
    const entry = at === 0 ? null : entryIn(line)
    if (entry !== null && entry.sequence >= at) return entry.sequence - at + 1
  }
  return null
}

const HASH = /^[0-9a-f]{64}$/
const KEY = /^[\w-]{43}$/
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0
const fits = (pattern: RegExp, value: unknown): value is string => typeof value === 'string' && pattern.test(value)

/** An object from a line that has exactly one spelling: what `spelled` makes of it. */
function exactly<Value extends object>(line: string, spelled: (value: Record<string, unknown>) => { value: Value; text: string } | null): Value | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null
  const found = spelled(parsed as Record<string, unknown>)
  return found?.text === line ? found.value : null
}

const headIn = (line: string): SegmentHead | null => exactly(line, ({ format, device, signKey, from, to, previous, ephemeral, late }) => {
  if (format !== FORMAT || !fits(HASH, device) || !fits(KEY, signKey) || !isNumber(from) || !isNumber(to) || to < from || !fits(HASH, previous) || !fits(KEY, ephemeral)) return null
  const value = { device, signKey, from, to, previous, ephemeral, late: late === true }
  return { value, text: firstLine(value) }
})

const entryIn = (line: string): (SealedEntry & { hash: string }) | null => exactly(line, ({ sequence, hash, sealed }) => {
  if (!isNumber(sequence) || !fits(HASH, hash) || !fits(/^[\w-]+$/, sealed)) return null
  return { value: { sequence, hash, sealed }, text: JSON.stringify({ sequence, hash, sealed }) }
})

const footIn = (line: string): { head: string; signature: string } | null => exactly(line, ({ head, signature }) => {
  if (!fits(HASH, head) || !fits(/^[\w-]{86}$/, signature)) return null
  // Base64 spells the same bytes in more than one way.
  if (Buffer.from(signature, 'base64url').toString('base64url') !== signature) return null
  return { value: { head, signature }, text: JSON.stringify({ head, signature }) }
})
