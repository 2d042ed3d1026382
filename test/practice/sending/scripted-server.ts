import { createServer, type Server, type Socket } from 'node:net'
import { createSecureContext, TLSSocket, type SecureContextOptions } from 'node:tls'

/** The moments at which a server can misbehave; `data` is the first byte of the message, `end` the final dot. */
export type Moment = 'connect' | 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'data' | 'end' | 'QUIT'

/**
 * A line to answer instead of the usual one; `drop`: cut the line without a word; `accept-then-drop`: take the message and
 * then cut the line; `stall`: never answer. `afterMs`: think about it first.
 */
export type Act = 'drop' | 'accept-then-drop' | 'stall' | { readonly say: string; readonly afterMs?: number }

export type Script = Partial<Record<Moment, Act | ((argument: string, count: number) => Act | undefined)>>

export interface Received {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: string
}

export interface ScriptedServer extends AsyncDisposable {
  readonly port: number
  /** What this server has taken responsibility for. */
  readonly received: readonly Received[]
  /** Every command line as it came, passwords included: it is a test. */
  readonly heard: readonly string[]
  script: Script
}

export interface ScriptedOptions {
  readonly tls: SecureContextOptions
  readonly security: 'tls' | 'starttls'
  readonly extensions?: readonly string[]
}

/** A small submission server that does what it is told: for the faults that a good server does not have. */
export async function scriptedServer(options: ScriptedOptions, script: Script = {}): Promise<ScriptedServer> {
  const state: State = { received: [], heard: [], script, counts: new Map() }
  const sockets = new Set<Socket>()
  const context = createSecureContext(options.tls)
  const server: Server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    new Conversation(socket, { state, options, upgrade: (plain) => new TLSSocket(plain, { isServer: true, secureContext: context }) }).begin()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port, received: state.received, heard: state.heard,
    get script() { return state.script },
    set script(next) { state.script = next },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

interface State {
  readonly received: Received[]
  readonly heard: string[]
  readonly counts: Map<Moment, number>
  script: Script
}

interface Setting {
  readonly state: State
  readonly options: ScriptedOptions
  readonly upgrade: (plain: Socket) => TLSSocket
}

const REPLIES: Readonly<Record<string, string>> = {
  AUTH: '235 2.7.0 welcome', MAIL: '250 2.1.0 ok', RCPT: '250 2.1.5 ok', DATA: '354 go ahead', RSET: '250 ok', NOOP: '250 ok', QUIT: '221 bye',
}

class Conversation {
  #socket: Socket
  readonly #setting: Setting
  #buffer = ''
  #from = ''
  #to: string[] = []
  #inData = false
  #seenData = false

  constructor(socket: Socket, setting: Setting) {
    this.#socket = socket
    this.#setting = setting
  }

  begin(): void {
    if (this.#misbehaves('connect', '')) return
    const greet = (): unknown => this.#say('greeting', '', '220 scripted ESMTP')
    if (this.#setting.options.security === 'tls') this.#secure().once('secure', greet)
    else greet()
    this.#listen()
  }

  #secure(): TLSSocket {
    const secured = this.#setting.upgrade(this.#socket)
    secured.on('error', () => undefined)
    this.#socket = secured
    return secured
  }

  #listen(): void {
    this.#socket.on('data', (bytes: Buffer) => {
      this.#buffer += bytes.toString('latin1')
      this.#read()
    })
  }

  #read(): void {
    for (;;) {
      if (this.#inData) {
        if (!this.#readMessage()) return
        continue
      }
      const end = this.#buffer.indexOf('\r\n')
      if (end === -1) return
      const line = this.#buffer.slice(0, end)
      this.#buffer = this.#buffer.slice(end + 2)
      this.#setting.state.heard.push(line)
      if (!this.#obey(line)) return
    }
  }

  /** False when the line must not be read any further. */
  #obey(line: string): boolean {
    const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? ''
    if (verb === 'EHLO') return this.#say('EHLO', line, this.#features())
    if (verb === 'STARTTLS') {
      if (!this.#say('STARTTLS', line, '220 go')) return false
      this.#socket.removeAllListeners('data')
      this.#secure()
      this.#listen()
      return false
    }
    if (verb === 'DATA' && this.#to.length === 0) return this.#perform({ say: '503 5.5.1 no recipients' }, '')
    const said = this.#say(verb as Moment, line, REPLIES[verb] ?? '502 what?')
    if (said && verb === 'MAIL') this.#from = /<(.*?)>/.exec(line)?.[1] ?? ''
    if (said && verb === 'RCPT') this.#to.push(/<(.*?)>/.exec(line)?.[1] ?? '')
    if (said && verb === 'DATA') this.#inData = true
    return true
  }

  #readMessage(): boolean {
    if (!this.#seenData && this.#buffer !== '') {
      this.#seenData = true
      if (this.#misbehaves('data', '')) return false
    }
    const end = this.#buffer.startsWith('.\r\n') ? 0 : this.#buffer.indexOf('\r\n.\r\n') + 2
    if (end === 1) return false
    const raw = this.#buffer.slice(0, end).replace(/^\.\./gm, '.')
    this.#buffer = this.#buffer.slice(end + 3)
    this.#inData = false
    this.#seenData = false
    const take = (): unknown => this.#setting.state.received.push({ from: this.#from, to: this.#to, raw })
    const act = this.#act('end', raw)
    if (act === undefined || act === 'accept-then-drop' || (typeof act === 'object' && act.say.startsWith('2'))) take()
    this.#to = []
    return this.#perform(act, '250 2.0.0 queued')
  }

  #features(): string {
    const { options: { security, extensions = ['PIPELINING', 'SIZE 50000000', '8BITMIME'] } } = this.#setting
    const offersTls = security === 'starttls' && !(this.#socket instanceof TLSSocket)
    return ['250-scripted', ...extensions.map((extension) => `250-${extension}`), offersTls ? '250-STARTTLS' : '250-AUTH PLAIN', '250 OK'].join('\r\n')
  }

  #act(moment: Moment, argument: string): Act | undefined {
    const { counts, script } = this.#setting.state
    const count = (counts.get(moment) ?? 0) + 1
    counts.set(moment, count)
    const rule = script[moment]
    return typeof rule === 'function' ? rule(argument, count) : rule
  }

  #misbehaves(moment: Moment, argument: string): boolean {
    const act = this.#act(moment, argument)
    if (act === undefined) return false
    this.#perform(act, '')
    return true
  }

  /** True when the usual answer was given. */
  #say(moment: Moment, argument: string, usual: string): boolean {
    const act = this.#act(moment, argument)
    this.#perform(act, usual)
    return act === undefined
  }

  #perform(act: Act | undefined, usual: string): boolean {
    if (act === 'drop' || act === 'accept-then-drop') {
      this.#socket.destroy()
      return false
    }
    if (act === 'stall') return false
    const write = (): unknown => this.#socket.writable && this.#socket.write(`${act === undefined ? usual : act.say}\r\n`)
    if (act?.afterMs === undefined) write()
    else setTimeout(write, act.afterMs)
    return true
  }
}
