/** Wakes those who rest. Who is not resting when it rings has to look for itself whether there is something to do. */
export class Bell {
  readonly #sleepers = new Set<() => void>()

  ring(): void {
    for (const wake of [...this.#sleepers]) wake()
  }

  /** Until it rings, `ms` have passed, or the signal says to stop. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || ms <= 0) return
    await new Promise<void>((resolve) => {
      const wake = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
        this.#sleepers.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      signal.addEventListener('abort', wake)
      this.#sleepers.add(wake)
    })
  }
}
