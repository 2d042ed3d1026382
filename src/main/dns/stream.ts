import { randomInt } from 'node:crypto'
import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { DNS_LINE_IDLE_MS } from './limits.ts'
import { isAnswerTo, readMessage, writeQuery, type Question } from './message.ts'
import { reasonOf, unreachable, whyEnded, type Reply, type Server } from './reply.ts'

export type StreamOptions = Server & { readonly tls?: { readonly serverName?: string | undefined; readonly ca?: string | Buffer | undefined } }

/** One line to a resolver, kept for a while, with many questions under way at once (RFC 7766 section 6.2.1.1, RFC 7858). */
export type Stream = { readonly ask: (question: Question, end: AbortSignal) => Promise<Reply>; readonly close: () => void }

type Waiting = { readonly question: Question; readonly settle: (reply: Reply) => void }
type Line = { readonly socket: Socket; readonly waiting: Map<number, Waiting>; hasAnswered: boolean; isOpen: boolean }

/** The certificate is checked for the server's name; nothing is sent before that (RFC 8310 section 5, strict). */
function dial({ host, port, tls }: StreamOptions): Socket {
  if (tls === undefined) return connectTcp({ host, port })
  const { serverName = host, ca } = tls
  return connectTls({
    host, port, minVersion: 'TLSv1.2', ...(isIP(serverName) === 0 ? { servername: serverName } : {}), ...(ca === undefined ? {} : { ca }),
  })
}

/** Cuts what comes in into messages: two bytes of length before each (RFC 1035 section 4.2.2). */
function framed(onMessage: (packet: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0)
      onMessage(rest.subarray(2, end))
      rest = rest.subarray(end)
    }
  }
}

function openLine(options: StreamOptions): Line {
  const line: Line = { socket: dial(options), waiting: new Map(), hasAnswered: false, isOpen: true }
  const { socket, waiting } = line
  const end = (reply: Reply): void => {
    line.isOpen = false
    socket.destroy()
    for (const { settle } of [...waiting.values()]) settle(reply)
  }
  socket.setNoDelay(true)
  socket.setTimeout(DNS_LINE_IDLE_MS)
  socket.on('timeout', () => { end(unreachable('timed-out')) })
  socket.on('error', (error) => { end(unreachable(reasonOf(error))) })
  socket.on('close', () => { end(unreachable('connection-refused')) })
  socket.on('data', framed((packet) => {
    const id = packet.length < 2 ? -1 : packet.readUInt16BE(0)
    const waiter = waiting.get(id)
    if (waiter === undefined) return
    line.hasAnswered = true
    const message = readMessage(packet)
    const isAnswer = message !== null && !message.isTruncated && isAnswerTo(message, id, waiter.question)
    waiter.settle(isAnswer ? { kind: 'message', message } : unreachable('malformed-reply'))
  }))
  return line
}

/** An id that no question under way has; null when there are too many. */
function freeId({ waiting }: Line): number | null {
  for (let tries = 0; tries < 16; tries += 1) {
    const id = randomInt(0x10000)
    if (!waiting.has(id)) return id
  }
  return null
}

function askOver(line: Line, question: Question, end: AbortSignal): Promise<Reply> {
  const id = freeId(line)
  if (id === null || end.aborted) return Promise.resolve(unreachable(whyEnded(end)))
  return new Promise((resolve) => {
    const settle = (reply: Reply): void => {
      end.removeEventListener('abort', stop)
      line.waiting.delete(id)
      // An idle line does not keep the program from ending.
      if (line.waiting.size === 0) line.socket.unref()
      resolve(reply)
    }
    const stop = (): void => { settle(unreachable(whyEnded(end))) }
    line.waiting.set(id, { question, settle })
    end.addEventListener('abort', stop)
    const query = writeQuery(id, question)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(query.length)
    line.socket.ref()
    line.socket.write(Buffer.concat([length, query]))
  })
}

export function openStream(options: StreamOptions): Stream {
  let line: Line | undefined
  return {
    ask: async (question, end) => {
      const earlier = line?.isOpen === true ? line : undefined
      const current = earlier ?? (line = openLine(options))
      const wasUsed = current.hasAnswered
      const reply = await askOver(current, question, end)
      // A server may close an idle line at any moment: once more, over a new one.
      const isLost = reply.kind === 'unreachable' && wasUsed && !current.isOpen && !end.aborted
      if (!isLost) return reply
      const next = line !== undefined && line.isOpen ? line : (line = openLine(options))
      return askOver(next, question, end)
    },
    close: () => line?.socket.destroy(),
  }
}
