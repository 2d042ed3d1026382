import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { entryOf, firstBreak, type ChainBreak } from './chain.ts'
import { NOTHING_BEFORE } from './filed.ts'
import type { ReadEntry } from './read-journal.ts'
import { openEntries } from './segment.ts'
import { readSegment, type Segment, type SegmentFault } from './segment-format.ts'
import type { LogKey } from './segment-keys.ts'

/** What does not hold in the filed journal of a workstation. `sequence`: the first bad entry; null where a file says nothing of itself. */
export interface FiledFault {
  readonly file: string
  readonly device: string | null
  readonly sequence: number | null
  /** `fork`: two segments for the same entries; `unlinked`: it does not follow the segment before it. The inner chain has its own kinds. */
  readonly kind: SegmentFault['kind'] | ChainBreak['kind'] | 'fork' | 'unlinked'
}

export interface FiledJournal {
  readonly device: string
  readonly segments: number
  readonly entries: number
  readonly head: { readonly sequence: number; readonly hash: string } | null
  /** Of those entries, the ones that were handed in after the workstation had been put out: whole, but no proof of when they were written. Null: none. */
  readonly late: { readonly from: number; readonly entries: number } | null
  /** The first thing that does not hold; null: all of it does. */
  readonly first: FiledFault | null
}

export interface SegmentsReport {
  readonly devices: readonly FiledJournal[]
  /** Files that are of no workstation that can be named. */
  readonly strange: readonly FiledFault[]
  readonly well: boolean
}

/** A file of a folder; its bytes are asked for once, when it is its turn: a practice has hundreds of megabytes of these. */
interface File { readonly name: string; readonly bytes: () => Uint8Array | null }

/** What a folder has of the practice's journals, and whether it holds. */
export interface FiledFolder {
  readonly report: SegmentsReport
  /** Every segment that is whole in itself. */
  readonly whole: readonly WholeSegment[]
}
export interface WholeSegment extends Pick<Segment, 'device' | 'from' | 'to' | 'previous' | 'head' | 'hash' | 'late'> { readonly file: string }

/** As {@link checkSegments}, over all files of a folder. Throws when it cannot be read. */
export const verifySegments = (directory: string, logKey: LogKey | null = null): SegmentsReport => readFolder(directory, logKey).report

/** The segment in the bytes of a file, as they are or wrapped in something; null: it is something else, which may lie there. */
export type Unwrap = (bytes: Uint8Array) => Uint8Array | null

/** The same, with what the folder has. */
export function readFolder(directory: string, logKey: LogKey | null = null, unwrap: Unwrap = (bytes) => bytes): FiledFolder {
  const names = readdirSync(directory, { withFileTypes: true }).filter((file) => file.isFile()).map(({ name }) => name).sort()
  return checkFiles(names.map((name) => ({ name, bytes: () => unwrap(readFileSync(path.join(directory, name))) })), logKey)
}

/** Checks filed segments, of any number of workstations in any order; with the log key also what is in them. */
export const checkSegments = (files: readonly { readonly name: string; readonly bytes: Uint8Array }[], logKey: LogKey | null = null): SegmentsReport =>
  checkFiles(files.map(({ name, bytes }) => ({ name, bytes: () => bytes })), logKey).report

function checkFiles(files: readonly File[], logKey: LogKey | null): FiledFolder {
  const parts: FiledPart[] = []
  for (const { name, bytes } of files) {
    const segment = bytes()
    if (segment !== null) parts.push(readPart(name, segment, logKey).part)
  }
  return checkParts(parts)
}

/** What was kept of files, of any number of workstations in any order, each looked at by itself before. */
export function checkParts(parts: readonly FiledPart[]): FiledFolder {
  const devices = new Map<string, Filed[]>()
  const strange: FiledFault[] = []
  for (const part of parts) {
    if ('strange' in part) {
      strange.push(part.strange)
      continue
    }
    const known = devices.get(part.device)
    if (known === undefined) devices.set(part.device, [part])
    else known.push(part)
  }
  const checked = [...devices].map(([device, filed]) => checkDevice(device, filed))
  const whole = [...devices.values()].flatMap((filed) => filed.flatMap(({ segment }) => (segment === null ? [] : [segment])))
  return { report: reportOf(checked, strange), whole }
}

export const reportOf = (devices: readonly FiledJournal[], strange: readonly FiledFault[]): SegmentsReport =>
  ({ devices, strange, well: devices.length > 0 && strange.length === 0 && devices.every(({ first }) => first === null) })

/** All that is kept of a file once it was looked at; without a segment it has a fault. */
type Filed = { readonly name: string; readonly device: string; readonly from: number } & (
  | { readonly segment: null; readonly fault: SegmentFault }
  | { readonly segment: WholeSegment; readonly entries: number; readonly inner: { readonly before: string | null; readonly first: ChainBreak | null } | null }
)

/** All that is kept of a file; `strange`: it is of no workstation that can be named. */
export type FiledPart = Filed | { readonly strange: FiledFault }

/** One file by itself, and, with the log key, what stands in it. */
export function readPart(name: string, bytes: Uint8Array, logKey: LogKey | null): { readonly part: FiledPart; readonly entries: readonly ReadEntry[] } {
  const found = readSegment(bytes)
  if (found.kind === 'faulty') {
    const { head, fault } = found
    return { part: head === null ? { strange: { file: name, device: null, ...fault } } : { name, device: head.device, from: head.from, segment: null, fault }, entries: [] }
  }
  const { device, from, to, previous, head, hash, late, entries } = found.segment
  const opened = logKey === null ? null : openEntries(found.segment, logKey)
  const part: Filed = {
    name, device, from, segment: { file: name, device, from, to, previous, head, hash, late }, entries: entries.length,
    inner: opened === null ? null : { before: opened.before, first: firstBreak(opened) },
  }
  return { part, entries: opened?.entries ?? [] }
}

/** A segment that is known by what its workstation signed of it alone: that it is there is known, what is in it was not looked at. */
export const unreadPart = (segment: Omit<WholeSegment, 'file' | 'late'>): FiledPart =>
  ({ name: segment.hash, device: segment.device, from: segment.from, segment: { ...segment, file: segment.hash, late: false }, entries: segment.to - segment.from + 1, inner: null })

/** In the order of its entries, up to the first thing that does not hold: behind it nothing follows on anything. */
function checkDevice(device: string, filed: readonly Filed[]): FiledJournal {
  let entries = 0
  let last: WholeSegment | null = null
  const late: WholeSegment[] = []
  for (const one of [...filed].sort((left, right) => left.from - right.from)) {
    const fault = one.segment === null ? one.fault : faultOf(one, last)
    if (fault === 'again') continue
    if (fault !== null) return { device, segments: filed.length, entries, head: headOf(last), late: lateOf(late), first: { file: one.name, device, ...fault } }
    if (one.segment !== null) {
      last = one.segment
      entries += one.entries
      if (last.late) late.push(last)
    }
  }
  return { device, segments: filed.length, entries, head: headOf(last), late: lateOf(late), first: null }
}

/** Of a workstation of which nothing lies in the folder. */
export const nothingFiled = (device: string): FiledJournal => checkDevice(device, [])

const headOf = (last: WholeSegment | null): FiledJournal['head'] => (last === null ? null : { sequence: last.to, hash: last.head })

const lateOf = (late: readonly WholeSegment[]): FiledJournal['late'] =>
  (late[0] === undefined ? null : { from: late[0].from, entries: late.reduce((sum, { from, to }) => sum + to - from + 1, 0) })

/** `again`: the same segment a second time. */
function faultOf({ segment, inner }: Extract<Filed, { entries: number }>, last: WholeSegment | null): Pick<FiledFault, 'kind' | 'sequence'> | 'again' | null {
  // A workstation that was in another practice before begins later; its first segment says, signed, that it follows nothing.
  const expected = last === null ? (segment.previous === NOTHING_BEFORE ? segment.from : 1) : last.to + 1
  if (last !== null && segment.hash === last.hash) return 'again'
  if (segment.from < expected) return { kind: 'fork', sequence: segment.from }
  if (segment.from > expected) return { kind: 'gap', sequence: expected }
  if (segment.previous !== (last?.hash ?? NOTHING_BEFORE)) return { kind: 'unlinked', sequence: segment.from }
  if (inner === null) return null
  const { before, first } = inner
  if (first !== null && entryOf(first) === segment.from) return { kind: first.kind, sequence: segment.from }
  if (last !== null && before !== last.head) return { kind: 'unlinked', sequence: segment.from }
  return first === null ? null : { kind: first.kind, sequence: entryOf(first) }
}
