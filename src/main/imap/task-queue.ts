import type { MailTask } from './face.ts'

/** Acts of the person that the server has not done yet, in their order. One is taken out only when its outcome is known. */
export class TaskQueue {
  readonly #tasks: MailTask[] = []
  /** May have been done, wholly or in part: by a try that was cut off, or before a restart. */
  readonly #tried: Set<string>
  #running: string | null = null

  constructor(triedBefore: Iterable<string> = []) {
    this.#tried = new Set(triedBefore)
  }

  get first(): MailTask | undefined {
    return this.#tasks[0]
  }

  /** False: it is in the queue already. */
  add(task: MailTask): boolean {
    if (this.#tasks.some(({ id }) => id === task.id)) return false
    this.#tasks.push(task)
    return true
  }

  /** Says whether an earlier try may have got somewhere. */
  begin(task: MailTask): { isRepeat: boolean } {
    const isRepeat = this.#tried.has(task.id)
    this.#tried.add(task.id)
    this.#running = task.id
    return { isRepeat }
  }

  /** The line broke: it waits for its next turn. */
  interrupted(): void {
    this.#running = null
  }

  end(task: MailTask): void {
    const index = this.#tasks.indexOf(task)
    if (index >= 0) this.#tasks.splice(index, 1)
    this.#tried.delete(task.id)
    this.#running = null
  }

  /** Takes out a task that the server was not asked for yet; undefined: too late, or not here. */
  withdraw(id: string): MailTask | undefined {
    if (id === this.#running || this.#tried.has(id)) return undefined
    const index = this.#tasks.findIndex((task) => task.id === id)
    return index < 0 ? undefined : this.#tasks.splice(index, 1)[0]
  }
}
