import { randomInt } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { DNS_RESEND_AT_MS } from './limits.ts'
import { isAnswerTo, readMessage, writeQuery, type Question } from './message.ts'
import { reasonOf, unreachable, whyEnded, type Reply, type Server } from './reply.ts'

export type Replied = { readonly reply: Reply; readonly server: Server | null }

/**
 * Asks over UDP: each try from a socket of its own, so with a random port and id (RFC 5452), at the next server in turn. What
 * does not answer this question under this id from this address is not heard. Earlier tries stay open until there is an answer.
 */
export function askUdp(servers: readonly Server[], question: Question, end: AbortSignal): Promise<Replied> {
  return new Promise((resolve) => {
    const open = new Set<Socket>()
    const timers: NodeJS.Timeout[] = []
    let tries = 0

    const settle = (replied: Replied): void => {
      end.removeEventListener('abort', stop)
      timers.forEach(clearTimeout)
      for (const socket of open) socket.close()
      open.clear()
      resolve(replied)
    }
    const stop = (): void => { settle({ reply: unreachable(whyEnded(end)), server: null }) }

    const dropped = (socket: Socket, error: Error): void => {
      if (!open.delete(socket)) return
      socket.close()
      if (tries < DNS_RESEND_AT_MS.length) attempt()
      else if (open.size === 0) settle({ reply: unreachable(reasonOf(error)), server: null })
    }

    const attempt = (): void => {
      const server = servers[tries % servers.length]
      if (server === undefined || tries >= DNS_RESEND_AT_MS.length) return
      tries += 1
      const id = randomInt(0x10000)
      const socket = createSocket(isIPv6(server.host) ? 'udp6' : 'udp4')
      open.add(socket)
      socket.on('error', (error) => { dropped(socket, error) })
      socket.on('message', (packet) => {
        const message = readMessage(packet)
        if (message !== null && open.has(socket) && isAnswerTo(message, id, question)) settle({ reply: { kind: 'message', message }, server })
      })
      socket.on('connect', () => { socket.send(writeQuery(id, question)) })
      socket.connect(server.port, server.host)
    }

    if (end.aborted || servers.length === 0) {
      stop()
      return
    }
    end.addEventListener('abort', stop)
    for (const at of DNS_RESEND_AT_MS.slice(1)) timers.push(setTimeout(attempt, at))
    attempt()
  })
}
