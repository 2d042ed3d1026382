import { setImmediate as nextTurn } from 'node:timers/promises'
import { checkChain, firstBreak, type ChainReport } from '../audit/chain.ts'
import { filedSegments } from '../audit/filed.ts'
import type { Changes } from './changes.ts'
import type { OnBug } from './core-options.ts'
import { CHAIN_AT_ONCE, CHAIN_TOLD_EVERY, LOG_OPEN_MS } from './journal-limits.ts'
import type { Session } from './session.ts'

/** The opened journal: for one session, for a few minutes. */
export interface OpenLog {
  readonly session: Session
  readonly closesAt: number
  /** How far its chain is checked, and what was found; the report once it is through. */
  readonly checked: { readonly done: number; readonly report: ChainReport | null }
}

export interface JournalDesk {
  open(session: Session): void
  /** Null: nobody has it open in this session. */
  look(session: Session): OpenLog | null
  /** As `look`, by a person: the time begins anew. */
  use(session: Session): OpenLog | null
  close(because: 'person' | 'time'): void
}

/** Keeps the journal open while somebody looks in it, and checks its chain in pieces meanwhile. */
export function createJournalDesk({ changes, now, onBug, isCurrent }: { changes: Changes; now: () => number; onBug: OnBug; isCurrent: (session: Session) => boolean }): JournalDesk {
  let open: { session: Session; closesAt: number; checked: OpenLog['checked'] } | null = null
  let timer: NodeJS.Timeout | undefined

  const close: JournalDesk['close'] = (because) => {
    clearTimeout(timer)
    const closing = open
    open = null
    if (closing === null) return
    closing.session.gathering.forget()
    // A journal that cannot be told of its closing is closed all the same.
    if (isCurrent(closing.session)) closing.session.journal.note({ class: 'log', reason: because, detail: { change: 'closed' } })
    changes.touch(['journal'])
  }
  const extend = (of: { closesAt: number }): void => {
    of.closesAt = now() + LOG_OPEN_MS
    clearTimeout(timer)
    timer = setTimeout(() => { close('time') }, LOG_OPEN_MS)
    timer.unref()
  }
  const check = async (mine: NonNullable<typeof open>): Promise<void> => {
    const running = checkChain(mine.session.db, filedSegments(mine.session.db))
    for (let piece = 1; open === mine && isCurrent(mine.session); piece++) {
      const report = running.step(CHAIN_AT_ONCE)
      mine.checked = { done: piece * CHAIN_AT_ONCE, report }
      if (report !== null) {
        const first = firstBreak(report)
        // What was found stands in the journal itself, so that nobody finds it alone.
        mine.session.journal.note({ class: 'log', outcome: first === null ? 'done' : 'failed', ...(first === null ? {} : { reason: first.kind }), detail: { change: 'verified', count: report.entries, ...(first === null ? {} : { first: first.kind === 'gap' ? first.from : first.sequence }), ...(report.head === null ? {} : { head: report.head.hash }) } })
      }
      if (report !== null || piece % CHAIN_TOLD_EVERY === 0) changes.touch(['journal'])
      if (report !== null) return
      await nextTurn()
    }
  }
  return {
    open(session) {
      const mine = { session, closesAt: 0, checked: { done: 0, report: null } }
      open = mine
      extend(mine)
      changes.touch(['journal'])
      check(mine).catch((error: unknown) => { if (isCurrent(session)) onBug('checking the journal', error) })
    },
    look: (session) => (open?.session === session ? open : null),
    use(session) {
      if (open?.session !== session) return null
      extend(open)
      return open
    },
    close,
  }
}
