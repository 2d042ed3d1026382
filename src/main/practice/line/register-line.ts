import { STEADY_LINE_MS } from '../../../shared/limits.ts'
import { backOff } from '../../imap/back-off.ts'
import { Bell } from '../../imap/bell.ts'
import { needsPerson, SessionLost } from '../../imap/problems.ts'
import { Session } from '../../imap/session.ts'
import type { ConnectionProblem } from '../../imap/face.ts'
import type { LineState, RegisterLine, RegisterLineOptions } from './face.ts'
import { LineDesk } from './line-desk.ts'
import { serveRegister } from './serve-register.ts'
import { REGISTER_BACK_OFF_MAX_MS } from './limits.ts'

/**
 * Keeps a workstation in step with the register's folder: hands over what is new, tells what is gone, and puts in what is
 * written here, across lines that break, until it is closed. Give it what was written and is not yet known to be in the
 * folder at once after the start: nothing is put in before it is known what is there.
 */
export function startRegisterLine(options: RegisterLineOptions): RegisterLine {
  return new Line(options)
}

class Line implements RegisterLine {
  readonly #desk: LineDesk
  readonly #closing = new AbortController()
  /** Rings when somebody wants to try again. */
  readonly #again = new Bell()
  readonly #ended: Promise<void>
  #failures = 0

  constructor(options: RegisterLineOptions) {
    this.#desk = new LineDesk(options)
    this.#ended = this.#live()
  }

  send(message: { readonly id: string; readonly raw: Uint8Array }): void {
    if (!this.#desk.outgoing.has(message.id)) this.#desk.outgoing.set(message.id, message.raw)
    this.#desk.bell.ring()
  }

  look(): void {
    this.#failures = 0
    this.#desk.lookWanted = true
    this.#desk.bell.ring()
    this.#again.ring()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    await this.#ended
  }

  async #live(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      const start = Date.now()
      this.#say({ kind: 'connecting', since: start })
      const problem = await this.#connectAndServe()
      if (problem === null) return
      if (Date.now() - start >= STEADY_LINE_MS) this.#failures = 0
      await this.#pause(problem)
    }
  }

  /** Why it ended; null: because we wanted it to. */
  async #connectAndServe(): Promise<ConnectionProblem | null> {
    const { signal } = this.#closing
    const opened = await Session.open(this.#desk.options.connection, signal)
    if (opened.kind === 'problem') return signal.aborted ? null : opened.problem
    const { session } = opened
    const leave = (): void => { void session.close() }
    signal.addEventListener('abort', leave, { once: true })
    try {
      await serveRegister(this.#desk, session, signal)
      return null
    } catch (error) {
      if (signal.aborted) return null
      if (error instanceof SessionLost) return error.problem
      throw error
    } finally {
      signal.removeEventListener('abort', leave)
      await session.close()
    }
  }

  async #pause(problem: ConnectionProblem): Promise<void> {
    const { signal } = this.#closing
    if (needsPerson(problem)) {
      this.#say({ kind: 'stopped', problem })
      await this.#again.wait(LONGEST_TIMER_MS, signal)
      return
    }
    const waitMs = Math.min(REGISTER_BACK_OFF_MAX_MS, backOff(this.#failures, Math.random()))
    this.#failures += 1
    this.#say({ kind: 'waiting', problem, retryAt: Date.now() + waitMs })
    await this.#again.wait(waitMs, signal)
  }

  #say(state: LineState): void {
    this.#desk.options.onState(state)
  }
}

/** As long as a timer can be set (24 days): the person will have done something by then, or closed the program. */
const LONGEST_TIMER_MS = 2 ** 31 - 1
