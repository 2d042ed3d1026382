import { once } from 'node:events'
import { parentPort, workerData } from 'node:worker_threads'
import { hashOf } from '../../audit/segment-format.ts'
import { readPart } from '../../audit/verify-segments.ts'
import { SessionLost } from '../../imap/problems.ts'
import { Session } from '../../imap/session.ts'
import { listFiled, readFiled } from '../../practice/line/filed.ts'
import { FILED_UNSAID_MOST } from '../../practice/line/limits.ts'
import type { FiledEnd, FiledStart, FromFiled } from './filed-messages.ts'

/** Fetches, checks and opens the parts of all workstations' journals, away from the main thread: a quarter of them is hundreds of thousands of hashes. */
if (parentPort === null) throw new Error('the thread of filed journals runs as a worker')
const port = parentPort
const say = (message: FromFiled): void => { port.postMessage(message) }
const start = workerData as FiledStart

async function gather(session: Session): Promise<FiledEnd> {
  const places = await listFiled(session, start.folder)
  if (places === null) return { kind: 'no-folder' }
  const [wanted, known] = [new Set(start.wanted), new Set(start.known)]
  const unsaid = [...places.keys()].filter((hash) => !wanted.has(hash) && !known.has(hash))
  const reading = [...start.wanted.filter((hash) => places.has(hash)), ...unsaid.slice(0, FILED_UNSAID_MOST)]
  say({ kind: 'listed', hashes: [...places.keys()], reading: reading.length })
  for (const hash of reading) {
    for await (const bytes of readFiled(session, places.get(hash) ?? [])) {
      say({ kind: 'part', hash, ...readPart(hash, bytes, start.logKey) })
      await once(port, 'message')
      // What else goes by the name of one that is what it should be says nothing.
      if (hashOf(bytes) === hash) break
    }
  }
  return { kind: 'read', isCrowded: unsaid.length > FILED_UNSAID_MOST }
}

async function run(): Promise<FiledEnd> {
  const opened = await Session.open(start.connection, new AbortController().signal)
  if (opened.kind === 'problem') return opened
  try {
    return await gather(opened.session)
  } catch (error) {
    if (error instanceof SessionLost) return { kind: 'problem', problem: error.problem }
    throw error
  } finally {
    await opened.session.close()
  }
}

say({ kind: 'ended', end: await run() })
port.close()
