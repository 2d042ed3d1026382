import type { PracticeHome } from '../../practice/home.ts'
import { forgetDeeds } from '../../practice/register/deed-table.ts'
import type { DeviceKeys } from '../../practice/register/device-keys.ts'
import { queuedEvents } from '../../practice/register/event-table.ts'
import type { Register } from '../../practice/register/register.ts'
import type { Database } from '../../store/store.ts'
import type { Deeds } from './deeds.ts'
import { actsWait, sealRest, segmentsWait } from './filing.ts'
import { keepLog } from './kept-log.ts'
import type { RegisterDesk } from './register-desk.ts'
import type { PracticeRoom } from './room.ts'

interface Standing {
  readonly home: PracticeHome | null
  readonly keys: DeviceKeys | null
  readonly register: Register | null
  readonly desk: RegisterDesk | null
  readonly isMember: boolean
}

interface Parts {
  readonly db: Database
  /** Of the stores. */
  readonly directory: string
  readonly now: () => number
  readonly deeds: () => Pick<Deeds, 'tell'>
  readonly standing: () => Standing
}

/** The last part of the journal, at a workstation whose time in the practice ends. */
export class RestOfLog {
  readonly #parts: Parts

  constructor(parts: Parts) { this.#parts = parts }

  file(): ReturnType<PracticeRoom['fileRest']> {
    const { db, deeds } = this.#parts
    const { home, keys, register, desk, isMember } = this.#parts.standing()
    if (home === null || home.stage === 'joining' || keys === null) return 'filed'
    if (isMember) deeds().tell()
    // What is told by who was put out does not count; their journal says it all the same.
    else forgetDeeds(db)
    // A member's are not marked as late, so they are cut only where they arrive at once.
    const isSealed = (!isMember || desk?.state()?.kind === 'in-step') && this.seal(!isMember)
    if (isSealed && register?.outgoing().length === 0 && !segmentsWait(db)) return 'filed'
    if (desk?.state()?.kind === 'no-folder') return 'shut'
    return actsWait(db) ? 'acts-wait' : 'waits'
  }

  /** What of it is not in the practice's folder stays here as files; with what is not sealed yet, where that is to go too. */
  async keep({ alsoUnsealed }: { alsoUnsealed: boolean }): Promise<void> {
    const { db, directory, standing } = this.#parts
    const { home, keys } = standing()
    if (home === null || keys === null) return
    if (alsoUnsealed) this.seal(true)
    await keepLog(directory, db, keys.device.id)
  }

  /** Whether all of it is sealed for the practice by now. */
  seal(late: boolean): boolean {
    const { db, now } = this.#parts
    const { keys, register, desk } = this.#parts.standing()
    if (keys === null || register === null) return false
    const isSealed = sealRest({ db, keys, register, now: now(), late })
    desk?.flush()
    return isSealed
  }

  /** What is sealed, or was said, has not left. */
  waits(): boolean { return segmentsWait(this.#parts.db) || queuedEvents(this.#parts.db).length > 0 }
}
