import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { readMessage, type Message, type Question } from '../../../src/main/dns/message.ts'
import { readName } from '../../../src/main/dns/name.ts'
import { openStream } from '../../../src/main/dns/stream.ts'
import type { DnsZones } from './start.ts'
import { writeMessage } from './write-message.ts'

export type Ask = (name: string, type: number) => Promise<Message>

/** Makes a lie of an honest answer: another one, or raw bytes. The honest answer itself for what it does not care about. */
export type Lie = (honest: Message, ask: Ask) => Message | Buffer | Promise<Message | Buffer>

export type Liar = AsyncDisposable & { readonly host: string; readonly port: number; readonly asked: Question[]; lie: Lie }

const largestDatagram = 1_232

/** Questions that are still under way when the test ends. */
const silence = (): undefined => undefined

const lengthOf = (packet: Buffer): Buffer => {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(packet.length)
  return length
}

/** A real resolver over UDP and TCP that asks the honest one and twists what it says; it claims to have validated it all. */
export async function startLiar({ host, ports }: DnsZones): Promise<Liar> {
  const honest = openStream({ host, port: ports.resolver })
  const never = new AbortController().signal
  const forward = async (question: Question): Promise<Message> => {
    const reply = await honest.ask(question, never)
    if (reply.kind !== 'message') throw new Error(`the honest resolver is ${reply.why}`)
    return reply.message
  }
  const ask: Ask = (name, type) => forward({ name: readName(name)!, type })
  const liar = { host, port: 0, asked: [] as Question[], lie: ((message) => message) as Lie }

  const answer = async (query: Buffer): Promise<Buffer> => {
    const { id, question } = readMessage(query)!
    liar.asked.push(question)
    const twisted = await liar.lie({ ...await forward(question), id }, ask)
    return Buffer.isBuffer(twisted) ? twisted : writeMessage(twisted, true)
  }

  const stream = createServer((socket) => {
    let rest = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
        void answer(rest.subarray(2, 2 + rest.readUInt16BE(0))).then((packet) => socket.write(Buffer.concat([lengthOf(packet), packet])), silence)
        rest = rest.subarray(2 + rest.readUInt16BE(0))
      }
    })
  })
  stream.listen(0, host)
  await once(stream, 'listening')
  const { port } = stream.address() as AddressInfo
  const datagrams = createSocket('udp4')
  let isOpen = true
  datagrams.on('message', (query, from) => {
    void answer(query).then((packet) => {
      const cut = packet.length > largestDatagram ? writeMessage({ ...readMessage(packet)!, isTruncated: true, answers: [], authorities: [] }) : packet
      if (isOpen) datagrams.send(cut, from.port, from.address)
    }, silence)
  })
  datagrams.bind(port, host)
  await once(datagrams, 'listening')
  return Object.assign(liar, {
    port,
    [Symbol.asyncDispose]: async (): Promise<void> => {
      honest.close()
      isOpen = false
      datagrams.close()
      await new Promise((resolve) => stream.close(resolve))
    },
  })
}
