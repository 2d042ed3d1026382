import type { Register } from '../../practice/register/register.ts'
import type { Saying } from '../../practice/register/signed-event.ts'
import { queueContent } from '../../practice/register/start-table.ts'
import type { Database } from '../../store/store.ts'
import type { OnBug } from '../core-options.ts'
import { takePatiently } from './take-patiently.ts'
import type { Member } from './room.ts'

interface Parts {
  readonly db: Database
  readonly register: Pick<Register, 'isChecked' | 'readToEnd' | 'isSnapshotDue' | 'outgoing' | 'toSign'>
  readonly member: () => Member | null
  readonly say: (saying: Saying, alongside: () => void) => void
  readonly onChecked: () => void
  readonly onBug: OnBug
  /** Aborted: nothing is told or said any more. */
  readonly signal: AbortSignal
}

/** What is done each time the register's folder was read to its end. */
export class EndOfFolder {
  readonly #parts: Parts
  #isSigning = false
  /** Told once, and not forgotten where that did not work the first time. */
  #owesChecked: boolean

  constructor(parts: Parts) {
    this.#parts = parts
    this.#owesChecked = !parts.register.isChecked()
  }

  /** Compares what others signed with all that was read; a manager then signs what has become of it. Never throws. */
  async reached(): Promise<void> {
    const { register, onChecked, onBug, signal } = this.#parts
    try {
      this.#owesChecked ||= !register.isChecked()
      await register.readToEnd()
      if (this.#owesChecked && !signal.aborted && register.isChecked()) {
        await takePatiently(onChecked, signal, undefined)
        this.#owesChecked = false
      }
      await this.#signIfDue()
    } catch (error) {
      onBug('the end of the register\'s folder', error)
    }
  }

  #isClosed(): boolean { return this.#parts.signal.aborted }

  async #signIfDue(): Promise<void> {
    const { db, register, member, say } = this.#parts
    // What it names lies in the folder.
    if (this.#isClosed() || this.#isSigning || member()?.me.roles.has('beheerder') !== true || !register.isSnapshotDue() || register.outgoing().length > 0) return
    this.#isSigning = true
    try {
      const signed = await register.toSign()
      if (signed !== null && !this.#isClosed()) say({ kind: 'snapshot', body: signed.body }, () => { queueContent(db, signed.body.content, signed.bytes) })
    } finally {
      this.#isSigning = false
    }
  }
}
