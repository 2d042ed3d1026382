import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { entryOf, firstBreak, type ChainBreak } from './chain.ts'
import { NOTHING_BEFORE } from './filed.ts'
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
  /** The first thing that does not hold; null: all of it does. */
  readonly first: FiledFault | null
}

export interface SegmentsReport {
  readonly devices: readonly FiledJournal[]
  /** Files that are of no workstation that can be named. */
  readonly strange: readonly FiledFault[]
  readonly well: boolean
}

interface File { readonly name: string; readonly bytes: Uint8Array }

/** As {@link checkSegments}, over all files of a folder. Throws when it cannot be read. */
export function verifySegments(directory: string, logKey: LogKey | null = null): SegmentsReport {
  const names = readdirSync(directory, { withFileTypes: true }).filter((file) => file.isFile()).map(({ name }) => name).sort()
  return checkSegments(names.map((name) => ({ name, bytes: readFileSync(path.join(directory, name)) })), logKey)
}

/** Checks filed segments, of any number of workstations in any order; with the log key also what is in them. */
export function checkSegments(files: readonly File[], logKey: LogKey | null = null): SegmentsReport {
  const read = files.map(({ name, bytes }) => ({ name, found: readSegment(bytes) }))
  const devices = new Map<string, Filed[]>()
  const strange: FiledFault[] = []
  for (const { name, found } of read) {
    const head = found.kind === 'segment' ? found.segment : found.head
    if (head === null) strange.push({ file: name, device: null, sequence: null, kind: 'not-a-segment' })
    else devices.set(head.device, [...devices.get(head.device) ?? [], { name, from: head.from, found }])
  }
  const checked = [...devices].map(([device, filed]) => checkDevice(device, filed, logKey))
  return { devices: checked, strange, well: strange.length === 0 && checked.every(({ first }) => first === null) }
}

interface Filed { readonly name: string; readonly from: number; readonly found: ReturnType<typeof readSegment> }

/** In the order of its entries, up to the first thing that does not hold: behind it nothing follows on anything. */
function checkDevice(device: string, filed: readonly Filed[], logKey: LogKey | null): FiledJournal {
  let entries = 0
  let last: Segment | null = null
  for (const { name, found } of [...filed].sort((one, other) => one.from - other.from)) {
    const fault = found.kind === 'faulty' ? found.fault : faultOf(found.segment, last, logKey)
    if (fault === 'again') continue
    if (fault !== null) return { device, segments: filed.length, entries, head: headOf(last), first: { file: name, device, ...fault } }
    if (found.kind === 'segment') {
      last = found.segment
      entries += found.segment.entries.length
    }
  }
  return { device, segments: filed.length, entries, head: headOf(last), first: null }
}

const headOf = (last: Segment | null): FiledJournal['head'] => (last === null ? null : { sequence: last.to, hash: last.head })

/** `again`: the same segment a second time. */
function faultOf(segment: Segment, last: Segment | null, logKey: LogKey | null): Pick<FiledFault, 'kind' | 'sequence'> | 'again' | null {
  // A workstation that was in another practice before begins later; its first segment says, signed, that it follows nothing.
  const expected = last === null ? (segment.previous === NOTHING_BEFORE ? segment.from : 1) : last.to + 1
  if (last !== null && segment.hash === last.hash) return 'again'
  if (segment.from < expected) return { kind: 'fork', sequence: segment.from }
  if (segment.from > expected) return { kind: 'gap', sequence: expected }
  if (segment.previous !== (last?.hash ?? NOTHING_BEFORE)) return { kind: 'unlinked', sequence: segment.from }
  if (logKey === null) return null
  const { before, breaks } = openEntries(segment, logKey)
  const first = firstBreak({ breaks })
  if (first !== null && entryOf(first) === segment.from) return { kind: first.kind, sequence: segment.from }
  if (last !== null && before !== last.head) return { kind: 'unlinked', sequence: segment.from }
  return first === null ? null : { kind: first.kind, sequence: entryOf(first) }
}
