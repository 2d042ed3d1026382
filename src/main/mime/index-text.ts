import type { MimeNotice, Walked } from './walk.ts'

/** What the index takes of one message besides its header facts. */
export type IndexText = {
  /** Everything a person can read in it, blanks squeezed. */
  readonly body: string
  /** Names of the attachments, one a line. */
  readonly fileNames: string
  /** The first useful words, without quotes and signature. */
  readonly snippet: string
  readonly notices: readonly MimeNotice[]
}

/** Decodes the texts of a walked message for the index. `raw` must be the bytes that were walked. */
export function indexText(_raw: Uint8Array, walked: Walked): IndexText {
  return { body: '', fileNames: walked.parts.flatMap(({ fileName }) => fileName ?? []).join('\n'), snippet: '', notices: [] }
}
