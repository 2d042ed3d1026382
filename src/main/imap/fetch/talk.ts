import type { Socket } from 'node:net'
import type { ConnectionProblem } from '../../../shared/contract/accounts.ts'
import { IMAP_STALL_MS, LOGOUT_WAIT_MS } from '../../../shared/limits.ts'
import { problemOf, SessionLost } from '../problems.ts'
import type { SessionLogin } from '../session.ts'
import { answerLine, type AnswerLine } from './answer-line.ts'
import type { CommandParts } from './command-text.ts'
import { FetchReader, type FetchedMessage } from './fetch-reader.ts'
import { ANSWERS_PER_COMMAND } from './limits.ts'
import { openPlain, openTls, upgrade } from './transport.ts'

/** Who hears what comes while a command runs. What it throws comes out of the command, and ends the line. */
export interface Listener {
  readonly untagged?: (line: AnswerLine) => void
  readonly message?: (message: FetchedMessage) => void
  /** How many bytes of a message are asked for; 0 when absent. */
  readonly bodyMax?: number
  /** After its OK nothing may come but a handshake. */
  readonly endsClearText?: true
}

interface Asked {
  readonly tag: string
  /** What is still to be sent, each when the server says that it may come. */
  readonly parts: string[]
  readonly listener: Listener
  readonly ending: PromiseWithResolvers<AnswerLine>
  answers: number
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
    const ending = Promise.withResolvers<AnswerLine>()
    // Of commands given ahead nobody may be waiting yet for the one that fails.
    ending.promise.catch(() => undefined)
    if (this.#lost !== null) {
      ending.reject(this.#lost)
      return ending.promise
    }
    const tag = `F${String(this.#tags += 1)}`
    if (this.#asked.length === 0) this.#silentSince = performance.now()
    this.#asked.push({ tag, parts: later, listener, ending, answers: 0 })
    this.#reader.bodyMax = this.#asked[0]?.listener.bodyMax ?? 0
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
      // What a listener throws is told to whoever gave the command.
      if (!(error instanceof SessionLost)) this.#asked.shift()?.ending.reject(error)
      this.lose(error instanceof SessionLost ? error.problem : 'dropped', error)
    }
  }

  /** Bytes behind the last answer in clear text were put there to be taken for the server's under TLS (RFC 9051 section 11.1). */
  #refuseTail(): void {
    if (this.#stage === 'upgrade' && !this.#reader.isBetweenAnswers) throw new SessionLost('no-tls')
  }

  #newReader(): FetchReader {
    return new FetchReader({
      message: (message) => { this.#hearing()?.listener.message?.(message) },
      untagged: (text) => { this.#untagged(text) },
      tagged: (tag, text) => { this.#tagged(tag, text) },
      continuation: () => { this.#goOn() },
    })
  }

  /** Whose answer this is; undefined between commands. */
  #hearing(): Asked | undefined {
    if (this.#stage === 'upgrade') throw new SessionLost('no-tls')
    const [asked] = this.#asked
    if (asked === undefined) return undefined
    asked.answers += 1
    if (asked.answers > ANSWERS_PER_COMMAND) throw new SessionLost('garbled')
    return asked
  }

  #untagged(text: string): void {
    const asked = this.#hearing()
    const isFarewell = /^BYE(?: |$)/i.test(text)
    if (isFarewell && this.#stage !== 'leaving') throw new SessionLost(this.#stage === 'work' ? 'dropped' : 'server-busy')
    if (this.#stage === 'greeting') this.#greet(answerLine(text))
    else asked?.listener.untagged?.(answerLine(text))
  }

  #greet(line: AnswerLine): void {
    if (line.name !== 'OK' && line.name !== 'PREAUTH') throw new SessionLost('garbled')
    this.#stage = 'login'
    this.#greeting.resolve(line)
  }

  #tagged(tag: string, text: string): void {
    const asked = this.#hearing()
    const line = answerLine(text)
    if (asked?.tag !== tag || !ENDINGS.has(line.name)) throw new SessionLost('garbled')
    this.#asked.shift()
    this.#reader.bodyMax = this.#asked[0]?.listener.bodyMax ?? 0
    if (asked.listener.endsClearText === true) this.#stage = 'upgrade'
    asked.ending.resolve(line)
  }

  #goOn(): void {
    const part = this.#hearing()?.parts.shift()
    if (part === undefined) throw new SessionLost('garbled')
    this.#send(part)
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

const ENDINGS: ReadonlySet<string> = new Set(['OK', 'NO', 'BAD'])
