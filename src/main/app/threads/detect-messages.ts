import type { DraftDetection } from '../../../shared/contract/detection.ts'

/** An attachment of a draft: its bytes lie sealed in the blob area. */
export interface DetectedFile { readonly name: string; readonly type: string; readonly sizeBytes: number; readonly complete: boolean; readonly blobId: string }

/** A draft as far as it can say something about somebody's health. */
export interface DetectedDraft {
  readonly subject: string
  readonly html: string
  readonly quoteHtml: string | null
  readonly attachments: readonly DetectedFile[]
}

export interface ToDetect extends DetectedDraft { readonly id: number }
export interface FromDetect { readonly id: number; readonly found: DraftDetection }

/** What the thread is given at its start; it zeroes its copy of the key. `practice`: its own name, which tells nothing of anybody (PHI-08). */
export interface DetectStart { readonly blobs: string; readonly blobKey: Uint8Array; readonly practice: string | null }
