import { SEAL_PIECE_BYTES, SYNC_CLOSE_MS } from '../../../shared/limits.ts'
import type { FolderRole } from '../../../shared/contract/mail.ts'
import type { ServerTime } from '../../../shared/norm/checked-clock.ts'
import type { AppendOptions, AppendResult, BringBackResult } from '../../imap/face.ts'
import { StoreThread } from './store-thread.ts'
import { WaitingAnswers } from './waiting-answers.ts'
import type { DiscardResult, FromSync, NotOpened, SyncStart, ToSync } from './thread-messages.ts'

export interface SyncHost {
  /** Everything that wants no answer. */
  tell(message: Exclude<ToSync, { kind: 'append' | 'discard' | 'bring-back' | 'close' }>): void
  /** Puts a message into the account's folder with this role, or into one by its path; waits for a connection. `raw` is given away: a large one is not copied. */
  append(accountId: string, to: FolderRole | { path: string }, message: { raw: Uint8Array; options: AppendOptions }): Promise<AppendResult>
  /** Takes a message with this Message-ID from the account's folder; waits for a connection. */
  discard(accountId: string, role: FolderRole, messageIdHeader: string): Promise<DiscardResult>
  /** Fetches what of a message was left on the server; waits for a connection. */
  bringBack(accountId: string, messageId: number): Promise<BringBackResult>
  /** Logs out everywhere and closes the cache. */
  close(): Promise<void>
}

export interface SyncListener {
  hear(message: Exclude<FromSync, { kind: 'opened' | 'not-opened' | 'appended' | 'discarded' | 'brought-back' }>): void
  /** The mail server of this account told the time. */
  serverTime(time: ServerTime, accountId: string): void
  /** The thread broke: a bug. The session has to be opened anew. */
  broke(error: unknown): void
}

export type SyncOpening = { kind: 'open'; host: SyncHost } | { kind: NotOpened }

/** Small ones may share their memory with others. */
const ownMemoryOf = ({ buffer }: Uint8Array): ArrayBuffer[] => (buffer instanceof ArrayBuffer && buffer.byteLength >= SEAL_PIECE_BYTES ? [buffer] : [])

const CLOSED = { kind: 'closed' } as const

/** Starts the sync thread; resolves once it has opened the cache, or says why it could not. */
export function startSyncThread(start: SyncStart, listener: SyncListener): Promise<SyncOpening> {
  const worker = new StoreThread('sync-thread', start, { maxYoungGenerationSizeMb: 4 })
  const appends = new Map<number, { readonly accountId: string; readonly answer: (result: AppendResult) => void }>()
  const discards = new WaitingAnswers<DiscardResult>()
  const returns = new WaitingAnswers<BringBackResult>()
  const gone = new Promise<void>((resolve) => { worker.once('exit', () => { resolve() }) })
  let next = 0
  let closing = false

  const host: SyncHost = {
    tell(message) { worker.postMessage(message) },
    append: (accountId, to, { raw, options }) => closing ? Promise.resolve(CLOSED) : new Promise((resolve) => {
      const id = next++
      appends.set(id, { accountId, answer: resolve })
      worker.postMessage({ kind: 'append', id, accountId, to, raw, options } satisfies ToSync, ownMemoryOf(raw))
    }),
    discard: (accountId, role, messageIdHeader) => closing ? Promise.resolve(CLOSED) : discards.ask((id) => { worker.postMessage({ kind: 'discard', id, accountId, role, messageIdHeader } satisfies ToSync) }),
    bringBack: (accountId, messageId) => closing ? Promise.resolve(CLOSED) : returns.ask((id) => { worker.postMessage({ kind: 'bring-back', id, accountId, messageId } satisfies ToSync) }),
    async close() {
      closing = true
      worker.postMessage({ kind: 'close' } satisfies ToSync)
      // The cache survives being cut off; a thread that outlives the lock does not keep its promise.
      const cut = setTimeout(() => { void worker.terminate() }, SYNC_CLOSE_MS)
      await gone
      clearTimeout(cut)
    },
  }
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromSync) => {
      switch (message.kind) {
        case 'opened': resolve({ kind: 'open', host }); return
        case 'not-opened':
          resolve({ kind: message.reason })
          void host.close()
          return
        case 'appended':
          if (message.result.kind === 'appended' && message.result.time !== null) listener.serverTime(message.result.time, appends.get(message.id)?.accountId ?? '')
          appends.get(message.id)?.answer(message.result)
          appends.delete(message.id)
          return
        case 'brought-back': returns.answer(message.id, message.result); return
        case 'discarded': discards.answer(message.id, message.result); return
        case 'account': case 'changed': case 'new-mail': case 'task': case 'measured': case 'to-mend': listener.hear(message)
      }
    })
    worker.once('error', (error) => {
      reject(error)
      if (!closing) listener.broke(error)
    })
    void gone.then(() => {
      // Without effect once it has opened.
      reject(new Error('the sync thread ended before it opened'))
      closing = true
      for (const { answer } of appends.values()) answer(CLOSED)
      for (const waiting of [discards, returns]) waiting.answerAll(CLOSED)
    })
  })
}
