import { useState } from 'react'
import type { JournalScope, JournalView, PracticeLog } from '../../../shared/contract/journal.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { sinceOf, type Period } from './looking.ts'

export interface Scope {
  readonly scope: JournalScope
  /** What was fetched of all workstations, while they are looked in. */
  readonly gathered: PracticeLog['gathered']
  /** Why they could not be fetched. */
  readonly fail: string | null
  readonly isBusy: boolean
  readonly choose: (scope: JournalScope, period: Period) => void
  /** Fetches what the period needs and is not here yet; `anew`: also what came since. */
  readonly reach: (period: Period, anew?: boolean) => void
}

/** Whether this workstation's journal is looked in, or those of all; those are fetched as far back as somebody looks. */
export function useScope(view: JournalView): Scope {
  const [scope, setScope] = useState<JournalScope>('here')
  const [fail, setFail] = useState<string | null>(null)
  const gathering = useCallOf('journal.gather')
  const practice = scope === 'practice' ? view.practice : null
  const gathered = practice?.gathered ?? null
  const gather = async (from: number | null): Promise<void> => {
    setFail(null)
    const answer = await gathering.run({ from })
    if (!answer.ok) setFail(answer.fail)
  }
  const reach = (period: Period, anew = false): void => {
    const from = sinceOf(period, Date.now())
    const isHere = gathered !== null && (gathered.from === null || (from !== null && gathered.from <= from))
    if (anew || !isHere) void gather(isHere ? gathered.from : from)
  }
  return {
    scope, gathered, isBusy: gathering.busy || (practice?.progress ?? null) !== null, fail: fail ?? practice?.failed ?? null,
    choose: (chosen, period) => {
      setScope(chosen)
      setFail(null)
      if (chosen === 'practice') void gather(sinceOf(period, Date.now()))
    },
    reach: (period, anew) => { if (scope === 'practice') reach(period, anew) },
  }
}
