import type { CheckedEvent } from '../../../shared/practice/event.ts'
import { envelopeId, readEnvelope } from '../line/envelope.ts'
import type { NewestStart, RegisterMessage } from '../line/face.ts'
import { idOf } from '../line/fetch-messages.ts'
import { readMessage, readMessageBeside, type ReadMessage } from './read-message.ts'
import { fewAtOnce } from './few-at-once.ts'
import { readSigned } from './signed-event.ts'
import { FORMAT_HASH, hashOfBytes, readContent, type ReadContent } from './snapshot-content.ts'
import { isNamed, isSnapshot } from './start-from.ts'

/** A message of the folder that was read and verified; `read` null: too long for any event. */
export interface ReadRegisterMessage {
  readonly uid: number
  /** Its Message-ID without brackets. */
  readonly id: string | null
  readonly read: ReadMessage | null
}

export const readRegisterMessage = (message: RegisterMessage): ReadRegisterMessage =>
  ({ uid: message.uid, id: idOf(message)[0] ?? null, read: message.kind === 'whole' ? readMessage(message.raw) : null })

const readBeside = async (message: RegisterMessage): Promise<ReadRegisterMessage> =>
  ({ uid: message.uid, id: idOf(message)[0] ?? null, read: message.kind === 'whole' ? await readMessageBeside(message.raw) : null })

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
    if (envelope.kind !== 'snapshot') return false
    const bytes = Uint8Array.from(envelope.body)
    const read = await fewAtOnce(messages, readBeside)
    const events = read.flatMap((message) => (message.read?.kind === 'signed' ? [message.read.signed.checked] : []))
    for (const by of authorsOf(hashOfBytes(bytes), events)) {
      const content = await readContent(bytes, root, by)
      if (content.kind === 'read' && isNamed(content, events) && await take({ messages: read, given: { content, bytes } })) return true
    }
    return false
  },
})

/** Who says that it is theirs: mostly one. */
const authorsOf = (content: string, events: readonly CheckedEvent[]): readonly string[] =>
  [...new Set(events.filter(isSnapshot).filter(({ event }) => event.body.content === content).map(({ event }) => event.author))].slice(0, TRIED)

/** Anybody can say that there is one; managers disagree seldom. */
const TRIED = 5

/** Looked for by its words first: a signature takes a hundred times as long. */
function snapshotEventIn(message: RegisterMessage, root: string): { readonly clock: number; readonly content: string }[] {
  const envelope = message.kind === 'whole' ? readEnvelope(message.raw) : null
  if (envelope?.kind !== 'event' || !Buffer.from(envelope.body).toString('latin1').includes(FORMAT_HASH)) return []
  const read = readSigned(envelope.body)
  const event = read.kind === 'signed' ? read.signed.checked.event : null
  return event?.kind === 'snapshot' && event.practice === root && event.body.format === FORMAT_HASH ? [{ clock: event.clock, content: event.body.content }] : []
}
