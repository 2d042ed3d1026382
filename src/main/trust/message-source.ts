import { TRUST_HEADER_BYTES } from './limits.ts'

/** A message taken apart where its header ends; the body comes in pieces and may be read once. */
export type MessageSource = { readonly head: Uint8Array; readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array> }

const LF = 0x0a
const CR = 0x0d

/** First byte behind the empty line that ends the header, or -1 as long as there is none. */
function bodyStart(bytes: Buffer, from: number): number {
  if (bytes[0] === LF) return 1
  if (bytes[0] === CR && bytes[1] === LF) return 2
  for (let at = bytes.indexOf(LF, from); at !== -1; at = bytes.indexOf(LF, at + 1)) {
    if (bytes[at + 1] === LF) return at + 2
    if (bytes[at + 1] === CR && bytes[at + 2] === LF) return at + 3
  }
  return -1
}

/** Splits raw bytes, whole or as they come; of a stream only the header is held. */
export async function openMessage(raw: Uint8Array | AsyncIterable<Uint8Array>): Promise<MessageSource> {
  if (raw instanceof Uint8Array) return split(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength))
  const pieces = raw[Symbol.asyncIterator]()
  let head = Buffer.alloc(0)
  for (;;) {
    const { value, done } = await pieces.next() as IteratorResult<Uint8Array, undefined>
    if (done === true) return split(head)
    const searched = Math.max(0, head.length - 3)
    head = Buffer.concat([head, value])
    const at = bodyStart(head, searched)
    if (at === -1 && head.length <= TRUST_HEADER_BYTES) continue
    const end = at === -1 ? head.length : at
    return { head: head.subarray(0, end), body: rest(head.subarray(end), pieces) }
  }
}

function split(bytes: Buffer): MessageSource {
  const at = bodyStart(bytes, 0)
  const end = at === -1 ? bytes.length : at
  return { head: bytes.subarray(0, end), body: [bytes.subarray(end)] }
}

async function* rest(first: Uint8Array, pieces: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  for (;;) {
    const { value, done } = await pieces.next() as IteratorResult<Uint8Array, undefined>
    if (done === true) return
    yield value
  }
}
