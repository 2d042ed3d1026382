import type { FetchMessageObject, FetchOptions, FetchQueryObject, ImapFlow, ImapFlowOptions, ListResponse, MailboxObject } from 'imapflow'
import type { ConnectionProblem } from '../../shared/contract/accounts.ts'
import {
  IDLE_RENEW_MS, IMAP_CONNECT_MS, IMAP_LINE_BYTES, IMAP_STALL_MS, LITERAL_MAX_BYTES, LOGOUT_WAIT_MS, SLEPT_MS,
} from '../../shared/limits.ts'
import type { AccountConnection } from './face.ts'
import { problemOf, SessionLost } from './problems.ts'
import { execute, type Answer, type Token, type Untagged } from './raw-command.ts'
import { tlsOptions } from './tls-options.ts'

/** What the server can do, read once per session. */
export interface ServerFacts {
  readonly idle: boolean
  readonly condstore: boolean
  readonly qresync: boolean
  readonly move: boolean
  readonly uidplus: boolean
  readonly acl: boolean
  readonly esearch: boolean
  readonly createSpecialUse: boolean
}

export type Selected =
  | { readonly kind: 'selected'; readonly mailbox: MailboxObject }
  /** Not there, or not for us: servers do not always tell these apart. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused' }

export type OpenedSession = { readonly kind: 'open'; readonly session: Session } | { readonly kind: 'problem'; readonly problem: ConnectionProblem }

export type SessionLogin = Pick<AccountConnection, 'imap' | 'user' | 'auth' | 'secret' | 'ca'>

const clientOptions = ({ imap, user, auth, secret, ca }: SessionLogin): ImapFlowOptions => ({
  host: imap.host,
  port: imap.port,
  // STARTTLS is a demand: a server that does not offer it, or from whose answer it was cut, is not spoken to.
  ...(imap.security === 'tls' ? { secure: true } : { secure: false, doSTARTTLS: true }),
  tls: tlsOptions(ca),
  auth: auth === 'oauth2' ? { user, accessToken: secret } : { user, pass: secret },
  // Its lines hold subjects, addresses and passwords in base64.
  logger: false,
  clientInfo: { name: 'Praktijkpost', version: false, vendor: false, 'support-url': false },
  disableAutoIdle: true,
  // Compression mixes what others send us with our secrets, and shows their likeness on the wire (RFC 9325 section 3.3).
  disableCompression: true,
  qresync: true,
  connectionTimeout: IMAP_CONNECT_MS,
  greetingTimeout: IMAP_CONNECT_MS,
  socketTimeout: IDLE_RENEW_MS + IMAP_STALL_MS,
  maxLiteralSize: LITERAL_MAX_BYTES,
  maxLineLength: IMAP_LINE_BYTES,
  maxResponseSize: LITERAL_MAX_BYTES + IMAP_LINE_BYTES,
})

/** Loads the library into this thread, which the first session would otherwise do while somebody waits for mail. */
export const loadImap = async (): Promise<void> => { await import('imapflow') }

/** One login on one server. Every call on a session that breaks throws `SessionLost`; refusals are values. */
export class Session {
  readonly #client: ImapFlow
  #fault: ConnectionProblem | null = null
  #inFlight = 0
  #received = -1
  #stalledSince = 0
  #checkedAt = Date.now()
  #patienceMs = IMAP_STALL_MS
  readonly #watch: NodeJS.Timeout
  readonly #wireNames = new Map<string, string>()
  #facts: ServerFacts = { idle: false, condstore: false, qresync: false, move: false, uidplus: false, acl: false, esearch: false, createSpecialUse: false }
  /** Told when the server reports by itself that something changed in the folder that is open. */
  onNews: (path: string, what: 'more' | 'less' | 'marks') => void = () => undefined
  /** Told when the session is over, however it came to that. */
  onEnd: () => void = () => undefined

  private constructor(client: ImapFlow) {
    this.#client = client
    // Without a listener an `error` event would end the process; what went wrong comes back from the command that it broke.
    this.#client.on('error', (error) => { this.#fault ??= problemOf(error) })
    this.#client.on('exists', ({ path }) => { this.onNews(path, 'more') })
    this.#client.on('expunge', ({ path }) => { this.onNews(path, 'less') })
    this.#client.on('flags', ({ path }) => { this.onNews(path, 'marks') })
    this.#client.on('close', () => { this.onEnd() })
    this.#watch = setInterval(() => { this.#checkStall() }, IMAP_STALL_MS / 8)
    this.#watch.unref()
  }

  /** Name look-up, TLS and login within one deadline; `signal` gives up sooner. */
  static async open(login: SessionLogin, signal: AbortSignal): Promise<OpenedSession> {
    // Loaded here: the thread that answers speaks to a server only where somebody sets one up, and has 5 MB less for it.
    const { ImapFlow } = await import('imapflow')
    const session = new Session(new ImapFlow(clientOptions(login)))
    const deadline = setTimeout(() => { session.#drop('timeout') }, IMAP_CONNECT_MS)
    const giveUp = (): void => { session.#drop('dropped') }
    signal.addEventListener('abort', giveUp)
    try {
      if (signal.aborted) giveUp()
      await session.#client.connect()
      session.#readFacts()
      return { kind: 'open', session }
    } catch (error) {
      session.#end()
      return { kind: 'problem', problem: session.#fault ?? problemOf(error) ?? 'garbled' }
    } finally {
      clearTimeout(deadline)
      signal.removeEventListener('abort', giveUp)
    }
  }

  #readFacts(): void {
    const client = this.#client
    const has = (name: string): boolean => client.capabilities.has(name) || (client.enabled.has('IMAP4REV2') && IN_REV2.has(name))
    this.#facts = {
      idle: has('IDLE'), condstore: client.enabled.has('CONDSTORE'), qresync: client.enabled.has('QRESYNC'),
      move: has('MOVE'), uidplus: has('UIDPLUS'), acl: has('ACL'), esearch: has('ESEARCH'), createSpecialUse: has('CREATE-SPECIAL-USE'),
    }
    // Paths are then used as the server writes them; the library would put our own prefix before those of others.
    this.#client.namespace = { prefix: '', delimiter: this.personal.delimiter }
  }

  get facts(): ServerFacts {
    return this.#facts
  }

  get isOpen(): boolean {
    return this.#client.usable && !this.#client.isClosed
  }

  /** Throws when the session is over. */
  check(): void {
    if (!this.isOpen) throw new SessionLost(this.#fault ?? 'dropped')
  }

  /** Such as `TLSv1.3`. */
  get tlsVersion(): string {
    const { tls } = this.#client
    return tls === false || tls === undefined ? '' : tls.version
  }

  /** Where our own folders live, and what separates a folder from its parent. */
  get personal(): { readonly prefix: string; readonly delimiter: string } {
    const [own] = this.#client.namespaces?.personal ?? []
    return { prefix: own?.prefix ?? '', delimiter: own?.delimiter ?? '/' }
  }

  /** Prefixes of the namespaces of other people and of the practice (RFC 2342). */
  get sharedPrefixes(): readonly string[] {
    return [...this.peoplePrefixes, ...this.practicePrefixes]
  }

  /** Where other people's folders are. */
  get peoplePrefixes(): readonly string[] {
    return prefixesOf(this.#client.namespaces?.other)
  }

  /** Where the folders are that belong to nobody in particular. */
  get practicePrefixes(): readonly string[] {
    return prefixesOf(this.#client.namespaces?.shared)
  }

  /** The folder that is open now, or null. */
  get openPath(): string | null {
    return this.#client.mailbox === false ? null : this.#client.mailbox.path
  }

  /** How many messages are in it, as far as the server has told. */
  get openCount(): number {
    return this.#client.mailbox === false ? 0 : this.#client.mailbox.exists
  }

  /**
   * Runs one command of the library; whatever breaks the session comes out as `SessionLost`. `sendingMs` is how long the
   * server may keep silent on top because it is being sent something large.
   */
  async run<Result>(work: (client: ImapFlow) => Promise<Result>, sendingMs = 0): Promise<Result> {
    this.#begin()
    this.#patienceMs = IMAP_STALL_MS + sendingMs
    try {
      return await work(this.#client)
    } catch (error) {
      throw this.#asLost(error)
    } finally {
      this.#inFlight -= 1
    }
  }

  /** A command that the library has no method for. */
  async command(name: string, tokens: readonly Token[], untagged: Untagged = {}): Promise<Answer> {
    return this.run(async (client) => {
      // Commands of our own do not end a running IDLE; one of the library's does.
      if (client.idling) await client.noop()
      return execute(client, { name, tokens, untagged })
    })
  }

  /** Every folder below a prefix ('' for all), with its STATUS where asked for. */
  async list(prefix: string, options: { counts: boolean }): Promise<ListResponse[]> {
    return this.run(async (client) => {
      const whole = client.namespace
      client.namespace = { prefix, delimiter: this.personal.delimiter }
      try {
        const folders = await client.list(options.counts ? { statusQuery: STATUS_ITEMS } : {})
        for (const { path, pathAsListed } of folders) this.#wireNames.set(path, pathAsListed)
        return folders
      } finally {
        client.namespace = whole
      }
    })
  }

  /** How the server writes the name of a listed folder (RFC 3501 section 5.1.3), for commands of our own. */
  wireName(path: string): string {
    return this.#wireNames.get(path) ?? path
  }

  /** Opens a folder, or looks at it afresh when it is open: rights that were taken away are only seen then. */
  async select(path: string, options: { readOnly: boolean } = { readOnly: false }): Promise<Selected> {
    return this.run(async (client) => {
      try {
        return { kind: 'selected' as const, mailbox: await client.mailboxOpen(path, options) }
      } catch (error) {
        if (!isRefusal(error)) throw error
        return { kind: error.mailboxMissing === true || error.serverResponseCode === 'NONEXISTENT' ? 'gone' as const : 'refused' as const }
      }
    })
  }

  /** Messages of the open folder, one by one; the server waits while the caller works on one. No other command meanwhile. */
  async *fetch(range: string, query: FetchQueryObject, options: FetchOptions = {}): AsyncGenerator<FetchMessageObject> {
    this.#begin()
    this.#patienceMs = IMAP_STALL_MS
    try {
      yield* this.#client.fetch(range, query, { uid: true, ...options })
    } catch (error) {
      throw this.#asLost(error)
    } finally {
      this.#inFlight -= 1
    }
  }

  /** Listens to the open folder until another command is given or it is time for a new one (RFC 2177). */
  async idle(): Promise<void> {
    const renew = setTimeout(() => { this.run((client) => client.noop()).catch(() => undefined) }, IDLE_RENEW_MS)
    try {
      const ended = await this.#client.idle()
      this.check()
      if (ended === false) this.#facts = { ...this.#facts, idle: false }
    } catch (error) {
      throw this.#asLost(error)
    } finally {
      clearTimeout(renew)
    }
  }

  /** Says goodbye, but not for long. */
  async close(): Promise<void> {
    if (this.isOpen) {
      const patience = setTimeout(() => { this.#client.close() }, LOGOUT_WAIT_MS)
      await this.#client.logout().catch(() => undefined)
      clearTimeout(patience)
    }
    this.#end()
  }

  #begin(): void {
    this.check()
    if (this.#inFlight === 0) this.#stalledSince = Date.now()
    this.#inFlight += 1
  }

  #asLost(error: unknown): SessionLost {
    if (error instanceof SessionLost) return error
    // What the library stumbles over came from the server: a surprise in an answer is garbage, not a bug of ours.
    const problem = this.#fault ?? problemOf(error) ?? 'garbled'
    this.#client.close()
    // A farewell in the middle is a server going down, not one that is too busy for us.
    return new SessionLost(problem === 'server-busy' && isNoConnection(error) ? 'dropped' : problem, { cause: error })
  }

  #checkStall(): void {
    const lateMs = Date.now() - this.#checkedAt - IMAP_STALL_MS / 8
    this.#checkedAt = Date.now()
    // Nothing would tell: the other side said goodbye to a computer that did not hear it, and a line that listens asks nothing for half an hour.
    if (lateMs >= SLEPT_MS) {
      this.#drop('dropped')
      return
    }
    const { received } = this.#client.stats()
    if (this.#inFlight === 0 || received !== this.#received) {
      this.#received = received
      this.#stalledSince = Date.now()
    } else if (Date.now() - this.#stalledSince >= this.#patienceMs) {
      this.#drop('timeout')
    }
  }

  #drop(problem: ConnectionProblem): void {
    this.#fault ??= problem
    this.#client.close()
  }

  #end(): void {
    clearInterval(this.#watch)
    this.#client.close()
  }
}

const prefixesOf = (namespaces: readonly { readonly prefix: string }[] | false | undefined): string[] =>
  (namespaces === undefined || namespaces === false ? [] : namespaces).map(({ prefix }) => prefix).filter((prefix) => prefix !== '')

const STATUS_ITEMS = { messages: true, unseen: true, uidNext: true, uidValidity: true, highestModseq: true } as const

/** What IMAP4rev2 has built in (RFC 9051 appendix E). */
const IN_REV2 = new Set(['IDLE', 'MOVE', 'UIDPLUS', 'CREATE-SPECIAL-USE', 'ESEARCH'])

interface RefusalFacts { readonly responseStatus: string; readonly mailboxMissing?: unknown; readonly serverResponseCode?: unknown }

const isRefusal = (error: unknown): error is RefusalFacts =>
  typeof error === 'object' && error !== null && 'responseStatus' in error && error.responseStatus === 'NO'

const isNoConnection = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && (error.code === 'NoConnection' || error.code === 'EConnectionClosed')
