import { readFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { startBulkThread } from '../src/main/app/threads/bulk-host.ts'
import { startSync } from '../src/main/imap/account-sync.ts'
import { loadImap } from '../src/main/imap/session.ts'
import { openMailboxReader, openMailboxWriter, type MailboxReader, type MailboxWriter } from '../src/main/mailbox/mailbox.ts'
import { FIRST_ROWS } from '../src/shared/limits.ts'
import type { CopyFigures, SyncJob } from './sync.ts'

/** One first copy, or another look at one, in a process of its own, so that its memory is its own. Reads the job as JSON from its input. */
const job = JSON.parse(readFileSync(process.stdin.fd, 'utf8')) as SyncJob
const directory = job.store
const { copy } = job
const cacheKey = copy === undefined ? randomBytes(32) : Buffer.from(copy.cacheKey, 'base64')
const segmentKey = copy === undefined ? randomBytes(32) : Buffer.from(copy.segmentKey, 'base64')

// As the client's thread has it by then.
await loadImap()

const start = performance.now()
const elapsed = (): number => performance.now() - start

function opened(onChanged: () => void): { writer: MailboxWriter; reader: MailboxReader } {
  const writing = openMailboxWriter({ directory, cacheKey, segmentKey, onChanged })
  const reading = openMailboxReader({ directory, cacheKey, segmentKey })
  if (writing.kind !== 'open' || reading.kind !== 'open') throw new Error(`the store: ${writing.kind}, ${reading.kind}`)
  return { writer: writing.writer, reader: reading.reader }
}

/** Counts what comes by on its way into the store. */
function counted(writer: MailboxWriter, tally: { messages: number; bytes: number }): MailboxWriter {
  const add = writer.addMessages.bind(writer)
  writer.addMessages = (folderId, batch) => {
    const result = add(folderId, batch)
    tally.messages += result.added
    tally.bytes += batch.reduce((sum, { raw }) => sum + raw.length, 0)
    return result
  }
  const addSealed = writer.addSealed.bind(writer)
  writer.addSealed = (folderId, batch, extents) => {
    const result = addSealed(folderId, batch, extents)
    tally.messages += result.added
    tally.bytes += batch.reduce((sum, { size }) => sum + size, 0)
    return result
  }
  return writer
}

/** What a person would see: the first screen of the inbox as the list reads it. */
function firstScreenIsThere(reader: MailboxReader): boolean {
  const inbox = reader.folders().find(({ role }) => role === 'inbox')
  const rows = inbox === undefined ? null : reader.rows(inbox.id, { offset: 0, limit: FIRST_ROWS })
  return rows !== null && rows.rows.length >= FIRST_ROWS
}

async function measure(): Promise<CopyFigures> {
  const tally = { messages: 0, bytes: 0 }
  const firstRows: number[] = []
  const store = opened(() => {
    if (firstRows.length === 0 && firstScreenIsThere(store.reader)) firstRows.push(elapsed())
  })
  const { host, port, user, password, ca, secure } = job.account
  const problem = Promise.withResolvers<never>()
  const whole = Promise.withResolvers<undefined>()
  const sync = startSync({
    writer: counted(store.writer, tally),
    bulkThread: startBulkThread,
    account: {
      id: copy?.accountId ?? 'bench', address: user, user, auth: 'password', secret: password, ca,
      imap: { host, port, security: secure ? 'tls' : 'starttls' },
    },
    onState: (state, progress, lastSyncedAt) => {
      if (state.kind === 'waiting' || state.kind === 'stopped') problem.reject(new Error(`the server: ${state.problem}`))
      if (progress === null && lastSyncedAt !== null) whole.resolve(undefined)
    },
    onNewMail: () => undefined,
    onTask: () => undefined,
  })
  await Promise.race([whole.promise, problem.promise])
  const seconds = elapsed() / 1_000
  await sync.close()
  store.reader.close()
  store.writer.close()
  // Small mailboxes have no first screen to fill.
  return {
    ...tally, firstRowsMs: Math.round(firstRows[0] ?? seconds * 1_000), indexedSeconds: round(seconds), completeSeconds: round(seconds),
    rssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  }
}

const round = (seconds: number): number => Math.round(seconds * 1_000) / 1_000

process.stdout.write(`${JSON.stringify(await measure())}\n`)
