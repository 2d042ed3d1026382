import { parseMessageIds } from '../../../shared/mail/message-id.ts'
import { readHeaderBlock, valueOf } from '../../trust/header-block.ts'

/** How a raw message names itself, for the journal; null where it does not. */
export function messageIdOf(raw: Uint8Array): string | null {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const end = bytes.indexOf('\r\n\r\n')
  const field = readHeaderBlock(end === -1 ? raw : raw.subarray(0, end)).fields.find(({ name }) => name === 'message-id')
  return field === undefined ? null : parseMessageIds(valueOf(field))[0] ?? null
}
