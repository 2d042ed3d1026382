import { connect, createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** Between a client and its server: passes bytes, holds back the server's, or breaks the line. */
export class Wire implements AsyncDisposable {
  readonly #server = createServer((client) => { this.#pass(client) })
  readonly #target: { readonly host: string; readonly port: number }
  readonly #sockets = new Set<Socket>()
  /** Bytes that the client may still send and be answered. */
  #answered = Number.POSITIVE_INFINITY

  /** Lets nobody through any more, from the next call on. */
  refuses = false

  private constructor(target: { readonly host: string; readonly port: number }) {
    this.#target = target
  }

  static async to(target: { readonly host: string; readonly port: number }): Promise<Wire> {
    const wire = new Wire(target)
    await new Promise<void>((resolve) => { wire.#server.listen(0, '127.0.0.1', () => { resolve() }) })
    return wire
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Once the client has sent so many bytes more it hears nothing, until the line is cut. */
  holdAfter(bytes: number): void {
    this.#answered = bytes
  }

  /** Breaks every line; new ones pass again. */
  cut(): void {
    this.#answered = Number.POSITIVE_INFINITY
    for (const socket of this.#sockets) socket.destroy()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    await new Promise((resolve) => { this.#server.close(resolve) })
  }

  #pass(client: Socket): void {
    if (this.refuses) {
      client.destroy()
      return
    }
    const server = connect(this.#target)
    for (const socket of [client, server]) {
      this.#sockets.add(socket)
      socket.on('error', () => undefined)
      socket.once('close', () => {
        this.#sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    client.on('data', (bytes) => {
      this.#answered -= bytes.length
      server.write(bytes)
    })
    server.on('data', (bytes) => { if (this.#answered > 0) client.write(bytes) })
  }
}
