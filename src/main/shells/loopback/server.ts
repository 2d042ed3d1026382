import { randomBytes, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type RawData, type WebSocket } from 'ws'
import { request as requestSchema, type Frame, type LoopbackFrame } from '../../../shared/contract/wire.ts'
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
  makeCore(origin: string): Core
}

/** Exact Host, so that a name that somebody else points at this machine gets nothing (DNS rebinding). */
const isOwnHost = (request: IncomingMessage, port: number) => request.headers.host === `localhost:${port}`
const isOwnOrigin = (request: IncomingMessage, port: number) => request.headers.origin === `http://localhost:${port}`

/** Compared as bytes: letters of two bytes make texts of equal length that are not equally long. */
function sameToken(given: string, wanted: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(wanted)]
  return one.length === other.length && timingSafeEqual(one, other)
}

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

/** Good for one line: who uses it gets the next one, so that an address seen in a process list opens nothing later. */
interface Tokens { take(given: string): string | undefined; readonly current: string }

function oneTimeTokens(): Tokens {
  const fresh = () => randomBytes(32).toString('base64url')
  let current = fresh()
  return {
    get current() { return current },
    take(given) {
      if (!sameToken(given, current)) return undefined
      current = fresh()
      return current
    },
  }
}

function welcome(socket: WebSocket, tokens: Tokens, core: Core): void {
  const tooLate = setTimeout(() => { socket.close(4401) }, TOKEN_WAIT_MS)
  socket.on('error', () => { socket.terminate() })
  socket.once('close', () => { clearTimeout(tooLate) })
  socket.once('message', (data) => {
    clearTimeout(tooLate)
    const given = tokenOf(textOf(data))
    const next = given === undefined ? undefined : tokens.take(given)
    if (next === undefined) {
      socket.close(4401)
      return
    }
    socket.send(JSON.stringify({ kind: 'welcome', token: next } satisfies LoopbackFrame))
    converse(socket, core)
  })
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
 * Bound to loopback; one token per start; exact Host and Origin; no cookie. Not part of packaged builds.
 */
export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const tokens = oneTimeTokens()
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
  const core = coreOrClose(() => options.makeCore(`http://localhost:${port}`), server)

  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/core' || !isOwnHost(request, port) || !isOwnOrigin(request, port)) {
      socket.destroy()
      return
    }
    sockets.handleUpgrade(request, socket, head, (line) => { welcome(line, tokens, core) })
  })
  return {
    url: `http://localhost:${port}/#token=${tokens.current}`,
    async [Symbol.asyncDispose]() {
      sockets.clients.forEach((line) => { line.terminate() })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await core.close()
    },
  }
}
