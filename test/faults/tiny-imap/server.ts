import { readFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, Server as TlsServer, TLSSocket, type SecureVersion } from 'node:tls'
import { handlers, parseCommand, tellNews, type Command, type Talk } from './commands.ts'
import { TinyMailbox } from './mailboxes.ts'
import { testCertificates, type CertificateName } from './certificate.ts'
import { Wire } from './wire.ts'

export interface TinyOptions {
  /** On top of IMAP4rev1. Default: none, the poorest server that there is. */
  readonly capabilities?: readonly string[]
  readonly security?: 'tls' | 'starttls'
  readonly certificate?: CertificateName
  /** The newest TLS that it speaks. */
  readonly maxVersion?: SecureVersion
  readonly greeting?: string
  readonly mailboxes?: readonly TinyMailbox[]
}

/** What a test does to a command instead of answering it. True: it has been dealt with. */
export type Reaction = (talk: Talk, command: Command) => boolean | Promise<boolean>

/** A small IMAP server on a real line, made to misbehave. It knows little, and what it knows a test can take away or twist. */
export interface TinyImap extends AsyncDisposable {
  readonly port: number
  readonly ca: string
  readonly password: string
  /** Every command since the start, without its tag. */
  readonly heard: readonly string[]
  mailbox(name: string): TinyMailbox
  addMailbox(mailbox: TinyMailbox): void
  removeMailbox(name: string): void
  /** What the server does by itself; a reaction may let it, and do something on top. */
  answer(talk: Talk, command: Command): Promise<void>
  /** The next `times` commands that match get this reaction; one that gives false leaves it to the server. */
  react(pattern: RegExp, reaction: Reaction, times?: number): void
  /** What it shows from now on. */
  useCertificate(name: CertificateName): void
  /** Cuts every line at once. */
  dropAll(): void
  /** Tells those who listen that something came in. */
  tellNews(): void
  /** Stops listening, keeps its mail. */
  pause(): Promise<void>
  resume(): Promise<void>
}

const PASSWORD = 'geheim'
export const cut: Reaction = ({ wire }) => { wire.drop(); return true }
export const stall: Reaction = () => true
export const say = (...lines: readonly string[]): Reaction => ({ wire }) => { lines.forEach((line) => { wire.line(line) }); return true }

export async function tinyImap(options: TinyOptions = {}): Promise<TinyImap> {
  const server = new Tiny(options, await testCertificates())
  await server.resume()
  return server
}

class Tiny implements TinyImap {
  readonly #options: TinyOptions
  readonly #keys: Awaited<ReturnType<typeof testCertificates>>
  readonly #mailboxes: Map<string, TinyMailbox>
  readonly #talks = new Set<Talk>()
  readonly #sockets = new Set<Socket>()
  readonly #reactions: { pattern: RegExp; reaction: Reaction; left: number }[] = []
  #server: Server | null = null
  #certificate: CertificateName
  port = 0
  readonly heard: string[] = []
  readonly password = PASSWORD

  constructor(options: TinyOptions, keys: Awaited<ReturnType<typeof testCertificates>>) {
    this.#options = options
    this.#certificate = options.certificate ?? 'server'
    this.#keys = keys
    this.#mailboxes = new Map((options.mailboxes ?? [new TinyMailbox('INBOX')]).map((mailbox) => [mailbox.name, mailbox]))
  }

  get ca(): string {
    return this.#keys.ca
  }

  mailbox(name: string): TinyMailbox {
    const mailbox = this.#mailboxes.get(name)
    if (mailbox === undefined) throw new Error(`no mailbox ${name}`)
    return mailbox
  }

  addMailbox(mailbox: TinyMailbox): void {
    this.#mailboxes.set(mailbox.name, mailbox)
  }

  removeMailbox(name: string): void {
    this.#mailboxes.delete(name)
  }

  react(pattern: RegExp, reaction: Reaction, times = 1): void {
    this.#reactions.push({ pattern, reaction, left: times })
  }

  useCertificate(name: CertificateName): void {
    this.#certificate = name
    if (this.#server instanceof TlsServer) this.#server.setSecureContext(this.#secret)
  }

  dropAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  tellNews(): void {
    for (const talk of this.#talks) tellNews(talk)
  }

  get #secret() {
    const { certificate, key } = this.#keys.pairs[this.#certificate]
    const { maxVersion } = this.#options
    return {
      cert: readFileSync(certificate), key: readFileSync(key),
      ...(maxVersion === undefined ? {} : { maxVersion, minVersion: maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' }),
    }
  }

  async resume(): Promise<void> {
    const isTls = this.#options.security !== 'starttls'
    const take = (socket: Socket): void => { void this.#serve(socket) }
    // As every IMAP server does: with Nagle's algorithm each answer of two lines waits for an acknowledgement that comes 40 ms late.
    const server = isTls ? createTlsServer({ ...this.#secret, noDelay: true }, take) : createServer({ noDelay: true }, take)
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => this.#sockets.delete(socket))
    })
    server.on('tlsClientError', () => undefined)
    this.#server = server
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve))
    this.port = (server.address() as AddressInfo).port
  }

  async pause(): Promise<void> {
    const server = this.#server
    this.#server = null
    this.dropAll()
    if (server !== null) await new Promise<void>((resolve) => server.close(() => { resolve() }))
  }

  async #serve(socket: Socket, isSecured = false): Promise<void> {
    const capabilities = (this.#options.capabilities ?? []).filter((name) => !isSecured || name !== 'STARTTLS')
    const talk: Talk = { wire: new Wire(socket), mailboxes: this.#mailboxes, capabilities, password: PASSWORD, selected: null, told: 0 }
    this.#talks.add(talk)
    if (!isSecured) talk.wire.line(this.#options.greeting ?? '* OK ready')
    for (let line = await talk.wire.read(); line !== null; line = await talk.wire.read()) {
      const command = parseCommand(line)
      this.heard.push(`${command.name} ${command.rest}`.trim())
      if (await this.#reacts(talk, command)) continue
      if (command.name === 'STARTTLS') {
        talk.wire.line(`${command.tag} OK go ahead`)
        this.#upgrade(socket)
        break
      }
      await this.answer(talk, command)
    }
    this.#talks.delete(talk)
  }

  #upgrade(socket: Socket): void {
    socket.removeAllListeners('data')
    const secure = new TLSSocket(socket, { isServer: true, ...this.#secret })
    secure.on('error', () => undefined)
    void this.#serve(secure, true)
  }

  async #reacts(talk: Talk, command: Command): Promise<boolean> {
    const found = this.#reactions.find(({ pattern, left }) => left > 0 && pattern.test(`${command.name} ${command.rest}`))
    if (found === undefined) return false
    found.left -= 1
    return found.reaction(talk, command)
  }

  async answer(talk: Talk, command: Command): Promise<void> {
    const { wire, capabilities } = talk
    const { tag, name } = command
    if (name === 'LOGOUT') {
      wire.line('* BYE see you')
      wire.line(`${tag} OK bye`)
    } else if (name === 'IDLE' && capabilities.includes('IDLE')) {
      wire.line('+ idling')
      tellNews(talk)
      await wire.read()
      wire.line(`${tag} OK done`)
    } else {
      wire.line(`${tag} ${handlers[name]?.(talk, command) ?? 'BAD what'}`)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.pause()
  }
}
