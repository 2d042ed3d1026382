import { BATCH_MESSAGES, BATCH_MS, FIRST_BATCH_MESSAGES } from '../../shared/limits.ts'

/**
 * How many messages to ask for at once, so that a batch takes about as long as a person does not notice: on a fast line
 * hundreds, on a slow one a few. Grows gently and shrinks at once, because mail is of all sizes.
 */
export class Pace {
  #messages = FIRST_BATCH_MESSAGES

  get messages(): number {
    return this.#messages
  }

  record(messages: number, ms: number): void {
    if (messages === 0) return
    const fitting = Math.floor((messages * BATCH_MS) / Math.max(ms, 1))
    this.#messages = Math.max(1, Math.min(BATCH_MESSAGES, this.#messages * 2, Math.max(fitting, 1)))
  }
}
