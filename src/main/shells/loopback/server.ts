import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { request as requestSchema, type Frame } from '../../../shared/contract/wire.ts'
import { MAX_FRAME_BYTES, TOKEN_WAIT_MS } from '../../../shared/limits.ts'
import type { Core } from '../../app/core.ts'
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
  makeCore(origin: string): Promise<Core>
}

/** Exact Host, so that a name that somebody else points at this machine gets nothing (DNS rebinding). */
const isOwnHost = (request: IncomingMessage, port: number) => request.headers.host === `localhost:${port}`
const isOwnOrigin = (request: IncomingMessage, port: number) => request.headers.origin === `http://localhost:${port}`

const sameToken = (given: string, wanted: string) =>
  given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted))

function tokenOf(data: string): string | undefined {
  try {
    const first: unknown = JSON.parse(data)
    return typeof first === 'object' && first !== null && 'token' in first && typeof first.token === 'string' ? first.token : undefined
  } catch {
    return undefined
  }
}

const textOf = (data: RawData): string => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8')

/** After the token: requests in, answers and events out, until the line ends. */
function converse(socket: WebSocket, core: Core): void {
  const send = (frame: Frame) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame))
  }
  const stopListening = core.listen((event) => { send({ kind: 'event', event }) })
  socket.on('close', stopListening)
  socket.on('message', (data) => {
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
  })
}

function welcome(socket: WebSocket, token: string, core: Core): void {
  const tooLate = setTimeout(() => { socket.close(4401) }, TOKEN_WAIT_MS)
  socket.on('error', () => { socket.terminate() })
  socket.once('close', () => { clearTimeout(tooLate) })
  socket.once('message', (data) => {
    clearTimeout(tooLate)
    const given = tokenOf(textOf(data))
    if (given === undefined || !sameToken(given, token)) {
      socket.close(4401)
      return
    }
    converse(socket, core)
  })
}

/**
 * Serves the renderer to a browser on this machine and lets it talk to the core.
 * Bound to loopback; one token per start; exact Host and Origin; no cookie. Not part of packaged builds.
 */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const token = randomBytes(32).toString('base64url')
  let port = 0
  const server = createServer((request, response) => {
    if (!isOwnHost(request, port)) {
      response.writeHead(403).end()
      return
    }
    void servePage(options.pages, `ws://localhost:${port}`, { request, response })
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // Chromium resolves localhost to 127.0.0.1 as well as to ::1; one of them is enough.
    server.listen({ port: options.port, host: '127.0.0.1' }, resolve)
  })
  port = (server.address() as AddressInfo).port
  const core = await options.makeCore(`http://localhost:${port}`)

  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/core' || !isOwnHost(request, port) || !isOwnOrigin(request, port)) {
      socket.destroy()
      return
    }
    sockets.handleUpgrade(request, socket, head, (line) => { welcome(line, token, core) })
  })
  return {
    url: `http://localhost:${port}/#token=${token}`,
    async [Symbol.asyncDispose]() {
      sockets.clients.forEach((line) => { line.terminate() })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await core.close()
    },
  }
}
