import { setTimeout as pause } from 'node:timers/promises'
import type { LineState } from '../../practice/line/face.ts'
import type { PracticeHome } from '../../practice/home.ts'
import { forgetDeeds } from '../../practice/register/deed-table.ts'
import type { DeviceKeys } from '../../practice/register/device-keys.ts'
import { queuedEvents } from '../../practice/register/event-table.ts'
import type { Register } from '../../practice/register/register.ts'
import { keptStart } from '../../practice/register/start-table.ts'
import { mustReadFirst } from '../../practice/restored.ts'
import type { Database } from '../../store/store.ts'
import type { Deeds } from './deeds.ts'
import { actsWait, sealRest, segmentsWait } from './filing.ts'
import { keepLog } from './kept-log.ts'
import { LEAVING_FILING_MS, LEAVING_LOOK_MS } from './limits.ts'
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
  /** The latest that it can be by now: this computer's clock, or what a server once said. */
  readonly latest: () => number
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

  /**
   * Before this workstation leaves because its person wants to: the practice gets the last of the log, as long as its line runs and
   * somebody waits. What does not arrive stays here as files (LOG-05). Whoever was put out had theirs sealed when that was heard.
   * `closed`: locked meanwhile, and nothing is left yet.
   */
  async handIn(signal: AbortSignal): Promise<'filed' | 'kept' | 'closed'> {
    const { home, isMember } = this.#parts.standing()
    if (home === null || home.stage === 'joining') return 'filed'
    const isIn = (): boolean => (isMember ? this.file() === 'filed' : !this.waits())
    const until = performance.now() + LEAVING_FILING_MS
    for (;;) {
      if (isIn()) return 'filed'
      if (!this.#mayArrive() || performance.now() >= until) break
      await pause(LEAVING_LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined)
      if (signal.aborted) return 'closed'
    }
    await this.keep({ alsoUnsealed: isMember })
    return 'kept'
  }

  #mayArrive(): boolean {
    const line = this.#parts.standing().desk?.state()?.kind
    return line !== undefined && ON_ITS_WAY.includes(line)
  }

  /** What of it is not in the practice's folder stays here as files; with what is not sealed yet, where that is to go too. */
  async keep({ alsoUnsealed }: { alsoUnsealed: boolean }): Promise<void> {
    const { db, directory, latest, standing } = this.#parts
    const { home, keys } = standing()
    if (home === null || keys === null) return
    if (alsoUnsealed) this.seal(true, true)
    await keepLog(directory, db, { device: keys.device.id, at: latest() })
  }

  /** Whether all of it is sealed for the practice by now. `isLast`: whatever the folder has, it will not be read any more. */
  seal(late: boolean, isLast = false): boolean {
    const { db, now } = this.#parts
    const { keys, register, desk } = this.#parts.standing()
    if (keys === null || register === null) return false
    const isSealed = sealRest({ db, keys, register, now: now(), late, isLast })
    desk?.flush()
    return isSealed
  }

  /** What is sealed, or was said, has not left; or nothing can be sealed before the folder was read to its end. */
  waits(): boolean {
    const { db } = this.#parts
    return segmentsWait(db) || queuedEvents(db).length > 0 || mustReadFirst(db) || keptStart(db) !== null
  }
}

const ON_ITS_WAY: readonly LineState['kind'][] = ['connecting', 'catching-up', 'in-step']
