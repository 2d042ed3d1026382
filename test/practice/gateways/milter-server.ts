import { createServer, type Server, type Socket } from 'node:net'

/** A message as a mail server shows it to its filter: header values unfolded, the body as it came. */
export interface Shown {
  readonly from: string
  readonly to: readonly string[]
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly body: Buffer
}

export type Change =
  /** The n-th field of this name, from 1; an empty value takes it away. */
  | { readonly kind: 'change'; readonly name: string; readonly index: number; readonly value: string }
  | { readonly kind: 'add'; readonly name: string; readonly value: string }

export type Ruling =
  | { readonly kind: 'pass'; readonly changes: readonly Change[] }
  /** The server says that it has it, and lets go of it: the filter has taken care of it. */
  | { readonly kind: 'taken' }
  | { readonly kind: 'reject'; readonly code: 450 | 550; readonly status: string; readonly text: string }

const VERSION = 6
/** What it may do: add headers, change headers (libmilter's mfdef.h). */
const ACTIONS = 0x11

const packet = (letter: string, data: Buffer = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(data.length + 1)
  head.write(letter, 4, 'latin1')
  return Buffer.concat([head, data])
}
const strings = (...values: readonly string[]): Buffer => Buffer.from(values.map((value) => `${value}\0`).join(''), 'utf8')
const partsOf = (data: Buffer): string[] => data.toString('utf8').split('\0').slice(0, -1)
const bare = (address: string): string => address.replace(/^<|>$/g, '')

const numbers = (...values: readonly number[]): Buffer => {
  const data = Buffer.alloc(4 * values.length)
  values.forEach((value, at) => data.writeUInt32BE(value, 4 * at))
  return data
}

function changePacket(change: Change): Buffer {
  if (change.kind === 'add') return packet('h', strings(change.name, change.value))
  return packet('m', Buffer.concat([numbers(change.index), strings(change.name, change.value)]))
}

/** One connection of a mail server: many messages after each other, each with every step of version 6 of the protocol. */
class Conversation {
  readonly #socket: Socket
  readonly #rule: (shown: Shown) => Promise<Ruling>
  #read = Buffer.alloc(0)
  #from = ''
  #to: string[] = []
  #headers: { name: string; value: string }[] = []
  #body: Buffer[] = []
  #turn = Promise.resolve()

  constructor(socket: Socket, rule: (shown: Shown) => Promise<Ruling>) {
    this.#socket = socket
    this.#rule = rule
    socket.on('data', (bytes) => {
      this.#read = Buffer.concat([this.#read, bytes])
      this.#takePackets()
    })
  }

  #takePackets(): void {
    while (this.#read.length >= 4 && this.#read.length >= 4 + this.#read.readUInt32BE(0)) {
      const length = this.#read.readUInt32BE(0)
      const [letter, data] = [this.#read.toString('latin1', 4, 5), this.#read.subarray(5, 4 + length)]
      this.#read = this.#read.subarray(4 + length)
      // One after the other: the end of a message takes time, and its answer must come before the next.
      this.#turn = this.#turn.then(() => this.#take(letter, data)).catch(() => { this.#socket.destroy() })
    }
  }

  #forget(): void {
    this.#from = ''
    this.#to = []
    this.#headers = []
    this.#body = []
  }

  async #take(letter: string, data: Buffer): Promise<void> {
    switch (letter) {
      case 'O': this.#socket.write(packet('O', numbers(VERSION, ACTIONS, 0))); return
      case 'D': return
      case 'Q': this.#socket.end(); return
      case 'A': case 'K': this.#forget(); return
      case 'M': this.#forget(); this.#from = bare(partsOf(data)[0] ?? ''); break
      case 'R': this.#to.push(bare(partsOf(data)[0] ?? '')); break
      case 'L': {
        const [name = '', value = ''] = partsOf(data)
        this.#headers.push({ name, value: value.replace(/\r?\n[ \t]/g, ' ').trim() })
        break
      }
      case 'B': this.#body.push(Buffer.from(data)); break
      case 'E': {
        if (data.length > 0) this.#body.push(Buffer.from(data))
        await this.#end()
        return
      }
      default:
    }
    this.#socket.write(packet('c'))
  }

  async #end(): Promise<void> {
    const ruling = await this.#rule({ from: this.#from, to: this.#to, headers: this.#headers, body: Buffer.concat(this.#body) })
    this.#forget()
    switch (ruling.kind) {
      case 'pass': this.#socket.write(Buffer.concat([...ruling.changes.map(changePacket), packet('c')])); return
      case 'taken': this.#socket.write(packet('d')); return
      case 'reject': this.#socket.write(packet('y', strings(`${String(ruling.code)} ${ruling.status} ${ruling.text}`)))
    }
  }
}

/** A filter that a mail server asks at the end of each message. Resolves when it listens. */
export function serveMilter(port: number, rule: (shown: Shown) => Promise<Ruling>): Promise<Server> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined)
    new Conversation(socket, rule)
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => { resolve(server) })
  })
}
