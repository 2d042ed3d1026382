import { z } from 'zod'
import { canonicalText } from './canonical.ts'
import { bodies, envelope, type CheckedEvent } from './event.ts'
import { isLawEvent } from './may-say.ts'
import { id, LAST_MOMENT, moment, reference, sealed, sequence, sha256 } from './plain-values.ts'
import { REFERENCE_CHARS, SNAPSHOT_FORMAT, type Snapshot } from './snapshot.ts'
import { inSteps, type Steps } from './steps.ts'

/** A snapshot as it goes to other workstations: without the events of the law, which go beside it with their signatures. */
type Portable = Omit<Snapshot, 'law'>

const clock = z.int().min(0)
const said = { clock, hash: sha256, by: id, at: moment }
const note = sealed.nullable()
const how = bodies.finished.shape.how
const claim = z.strictObject({
  holder: z.strictObject({ ...said, person: id, note }).nullable(),
  answering: z.array(z.strictObject({ person: id, until: moment })),
  finished: z.strictObject({ by: id, at: moment, clock, how }).nullable(),
})
const entry = z.discriminatedUnion('kind', [
  z.strictObject({ ...said, kind: z.literal('claimed'), to: id, note }), z.strictObject({ ...said, kind: z.literal('answering'), until: moment }),
  z.strictObject({ ...said, kind: z.literal('released') }), z.strictObject({ ...said, kind: z.literal('finished'), how }),
])
const eventName = z.strictObject({ hash: sha256, author: sha256, sequence, clock, at: moment, kind: z.string().max(64) })

/** Of as many whole numbers as there are messages: looked at one by one here, which takes a fiftieth of what a schema of each does. */
const column = (most = Number.MAX_SAFE_INTEGER) =>
  z.custom<number[]>((value) => Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0 && one <= most))

const portable = z.strictObject({
  format: z.literal(SNAPSHOT_FORMAT), root: sha256, clock, workClock: clock, nonsense: z.array(sha256),
  // Of what hangs together only: what waits, or lies behind a fork, is read from the folder.
  chains: z.array(z.tuple([sha256, z.strictObject({ length: sequence, head: sha256, clock, waiting: z.array(z.never()), stopped: z.null() })])),
  names: z.array(id),
  finished: z.strictObject({
    messages: z.string().regex(/^[0-9a-f]*$/), mailboxes: column(), people: column(), clocks: column(), at: column(LAST_MOMENT), hows: column(how.options.length - 1),
  }),
  messages: z.array(z.tuple([id, reference, z.strictObject({ entries: z.array(entry).min(1), now: claim, lost: z.array(sha256), base: z.null() })])),
  episodes: z.array(z.tuple([id, reference, z.strictObject({ ...said, current: z.boolean() })])),
  segments: z.array(z.tuple([sha256, z.array(z.strictObject({ ...said, ...bodies['segment-filed'].shape }))])),
  logChecks: z.array(z.tuple([id, z.array(z.strictObject({ ...said, ...bodies['log-checked'].shape }))])),
  snapshot: z.strictObject({ event: envelope.extend({ kind: z.literal('snapshot'), body: bodies.snapshot }), said: z.strictObject(said) }).nullable(),
  refused: z.array(z.tuple([sha256, z.strictObject({ because: z.string().max(64), event: eventName })])),
  foreign: z.array(z.never()),
})

/** The fields of a snapshot, each with the one text that it has; the law by the hashes of its events. What is signed is the hash of them all. */
export function* portableFields({ law, ...rest }: Snapshot): Steps<[name: string, text: string][]> {
  const fields: [string, string][] = []
  for (const [name, value] of Object.entries({ ...rest, law: law.map(({ hash }) => hash) }).sort(([one], [other]) => (one < other ? -1 : 1))) {
    fields.push([name, yield* textInSteps(value)])
    yield
  }
  return fields
}

/** The canonical text of a value that may hold long lists, at most two deep. */
function* textInSteps(value: unknown): Steps<string> {
  if (Array.isArray(value)) {
    const items: string[] = []
    yield* inSteps(value, (item) => void items.push(canonicalText(item)))
    return `[${items.join(',')}]`
  }
  if (typeof value !== 'object' || value === null) return canonicalText(value)
  const texts: string[] = []
  for (const [name, inner] of Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))) {
    // Columns of numbers: their text is what JSON writes.
    texts.push(`${JSON.stringify(name)}:${isColumn(inner) ? JSON.stringify(inner) : canonicalText(inner)}`)
    yield
  }
  return `{${texts.join(',')}}`
}

const isColumn = (value: unknown): boolean => Array.isArray(value) && typeof value[0] === 'number'

/** The snapshot that came from another workstation with these events of the law (verified, in their order); null: it is none. */
export function snapshotFrom(value: unknown, law: readonly CheckedEvent[], root: string): Snapshot | null {
  const read = portable.safeParse(value)
  if (!read.success || read.data.root !== root || !isWhole(read.data as Portable)) return null
  const isOurs = law.every(({ hash, event }) => (hash === root ? event.kind === 'founded' : event.practice === root && isLawEvent(event)))
  return isOurs && law.some(({ hash }) => hash === root) ? { ...read.data as Portable, law } : null
}

/** The columns fit each other. */
function isWhole({ names, finished: { messages, mailboxes, people, clocks, at, hows } }: Portable): boolean {
  const isNamed = (one: number): boolean => one < names.length
  return messages.length === clocks.length * REFERENCE_CHARS && [mailboxes, people, at, hows].every(({ length }) => length === clocks.length) && mailboxes.every(isNamed) && people.every(isNamed)
}
