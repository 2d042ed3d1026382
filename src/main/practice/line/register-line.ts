import { StandingLine } from '../../imap/standing-line.ts'
import type { RegisterLine, RegisterLineOptions } from './face.ts'
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
  readonly #line: StandingLine

  constructor(options: RegisterLineOptions) {
    const desk = new LineDesk(options)
    this.#desk = desk
    this.#line = new StandingLine({
      login: options.connection, longestWaitMs: REGISTER_BACK_OFF_MAX_MS, say: (moment) => { options.onState(moment) },
      serve: (session, signal) => serveRegister(desk, session, signal),
    })
  }

  send(message: { readonly id: string; readonly raw: Uint8Array }): void {
    if (!this.#desk.outgoing.has(message.id)) this.#desk.outgoing.set(message.id, message.raw)
    this.#desk.bell.ring()
  }

  look(): void {
    this.#desk.lookWanted = true
    this.#desk.bell.ring()
    this.#line.tryAgain()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#line.close()
    await this.#line.ended
  }
}
