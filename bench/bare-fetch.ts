import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectPlain, isIP, type NetConnectOpts, type Socket } from 'node:net'
import { connect, type ConnectionOptions } from 'node:tls'
import type { BenchAccount } from './account.ts'

const ROOM_BYTES = 65_536
/** An answer's last line is shorter. */
const TAIL_BYTES = 512

/** A connection on which one command is answered after the other, and all that is said before the answer's last line is thrown away. */
class Bare {
  #tail = Buffer.alloc(0)
  #wanted = ''
  #answered: PromiseWithResolvers<undefined> | null = null
  bytes = 0
  socket: Socket | null = null

  take(bytes: Buffer): void {
    this.bytes += bytes.length
    this.#tail = bytes.length >= TAIL_BYTES ? Buffer.from(bytes.subarray(-TAIL_BYTES)) : Buffer.concat([this.#tail, bytes]).subarray(-TAIL_BYTES)
    if (this.#answered === null || this.#tail.at(-1) !== 10) return
    const line = this.#tail.toString('latin1').trimEnd().split('\n').at(-1) ?? ''
    if (line.startsWith(`${this.#wanted} OK`)) this.#answered.resolve(undefined)
    else if (line.startsWith(`${this.#wanted} `)) this.#answered.reject(new Error(`the server: ${line.slice(this.#wanted.length)}`))
  }

  /** The tag is chance, so that no message can hold the end of the answer. */
  async command(text: string): Promise<void> {
    const answered = Promise.withResolvers<undefined>()
    this.#answered = answered
    this.#wanted = randomBytes(8).toString('hex')
    this.socket?.write(`${this.#wanted} ${text}\r\n`)
    await answered.promise
  }

  broke(error: Error): void { this.#answered?.reject(error) }
}

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`

async function open({ host, port, secure, ca }: BenchAccount, bare: Bare): Promise<Socket> {
  const room = Buffer.allocUnsafeSlow(ROOM_BYTES)
  const take = (length: number): boolean => {
    bare.take(room.subarray(0, length))
    return true
  }
  const names = isIP(host) === 0 ? { servername: host } : {}
  const options: ConnectionOptions & Pick<NetConnectOpts, 'onread'> = { ...names, ...(ca === null ? {} : { ca }), onread: { buffer: room, callback: take } }
  if (secure) return connect({ ...options, host, port })
  const plain = connectPlain({ host, port })
  await once(plain, 'data')
  plain.write('a STARTTLS\r\n')
  await once(plain, 'data')
  const socket = connect({ host, ...names, ...(ca === null ? {} : { ca }), socket: plain })
  socket.on('data', (bytes: Buffer) => { bare.take(bytes) })
  return socket
}

/** Every message of these folders (names as the server writes them) by one command each over TLS, nothing looked at. Gives the bytes that came. */
export async function fetchBare(account: BenchAccount, folders: readonly string[]): Promise<number> {
  const bare = new Bare()
  const socket = await open(account, bare)
  bare.socket = socket
  socket.on('error', (error) => { bare.broke(error) })
  await once(socket, 'secureConnect')
  await bare.command(`LOGIN ${quoted(account.user)} ${quoted(account.password)}`)
  for (const folder of folders) {
    await bare.command(`EXAMINE ${quoted(folder)}`)
    await bare.command('UID FETCH 1:* (UID FLAGS INTERNALDATE BODY.PEEK[])')
  }
  socket.write('x LOGOUT\r\n')
  socket.destroySoon()
  return bare.bytes
}
