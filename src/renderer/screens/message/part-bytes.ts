import type { Core } from '../../bridge/core.ts'
import { bytesOf } from '../../parts/base64url.ts'

/** Divisible by three, so that the pieces' base64 texts can be joined as they are; below the contract's 1 MiB. */
const PIECE_BYTES = 1_048_575

export interface PartAddress { readonly messageId: number; readonly partId: string }
export interface Piece { readonly type: string; readonly totalBytes: number; readonly text: string; readonly end: number }

/** A part in pieces, each as base64url text; ends early with the name of what went wrong. */
export async function* piecesOfPart(core: Core, { messageId, partId }: PartAddress): AsyncGenerator<Piece, string | null> {
  for (let offset = 0; ;) {
    const answer = await core.ask('mail.part', { messageId, partId, offset, limit: PIECE_BYTES })
    if (!answer.ok) return answer.fail
    const { type, totalBytes, bytes } = answer.value
    const end = Math.min(totalBytes, offset + PIECE_BYTES)
    yield { type, totalBytes, text: bytes, end }
    if (end >= totalBytes || bytes === '') return null
    offset = end
  }
}

export type SaveOutcome = { readonly kind: 'saved' } | { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly fail: string }

export interface Saving {
  readonly name: string
  readonly onProgress: (done: number, total: number) => void
  readonly signal: AbortSignal
}

/** Fetches a part whole and hands it to the person as a file, under the name that the core made safe. */
export async function savePart(core: Core, part: PartAddress, { name, onProgress, signal }: Saving): Promise<SaveOutcome> {
  const pieces = piecesOfPart(core, part)
  const bytes: Uint8Array<ArrayBuffer>[] = []
  for (;;) {
    const step = await pieces.next()
    if (signal.aborted) return { kind: 'stopped' }
    if (step.done === true) {
      if (step.value !== null) return { kind: 'failed', fail: step.value }
      break
    }
    bytes.push(bytesOf(step.value.text))
    onProgress(step.value.end, step.value.totalBytes)
  }
  // Always as bytes to be kept: a page or script that came by mail must not be opened in our own origin.
  handOver(new Blob(bytes, { type: 'application/octet-stream' }), name)
  return { kind: 'saved' }
}

/** Gives the person a file. */
export function handOver(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken it over by the next turn; a moment more for a slow disk.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
