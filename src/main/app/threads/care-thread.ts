import { setTimeout as pause } from 'node:timers/promises'
import { parentPort } from 'node:worker_threads'
import { checkTwin, listGenerations, pruneAside, writeBackup } from '../../backup/backup.ts'
import { openMailCheck, type MailFault } from '../../mailbox/mailbox.ts'
import { isDamaged } from '../../store/store.ts'
import type { CareStart, FromCare, MailFound, ToCare } from './care-messages.ts'
import { storeStart } from './store-start.ts'
import { blobsNamed } from '../stores/blobs-named.ts'

/** Backs up and looks through the stores while somebody works: one thing at a time, and with pauses, so that nobody feels it. */
if (parentPort === null) throw new Error('the care thread runs as a worker')
const port = parentPort
const start = storeStart() as CareStart
const say = (message: FromCare) => { port.postMessage(message) }

/** After each piece, which is a few milliseconds of work: a fraction of one core. */
const PAUSE_MS = 40

let isClosing = false

async function backUp(now: number): Promise<void> {
  const { directory, stateKey } = start
  const [before] = listGenerations(directory)
  const { kind } = await writeBackup({ directory, key: stateKey, blobsOf: blobsNamed, now })
  if (before !== undefined) await pruneAside(directory, [now, before.at])
  const twin = checkTwin(directory, stateKey)
  say({ kind: 'backed-up', outcome: kind, twin: twin === 'whole' || twin === 'damaged' ? twin : 'unknown' })
}

/** One read that fails says nothing of what is on the disk: only what is found twice is said. */
async function lookThrough(): Promise<void> {
  let found = await look()
  if (found !== null && found !== 'closing' && found.pages) found = await look()
  if (found !== 'closing') say({ kind: 'looked-through', found })
}

/** Null: it cannot be looked into now, which says nothing of what is in it. */
async function look(): Promise<MailFound | null | 'closing'> {
  const opened = openMailCheck({ directory: start.directory, cacheKey: start.cacheKey, segmentKey: start.segmentKey })
  if (opened.kind !== 'open') {
    return opened.kind === 'disk-full' || opened.kind === 'newer-schema' ? null : { messages: 0, bytes: 0, faults: [], pages: true }
  }
  using check = opened.check
  const faults: MailFault[] = []
  let [messages, bytes, pages] = [0, 0, false]
  try {
    for (const fault of check.pages()) {
      pages ||= fault !== null
      await pause(PAUSE_MS)
      if (isClosing) return 'closing'
    }
    for (const looked of check.messages()) {
      faults.push(...looked.faults)
      messages += looked.messages
      bytes += looked.bytes
      await pause(PAUSE_MS)
      if (isClosing) return 'closing'
    }
  } catch (error) {
    if (!isDamaged(error)) throw error
    pages = true
  }
  return { messages, bytes, faults, pages }
}

let last: Promise<void> = Promise.resolve()

async function hear(message: ToCare): Promise<void> {
  switch (message.kind) {
    case 'back-up': last = last.then(() => (isClosing ? undefined : backUp(message.now))); return last
    case 'look-through': last = last.then(() => (isClosing ? undefined : lookThrough())); return last
    case 'close':
      isClosing = true
      await last
      for (const key of [start.stateKey, start.cacheKey, start.segmentKey]) key.fill(0)
      port.close()
  }
}

port.on('message', (message: ToCare) => { void hear(message) })
