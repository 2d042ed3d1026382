import type { PracticeState } from '../../../shared/practice/fold.ts'
import { keepOverNoticed, overNoticedAt } from '../../practice/home.ts'
import type { PracticeClock } from '../../practice/register/time-floor.ts'
import type { Database } from '../../store/store.ts'
import { nothingAtAll, ownMailOnly, type Rights } from './rights.ts'

/** How long somebody is here who is here for a time; `isEnded`: a manager ended it before. */
export interface Stay { readonly isEnded: boolean; readonly until: number | null }

/** Of whose workstation this is; null: of nobody that is here for a time only. */
export function stayAt({ law }: PracticeState, device: string): Stay | null {
  const entry = law.people.get(law.devices.get(device)?.person ?? '')
  return entry?.person.kind === 'locum' ? { isEnded: entry.ended !== null, until: entry.person.until } : null
}

/** At a workstation that was put out: of somebody here for a time not even their own mail once that is over, or when it is not known whether it is. */
export function rightsOutside(stay: Stay | null, at: number | 'unknown'): Rights {
  if (stay === null || (!stay.isEnded && stay.until === null)) return ownMailOnly
  return stay.isEnded || at === 'unknown' || at >= (stay.until ?? 0) ? nothingAtAll : ownMailOnly
}

interface Known { readonly db: Database; readonly clock: Pick<PracticeClock, 'at' | 'least'> }

/**
 * Whether it is over by what the practice says: a manager ended it, or its server had a later time, now or on an earlier day. Where only
 * this computer's clock says so nothing opens, but what cannot be undone waits.
 */
export function isOver({ db, clock }: Known, stay: Stay | null): boolean {
  if (stay === null || stay.isEnded || stay.until === null) return stay?.isEnded === true
  const least = clock.least()
  return (least === 'unknown' ? overNoticedAt(db) ?? -Infinity : least) >= stay.until
}

/**
 * For how long that has been known here, in milliseconds; null: it is not over. The end itself may lie weeks back, in which there was
 * nobody to hand anything over.
 */
export function overFor({ db, clock }: Known, stay: Stay | null): number | null {
  const [noticed, at, least] = [overNoticedAt(db), clock.at(), clock.least()]
  if (!isOver({ db, clock }, stay)) {
    if (noticed !== null && least !== 'unknown') keepOverNoticed(db, null)
    return null
  }
  const now = least === 'unknown' ? at : least
  if (now === 'unknown') return 0
  // What was noticed by a clock that ran ahead was not noticed then.
  if (noticed === null || now < noticed) keepOverNoticed(db, now)
  return Math.max(0, now - (noticed ?? now))
}
