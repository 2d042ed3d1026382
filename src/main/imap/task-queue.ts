import type { MailTask } from './face.ts'

/** Acts of the person that the server has not done yet, in their order. One is taken out only when its outcome is known. */
export class TaskQueue {
  readonly #tasks: MailTask[] = []
  #running: string | null = null

  get first(): MailTask | undefined {
    return this.#tasks[0]
  }

  get isEmpty(): boolean {
    return this.#tasks.length === 0
  }

  /** False: it is in the queue already, as after a restart in which it was handed over twice. */
  add(task: MailTask): boolean {
    if (this.#tasks.some(({ id }) => id === task.id)) return false
    this.#tasks.push(task)
    return true
  }

  begin(task: MailTask): void {
    this.#running = task.id
  }

  /** The line broke: what was running waits again, but may have happened, so it can only be repeated, not taken back. */
  end(task: MailTask): void {
    const index = this.#tasks.indexOf(task)
    if (index >= 0) this.#tasks.splice(index, 1)
    this.#running = null
  }

  /** Takes out a task that nothing has been asked of the server for; undefined: too late, or not here. */
  withdraw(id: string): MailTask | undefined {
    if (id === this.#running) return undefined
    const index = this.#tasks.findIndex((task) => task.id === id)
    return index < 0 ? undefined : this.#tasks.splice(index, 1)[0]
  }
}
