import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { request as requestSchema, type Frame } from '../../../shared/contract/wire.ts'
import { MAX_FRAME_BYTES, MAX_LOOPBACK_SOCKETS, TOKEN_WAIT_MS } from '../../../shared/limits.ts'
import type { Core } from '../../app/core.ts'
import { createAdmission, textOf } from './admission.ts'
import { servePage } from './pages.ts'

export interface Loopback {
  /** Carries the token in its fragment, which no browser sends anywhere. */
  readonly url: string
  [Symbol.asyncDispose](): Promise<void>
}

interface LoopbackOptions {
  /** The built renderer. */
  pages: string
  port: number
  makeCore(origin: string): Core
}

/** Exact Host, so that a name that somebody else points at this machine gets nothing (DNS rebinding). */
const isOwnHost = (request: IncomingMessage, port: number) => request.headers.host === `localhost:${port}`
const isOwnOrigin = (request: IncomingMessage, port: number) => request.headers.origin === `http://localhost:${port}`

/** After the token: requests in, answers and events out, until the line ends or the returned function is called. */
function converse(socket: WebSocket, core: Core): () => void {
  let isOver = false
  const send = (frame: Frame) => {
    if (!isOver && socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
  }
  const stopListening = core.listen((event) => { send({ kind: 'event', event }) })
  const hear = (data: RawData) => {
    let parsed: ReturnType<typeof requestSchema.safeParse>
    try {
      parsed = requestSchema.safeParse(JSON.parse(textOf(data)))
    } catch {
      socket.close(1007)
      return
    }
    if (!parsed.success) {
      socket.close(1007)
      return
    }
    const { id, name, input } = parsed.data
    void core.answer(name, input).then((outcome) => { send({ kind: 'answer', id, outcome }) })
  }
  socket.on('message', hear)
  return () => {
    isOver = true
    stopListening()
    socket.off('message', hear)
  }
}

/** A core that does not start takes the server with it: the program ends instead of waiting for nobody. */
function coreOrClose(make: () => Core, server: Server): Core {
  try {
    return make()
  } catch (error) {
    server.close()
    throw error
  }
}

/**
 * Serves the renderer to a browser on this machine and lets it talk to the core.
 * Bound to loopback; exact Host and Origin; no cookie. The token in the address is good for one line, and that line is given the
 * token for the next; one line is served at a time, and the newest ends the one before it. Not part of packaged builds.
 */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  let port = 0
  const server = createServer({ headersTimeout: TOKEN_WAIT_MS, requestTimeout: TOKEN_WAIT_MS, connectionsCheckingInterval: 1_000 }, (request, response) => {
    if (!isOwnHost(request, port)) {
      response.writeHead(403).end()
      return
    }
    void servePage(options.pages, `ws://localhost:${port}`, { request, response })
  })
  server.maxConnections = MAX_LOOPBACK_SOCKETS
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // Chromium resolves localhost to 127.0.0.1 as well as to ::1; one of them is enough.
    server.listen({ port: options.port, host: '127.0.0.1' }, resolve)
  })
  port = (server.address() as AddressInfo).port
  const core = coreOrClose(() => options.makeCore(`http://localhost:${port}`), server)
  const admission = createAdmission((line) => converse(line, core))

  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/core' || !isOwnHost(request, port) || !isOwnOrigin(request, port) || !admission.hasRoom()) {
      socket.destroy()
      return
    }
    sockets.handleUpgrade(request, socket, head, (line) => { admission.receive(line, request.socket, head.length) })
  })
  return {
    url: `http://localhost:${port}/#token=${admission.token}`,
    async [Symbol.asyncDispose]() {
      sockets.clients.forEach((line) => { line.terminate() })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await core.close()
    },
  }
}
