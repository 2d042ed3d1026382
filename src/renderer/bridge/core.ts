import type { FailOf, InputOf, OperationName, OutputOf } from '../../shared/contract/contract.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import type { CoreEvent, Frame, Port } from '../../shared/contract/wire.ts'
import { RECONNECT_FIRST_MS, RECONNECT_MOST_MS } from '../../shared/limits.ts'

/**
 * `connecting`: not yet there at the start. `lost`: is being looked for. `refused`: this page belongs to an earlier start
 * and is not let in again; looking further is of no use.
 */
export type Link = 'connecting' | 'open' | 'lost' | 'refused'

/** Thrown by an `OpenPort` that was told to stay out. */
export class LineRefused extends Error {}
/** `unreachable`: the core is gone, so the answer is not known; what was asked may or may not have been done. */
export type AskFail<Name extends OperationName> = FailOf<Name> | 'unreachable'
export type Answer<Name extends OperationName> = Outcome<OutputOf<Name>, AskFail<Name>>

export interface Core extends Disposable {
  /** Asks the core one thing. Never throws: what may go wrong has a name. */
  ask<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<Answer<Name>>
  onEvent(handler: (event: CoreEvent) => void): () => void
  readonly link: () => Link
  readonly onLink: (handler: () => void) => () => void
}

type AnyOutcome = Extract<Frame, { kind: 'answer' }>['outcome']
const unreachable: AnyOutcome = { ok: false, fail: 'unreachable' }

/** Opens a line to the core, or throws when there is none now. */
export type OpenPort = () => Promise<Port>

/** One line to the core, opened again by itself whenever it breaks. */
class ReconnectingCore implements Core {
  private port: Port | null = null
  private state: Link = 'connecting'
  private nextId = 1
  private pause = RECONNECT_FIRST_MS
  private ended = false
  private readonly waiting = new Map<number, (outcome: AnyOutcome) => void>()
  private readonly queued: (() => void)[] = []
  private readonly eventHandlers = new Set<(event: CoreEvent) => void>()
  private readonly linkHandlers = new Set<() => void>()
  private readonly openPort: OpenPort

  constructor(openPort: OpenPort) {
    this.openPort = openPort
    void this.keepOpen()
  }

  async ask<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<Answer<Name>> {
    const outcome = await this.send(name, input)
    // The table types both ends; what the core sends was checked there.
    return outcome as Answer<Name>
  }

  onEvent(handler: (event: CoreEvent) => void): () => void {
    this.eventHandlers.add(handler)
    return () => void this.eventHandlers.delete(handler)
  }

  readonly link = (): Link => this.state

  readonly onLink = (handler: () => void): (() => void) => {
    this.linkHandlers.add(handler)
    return () => void this.linkHandlers.delete(handler)
  }

  [Symbol.dispose](): void {
    this.ended = true
    this.giveUp('lost')
  }

  private send(name: string, input: unknown): Promise<AnyOutcome> {
    if (this.ended || this.state === 'lost') return Promise.resolve(unreachable)
    return new Promise((resolve) => {
      const id = this.nextId++
      this.waiting.set(id, resolve)
      const go = (): void => this.port?.send({ id, name, input })
      if (this.port === null) this.queued.push(go)
      else go()
    })
  }

  private async keepOpen(): Promise<void> {
    while (!this.ended) {
      const port = await this.openPort().catch((error: unknown) => (error instanceof LineRefused ? 'refused' : null))
      if (port === 'refused') {
        this.ended = true
        this.giveUp('refused')
        return
      }
      if (port !== null) await this.talkOver(port)
      this.giveUp('lost')
      await new Promise((resolve) => setTimeout(resolve, this.pause))
      this.pause = Math.min(this.pause * 2, RECONNECT_MOST_MS)
    }
  }

  private async talkOver(port: Port): Promise<void> {
    const stop = port.listen((frame) => this.receive(frame))
    this.port = port
    this.change('open')
    for (const go of this.queued.splice(0)) go()
    await port.ended
    stop()
    this.port = null
  }

  /** Nobody waits for an answer that can no longer come. */
  private giveUp(state: 'lost' | 'refused'): void {
    this.queued.length = 0
    const waiting = [...this.waiting.values()]
    this.waiting.clear()
    this.change(state)
    for (const answer of waiting) answer(unreachable)
  }

  private receive(frame: Frame): void {
    // Only a core that speaks counts as back: one that hangs up at once (a spent token) is tried ever more slowly.
    this.pause = RECONNECT_FIRST_MS
    if (frame.kind === 'event') {
      for (const handler of this.eventHandlers) handler(frame.event)
      return
    }
    const answer = this.waiting.get(frame.id)
    this.waiting.delete(frame.id)
    answer?.(frame.outcome)
  }

  private change(state: Link): void {
    if (state === this.state) return
    this.state = state
    for (const handler of this.linkHandlers) handler()
  }
}

/** Gives the one way to ask the core. Starts connecting at once; its end closes the line. */
export const connectCore = (openPort: OpenPort): Core => new ReconnectingCore(openPort)
