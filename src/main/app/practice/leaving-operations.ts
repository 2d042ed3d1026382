import type { Handlers, OutputOf } from '../../../shared/contract/contract.ts'
import { done } from '../../../shared/contract/declare.ts'
import { manuscripts } from '../../drafts/draft-rows.ts'
import { leftHere, type LeftHere } from '../left-here.ts'
import type { Session } from '../session.ts'

export type LeavingHandlers = Pick<Handlers, 'practice.leaving'>

const DAY_MS = 24 * 60 * 60_000
/** A working week: time enough to finish and send what is written. */
const LEAVING_TOLD_MS = 7 * DAY_MS

/** What somebody who is here for a time hears before the end, and after it (FM-11). */
export const leavingOperations = (current: () => Session): LeavingHandlers => ({
  'practice.leaving': () => done(leavingOf(current())),
})

function leavingOf({ practice, db, accounts }: Session): OutputOf<'practice.leaving'> {
  const end = practice.ending()
  const kind = end === null ? null : kindOf(end)
  return end === null || kind === null ? null : { kind, practice: practice.home()?.name ?? '', until: end.until, left: kind === 'over' ? leftHere(db, accounts) : unfinished(leftHere(db, accounts), db) }
}

/** To who can still finish them, drafts that the server has too are drafts. */
const unfinished = (left: LeftHere, db: Session['db']): LeftHere => ({ ...left, drafts: manuscripts(db).filter(({ revision }) => revision > 0).length })

/** Null: too early to be told. */
export function kindOf({ until, at }: { readonly until: number | null; readonly at: number }): 'soon' | 'last-day' | 'over' | null {
  if (until === null || at >= until) return 'over'
  if (until - at <= DAY_MS) return 'last-day'
  return until - at <= LEAVING_TOLD_MS ? 'soon' : null
}
