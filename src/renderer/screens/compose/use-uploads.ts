import { useCallback, useRef, useState } from 'react'
import type { DraftAttachment } from '../../../shared/contract/compose.ts'
import { ATTACHMENT_PIECE_BYTES } from '../../../shared/limits.ts'
import type { Core } from '../../bridge/core.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { base64urlOf } from '../../parts/base64url.ts'

export type UploadState =
  | { readonly kind: 'attached' }
  | { readonly kind: 'busy'; readonly share: number }
  | { readonly kind: 'failed'; readonly fail: string }

export interface Upload {
  /** Ours, for the list; the core's id comes once it has begun. */
  readonly key: string
  readonly id: string | null
  readonly name: string
  readonly sizeBytes: number
  readonly state: UploadState
}

export interface Uploads {
  readonly all: readonly Upload[]
  readonly add: (files: Iterable<File>) => void
  readonly remove: (key: string) => void
}

type Attached = { kind: 'attached'; id: string } | { kind: 'stopped'; id: string | null } | { kind: 'failed'; fail: string; id: string | null }

interface Sending {
  readonly signal: AbortSignal
  readonly onProgress: (id: string, share: number) => void
}

/** Hands a file over in pieces, in order; an empty file still needs the one piece that completes it. */
async function attach(core: Core, draftId: string, { file, signal, onProgress }: Sending & { file: File }): Promise<Attached> {
  const begun = await core.ask('drafts.beginAttachment', { id: draftId, name: file.name.slice(0, 255) || 'bijlage', type: file.type.slice(0, 255), sizeBytes: file.size })
  if (!begun.ok) return { kind: 'failed', fail: begun.fail, id: null }
  const { attachmentId } = begun.value
  for (let offset = 0; ;) {
    if (signal.aborted) return { kind: 'stopped', id: attachmentId }
    const bytes = await readPiece(file, offset)
    if (bytes === null) return { kind: 'failed', fail: 'file-unreadable', id: attachmentId }
    const added = await core.ask('drafts.addBytes', { id: draftId, attachmentId, offset, bytes: base64urlOf(bytes) })
    if (!added.ok) return { kind: 'failed', fail: added.fail, id: attachmentId }
    offset += bytes.length
    onProgress(attachmentId, file.size === 0 ? 1 : offset / file.size)
    if (added.value.complete || offset >= file.size) return { kind: 'attached', id: attachmentId }
  }
}

/** Null: the file was moved, or is a folder. */
async function readPiece(file: File, offset: number): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await file.slice(offset, offset + ATTACHMENT_PIECE_BYTES).arrayBuffer())
  } catch {
    return null
  }
}

const attachedAlready = ({ id, name, sizeBytes, complete }: DraftAttachment): Upload =>
  ({ key: id, id, name, sizeBytes, state: complete ? { kind: 'attached' } : { kind: 'failed', fail: 'attachment-incomplete' } })

/** The attachments of a draft: those that are there, and those on their way, one after the other. */
export function useUploads(draftId: string, present: readonly DraftAttachment[]): Uploads {
  const core = useCore()
  const [all, setAll] = useState<readonly Upload[]>(() => present.map(attachedAlready))
  const stops = useRef(new Map<string, AbortController>())
  const queue = useRef<Promise<void>>(Promise.resolve())

  const change = useCallback((key: string, to: Partial<Upload>) =>
    setAll((before) => before.map((upload) => (upload.key === key ? { ...upload, ...to } : upload))), [])

  const send = useCallback(async (key: string, file: File): Promise<void> => {
    const { signal } = stops.current.get(key) ?? new AbortController()
    if (signal.aborted) return
    const outcome = await attach(core, draftId, { file, signal, onProgress: (id, share) => change(key, { id, state: { kind: 'busy', share } }) })
    stops.current.delete(key)
    if (outcome.kind !== 'attached' && outcome.id !== null) await core.ask('drafts.detach', { id: draftId, attachmentId: outcome.id })
    if (outcome.kind === 'attached') change(key, { id: outcome.id, state: { kind: 'attached' } })
    if (outcome.kind === 'failed') change(key, { id: null, state: { kind: 'failed', fail: outcome.fail } })
  }, [core, draftId, change])

  const add = useCallback((files: Iterable<File>) => {
    for (const file of files) {
      const key = crypto.randomUUID()
      stops.current.set(key, new AbortController())
      setAll((before) => [...before, { key, id: null, name: file.name, sizeBytes: file.size, state: { kind: 'busy', share: 0 } }])
      queue.current = queue.current.then(() => send(key, file))
    }
  }, [send])

  const remove = useCallback((key: string) => {
    stops.current.get(key)?.abort()
    setAll((before) => {
      const gone = before.find((upload) => upload.key === key)
      if (gone?.id !== undefined && gone.id !== null && gone.state.kind !== 'busy') void core.ask('drafts.detach', { id: draftId, attachmentId: gone.id })
      return before.filter((upload) => upload.key !== key)
    })
  }, [core, draftId])

  return { all, add, remove }
}
