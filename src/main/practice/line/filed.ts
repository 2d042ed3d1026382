import { UID_SET_CHARS } from '../../../shared/limits.ts'
import type { Session } from '../../imap/session.ts'
import { uidSets } from '../../imap/uid-set.ts'
import { envelopeId, readEnvelope } from './envelope.ts'
import { FILED_MESSAGE_BYTES } from './limits.ts'

/** Parts of journals that lie in the register's folder: under each name, the hash that it claims, the messages that go by it. */
export type FiledPlaces = ReadonlyMap<string, readonly number[]>

/** With what the Message-ID of such a part ends. */
const ID_END = envelopeId({ kind: 'segment', hash: '' })

/** Opens the folder, and looks for them there; null: no such folder, or not for us. */
export async function listFiled(session: Session, folder: string): Promise<FiledPlaces | null> {
  const opened = await session.select(folder, { readOnly: true })
  if (opened.kind !== 'selected') return null
  const found = await session.run((client) => client.search({ header: { 'message-id': ID_END } }, { uid: true }))
  const places = new Map<string, number[]>()
  for (const set of uidSets(Array.isArray(found) ? found : [], UID_SET_CHARS)) {
    for await (const { uid, envelope } of session.fetch(set, { uid: true, envelope: true })) {
      const id = envelope?.messageId?.replace(/^<|>$/g, '') ?? ''
      const hash = id.endsWith(ID_END) ? id.slice(0, -ID_END.length) : ''
      if (/^[0-9a-f]{64}$/.test(hash)) places.set(hash, [...places.get(hash) ?? [], uid])
    }
  }
  return places
}

/** What these messages of the open folder enclose, one after the other, as the server keeps them: anybody may have put them there. */
export async function* readFiled(session: Session, uids: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const uid of uids) {
    for await (const { source } of session.fetch(String(uid), { uid: true, source: { start: 0, maxLength: FILED_MESSAGE_BYTES } })) {
      const read = source === undefined ? null : readEnvelope(source)
      if (read?.kind === 'segment') yield Uint8Array.from(read.body)
    }
  }
}

/** Numbers of the messages of the open folder by that Message-ID, without brackets. */
export async function uidsNamed(session: Session, id: string): Promise<readonly number[]> {
  const found = await session.run((client) => client.search({ header: { 'message-id': `<${id}` } }, { uid: true }))
  return Array.isArray(found) ? found : []
}
