import { useEffect, useRef, useState } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { ATTACHMENT_PIECE_BYTES } from '../../../shared/limits.ts'
import type { Core } from '../../bridge/core.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { base64urlOf } from '../../parts/base64url.ts'

export type Preview = OutputOf<'book.readImport'>

export type ImportStage =
  | { readonly kind: 'choose'; readonly fail: string | null }
  | { readonly kind: 'reading'; readonly share: number }
  | { readonly kind: 'preview'; readonly importId: string; readonly preview: Preview; readonly fail: string | null; readonly busy: boolean }
  | { readonly kind: 'done'; readonly added: number; readonly changed: number }

export interface Importing {
  readonly stage: ImportStage
  readonly take: (file: File) => void
  readonly finish: (withChanges: boolean) => void
}

type HandedOver = { readonly kind: 'there'; readonly importId: string } | { readonly kind: 'failed'; readonly fail: string }

/** Hands a file of contacts over in pieces, in order. */
async function handOver(core: Core, file: File, onShare: (share: number) => void): Promise<HandedOver> {
  const begun = await core.ask('book.beginImport', { sizeBytes: file.size })
  if (!begun.ok) return { kind: 'failed', fail: begun.fail }
  const { importId } = begun.value
  for (let offset = 0; offset < file.size; offset += ATTACHMENT_PIECE_BYTES) {
    const bytes = await file.slice(offset, offset + ATTACHMENT_PIECE_BYTES).arrayBuffer().catch(() => null)
    if (bytes === null) return { kind: 'failed', fail: 'file-unreadable' }
    const added = await core.ask('book.addImportBytes', { importId, offset, bytes: base64urlOf(new Uint8Array(bytes)) })
    if (!added.ok) return { kind: 'failed', fail: added.fail }
    onShare(Math.min(1, (offset + ATTACHMENT_PIECE_BYTES) / file.size))
  }
  return { kind: 'there', importId }
}

/** A file of contacts: handed over, looked at, and taken in once somebody has seen what it would do. */
export function useImport(): Importing {
  const core = useCore()
  const [stage, setStage] = useState<ImportStage>({ kind: 'choose', fail: null })
  const importId = useRef<string | null>(null)
  // Put away halfway: nothing of the file stays.
  useEffect(() => () => { if (importId.current !== null) void core.ask('book.dropImport', { importId: importId.current }) }, [core])

  const take = async (file: File): Promise<void> => {
    setStage({ kind: 'reading', share: 0 })
    const outcome = await handOver(core, file, (share) => setStage({ kind: 'reading', share }))
    if (outcome.kind === 'failed') {
      setStage({ kind: 'choose', fail: outcome.fail })
      return
    }
    importId.current = outcome.importId
    const read = await core.ask('book.readImport', { importId: outcome.importId })
    setStage(read.ok ? { kind: 'preview', importId: outcome.importId, preview: read.value, fail: null, busy: false } : { kind: 'choose', fail: read.fail })
  }
  const finish = async (withChanges: boolean): Promise<void> => {
    if (stage.kind !== 'preview') return
    setStage({ ...stage, busy: true })
    const finished = await core.ask('book.finishImport', { importId: stage.importId, withChanges })
    setStage(finished.ok ? { kind: 'done', ...finished.value } : { ...stage, busy: false, fail: finished.fail })
  }
  return { stage, take: (file) => void take(file), finish: (withChanges) => void finish(withChanges) }
}
