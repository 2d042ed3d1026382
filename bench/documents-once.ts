import { readFileSync } from 'node:fs'
import { startAttachmentIndexing } from '../src/main/app/threads/attachment-host.ts'
import { openMailboxWriter } from '../src/main/mailbox/mailbox.ts'
import { round } from './spread.ts'
import type { DocumentsFigures, DocumentsJob } from './whole-core.ts'

/** Opens all attachments of a copy for the index as the client does once mail is here, but without its rests. Reads the job as JSON from its input. */
const { directory, cacheKey, segmentKey } = JSON.parse(readFileSync(process.stdin.fd, 'utf8')) as DocumentsJob
const key = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

async function measure(): Promise<DocumentsFigures> {
  const opened = openMailboxWriter({ directory, cacheKey: key(cacheKey), segmentKey: key(segmentKey), onChanged: () => undefined })
  if (opened.kind !== 'open') throw new Error(`the store: ${opened.kind}`)
  using writer = opened.writer
  const start = performance.now()
  const indexing = startAttachmentIndexing({ start: { directory, segmentKey: key(segmentKey) }, writer, firstAfterMs: 0, pauses: 0 })
  indexing.wake()
  await indexing.settled()
  await indexing.close()
  return { seconds: round((performance.now() - start) / 1_000), left: writer.unopened(Number.MAX_SAFE_INTEGER, 1).length }
}

process.stdout.write(`${JSON.stringify(await measure())}\n`)
