import type { Socket } from 'node:net'
import type { ConnectionProblem } from '../../../shared/contract/accounts.ts'
import { IMAP_STALL_MS, LOGOUT_WAIT_MS } from '../../../shared/limits.ts'
import { problemOf, SessionLost } from '../problems.ts'
import type { SessionLogin } from '../session.ts'
import { within, type UidRange } from '../uid-set.ts'
import { answerLine, type AnswerLine } from './answer-line.ts'
import type { CommandParts } from './command-text.ts'
import { FetchReader, type FetchedMessage } from './fetch-reader.ts'
import { ANSWERS_BEFORE_END } from './limits.ts'
import { openPlain, openTls, upgrade } from './transport.ts'

/** Messages that a command asks for. What `take` throws comes out of the command, and ends the line. */
export interface Wanted {
  readonly uids: readonly UidRange[]
  readonly maxBytes: number
  readonly take: (message: FetchedMessage) => void
}

/** Who hears what comes while a command runs. */
export interface Listener {
  readonly untagged?: (line: AnswerLine) => void
  readonly wanted?: Wanted
  /** After its OK nothing may come but a handshake. */
  readonly endsClearText?: true
}

interface Asked extends Listener {
  readonly tag: string
  /** What is still to be sent, each when the server says that it may come. */
  readonly parts: string[]
  readonly ending: PromiseWithResolvers<AnswerLine>
}

/** Commands and answers in order on one line. Once it is lost, every command fails with the same `SessionLost`. */
export class Talk {
  #socket: Socket | null = null
  #reader = this.#newReader()
  readonly #asked: Asked[] = []
  readonly #greeting = Promise.withResolvers<AnswerLine>()
  readonly #loss = Promise.withResolvers<never>()
  #lost: SessionLost | null = null
  #stage: 'greeting' | 'login' | 'upgrade' | 'work' | 'leaving' = 'greeting'
  #isPaused = false
  #hasHeard = false
  #silentSince = performance.now()
  #tags = 0
  /** Since a command ended. */
  #answers = 0
  readonly #watch: NodeJS.Timeout

  constructor() {
    // It comes out of whatever is awaited then.
    this.#loss.promise.catch(() => undefined)
    this.#watch = setInterval(() => { this.#checkStall() }, IMAP_STALL_MS / 8)
    this.#watch.unref()
  }

  /** Connects with TLS from the start; gives the greeting. */
  async connect(server: SessionLogin): Promise<AnswerLine> {
    const socket = openTls(server, (bytes) => { this.#take(bytes) })
    this.#use(socket)
    await this.#secured(socket)
    return this.#unlessLost(this.#greeting.promise)
  }

  /** Connects in clear text; gives the greeting, in which nothing may be trusted. */
  async connectPlain(server: SessionLogin): Promise<AnswerLine> {
    const socket = openPlain(server)
    socket.on('data', (bytes: Buffer) => { this.#take(bytes) })
    this.#use(socket)
    return this.#unlessLost(this.#greeting.promise)
  }

  /** From clear text to TLS; what was heard before is forgotten. */
  async upgrade(server: SessionLogin): Promise<void> {
    const { name } = await this.command(['STARTTLS'], { endsClearText: true })
    const plain = this.#socket
    if (name !== 'OK' || plain === null) throw new SessionLost('no-tls')
    plain.removeAllListeners('data').removeAllListeners('end').removeAllListeners('close')
    const socket = upgrade(plain, server)
    this.#use(socket)
    await this.#secured(socket)
    this.#reader = this.#newReader()
    this.#stage = 'login'
    socket.on('data', (bytes: Buffer) => { this.#take(bytes) })
  }

  /** From here on a farewell means that the server goes down, not that it is too busy for us. */
  loggedIn(): void {
    this.#stage = 'work'
  }

  /** Gives a command; resolves at its tagged answer. One with parts that wait for the server must be the only one under way. */
  command(parts: CommandParts, listener: Listener = {}): Promise<AnswerLine> {
    const [first, ...later] = parts
    if (this.#asked.some((asked) => asked.parts.length > 0)) throw new Error('a command before this one is not sent yet')
    if (this.#asked.some(({ wanted }) => overlap(wanted, listener.wanted))) throw new Error('these messages are asked for already')
    const ending = Promise.withResolvers<AnswerLine>()
    // Of commands given ahead nobody may be waiting yet for the one that fails.
    ending.promise.catch(() => undefined)
    if (this.#lost !== null) {
      ending.reject(this.#lost)
      return ending.promise
    }
    const tag = `F${String(this.#tags += 1)}`
    if (this.#asked.length === 0) this.#silentSince = performance.now()
    this.#asked.push({ ...listener, tag, parts: later, ending })
    this.#setBodyMax()
    this.#send(`${tag} ${first}`)
    return ending.promise
  }

  /** Reads no more until `resume`; what has come in already, some 64 KB at most, is still heard. */
  pause(): void {
    this.#isPaused = true
    this.#socket?.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#hasHeard = true
    this.#socket?.resume()
  }

  /** Says goodbye, but not for long, and not to a server that is in the middle of something. */
  async close(): Promise<void> {
    if (this.#lost === null && this.#asked.length === 0) {
      this.resume()
      this.#stage = 'leaving'
      const patience = setTimeout(() => { this.lose('dropped') }, LOGOUT_WAIT_MS)
      await this.command(['LOGOUT']).catch(() => undefined)
      clearTimeout(patience)
    }
    this.lose('dropped')
  }

  /** Ends the line. The first reason is the one that counts. */
  lose(problem: ConnectionProblem, cause?: unknown): void {
    if (this.#lost !== null) return
    this.#lost = new SessionLost(problem, { cause })
    clearInterval(this.#watch)
    this.#socket?.destroy()
    this.#loss.reject(this.#lost)
    for (const { ending } of this.#asked.splice(0)) ending.reject(this.#lost)
  }

  #use(socket: Socket): void {
    this.#socket = socket
    socket.on('error', (error) => { this.lose(problemOf(error) ?? (this.#stage === 'upgrade' ? 'no-tls' : 'garbled'), error) })
    const dropped = (): void => { this.lose('dropped') }
    socket.on('end', dropped).on('close', dropped)
    if (this.#lost !== null) socket.destroy()
  }

  #secured(socket: Socket): Promise<void> {
    return this.#unlessLost(new Promise((resolve) => { socket.once('secureConnect', resolve) }))
  }

  #unlessLost<Result>(result: Promise<Result>): Promise<Result> {
    return Promise.race([result, this.#loss.promise])
  }

  #send(line: string): void {
    this.#socket?.write(`${line}\r\n`)
  }

  #take(bytes: Buffer): void {
    if (this.#lost !== null) return
    this.#hasHeard = true
    try {
      if (this.#stage === 'upgrade') throw new SessionLost('no-tls')
      this.#reader.feed(bytes)
      this.#refuseTail()
    } catch (error) {
      // Whatever we stumble over came from the server.
      if (error instanceof SessionLost) this.lose(error.problem, error.cause)
      else this.lose('garbled', error)
    }
  }

  /** Bytes behind the last answer in clear text were put there to be taken for the server's under TLS (RFC 9051 section 11.1). */
  #refuseTail(): void {
    if (this.#stage === 'upgrade' && !this.#reader.isBetweenAnswers) throw new SessionLost('no-tls')
  }

  #newReader(): FetchReader {
    return new FetchReader({
      message: (message) => { this.#message(message) },
      untagged: (text) => { this.#untagged(text) },
      tagged: (tag, text) => { this.#tagged(tag, text) },
      continuation: () => { this.#goOn() },
    })
  }

  #count(): void {
    if (this.#stage === 'upgrade') throw new SessionLost('no-tls')
    this.#answers += 1
    if (this.#answers > ANSWERS_BEFORE_END && this.#asked.length > 0) throw new SessionLost('garbled')
  }

  /**
   * To the command that asked for this UID, not to the one that is first in line: with more than one under way servers end the
   * first only after they have sent the messages of the next (Dovecot does).
   */
  #message(message: FetchedMessage): void {
    this.#count()
    const asked = this.#asked.find(({ wanted }) => wanted !== undefined && within(message.uid, wanted.uids))
    if (asked?.wanted === undefined) return
    if (message.raw.length > asked.wanted.maxBytes) throw new SessionLost('garbled')
    try {
      asked.wanted.take(message)
    } catch (error) {
      asked.ending.reject(error)
      throw new SessionLost('dropped', { cause: error })
    }
  }

  #untagged(text: string): void {
    this.#count()
    const isFarewell = /^BYE(?: |$)/i.test(text)
    if (isFarewell && this.#stage !== 'leaving') throw new SessionLost(this.#stage === 'work' ? 'dropped' : 'server-busy')
    if (this.#stage === 'greeting') this.#greet(answerLine(text))
    else this.#asked.find(({ untagged }) => untagged !== undefined)?.untagged?.(answerLine(text))
  }

  #greet(line: AnswerLine): void {
    if (line.name !== 'OK' && line.name !== 'PREAUTH') throw new SessionLost('garbled')
    this.#stage = 'login'
    this.#greeting.resolve(line)
  }

  #tagged(tag: string, text: string): void {
    this.#count()
    const line = answerLine(text)
    const asked = this.#asked.find((one) => one.tag === tag)
    if (asked === undefined || !ENDINGS.has(line.name)) throw new SessionLost('garbled')
    this.#asked.splice(this.#asked.indexOf(asked), 1)
    this.#answers = 0
    this.#setBodyMax()
    if (asked.endsClearText === true) this.#stage = 'upgrade'
    asked.ending.resolve(line)
  }

  #goOn(): void {
    this.#count()
    const part = this.#asked[0]?.parts.shift()
    if (part === undefined) throw new SessionLost('garbled')
    this.#send(part)
  }

  #setBodyMax(): void {
    this.#reader.bodyMax = Math.max(0, ...this.#asked.map(({ wanted }) => wanted?.maxBytes ?? 0))
  }

  #checkStall(): void {
    const now = performance.now()
    if (this.#asked.length === 0 || this.#isPaused || this.#hasHeard) {
      this.#hasHeard = false
      this.#silentSince = now
    } else if (now - this.#silentSince >= IMAP_STALL_MS) {
      this.lose('timeout')
    }
  }
}

const overlap = (one: Wanted | undefined, other: Wanted | undefined): boolean =>
  one?.uids.some(({ first, last }) => other?.uids.some((range) => range.first <= last && first <= range.last)) ?? false

const ENDINGS: ReadonlySet<string> = new Set(['OK', 'NO', 'BAD'])
