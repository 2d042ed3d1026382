import { parentPort } from 'node:worker_threads'
import type { AccountSync } from '../../imap/face.ts'
import { startSync } from '../../imap/account-sync.ts'
import { loadImap } from '../../imap/session.ts'
import { COMPACT_EVERY_MS, COMPACT_NEXT_MS } from '../../../shared/limits.ts'
import { openMailboxWriter, type FoundVerdict } from '../../mailbox/mailbox.ts'
import { isDiskFull } from '../../store/store.ts'
import { startAttachmentIndexing, type AttachmentIndexing } from './attachment-host.ts'
import { startBulkThread } from './bulk-host.ts'
import { storeStart } from './store-start.ts'
import type { FromSync, SyncStart, ToSync } from './thread-messages.ts'

/** All IMAP sessions and all writing to the cache: bulk work that the main thread never feels. */
if (parentPort === null) throw new Error('the sync thread runs as a worker')
const port = parentPort
const say = (message: FromSync) => { port.postMessage(message) }
const start = storeStart() as SyncStart
// Made after the writer, which has news before it is open.
let attachments: AttachmentIndexing | null = null
const opened = openMailboxWriter({
  ...start,
  onChanged(topics) {
    say({ kind: 'changed', topics })
    if (topics.includes('messages')) attachments?.wake()
  },
})
if (opened.kind === 'open') attachments = startAttachmentIndexing({ start, writer: opened.writer })

const accounts = new Map<string, AccountSync>()
/** Whose mail is being copied for the first time. */
const copying = new Set<string>()
let holdsOld = false
let spareBefore: number | null = null

/** What stands inside attachments waits for the copy, and for better times, as old mail does. */
const giveWay = (): void => { attachments?.rest(holdsOld || copying.size > 0) }

function noteCopying(accountId: string, isCopying: boolean): void {
  if (isCopying) copying.add(accountId)
  else copying.delete(accountId)
  giveWay()
}

/** Mail that was removed leaves holes in the sealed files; they are closed while the program stands open. */
function closeHole(): void {
  if (opened.kind !== 'open') return
  clearTimeout(nextHole)
  try {
    if (opened.writer.compactSegments() > 0) nextHole = setTimeout(closeHole, COMPACT_NEXT_MS)
  } catch (error) {
    // Closing holes takes room first; it waits for better times.
    if (!isDiskFull(error)) throw error
  }
}

let nextHole: NodeJS.Timeout | undefined
const compacting = setInterval(closeHole, COMPACT_EVERY_MS)

function connect(message: Extract<ToSync, { kind: 'connect' }>): void {
  if (opened.kind !== 'open') return
  const { account, reading } = message
  accounts.set(account.id, startSync({
    account,
    reading,
    writer: opened.writer,
    bulkThread: startBulkThread,
    holdsOld,
    spareBefore,
    onState: (connection, progress, lastSyncedAt) => {
      noteCopying(account.id, connection.kind === 'online' && progress !== null && !holdsOld)
      say({ kind: 'account', accountId: account.id, news: { connection, progress, lastSyncedAt } })
    },
    onNewMail: (folderId, count) => { say({ kind: 'new-mail', folderId, count }) },
    onTask: (result) => { say({ kind: 'task', result }) },
    onMeasured: (found) => { say({ kind: 'measured', accountId: account.id, found }) },
  }))
}

function holdOld(isHeld: boolean): void {
  holdsOld = isHeld
  giveWay()
  for (const account of accounts.values()) account.holdOld(isHeld)
}

/** Accounts that still say goodbye to their server: until then they may write. */
const leaving = new Set<Promise<void>>()
let isClosing = false

/** Accounts whose mail is on its way out: what is said of them meanwhile waits, so that nothing comes into what goes. */
const emptying = new Map<string, Promise<void>>()

function spare(before: number | null): void {
  spareBefore = before
  for (const account of accounts.values()) account.spare(before)
}

async function bringBack({ id, accountId, messageId }: Extract<ToSync, { kind: 'bring-back' }>): Promise<void> {
  say({ kind: 'brought-back', id, result: await accounts.get(accountId)?.bringBack(messageId) ?? { kind: 'closed' } })
}

async function forget(accountId: string, alsoMail: boolean): Promise<void> {
  const account = accounts.get(accountId)
  accounts.delete(accountId)
  const gone = (account?.close() ?? Promise.resolve()).then(() => {
    noteCopying(accountId, false)
    if (alsoMail && opened.kind === 'open') opened.writer.removeAccount(accountId)
  })
  leaving.add(gone)
  if (alsoMail) emptying.set(accountId, gone)
  await gone.finally(() => {
    leaving.delete(gone)
    if (alsoMail) emptying.delete(accountId)
  })
}

function accountIn(message: ToSync): string | null {
  if (message.kind === 'connect') return message.account.id
  if (message.kind === 'run') return message.task.accountId
  return 'accountId' in message ? message.accountId : null
}

async function append(message: Extract<ToSync, { kind: 'append' }>): Promise<void> {
  const account = accounts.get(message.accountId)
  const result = account === undefined
    ? { kind: 'closed' as const }
    : await account.append(typeof message.to === 'string' ? { role: message.to } : message.to.path, message.raw, message.options)
  say({ kind: 'appended', id: message.id, result })
}

async function discard({ id, accountId, role, messageIdHeader }: Extract<ToSync, { kind: 'discard' }>): Promise<void> {
  const result = await accounts.get(accountId)?.discard({ role }, messageIdHeader) ?? { kind: 'closed' as const }
  say({ kind: 'discarded', id, result })
}

/** Of what a full disk keeps out nothing is lost: the message waits for its verdict, which is frozen by then, until the next start. */
function saveVerdicts(found: readonly FoundVerdict[]): void {
  if (opened.kind !== 'open') return
  try {
    opened.writer.saveVerdicts(found)
  } catch (error) {
    if (!isDiskFull(error)) throw error
  }
}

function mend({ accountId, messageIds }: Extract<ToSync, { kind: 'mend' }>): void {
  if (opened.kind !== 'open') return
  try {
    opened.writer.fetchAgain(messageIds)
  } catch (error) {
    if (!isDiskFull(error)) throw error
    say({ kind: 'to-mend', accountId, outcome: 'disk-full' })
    return
  }
  for (const id of messageIds) accounts.get(accountId)?.fetchWhole(id)
  say({ kind: 'to-mend', accountId, outcome: 'noted' })
}

async function close(): Promise<void> {
  isClosing = true
  clearInterval(compacting)
  clearTimeout(nextHole)
  await Promise.all([attachments?.close(), ...[...accounts.values()].map((account) => account.close()), ...leaving])
  if (opened.kind === 'open') opened.writer.close()
  start.cacheKey.fill(0)
  start.segmentKey.fill(0)
  port.close()
}

async function hear(message: ToSync): Promise<void> {
  const accountId = accountIn(message)
  const before = accountId === null ? undefined : emptying.get(accountId)
  if (before !== undefined) await before
  // Whoever waits for an answer gets one; nothing else is begun, for nobody would end it.
  if (isClosing && !('id' in message)) return
  switch (message.kind) {
    case 'connect': connect(message); return
    case 'forget': await forget(message.accountId, message.alsoMail); return
    case 'read': accounts.get(message.accountId)?.read(message.policy); return
    case 'run': accounts.get(message.task.accountId)?.run(message.task); return
    case 'append': await append(message); return
    case 'discard': await discard(message); return
    case 'fetch-whole': accounts.get(message.accountId)?.fetchWhole(message.messageId); return
    case 'mend': mend(message); return
    case 'measure': accounts.get(message.accountId)?.measure(); return
    case 'refresh': accounts.get(message.accountId)?.refresh(); return
    case 'look': accounts.get(message.accountId)?.look(message.folderId); return
    case 'spare': spare(message.before); return
    case 'bring-back': await bringBack(message); return
    case 'hold-old': holdOld(message.isHeld); return
    case 'verdicts': saveVerdicts(message.found); return
    case 'close': await close(); return
  }
}

port.on('message', (message: ToSync) => { void hear(message) })
say(opened.kind === 'open' ? { kind: 'opened' } : { kind: 'not-opened', reason: opened.kind })
// Whoever unlocked does not wait for it, and it is there when the first account connects.
if (opened.kind === 'open') await loadImap()
