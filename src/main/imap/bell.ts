/** Wakes whoever rests. A ring while nobody rests is not lost: the next rest ends at once. */
export class Bell {
  #rung = false
  #wake: (() => void) | null = null

  ring(): void {
    this.#rung = true
    this.#wake?.()
  }

  /** Until it rings, `ms` have passed, or the signal says to stop. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted && ms > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms)
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
        signal.addEventListener('abort', this.#wake, { once: true })
      })
      if (this.#wake !== null) signal.removeEventListener('abort', this.#wake)
      this.#wake = null
    }
    this.#rung = false
  }
}
