import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { createDeflateRaw, inflateRawSync } from 'node:zlib'
import { z } from 'zod'
import { portableFields, snapshotFrom } from '../../../shared/practice/portable-snapshot.ts'
import { SNAPSHOT_FORMAT, type Snapshot } from '../../../shared/practice/snapshot.ts'
import { atOnce, type Steps } from '../../../shared/practice/steps.ts'
import { deviceIdOf } from './device-keys.ts'
import { fewAtOnce } from './few-at-once.ts'
import { SNAPSHOT_TEXT_BYTES } from './limits.ts'
import { fittingEvent, hashOfText, storedEvent, verifiedBeside, type GivenEvent, type SignedEvent } from './signed-event.ts'

/** An event of the law as a snapshot carries it. */
export interface SignedTexts { readonly text: string; readonly key: string; readonly signature: string }

/** By its hash an event of a snapshot says which words its content is written in. */
export const FORMAT_HASH = hashOfText(SNAPSHOT_FORMAT)

/** What is signed of a state: the hash of its fields. The same on every workstation that knows the same events. */
export function* stateHashOf(snapshot: Snapshot): Steps<{ stateHash: string; fields: readonly [name: string, text: string][] }> {
  const fields = yield* portableFields(snapshot)
  const hash = createHash('sha256')
  for (const [name, text] of fields) {
    hash.update(`${name}\n${text}\n`)
    yield
  }
  return { stateHash: hash.digest('hex'), fields }
}

/** A snapshot as bytes for the folder: its fields, and the events of the law with their signatures, so that nobody need believe us what holds. */
export async function contentOf(fields: readonly [name: string, text: string][], law: readonly SignedTexts[]): Promise<{ readonly bytes: Uint8Array; readonly hash: string }> {
  const packed: Buffer[] = []
  for await (const part of Readable.from(partsOf(fields, law)).pipe(createDeflateRaw())) packed.push(part as Buffer)
  const bytes = new Uint8Array(Buffer.concat(packed))
  return { bytes, hash: hashOfBytes(bytes) }
}

/** As JSON, a part at a time: all of it at once would keep everybody waiting. */
function* partsOf(fields: readonly [name: string, text: string][], law: readonly SignedTexts[]): Generator<string> {
  yield '{"law":['
  for (const [place, { text, key, signature }] of law.entries()) yield `${place === 0 ? '' : ','}${JSON.stringify([text, key, signature])}`
  yield '],"state":{'
  for (const [place, [name, text]] of fields.filter(([one]) => one !== 'law').entries()) yield `${place === 0 ? '' : ','}"${name}":${text}`
  yield '}}'
}

export const hashOfBytes = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** What is in a snapshot: the state, and the events of the law as they were signed. */
export interface StartContent { readonly snapshot: Snapshot; readonly law: readonly SignedEvent[] }

export type ReadContent =
  | { readonly kind: 'read'; /** Null: whoever signed it, all of the law was verified. */ readonly by: string | null; readonly stateHash: string; /** Of the bytes. */ readonly hash: string } & StartContent
  /** Cut off, changed, of another program, or with an event of the law in it that nobody signed. */
  | { readonly kind: 'wrong'; readonly because: 'not-a-snapshot' | 'wrong-signature' }

const outer = z.strictObject({ law: z.array(z.tuple([z.string(), z.string(), z.string()])), state: z.unknown() })
const wrong = (because: Extract<ReadContent, { kind: 'wrong' }>['because']): ReadContent => ({ kind: 'wrong', because })

/**
 * Reads what another workstation wrote, and verifies who signed each event of the law. Those of device `by` are not verified one by one: it
 * signed all of this, and so each of its own words once more. Who starts from it asks that its event is of that device (`startFrom`).
 */
export async function readContent(bytes: Uint8Array, root: string, by: string | null = null): Promise<ReadContent> {
  const read = partsIn(bytes)
  if (read === null) return wrong('not-a-snapshot')
  const law: SignedEvent[] = []
  for (const one of await fewAtOnce(read.law, (given) => (deviceIdOf(given.key) === by ? Promise.resolve(fittingEvent(given)) : verifiedBeside(given)))) {
    if (one.kind === 'wrong') return wrong('wrong-signature')
    law.push(one.signed)
  }
  const snapshot = snapshotFrom(read.state, law.map((one) => one.checked), root)
  return snapshot === null ? wrong('not-a-snapshot') : { kind: 'read', by, snapshot, law, stateHash: atOnce(stateHashOf(snapshot)).stateHash, hash: hashOfBytes(bytes) }
}

/** The same of one that was verified when it was stored here; null: it can no longer be read. */
export function storedContent(bytes: Uint8Array, root: string): StartContent | null {
  const read = partsIn(bytes)
  const law = read?.law.map(({ event: text, key, signature }): SignedEvent => ({ checked: storedEvent({ hash: hashOfText(text), text, understood: 0 }), text, key, signature }))
  const snapshot = law === undefined ? null : snapshotFrom(read?.state, law.map((one) => one.checked), root)
  return law === undefined || snapshot === null ? null : { snapshot, law }
}

function partsIn(bytes: Uint8Array): { readonly law: readonly GivenEvent[]; readonly state: unknown } | null {
  const read = outer.safeParse(inflated(bytes))
  return read.success ? { law: read.data.law.map(([event, key, signature]) => ({ event, key, signature })), state: read.data.state } : null
}

function inflated(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(inflateRawSync(bytes, { maxOutputLength: SNAPSHOT_TEXT_BYTES }).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
