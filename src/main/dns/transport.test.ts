import { createSocket, type RemoteInfo } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { writeMessage } from '../../../test/practice/dns-zones/write-message.ts'
import { askUdp } from './ask-udp.ts'
import { readMessage, type Message, type Question } from './message.ts'
import { readName } from './name.ts'
import type { Reply } from './reply.ts'
import { openStream, type Stream } from './stream.ts'

const question: Question = { name: readName('delinde.test')!, type: 16 }
const host = '127.0.0.1'
const ends: (() => void)[] = []
afterEach(() => ends.splice(0).forEach((end) => end()))

const patience = (ms: number): AbortSignal => {
  const end = new AbortController()
  const timer = setTimeout(() => { end.abort('timed-out') }, ms)
  ends.push(() => { clearTimeout(timer) })
  return end.signal
}

const answerTo = (query: Buffer, change: Partial<Message> = {}): Buffer => {
  const asked = readMessage(query)!
  return writeMessage({ ...asked, isResponse: true, isRecursive: true, rcode: 0, answers: [], authorities: [], ...change })
}
const framed = (packet: Buffer): Buffer => Buffer.concat([Buffer.of(packet.length >> 8, packet.length & 0xff), packet])
const inWord = (reply: Reply): string => (reply.kind === 'message' ? 'message' : reply.why)

/** A server on a stream; `serve` gets each query and the line that it came over. */
async function listen(serve: (query: Buffer, socket: Socket) => void): Promise<{ stream: Stream; lines: () => number }> {
  let lines = 0
  const server = createServer((socket) => {
    lines += 1
    let rest = Buffer.alloc(0)
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      rest = Buffer.concat([rest, chunk])
      while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
        const end = 2 + rest.readUInt16BE(0)
        serve(rest.subarray(2, end), socket)
        rest = rest.subarray(end)
      }
    })
    ends.push(() => { socket.destroy() })
  })
  server.listen(0, host)
  await once(server, 'listening')
  const stream = openStream({ host, port: (server.address() as AddressInfo).port })
  ends.push(() => { stream.close() }, () => server.close())
  return { stream, lines: () => lines }
}

test('many questions go over one line, and answers in any order find their own', async () => {
  const held: (() => void)[] = []
  const { stream, lines } = await listen((query, socket) => {
    held.push(() => socket.write(framed(answerTo(query))))
    if (held.length === 50) held.toReversed().forEach((send) => { send() })
  })
  const questions = Array.from({ length: 50 }, (_, index) => ({ name: readName(`naam${index}.test`)!, type: 16 }))
  const replies = await Promise.all(questions.map((asked) => stream.ask(asked, patience(5_000))))
  expect(replies.map((reply) => reply.kind === 'message' ? reply.message.question : null)).toEqual(questions)
  expect(lines()).toBe(1)
})

test('a line that the server closed while idle is opened anew', async () => {
  const { stream, lines } = await listen((query, socket) => socket.end(framed(answerTo(query))))
  for (let times = 0; times < 3; times += 1) expect(inWord(await stream.ask(question, patience(5_000)))).toBe('message')
  expect(lines()).toBe(3)
})

test('a line that breaks under a question is tried once more, and no more than that', async () => {
  let asked = 0
  const { stream, lines } = await listen((query, socket) => {
    asked += 1
    if (asked === 1) socket.write(framed(answerTo(query)))
    else socket.destroy()
  })
  expect(inWord(await stream.ask(question, patience(5_000)))).toBe('message')
  expect(inWord(await stream.ask(question, patience(5_000)))).toBe('connection-refused')
  expect(lines()).toBe(2)
})

test('an answer in pieces of one byte is an answer', async () => {
  const { stream } = await listen((query, socket) => {
    socket.setNoDelay(true)
    for (const byte of framed(answerTo(query))) socket.write(Buffer.of(byte))
  })
  expect(inWord(await stream.ask(question, patience(5_000)))).toBe('message')
})

test.each<[string, (query: Buffer) => Buffer, string]>([
  ['rubbish under the right id', (query) => framed(Buffer.concat([query.subarray(0, 2), Buffer.from('rubbish')])), 'malformed-reply'],
  ['the answer to another question', (query) => framed(answerTo(query, { question: { ...question, type: 1 } })), 'malformed-reply'],
  ['one that is cut off even here', (query) => framed(answerTo(query, { isTruncated: true })), 'malformed-reply'],
  ['an empty one', () => Buffer.of(0, 0), 'timed-out'],
  ['one under another id', (query) => framed(answerTo(query, { id: readMessage(query)!.id ^ 1 })), 'timed-out'],
])('over a line: %s', async (_, answer, expected) => {
  const { stream } = await listen((query, socket) => socket.write(answer(query)))
  expect(inWord(await stream.ask(question, patience(300)))).toBe(expected)
})

async function datagrams(serve: (query: Buffer, from: RemoteInfo, send: (packet: Buffer) => void) => void) {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => { serve(query, from, (packet) => { socket.send(packet, from.port, from.address) }) })
  socket.bind(0, host)
  await once(socket, 'listening')
  ends.push(() => { socket.close() })
  return { host, port: socket.address().port }
}

test('forged datagrams before the right one are not heard: wrong id, wrong question, from somewhere else', async () => {
  const stranger = createSocket('udp4')
  ends.push(() => { stranger.close() })
  const server = await datagrams((query, from, send) => {
    send(answerTo(query, { id: readMessage(query)!.id ^ 1 }))
    send(answerTo(query, { question: { name: readName('kwaad.test')!, type: 16 } }))
    send(Buffer.from('rubbish'))
    stranger.send(answerTo(query, { rcode: 3 }), from.port, from.address, () => { setTimeout(() => { send(answerTo(query, { rcode: 5 })) }, 50) })
  })
  const { reply } = await askUdp([server], question, patience(5_000))
  expect(reply).toMatchObject({ kind: 'message', message: { rcode: 5 } })
})

test('every try has a port and an id of its own; a late answer to the first still counts', async () => {
  const seen: { id: number; port: number; answer: () => void }[] = []
  const server = await datagrams((query, from, send) => {
    seen.push({ id: query.readUInt16BE(0), port: from.port, answer: () => { send(answerTo(query)) } })
    if (seen.length === 2) seen[0]!.answer()
  })
  const { reply } = await askUdp([server], question, patience(5_000))
  expect(inWord(reply)).toBe('message')
  expect(seen[0]!.port).not.toBe(seen[1]!.port)
})

test('a server that is not there makes room for the next', async () => {
  const gone = createSocket('udp4').bind(0, host)
  await once(gone, 'listening')
  const { port } = gone.address()
  await new Promise<void>((resolve) => gone.close(resolve))
  const server = await datagrams((query, _, send) => { send(answerTo(query)) })
  expect(inWord((await askUdp([{ host, port }, server], question, patience(5_000))).reply)).toBe('message')
  expect(inWord((await askUdp([{ host, port }], question, patience(5_000))).reply)).toBe('connection-refused')
})
