import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { DraftDetection } from '../../../shared/contract/detection.ts'
import { DETECT_MEMORY_MB, DETECT_MS, KEPT_DETECTIONS } from './detect-limits.ts'
import type { DetectedDraft, DetectStart, FromDetect, ToDetect } from './detect-messages.ts'
import { workerFile } from './worker-file.ts'

/** Looks at drafts in a thread of its own, which starts with the first one. */
export interface DetectHost {
  /** Always an answer. What cannot be looked at is never `none`: see {@link UNKNOWN}. The same question again costs nothing. */
  detect(draft: DetectedDraft): Promise<DraftDetection>
  /** Zeroes its copy of the key. */
  close(): Promise<void>
}

/** It could not be looked at (PHI-10): the choice starts at the safe route (CF-10), as with any doubt. */
export const UNKNOWN: DraftDetection = { level: 'possible', rules: [{ rule: 'PHI-10', count: 1 }], inSubject: false }

interface Options {
  readonly patienceMs?: number
}

interface Waiting { answer(found: DraftDetection | null): void; readonly late: NodeJS.Timeout }

interface Thread {
  /** Null: it broke the thread, or outlasted it. */
  ask(draft: DetectedDraft): Promise<DraftDetection | null>
  end(): Promise<void>
}

/** Keeps one thread alive while questions come; one that breaks it costs that question's answer, nothing else. */
function keepThread(start: DetectStart, patienceMs: number): Thread {
  const waiting = new Map<number, Waiting>()
  let worker: Worker | undefined
  let next = 0

  const settle = (id: number, found: DraftDetection | null): void => {
    const asked = waiting.get(id)
    if (asked === undefined) return
    clearTimeout(asked.late)
    waiting.delete(id)
    asked.answer(found)
  }
  const end = async (): Promise<void> => {
    const ending = worker
    worker = undefined
    for (const id of [...waiting.keys()]) settle(id, null)
    await ending?.terminate()
  }
  const running = (): Worker => {
    if (worker !== undefined) return worker
    const fresh = new Worker(workerFile('detect-thread'), { workerData: start, resourceLimits: { maxOldGenerationSizeMb: DETECT_MEMORY_MB } })
    fresh.on('message', ({ id, found }: FromDetect) => { settle(id, found) })
    const ended = (): void => { if (worker === fresh) void end() }
    fresh.on('error', ended)
    fresh.on('exit', ended)
    worker = fresh
    return fresh
  }
  return {
    ask: (draft) => new Promise((resolve) => {
      const id = next++
      waiting.set(id, { answer: resolve, late: setTimeout(() => { void end() }, patienceMs) })
      running().postMessage({ id, ...draft } satisfies ToDetect)
    }),
    end,
  }
}

/** Only what is looked at crosses to the thread, whatever else the caller's draft has; without the attachments that broke it before. */
const bare = ({ subject, html, quoteHtml, attachments }: DetectedDraft, broken: ReadonlySet<string>): DetectedDraft => ({
  subject, html, quoteHtml,
  attachments: attachments.map(({ name, type, sizeBytes, complete, blobId }) => ({ name, type, sizeBytes, complete: complete && !broken.has(blobId), blobId })),
})

/** What breaks the thread, or outlasts it, is tried once more without its attachments, and then counts as not looked at. */
export function startDetecting(start: DetectStart, { patienceMs = DETECT_MS }: Options = {}): DetectHost {
  const thread = keepThread(start, patienceMs)
  const known = new Map<string, Promise<DraftDetection>>()
  /** Attachments of drafts that broke the thread: one of them did, and none is opened again in this session. */
  const broken = new Set<string>()
  let closed = false

  const look = async (draft: DetectedDraft): Promise<DraftDetection> => {
    const found = closed ? null : await thread.ask(draft)
    if (found !== null) return found
    if (closed || draft.attachments.length === 0) return UNKNOWN
    for (const { blobId } of draft.attachments) broken.add(blobId)
    return await thread.ask(bare(draft, broken)) ?? UNKNOWN
  }
  const keep = (key: string, found: Promise<DraftDetection>): void => {
    known.delete(key)
    known.set(key, found)
    const oldest = known.keys().next().value
    if (known.size > KEPT_DETECTIONS && oldest !== undefined) known.delete(oldest)
  }
  return {
    detect(asked) {
      const draft = bare(asked, broken)
      const key = createHash('sha256').update(JSON.stringify(draft)).digest('base64')
      const found = known.get(key) ?? look(draft)
      keep(key, found)
      void found.then((answer) => { if (answer === UNKNOWN) known.delete(key) })
      return found
    },
    async close() {
      closed = true
      known.clear()
      start.blobKey.fill(0)
      await thread.end()
    },
  }
}
