import { envelopeId, readEnvelope } from '../line/envelope.ts'
import type { NewestStart, RegisterMessage } from '../line/face.ts'
import { idOf } from '../line/fetch-messages.ts'
import { readMessage, type ReadMessage } from './read-message.ts'
import { readSigned } from './signed-event.ts'
import { FORMAT_HASH, readContent, type ReadContent } from './snapshot-content.ts'
import { startFrom } from './start-from.ts'

/** A message of the folder that was read and verified; `read` null: too long for any event. */
export interface ReadRegisterMessage {
  readonly uid: number
  /** Its Message-ID without brackets. */
  readonly id: string | null
  readonly read: ReadMessage | null
}

export const readRegisterMessage = (message: RegisterMessage): ReadRegisterMessage =>
  ({ uid: message.uid, id: idOf(message)[0] ?? null, read: message.kind === 'whole' ? readMessage(message.raw) : null })

/** The newest messages of the folder, and what a manager signed to start from. */
export interface FoundStart {
  readonly messages: readonly ReadRegisterMessage[]
  readonly given: { readonly content: Extract<ReadContent, { kind: 'read' }>; readonly bytes: Uint8Array }
}

/** Finds in the folder's newest messages a snapshot that a new workstation can start from, and hands it to `take`. */
export const newestStart = (root: string, take: (found: FoundStart) => Promise<boolean>): NewestStart => ({
  wanted: (messages) => messages.flatMap((message) => snapshotEventIn(message, root)).sort((one, other) => other.clock - one.clock).slice(0, TRIED).map(({ content }) => envelopeId({ kind: 'snapshot', hash: content })),
  start: async (messages, raw) => {
    const envelope = readEnvelope(raw)
    const content = envelope.kind === 'snapshot' ? readContent(envelope.body, root) : null
    if (content?.kind !== 'read' || envelope.kind !== 'snapshot') return false
    const read = messages.map(readRegisterMessage)
    const events = read.flatMap((message) => (message.read?.kind === 'signed' ? [message.read.signed.checked] : []))
    const start = startFrom(content, events, NOTHING)
    return start !== null && take({ messages: read, given: { content, bytes: Uint8Array.from(envelope.body) } })
  },
})

/** Anybody can say that there is one; managers disagree seldom. */
const TRIED = 5
const NOTHING = { growing: true, [Symbol.iterator]: () => [][Symbol.iterator]() } as const

/** Looked for by its words first: a signature takes a hundred times as long. */
function snapshotEventIn(message: RegisterMessage, root: string): { readonly clock: number; readonly content: string }[] {
  const envelope = message.kind === 'whole' ? readEnvelope(message.raw) : null
  if (envelope?.kind !== 'event' || !Buffer.from(envelope.body).toString('latin1').includes(FORMAT_HASH)) return []
  const read = readSigned(envelope.body)
  const event = read.kind === 'signed' ? read.signed.checked.event : null
  return event?.kind === 'snapshot' && event.practice === root && event.body.format === FORMAT_HASH ? [{ clock: event.clock, content: event.body.content }] : []
}
