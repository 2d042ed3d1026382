import { BACK_OFF_MAX_MS, STEADY_LINE_MS } from '../../shared/limits.ts'
import { backOff } from './back-off.ts'
import { Bell } from './bell.ts'
import type { ConnectionProblem } from './face.ts'
import { needsPerson, SessionLost } from './problems.ts'
import { Session, type SessionLogin } from './session.ts'

/** Where a line is between two sessions. Times are ms since 1970. */
export type LineMoment<Problem> =
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'waiting'; readonly problem: ConnectionProblem; readonly retryAt: number }
  /** Not before somebody does something: another password, more room. */
  | { readonly kind: 'stopped'; readonly problem: ConnectionProblem | Problem }

export interface StandingLineOptions<Problem extends string = never> {
  readonly login: SessionLogin
  /** What is done on a session, until the signal or until the line breaks (`SessionLost`). */
  serve(session: Session, signal: AbortSignal): Promise<void>
  say(moment: LineMoment<Problem>): void
  /** What else ends a session and waits for a person; null: a bug. */
  readonly stoppedBy?: (error: unknown) => Problem | null
  readonly longestWaitMs?: number
  readonly now?: () => number
}

/**
 * One session after another on the same login, for as long as it is wanted: who breaks off comes back, sooner after a line that held
 * than after one that did not. A bug in what is served rejects `ended`.
 */
export class StandingLine<Problem extends string = never> {
  readonly ended: Promise<void>
  readonly #options: StandingLineOptions<Problem>
  readonly #closing = new AbortController()
  /** Rings when somebody wants to try again. */
  readonly #again = new Bell()
  readonly #now: () => number
  #failures = 0

  constructor(options: StandingLineOptions<Problem>) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.ended = this.#live()
  }

  get isClosing(): boolean {
    return this.#closing.signal.aborted
  }

  /** At once, where it waits or has stopped. */
  tryAgain(): void {
    this.#failures = 0
    this.#again.ring()
  }

  /** Ends what is under way; `ended` tells when it has. */
  close(): void {
    this.#closing.abort()
  }

  async #live(): Promise<void> {
    const { signal } = this.#closing
    // Whoever made the line has it in hand before it hears of it.
    await Promise.resolve()
    while (!signal.aborted) {
      const start = this.#now()
      this.#options.say({ kind: 'connecting', since: start })
      const ended = await this.#connectAndServe()
      if (ended === null) return
      if (this.#now() - start >= STEADY_LINE_MS) this.#failures = 0
      await this.#pause(ended)
    }
  }

  /** Why it ended; null: because we wanted it to. */
  async #connectAndServe(): Promise<Ended<Problem> | null> {
    const { signal } = this.#closing
    const opened = await Session.open(this.#options.login, signal)
    if (opened.kind === 'problem') return signal.aborted ? null : { kind: 'line', problem: opened.problem }
    const { session } = opened
    // Locking the screen does not wait for what is under way.
    const leave = (): void => { void session.close() }
    signal.addEventListener('abort', leave, { once: true })
    try {
      await this.#options.serve(session, signal)
      return null
    } catch (error) {
      if (signal.aborted) return null
      if (error instanceof SessionLost) return { kind: 'line', problem: error.problem }
      const problem = this.#options.stoppedBy?.(error) ?? null
      if (problem === null) throw error
      return { kind: 'other', problem }
    } finally {
      signal.removeEventListener('abort', leave)
      await session.close()
    }
  }

  async #pause(ended: Ended<Problem>): Promise<void> {
    const { signal } = this.#closing
    if (ended.kind === 'other' || needsPerson(ended.problem)) {
      this.#options.say({ kind: 'stopped', problem: ended.problem })
      await this.#again.wait(LONGEST_TIMER_MS, signal)
      return
    }
    const waitMs = Math.min(this.#options.longestWaitMs ?? BACK_OFF_MAX_MS, backOff(this.#failures, Math.random()))
    this.#failures += 1
    this.#options.say({ kind: 'waiting', problem: ended.problem, retryAt: this.#now() + waitMs })
    await this.#again.wait(waitMs, signal)
  }
}

type Ended<Problem> = { readonly kind: 'line'; readonly problem: ConnectionProblem } | { readonly kind: 'other'; readonly problem: Problem }

/** As long as a timer can be set (24 days): the person will have done something by then, or closed the program. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
