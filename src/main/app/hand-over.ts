import { makeReadyToLeave } from '../drafts/leave-behind.ts'
import { tryRefusedAgain } from '../drafts/server-copy.ts'
import { readSettings } from '../settings/settings.ts'
import { isDiskFull, type Database } from '../store/store.ts'
import { translator } from '../../shared/text/table.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { OnBug } from './core-options.ts'
import type { DraftCopies } from './draft-copies.ts'
import { isNothing, leftHere } from './left-here.ts'
import type { Posting } from './posting.ts'
import type { PracticeRoom } from './practice/room.ts'

interface Parts {
  readonly db: Database
  readonly accounts: Pick<Accounts, 'get' | 'list'>
  readonly draftCopies: Pick<DraftCopies, 'changed'>
  /** Asked for late: the outbox opens after the practice. */
  readonly posting: () => Pick<Posting, 'list' | 'takeBack' | 'leaveUnclear'>
  readonly practice: () => Pick<PracticeRoom, 'fileRest' | 'keepRest'>
  readonly onBug: OnBug
  /** Nothing is left that is nowhere else. */
  readonly onDone: () => void
}

/** Before a store is ended for good (FM-11): what is only there goes to the server first. */
export interface HandOver extends Disposable {
  /** `forMs`: for how long it has been known here that it is over. Told again, it only counts when that has become too long. */
  begin(forMs: number): void
  /** It is not over after all: a clock was wrong, or a manager gave more time. */
  stop(): void
}

/** How often it is looked whether all of it has arrived. */
const LOOK_MS = 1_000
/** After a full disk, or a bug. */
const AGAIN_MS = 60_000
/** So long is waited for the journal's last part to be filed, where that tells of no act. */
const FILING_MS = 10_000
/** The server may be putting its rights in order; whoever was put out does not see the folder again. */
const SHUT_MS = 20_000
/** A server that refused a draft may take it later: there may be room again. */
const REFUSED_AGAIN_MS = 10 * 60_000
/** So long is waited for a line to the server, while nothing opens: an account that was closed on the day never has one. */
const MOST_MS = 7 * 24 * 60 * 60_000
/** And so long at least at each start: whoever was away for a week has a line by then, or has none. */
const LAST_TRY_MS = 2 * 60_000

/**
 * Mail that did not leave becomes a draft again, also what may have left, with a line that says so; drafts are put into the account's
 * folder on the server, where whoever looks after the account finds them; copies of sent mail and what was done to messages reach the
 * server; and the rest of the journal is filed with the practice, or kept sealed where its folder is shut to them. Without a line all of that waits, sealed, but no longer than a week from
 * when it was known here, and never without a try: the practice was promised that nothing of it stays.
 */
export function createHandOver(parts: Parts): HandOver {
  const { practice, onBug, onDone } = parts
  let timer: NodeJS.Timeout | undefined
  let begunAt: number | null = null
  let isOver = false
  let isTooLate = false
  /** Counts what was begun: a step of one that was stopped goes no further. */
  let turn = 0
  let refusedTriedAt = -Infinity

  const isGivenUp = (): boolean => isTooLate && performance.now() - (begunAt ?? 0) >= LAST_TRY_MS
  const step = async (mine: number): Promise<void> => {
    const isStopped = (): boolean => isOver || mine !== turn
    const triesRefused = performance.now() - refusedTriedAt >= REFUSED_AGAIN_MS
    if (triesRefused) refusedTriedAt = performance.now()
    const mailWaits = await handMailOver(parts, { isOver: isStopped, triesRefused })
    if (isStopped()) return
    const log = practice().fileRest()
    const logWaits = log === 'acts-wait' || (log !== 'filed' && performance.now() - (begunAt ?? 0) < (log === 'shut' ? SHUT_MS : FILING_MS))
    if ((mailWaits || logWaits) && !isGivenUp()) {
      timer = setTimeout(run, LOOK_MS, mine).unref()
      return
    }
    if (log !== 'filed') await practice().keepRest()
    if (!isStopped()) onDone()
  }
  const run = (mine: number): void => {
    if (isOver || mine !== turn) return
    step(mine).catch((error: unknown) => {
      if (isOver || mine !== turn) return
      if (!isDiskFull(error)) onBug('handing over', error)
      if (isGivenUp()) practice().keepRest().catch((unkept: unknown) => { onBug('what was not filed', unkept) }).finally(() => { if (!isOver && mine === turn) onDone() })
      else timer = setTimeout(run, AGAIN_MS, mine).unref()
    })
  }
  return {
    begin(forMs) {
      isTooLate ||= forMs >= MOST_MS
      if (begunAt !== null) return
      begunAt = performance.now()
      setImmediate(run, turn)
    },
    stop() {
      if (begunAt === null) return
      clearTimeout(timer)
      turn += 1
      begunAt = null
      isTooLate = false
    },
    [Symbol.dispose]() {
      isOver = true
      clearTimeout(timer)
    },
  }
}

/** Brings all mail as far on its way to the server as it goes now; whether some of it is only here still. */
async function handMailOver({ db, accounts, draftCopies, posting }: Parts, { isOver, triesRefused }: { isOver: () => boolean; triesRefused: boolean }): Promise<boolean> {
  const t = translator(readSettings(db).language)
  for (const { id, state } of posting().list()) {
    if (isUnsent(state.kind)) await posting().takeBack(id)
    if (state.kind === 'held-unclear') await posting().leaveUnclear(id, t('leaving.unclear'))
    if (isOver()) return true
  }
  const [heir = null] = accounts.list()
  makeReadyToLeave(db, {
    accountFor: (id) => (accounts.get(id) === null ? heir?.id ?? null : id), lacking: (names) => t('leaving.half', { names: names.join(', ') }),
  })
  if (triesRefused) tryRefusedAgain(db)
  draftCopies.changed()
  return !isNothing(leftHere(db, accounts))
}

/** Not in the hands of a server. */
const isUnsent = (kind: ReturnType<Posting['list']>[number]['state']['kind']): boolean =>
  kind === 'undo' || kind === 'queued' || kind === 'waiting' || kind === 'held-no-route' || kind === 'refused'
