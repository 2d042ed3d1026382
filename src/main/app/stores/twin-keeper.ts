import { statSync } from 'node:fs'
import path from 'node:path'
import { dropTwin, StateTwin, TWIN_FOLD_BYTES, TWIN_FOLLOW_MS, TWIN_QUIET_MS, TWIN_RETRY_MS } from '../../backup/backup.ts'
import { foldLog, isDamaged, isDiskFull, type Database } from '../../store/store.ts'
import { closeState } from './state-store.ts'

/** Keeps the twin of `state.db` with it for as long as that is open, and folds both logs when nobody works. */
export interface TwinKeeper {
  /** Its file stays as it is until the hold is let go of: for whoever reads all of it. */
  rest(): Promise<Disposable>
  /** It does not hold: made anew from the state, which does. */
  remake(): void
  /** Closes the database too. */
  close(): Promise<void>
}

interface Parts { directory: string; db: Database; onBug: (error: unknown) => void }

export function keepTwin(parts: Parts): TwinKeeper {
  return new Keeper(parts)
}

class Keeper implements TwinKeeper {
  readonly #parts: Parts
  readonly #timer: NodeJS.Timeout
  readonly #countChanges: () => number
  #twin: StateTwin | null
  /** What it was when the twin followed. */
  #followed = ''
  #changedAt = performance.now()
  #madeAt = Number.NEGATIVE_INFINITY
  #resting = 0
  #busy: Promise<void> | null = null

  constructor(parts: Parts) {
    this.#parts = parts
    this.#twin = StateTwin.of(parts.directory)
    const count = parts.db.prepare<[], number>('SELECT total_changes()').pluck()
    this.#countChanges = () => count.get() ?? 0
    this.#timer = setInterval(() => { this.#turn() }, TWIN_FOLLOW_MS).unref()
    this.#turn()
  }

  async rest(): Promise<Disposable> {
    this.#resting++
    await this.#busy
    return { [Symbol.dispose]: () => { this.#resting-- } }
  }

  remake(): void {
    this.#twin = null
    this.#madeAt = Number.NEGATIVE_INFINITY
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#busy
    closeState(this.#parts.directory, this.#parts.db)
  }

  #turn(): void {
    this.#busy ??= this.#keepUp().catch((error: unknown) => {
      // What it costs is a second copy; the state itself is whole. Without room it is the first to go.
      this.#twin = null
      dropTwin(this.#parts.directory)
      if (!isDiskFull(error) && !isDamaged(error)) this.#parts.onBug(error)
    }).catch(this.#parts.onBug).finally(() => { this.#busy = null })
  }

  async #keepUp(): Promise<void> {
    const twin = this.#twin ?? await this.#make()
    if (twin === null) return
    const now = this.#mark()
    if (now !== this.#followed) {
      if (twin.follow() !== 'level') {
        this.#beginAnew()
        return
      }
      this.#followed = now
      this.#changedAt = performance.now()
      await twin.sync()
    }
    if (this.#resting === 0 && (twin.length >= TWIN_FOLD_BYTES || (twin.length > 0 && performance.now() - this.#changedAt >= TWIN_QUIET_MS))) await this.#fold(twin)
  }

  /** What the log holds and the twin could not follow is in the state, which SQLite has in its hand: nothing may be laid over the twin any more. */
  #beginAnew(): void {
    dropTwin(this.#parts.directory)
    foldLog(this.#parts.db)
    this.remake()
  }

  async #fold(twin: StateTwin): Promise<void> {
    if (twin.length >= TWIN_FOLD_BYTES) {
      this.#foldNow(twin)
      return
    }
    if (await twin.fold() === 'broken') {
      this.remake()
      return
    }
    // What was changed meanwhile the twin has not yet followed, and would miss it.
    if (this.#mark() === this.#followed) foldLog(this.#parts.db)
    this.#followed = ''
  }

  /** Somebody works: all of it in one turn, or something would come in between each time and the log never end. */
  #foldNow(twin: StateTwin): void {
    if (twin.follow() !== 'level' || twin.foldSync() === 'broken') {
      this.#beginAnew()
      return
    }
    foldLog(this.#parts.db)
    this.#followed = ''
  }

  async #make(): Promise<StateTwin | null> {
    const { directory, db } = this.#parts
    if (performance.now() - this.#madeAt < TWIN_RETRY_MS) {
      if (this.#logBytes() >= TWIN_FOLD_BYTES) foldLog(db)
      return null
    }
    this.#madeAt = performance.now()
    this.#followed = ''
    this.#twin = await StateTwin.make(directory)
    return this.#twin
  }

  /** Another one after each change. */
  #mark(): string {
    return `${this.#countChanges()}/${this.#logBytes()}`
  }

  #logBytes(): number {
    return statSync(path.join(this.#parts.directory, 'state.db-wal'), { throwIfNoEntry: false })?.size ?? 0
  }
}
