import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { ReadEntry } from '../audit/read-journal.ts'
import { besideSaid, type SaidSegment } from '../audit/said-filed.ts'
import { openSegment } from '../audit/segment.ts'
import type { LogKey } from '../audit/segment-keys.ts'
import { readFolder, type FiledFolder } from '../audit/verify-segments.ts'
import { readEnvelope } from '../practice/line/envelope.ts'
import { readSigned } from '../practice/register/signed-event.ts'

/**
 * A folder of filed journals: segments as they are, or the messages of the register's folder as a mail program or server keeps them. Of
 * messages the events are read too: they tell what should be there. Everything else of the register is passed over. With the log key what
 * stands in the entries is checked as well.
 */
export function readFiledFolder(directory: string, logKey: LogKey | null = null): FiledFolder {
  const said = new Map<string, SaidSegment>()
  const folder = readFolder(directory, logKey, (bytes) => {
    const { segment, event } = unwrapped(bytes)
    const named = event === null ? null : segmentSaid(event)
    if (named !== null) said.set(named.hash, named)
    return segment
  })
  return besideSaid(folder, [...said.values()])
}

/** What stands in the segments that are whole in themselves, each once; each workstation's oldest first. */
export function* filedEntries(directory: string, { whole }: FiledFolder, logKey: LogKey): Generator<ReadEntry> {
  const once = new Map(whole.map((segment) => [segment.hash, segment]))
  for (const { file } of [...once.values()].sort((one, other) => (one.device === other.device ? one.from - other.from : one.device < other.device ? -1 : 1))) {
    const { segment } = unwrapped(readFileSync(path.join(directory, file)))
    const opened = segment === null ? null : openSegment(segment, logKey)
    if (opened?.kind === 'open') yield* opened.entries
  }
}

/** A segment, as it is or in its message; or the event in a message. What is neither stays as it is, to be named as no segment. */
function unwrapped(bytes: Uint8Array): { readonly segment: Uint8Array | null; readonly event: Uint8Array | null } {
  if (bytes[0] === BRACE) return { segment: bytes, event: null }
  const enclosed = readEnvelope(bytes)
  switch (enclosed.kind) {
    case 'segment': return { segment: enclosed.body, event: null }
    case 'event': return { segment: null, event: enclosed.body }
    case 'none': return { segment: bytes, event: null }
    case 'join': case 'snapshot': return { segment: null, event: null }
  }
}

/** With which a segment begins, and no message. */
const BRACE = 0x7b

/** What an event says was filed of its own author's journal. */
function segmentSaid(body: Uint8Array): SaidSegment | null {
  if (!Buffer.from(body).includes('segment-filed')) return null
  const read = readSigned(body)
  if (read.kind !== 'signed') return null
  const { event } = read.signed.checked
  return event.kind === 'segment-filed' && event.body.segment.device === event.author ? event.body.segment : null
}
