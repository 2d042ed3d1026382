import { startRegisterLine } from '../../../src/main/practice/line/register-line.ts'
import type { KnownPlaces, LineState, RegisterLine, RegisterMessage, SentResult } from '../../../src/main/practice/line/face.ts'
import type { AccountConnection } from '../../../src/main/imap/face.ts'
import { until } from '../../faults/sync-desk.ts'

export interface LineStart {
  readonly connection: Omit<AccountConnection, 'id'>
  readonly folder: string
  readonly known?: KnownPlaces
  /** Stands for the work on a batch. */
  readonly take?: (batch: readonly RegisterMessage[]) => Promise<void>
}

/** A workstation's line to the register, with eyes for a test. */
export class TestLine implements AsyncDisposable {
  readonly line: RegisterLine
  readonly messages: RegisterMessage[] = []
  readonly gone: number[] = []
  readonly renumbered: number[] = []
  readonly sent: { id: string; result: SentResult }[] = []
  readonly states: LineState[] = []

  constructor({ connection, folder, known = { uidValidity: null, uids: '' }, take = () => Promise.resolve() }: LineStart) {
    this.line = startRegisterLine({
      connection: { id: 'register', ...connection }, folder, known,
      onMessages: async (batch) => {
        await take(batch)
        this.messages.push(...batch)
      },
      onGone: (uids) => { this.gone.push(...uids) },
      onRenumbered: (uidValidity) => { this.renumbered.push(uidValidity) },
      onSent: (id, result) => { this.sent.push({ id, result }) },
      onState: (state) => { this.states.push(state) },
    })
  }

  get kinds(): string[] {
    return this.states.map(({ kind }) => kind)
  }

  /** What the messages say, in the order in which they came. */
  get texts(): string[] {
    return this.messages.map((message) => (message.kind === 'whole' ? textOf(message.raw) : '(long)'))
  }

  get uids(): number[] {
    return this.messages.map(({ uid }) => uid)
  }

  write(id: string, text: string): void {
    this.line.send({ id, raw: message(id, text) })
  }

  async inStep(): Promise<void> {
    const before = this.states.length
    if (this.states.at(-1)?.kind === 'in-step') return
    await this.until(() => this.states.slice(before).some(({ kind }) => kind === 'in-step'))
  }

  until(condition: () => boolean): Promise<void> {
    return until(condition, () => `it; ${JSON.stringify(this.states)} ${JSON.stringify(this.sent)}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.line[Symbol.asyncDispose]()
  }
}

export const message = (id: string, text: string): Buffer =>
  Buffer.from(`Message-ID: <${id}>\r\nDate: Mon, 05 Jan 2026 10:00:00 +0000\r\nFrom: anja@delinde.test\r\nSubject: Praktijkpost register\r\n\r\n${text}\r\n`)

const textOf = (raw: Uint8Array): string => Buffer.from(raw).toString('utf8').split('\r\n\r\n').at(-1)?.trim() ?? ''
