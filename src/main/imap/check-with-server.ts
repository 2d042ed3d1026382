import type { MailboxWriter } from '../mailbox/mailbox.ts'
import { fetchOne } from './copy-batch.ts'
import type { AccountConnection, ConnectionProblem, Measured } from './face.ts'
import { measureOpen } from './measure.ts'
import { NOTHING_MEASURED, startMeasuring, together } from './measuring.ts'
import { SessionLost } from './problems.ts'
import { Session } from './session.ts'

/** `mended`: could not be read here, and came once more. What was found before a line broke counts. */
export interface CheckedWithServer extends Measured {
  readonly mended: number
  /** Null: all of it was compared. */
  readonly problem: ConnectionProblem | null
}

const NOTHING: CheckedWithServer = { ...NOTHING_MEASURED, mended: 0, problem: null }

/**
 * Compares the copy of one account with its server over a session of its own, message by message, and mends what cannot be read.
 * Not beside a sync. Only folders that are still what they were; nothing comes in that was not here. A full disk is thrown.
 */
export async function checkWithServer(account: AccountConnection, copy: MailboxWriter, signal: AbortSignal): Promise<CheckedWithServer> {
  const opened = await Session.open(account, signal)
  if (opened.kind === 'problem') return { ...NOTHING, problem: opened.problem }
  const { session } = opened
  let found = NOTHING
  try {
    for (const folder of copy.folderStates(account.id)) {
      const selected = await session.select(folder.path, { readOnly: true })
      if (selected.kind !== 'selected' || Number(selected.mailbox.uidValidity) !== folder.uidValidity) continue
      const context = { session, copy, now: Date.now }
      const mended = await mend(context, folder.id)
      const measured = await measureFolder(context, folder.id)
      found = { ...found, ...together(found, measured), mended: found.mended + mended }
    }
    return found
  } catch (error) {
    if (error instanceof SessionLost) return { ...found, problem: error.problem }
    throw error
  } finally {
    await session.close()
  }
}

type Context = Parameters<typeof measureOpen>[0]

async function mend(context: Context, folderId: number): Promise<number> {
  let mended = 0
  for (const uid of context.copy.uidsToFetchAgain(folderId)) {
    const message = await fetchOne(context, uid)
    if (message === null || message.raw.length === 0) continue
    context.copy.addMessages(folderId, [message])
    mended++
  }
  return mended
}

async function measureFolder(context: Context, folderId: number): Promise<Measured> {
  const measuring = startMeasuring()
  const work = { id: folderId, known: new Set(context.copy.knownUids(folderId)), measuring }
  for (;;) {
    const measured = await measureOpen(context, work, measuring)
    if (measured !== null) return measured
  }
}
