import { indexText } from '../mime/index-text.ts'
import type { IndexText } from '../mime/index-text.ts'
import { walkMessage } from '../mime/walk.ts'
import type { Walked } from '../mime/walk.ts'

/** What rows, conversations and the index take of the bytes of a message: plain values, so that another thread can read it. */
export type MessageFacts = Omit<Walked, 'parts' | 'bodyStart' | 'notices'> & Omit<IndexText, 'notices'>

/**
 * Walks the bytes of a message. The walker promises not to fail. Should it all the same, the message is there without its
 * facts: one mail that we cannot read must not keep all mail after it from arriving.
 */
export function readFacts(raw: Uint8Array): MessageFacts {
  try {
    return factsOf(raw)
  } catch {
    return factsOf(new Uint8Array(0))
  }
}

function factsOf(raw: Uint8Array): MessageFacts {
  const walked = walkMessage(raw)
  const { parts: _, bodyStart: __, notices: ___, ...header } = walked
  const { body, fileNames, snippet } = indexText(raw, walked)
  return { ...header, body, fileNames, snippet }
}
