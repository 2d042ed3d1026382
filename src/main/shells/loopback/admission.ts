import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Socket } from 'node:net'
import type { RawData, WebSocket } from 'ws'
import type { LoopbackFrame } from '../../../shared/contract/wire.ts'
import { MAX_TOKEN_BYTES, MAX_UNADMITTED_LINES, TOKEN_WAIT_MS } from '../../../shared/limits.ts'

/** Close codes of our own (RFC 6455 section 7.4.2): no token or a wrong one in time; and a newer line that took over. */
const REFUSED = 4401
const TAKEN_OVER = 4409

/** Who may talk to the core: one line at a time, which showed the token in its first frame. */
export interface Admission {
  /** The token that opens the next line. */
  readonly token: string
  /** False: too many lines are open that have shown nothing yet. */
  hasRoom(): boolean
  /** Takes a fresh line in; `socket` is what it runs over, `head` how many of its bytes have been read already. */
  receive(line: WebSocket, socket: Socket, head: number): void
}

/** `converse` begins to serve a line and returns what ends that at once. */
export function createAdmission(converse: (line: WebSocket) => () => void): Admission {
  const tokens = oneTimeTokens()
  let waiting = 0
  /** Ends the line that is being served. */
  let endServing = () => {}

  const serve = (line: WebSocket, next: string): void => {
    endServing()
    line.send(JSON.stringify({ kind: 'welcome', token: next } satisfies LoopbackFrame))
    const stop = converse(line)
    const end = () => {
      stop()
      line.close(TAKEN_OVER)
    }
    endServing = end
    line.once('close', () => {
      stop()
      if (endServing === end) endServing = () => {}
    })
  }
  return {
    get token() { return tokens.current },
    hasRoom: () => waiting < MAX_UNADMITTED_LINES,
    receive(line, socket, head) {
      waiting++
      const lift = limitBytes(socket, MAX_TOKEN_BYTES - head)
      const tooLate = setTimeout(() => { line.terminate() }, TOKEN_WAIT_MS)
      const decided = onceOnly(() => {
        waiting--
        clearTimeout(tooLate)
        lift()
      })
      line.on('error', () => { line.terminate() })
      line.once('close', decided)
      line.once('message', (data) => {
        decided()
        const given = socket.destroyed ? undefined : tokenOf(textOf(data))
        const next = given === undefined ? undefined : tokens.take(given)
        if (next === undefined) line.close(REFUSED)
        else serve(line, next)
      })
    },
  }
}

const onceOnly = (work: () => void) => {
  let isDone = false
  return () => {
    if (isDone) return
    isDone = true
    work()
  }
}

/** Cuts off who sends more, before it is put together to a frame. Returns what lifts the limit. */
function limitBytes(socket: Socket, bytes: number): () => void {
  const most = socket.bytesRead + bytes
  const look = () => { if (socket.bytesRead > most) socket.destroy() }
  look()
  // Before whoever makes frames of it: what is cut off is not read.
  socket.prependListener('data', look)
  return () => { socket.off('data', look) }
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

export const textOf = (data: RawData): string => (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer)).toString('utf8')
