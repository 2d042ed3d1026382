import { beginUpload, draftsToUpload, draftToMessage, forgetCopy, markUploaded, nextUploadAt, staleCopies, type DraftUpload } from '../drafts/server-copy.ts'
import { DRAFT_COPY_PAUSE_MS } from '../../shared/limits.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { BlobArea, Database } from '../store/store.ts'
import type { OnBug } from './core-options.ts'
import type { SyncHost } from './threads/sync-host.ts'

interface Room {
  db: Database
  blobs: BlobArea
  accounts: Accounts
  sync: SyncHost
  now: () => number
  onBug: OnBug
}

export interface DraftCopies extends Disposable {
  /** A draft was saved, sent or thrown away. */
  changed(): void
}

/** Keeps the server's folder for drafts in step with the drafts here, after each pause of their author. */
export function startDraftCopies(room: Room): DraftCopies {
  let timer: NodeJS.Timeout | undefined
  let running = false
  let ended = false

  const plan = () => {
    clearTimeout(timer)
    if (ended || running) return
    const due = nextUploadAt(room.db, addressIn(room))
    // What could not be taken away is tried again at the pace of a pause, not at once.
    const waits = [...(staleCopies(room.db).length > 0 ? [DRAFT_COPY_PAUSE_MS] : []), ...(due === null ? [] : [Math.max(0, due - room.now())])]
    if (waits.length > 0) timer = setTimeout(() => { void run() }, Math.min(...waits))
  }
  const run = async () => {
    running = true
    try {
      await step(room)
    } catch (error) {
      if (!ended) room.onBug('draft copies', error)
    } finally {
      running = false
      plan()
    }
  }
  plan()
  return {
    changed: plan,
    [Symbol.dispose]() {
      ended = true
      clearTimeout(timer)
    },
  }
}

const addressIn = ({ accounts }: Room) => (accountId: string): string | null => accounts.get(accountId)?.address ?? null

async function step(room: Room): Promise<void> {
  const { db, accounts, sync } = room
  for (const upload of draftsToUpload(db, { now: room.now(), addressOf: addressIn(room) })) await copy(room, upload)
  for (const { accountId, messageId } of staleCopies(db)) {
    const gone = accounts.get(accountId) === null || (await sync.discard(accountId, 'drafts', messageId)).kind !== 'closed'
    if (gone) forgetCopy(db, messageId)
  }
}

async function copy({ db, blobs, accounts, sync }: Room, upload: DraftUpload): Promise<void> {
  const account = accounts.get(upload.accountId)
  if (account === null) return
  const message = await draftToMessage(upload, { db, blobs, from: { name: account.displayName, address: account.address } })
  if (message.kind === 'gone') return
  beginUpload(db, upload)
  // What cannot be written or is refused stays here only; the next version is tried anew.
  const appended = message.kind === 'written'
    ? await sync.append(upload.accountId, 'drafts', { raw: message.raw, options: { flags: ['\\Seen', '\\Draft'], replaces: upload.replaces } })
    : { kind: 'refused' }
  if (appended.kind !== 'closed') markUploaded(db, upload, appended.kind === 'refused')
}
