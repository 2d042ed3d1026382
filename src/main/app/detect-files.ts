import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { detect, type Detection, type Examined } from '../../shared/norm/detection/detect.ts'
import { DETECT_CASE_CHARS } from '../../shared/norm/detection/limits.ts'
import type { Terms } from '../../shared/norm/detection/term-list.ts'
import { attachmentTexts, type ReadPdf } from '../mime/attachment-text.ts'
import { indexText } from '../mime/index-text.ts'
import { walkMessage } from '../mime/walk.ts'

/** One line of answer to one line of `FILE.jsonl`; `error` says what is wrong with the line, and no more of what stands in it. */
export type CaseAnswer = { readonly id: string | number | null } & (Detection | { readonly line: number; readonly error: string })

export type FileDetection = { readonly file: string } & (Detection | { readonly error: string })

type CaseReading = { readonly kind: 'case'; readonly id: string | number; readonly message: Examined } | { readonly kind: 'malformed'; readonly id: string | number | null; readonly error: string }

const isText = (value: unknown): value is string => typeof value === 'string'

/** A case of the command: `id` is needed, what else is missing is empty, and fields that are not known are left alone. */
function readCase(line: string): CaseReading {
  let found: unknown
  try {
    found = JSON.parse(line)
  } catch {
    return { kind: 'malformed', id: null, error: 'no JSON' }
  }
  if (typeof found !== 'object' || found === null || Array.isArray(found)) return { kind: 'malformed', id: null, error: 'no JSON object' }
  const { id, subject = '', text = '', attachments = [], practice = null } = found as Readonly<Record<string, unknown>>
  if (typeof id !== 'string' && typeof id !== 'number') return { kind: 'malformed', id: null, error: 'id is neither a text nor a number' }
  const malformed = (field: string): CaseReading => ({ kind: 'malformed', id, error: `${field} is of the wrong type` })
  if (!isText(subject)) return malformed('subject')
  if (!isText(text)) return malformed('text')
  if (!Array.isArray(attachments) || !attachments.every(isText)) return malformed('attachments')
  if (practice !== null && !isText(practice)) return malformed('practice')
  return { kind: 'case', id, message: { subject, text, attachments, practice } }
}

/** The lines of a file, numbered from 1; one beyond the limit comes as null and is not kept. */
async function* linesOf(file: string): AsyncGenerator<{ readonly line: number; readonly text: string | null }> {
  let line = 1
  let held = ''
  let isTooLong = false
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 }) as AsyncIterable<string>) {
    const pieces = chunk.split('\n')
    for (const [index, piece] of pieces.entries()) {
      if (!isTooLong) held += piece
      isTooLong ||= held.length > DETECT_CASE_CHARS
      if (isTooLong) held = ''
      if (index === pieces.length - 1) continue
      yield { line: line++, text: isTooLong ? null : held }
      held = ''
      isTooLong = false
    }
  }
  if (held !== '' || isTooLong) yield { line, text: isTooLong ? null : held }
}

/** Answers every line of a file of cases, in its order; blank lines are passed over. Rejects when the file cannot be read. */
export async function* detectCases(file: string, terms: Terms): AsyncGenerator<CaseAnswer> {
  for await (const { line, text } of linesOf(file)) {
    if (text === null) {
      yield { id: null, line, error: 'longer than a message can be' }
      continue
    }
    const bare = text.replace(/^\ufeff/, '').trim()
    if (bare === '') continue
    const read = readCase(bare)
    if (read.kind === 'case') yield { id: read.id, ...detect(read.message, terms) }
    else yield { id: read.id, line, error: read.error }
  }
}

interface Looking { readonly terms: Terms; readonly practice: string | null; readonly readPdf: ReadPdf }

/** Looks at a whole message: subject, texts, quotes, mail within it, file names, and what its attachments say. */
export async function detectMessage(raw: Uint8Array, { terms, practice, readPdf }: Looking): Promise<Detection> {
  const walked = walkMessage(raw)
  const { body, fileNames, notices } = indexText(raw, walked)
  const { texts, unreadable } = await attachmentTexts(raw, walked, readPdf)
  const attachments = fileNames === '' ? [] : fileNames.split('\n')
  return detect({ subject: walked.subject, text: body, attachments, attachmentTexts: texts, unreadable: unreadable + (notices.includes('text-cut') ? 1 : 0), practice }, terms)
}

/** Looks at messages in files. `error` is what the file system said: `ENOENT`, `EISDIR`. */
export async function* detectFiles(files: readonly string[], options: Looking): AsyncGenerator<FileDetection> {
  for (const file of files) {
    try {
      yield { file, ...await detectMessage(await readFile(file), options) }
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error
      yield { file, error: String(error.code) }
    }
  }
}
