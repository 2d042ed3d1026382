import { connect } from 'node:net'

/** One message of the protocol between a mail server and its filter: its length, a letter, and what belongs to it. */
function packet(letter: string, data: Buffer = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(data.length + 1)
  head.write(letter, 4, 'latin1')
  return Buffer.concat([head, data])
}

/** Version 6, every action allowed, no step left out. */
const options = packet('O', Buffer.from('00000006000001ff00000000', 'hex'))
const client = packet('C', Buffer.from('localhost\x004\x00\x19127.0.0.1\0', 'latin1'))

const PATIENCE_MS = 30_000

/** Tells a filter of one client, as a mail server does, and hears it out. Resolves when that is over, however it went. */
export function greetMilter(port: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    const next = [client, packet('Q')]
    socket.setTimeout(PATIENCE_MS, () => socket.destroy())
    socket.on('error', () => undefined).once('close', () => { resolve() }).once('connect', () => { socket.write(options) })
    socket.on('data', () => {
      const step = next.shift()
      if (step !== undefined) socket.write(step)
    })
  })
}
