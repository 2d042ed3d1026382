/** Questions to a thread that wait for their answers, by number. */
export class WaitingAnswers<Answer> {
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #next = 0

  /** `post` sends the question under its number. */
  ask(post: (id: number) => void): Promise<Answer> {
    return new Promise((resolve) => {
      const id = this.#next++
      this.#waiting.set(id, resolve)
      post(id)
    })
  }

  answer(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }

  /** Nobody answers any more. */
  answerAll(answer: Answer): void {
    for (const id of [...this.#waiting.keys()]) this.answer(id, answer)
  }
}
