import type { PracticeState } from '../../../shared/practice/fold.ts'
import { keepOverNoticed, overNoticedAt, type PracticeHome } from '../../practice/home.ts'
import type { DeviceKeys } from '../../practice/register/device-keys.ts'
import { openRegister, type Register } from '../../practice/register/register.ts'
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

interface Parts extends Known {
  readonly clock: Pick<PracticeClock, 'at' | 'least' | 'confirmed'>
  readonly now: () => number
  readonly onOver: (forMs: number | null) => void
}

interface Heard { readonly home: PracticeHome | null; readonly keys: DeviceKeys | null; readonly register: Register | null }

/** The time of who works here, where that is for a time: how long it is, and what is known of its end (FM-11). */
export class LocumEnd {
  readonly #parts: Parts
  #stay: Stay | null = null

  constructor(parts: Parts) { this.#parts = parts }

  /** What the register says of it now; it is opened for this where no line runs any more. */
  hear(heard: Heard): void { this.#stay = this.#stayIn(heard) }

  #stayIn({ home, keys, register }: Heard): Stay | null {
    const { db, now } = this.#parts
    if (home?.root == null || keys === null || home.stage === 'joining') return null
    using opened = register === null ? openRegister({ db, keys, root: home.root, now }) : null
    const state = (opened ?? register)?.state()
    return state === undefined ? null : stayAt(state, keys.device.id)
  }

  /** Whoever works here is here for a time only. */
  isForATime(): boolean { return this.#stay !== null }

  /** Once this workstation was put out. */
  rightsOutside(): Rights { return rightsOutside(this.#stay, this.#parts.clock.confirmed()) }

  ending(): { readonly until: number | null; readonly at: number } | null {
    const at = this.#parts.clock.at()
    if (at === 'unknown' || this.#stay === null) return null
    if (this.#stay.isEnded) return { until: null, at }
    return this.#stay.until === null ? null : { until: this.#stay.until, at }
  }

  /** By this computer's own clock. */
  seemsOver(): boolean {
    const [at, until] = [this.#parts.clock.at(), this.#stay?.until ?? null]
    return until !== null && at !== 'unknown' && at >= until
  }

  /** Whether only a server can say if it is over. */
  wantsTime(): boolean {
    const [at, until] = [this.#parts.clock.confirmed(), this.#stay?.isEnded === false ? this.#stay.until : null]
    return until !== null && (at === 'unknown' || at >= until) && !isOver(this.#parts, this.#stay)
  }

  /** In how many milliseconds it is over by the practice's word; null: that is not known, or it is. This computer's clock is there a little earlier. */
  overIn(): number | null {
    const [least, until] = [this.#parts.clock.least(), this.#stay?.isEnded === false ? this.#stay.until : null]
    return least === 'unknown' || until === null || least >= until ? null : until - least
  }

  /** Tells whether it is over, and for how long that has been known; told again and again. */
  tell(belongs: boolean): void { this.#parts.onOver(belongs ? overFor(this.#parts, this.#stay) : null) }
}
