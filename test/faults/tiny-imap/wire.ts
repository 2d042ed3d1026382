import type { Socket } from 'node:net'

/** One line of a client with the literals in it, or null at the end. */
export interface ClientLine {
  readonly text: string
  readonly literal: Buffer | null
}

/** The server's end of one connection: reads lines and literals, writes whatever a test wants. */
export class Wire {
  readonly socket: Socket
  #buffer = Buffer.alloc(0)
  #wake: (() => void) | null = null
  #ended = false

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (data: Buffer) => {
      this.#buffer = Buffer.concat([this.#buffer, data])
      this.#wake?.()
    })
    const end = (): void => {
      this.#ended = true
      this.#wake?.()
    }
    socket.on('close', end).on('error', end)
  }

  write(text: string | Buffer): void {
    if (!this.socket.destroyed) this.socket.write(text)
  }

  line(text: string): void {
    this.write(`${text}\r\n`)
  }

  /** A stand-in that says nothing: the server does its work and the client never hears of it. */
  mute(): Wire {
    return Object.assign(Object.create(this) as Wire, { write: () => undefined, line: () => undefined })
  }

  drop(): void {
    this.socket.destroy()
  }

  get isOpen(): boolean {
    return !this.#ended
  }

  /** The next command, its literal asked for and appended; null when the client has gone. */
  async read(): Promise<ClientLine | null> {
    const text = await this.#untilLine()
    if (text === null) return null
    const size = /\{(\d+)(\+?)\}$/.exec(text)
    if (size === null) return { text, literal: null }
    if (size[2] === '') this.line('+ go on')
    const literal = await this.#bytes(Number(size[1]))
    const rest = await this.#untilLine()
    return literal === null || rest === null ? null : { text: text.replace(/ ?\{\d+\+?\}$/, '') + rest, literal }
  }

  async #untilLine(): Promise<string | null> {
    for (;;) {
      const end = this.#buffer.indexOf('\r\n')
      if (end >= 0) {
        const text = this.#buffer.toString('utf8', 0, end)
        this.#buffer = this.#buffer.subarray(end + 2)
        return text
      }
      if (!(await this.#more())) return null
    }
  }

  async #bytes(count: number): Promise<Buffer | null> {
    while (this.#buffer.length < count) if (!(await this.#more())) return null
    const bytes = this.#buffer.subarray(0, count)
    this.#buffer = this.#buffer.subarray(count)
    return bytes
  }

  async #more(): Promise<boolean> {
    if (!this.isOpen) return false
    await new Promise<void>((resolve) => { this.#wake = resolve })
    this.#wake = null
    return this.isOpen
  }
}
