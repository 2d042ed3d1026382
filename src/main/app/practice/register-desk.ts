import { setImmediate as nextTurn } from 'node:timers/promises'
import { STEADY_LINE_MS } from '../../../shared/limits.ts'
import type { DeviceId } from '../../../shared/practice/plain-values.ts'
import type { Accounts } from '../../accounts/accounts.ts'
import { backOff } from '../../imap/back-off.ts'
import { Places } from '../../practice/line/places.ts'
import { envelopeId, writeEnvelope } from '../../practice/line/envelope.ts'
import type { LineState, RegisterLine, SentResult } from '../../practice/line/face.ts'
import { REGISTER_BACK_OFF_MAX_MS } from '../../practice/line/limits.ts'
import { keepPlaces, knownPlaces, type PracticeHome } from '../../practice/home.ts'
import { standingOf } from '../../practice/joining/admission.ts'
import { readJoinRequest } from '../../practice/joining/join-request.ts'
import { boundRequests, keepRequest } from '../../practice/joining/request-table.ts'
import { forgetNumbers, keepPlace, noteGone } from '../../practice/register-folder.ts'
import type { FoundStart, ReadRegisterMessage } from '../../practice/register/newest-start.ts'
import type { ReadMessage } from '../../practice/register/read-message.ts'
import type { Register, Taken } from '../../practice/register/register.ts'
import type { Saying } from '../../practice/register/signed-event.ts'
import { contentSent, queuedContent, queuedHashes } from '../../practice/register/start-table.ts'
import { inTransaction, type Database } from '../../store/store.ts'
import type { OnBug } from '../core-options.ts'
import { startRegisterThread } from '../threads/register-host.ts'
import { alignRights, wantedText } from './align-rights.ts'
import { caughtUp } from './caught-up.ts'
import { connectionOf } from './connection.ts'
import { EndOfFolder } from './end-of-folder.ts'
import { segmentSent, waitingSegments } from './filing.ts'
import type { Joining, Member, ServerRights } from './room.ts'
import { takePatiently } from './take-patiently.ts'

interface DeskParts {
  readonly db: Database
  readonly accounts: Accounts
  readonly home: PracticeHome
  readonly register: Register
  readonly now: () => number
  readonly onBug: OnBug
  readonly onState: () => void
  /** What this workstation asks, while it is not let in. */
  readonly join: () => Joining | null
  readonly member: () => Member | null
  readonly device: DeviceId
  /** Says it, with what must be stored with it. */
  readonly say: (saying: Saying, alongside: () => void) => void
  /** What was started from has been compared with everything, or after a restore everything was read once more. */
  readonly onChecked: () => void
}

/** Between the register and its folder on the server, for as long as both are open. */
export interface RegisterDesk extends AsyncDisposable {
  state(): LineState | null
  /** What came of telling the server who may open what; null: not told yet. */
  serverRights(): ServerRights | null
  /** Sends what was said here and is not there yet. */
  flush(): void
  /** The account can be reached in another way now: another password. */
  restart(): void
}

/** Rights on the server follow what the register says, once it has been quiet for a moment. */
const ALIGN_AFTER_MS = 2_000

export const startRegisterDesk = (parts: DeskParts): RegisterDesk => new Desk(parts)

class Desk implements RegisterDesk {
  readonly #parts: DeskParts
  readonly #closing = new AbortController()
  readonly #places: Places
  readonly #end: EndOfFolder
  readonly #listening: Disposable
  #line: RegisterLine | null = null
  #state: LineState | null = null
  #aligning: NodeJS.Timeout | undefined
  /** What the server was told last. */
  #aligned = ''
  #serverRights: ServerRights | null = null
  /** How the line that runs logs in. */
  #reached = ''
  /** How often in a row the line broke by a bug. */
  #breaks = 0
  #inStepSince: number | null = null
  /** Snapshots that the line that runs has. */
  readonly #offered = new Set<string>()
  #retry: NodeJS.Timeout | undefined
  #started: Promise<void>

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.#places = new Places(knownPlaces(parts.db))
    this.#end = new EndOfFolder({ ...parts, signal: this.#closing.signal })
    this.#listening = parts.register.onChange(() => { this.#align() })
    this.#started = this.#begin()
  }

  state(): LineState | null { return this.#state }
  serverRights(): ServerRights | null { return this.#serverRights }
  restart(): void { this.#started = this.#started.then(() => this.#begin()) }

  flush(): void {
    const { accounts, home, register, join, now } = this.#parts
    const from = accounts.get(home.accountId)?.address ?? ''
    // Before the event that names it.
    for (const hash of queuedHashes(this.#parts.db)) {
      // They are large: once for each line.
      const bytes = this.#offered.has(hash) ? null : queuedContent(this.#parts.db, hash)
      if (bytes === null) continue
      this.#offered.add(hash)
      this.#line?.send(writeEnvelope({ kind: 'snapshot', hash, from, at: now(), body: bytes }))
    }
    const events = (): void => { for (const { hash, body } of register.outgoing()) this.#line?.send(writeEnvelope({ kind: 'event', hash, from, at: now(), body })) }
    const segments = (): void => { for (const { message } of waitingSegments(this.#parts.db, { from, at: now() })) this.#line?.send(message) }
    // Whoever hears that somebody has left closes the folder to them: the rest of their log goes first. Otherwise colleagues wait for events.
    for (const send of this.#hasLeft() ? [segments, events] : [events, segments]) send()
    const asked = join()
    if (asked !== null) this.#line?.send(writeEnvelope({ kind: 'join', hash: asked.hash, from, at: now(), body: Buffer.from(asked.body, 'base64') }))
  }

  #hasLeft(): boolean {
    const { people, devices } = this.#parts.register.state().law
    return people.get(devices.get(this.#parts.device)?.person ?? '')?.ended != null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#aligning)
    clearTimeout(this.#retry)
    this.#listening[Symbol.dispose]()
    await this.#started
    await this.#line?.[Symbol.asyncDispose]()
  }

  #begin(): Promise<void> {
    return this.#start().catch((error: unknown) => { this.#parts.onBug('the register\'s line', error) })
  }

  /** A line that runs on the same login is left alone: each unlock asks for it twice. */
  async #start(): Promise<void> {
    const { db, accounts, home, register } = this.#parts
    const connection = await connectionOf(accounts, home.accountId)
    const reached = JSON.stringify(connection)
    if (this.#line !== null && reached === this.#reached && this.#state?.kind !== 'stopped' && this.#state?.kind !== 'broken') return
    clearTimeout(this.#retry)
    const before = this.#line
    this.#line = null
    await before?.[Symbol.asyncDispose]()
    if (connection === null || this.#closing.signal.aborted) return
    this.#reached = reached
    this.#line = startRegisterThread({
      connection, folder: home.folder, known: knownPlaces(db), startsIn: register.isFresh() ? home.root : null,
      onStart: (found) => takePatiently(() => this.#startFrom(found), this.#closing.signal, false),
      onMessages: (batch) => takePatiently(() => { this.#take(batch) }, this.#closing.signal, undefined),
      onGone: (uids) => { this.#gone(uids) },
      onRenumbered: (uidValidity) => { this.#renumbered(uidValidity) },
      onSent: (id, result) => { this.#sent(id, result) },
      onState: (state) => { this.#become(state) },
      onBroken: (error) => { this.#broke(error) },
    })
    this.#offered.clear()
    this.flush()
  }

  /** A bug ends the thread, not the workstation's part in the practice: what it did not take comes again. */
  #broke(error: unknown): void {
    const { onBug, now } = this.#parts
    if (this.#state?.kind === 'broken' || this.#closing.signal.aborted) return
    onBug('the register\'s line', error)
    if (this.#inStepSince !== null && now() - this.#inStepSince >= STEADY_LINE_MS) this.#breaks = 0
    this.#inStepSince = null
    const waitMs = Math.min(REGISTER_BACK_OFF_MAX_MS, backOff(this.#breaks, Math.random()))
    this.#breaks += 1
    this.#become({ kind: 'broken', retryAt: now() + waitMs })
    this.#retry = setTimeout(() => { this.restart() }, waitMs).unref()
  }

  #take(batch: readonly ReadRegisterMessage[]): void {
    const read = batch.flatMap(({ uid, read: message }) => (message === null ? [] : [{ uid, message }]))
    this.#took(batch, read, this.#parts.register.takeRead(read.map(({ message }) => message)))
  }

  /** From what a manager signed, and the folder's newest messages: all the rest is read and compared afterwards. */
  async #startFrom({ messages, given }: FoundStart): Promise<boolean> {
    const read = messages.flatMap(({ uid, read: message }) => (message === null ? [] : [{ uid, message }]))
    const taken = await this.#parts.register.startFrom(given, read.map(({ message }) => message))
    await nextTurn()
    if (taken === null || this.#closing.signal.aborted) return false
    this.#took(messages, read, taken)
    return true
  }

  #took(batch: readonly ReadRegisterMessage[], read: readonly { readonly uid: number; readonly message: ReadMessage }[], taken: readonly Taken[]): void {
    const { db } = this.#parts
    inTransaction(db, () => {
      const asked = read.filter(({ uid, message }, index) => keepOne(this.#parts, { uid, message, taken: taken[index] }))
      if (asked.length > 0) this.#boundRequests()
      this.#places.took(batch.map(({ uid }) => uid))
      keepPlaces(db, { uidValidity: this.#places.uidValidity, uids: this.#places.text })
    })
    // A request to join, or garbage, is no change of the register, and is shown all the same.
    this.#parts.onState()
  }

  #boundRequests(): void {
    const { db, home, register } = this.#parts
    const { law } = register.state()
    boundRequests(db, (request) => standingOf({ law, root: home.root ?? '' }, request))
  }

  /** Nobody may take an event out of the folder: it goes back, and the manager is told. */
  #gone(uids: readonly number[]): void {
    const { db, register, now, onState } = this.#parts
    this.#places.forget(uids)
    inTransaction(db, () => {
      for (const hash of noteGone(db, uids, now())) register.putBack(hash)
      keepPlaces(db, { uidValidity: this.#places.uidValidity, uids: this.#places.text })
    })
    this.flush()
    onState()
  }

  #renumbered(uidValidity: number): void {
    const { db } = this.#parts
    this.#places.startAfresh(uidValidity)
    inTransaction(db, () => {
      forgetNumbers(db)
      keepPlaces(db, { uidValidity, uids: '' })
    })
  }

  #sent(id: string, result: SentResult): void {
    const hash = id.split('@', 1)[0] ?? ''
    if (result.kind === 'sent' && id === envelopeId({ kind: 'event', hash })) this.#parts.register.sent(hash)
    if (result.kind === 'sent' && id === envelopeId({ kind: 'segment', hash })) segmentSent(this.#parts.db, hash)
    // A server that does not take it never will, and nothing depends on it.
    if ((result.kind === 'sent' || result.reason === 'too-large') && id === envelopeId({ kind: 'snapshot', hash })) contentSent(this.#parts.db, hash)
    this.#parts.onState()
  }

  #become(state: LineState): void {
    this.#state = state
    if (state.kind === 'in-step') {
      const { db, register, device, onChecked } = this.#parts
      if (caughtUp(db, register.state(), device) && register.isChecked()) onChecked()
      this.#inStepSince ??= this.#parts.now()
      this.#align()
      void this.#readToEnd()
    }
    this.#parts.onState()
  }

  async #readToEnd(): Promise<void> {
    await this.#end.reached()
    if (!this.#closing.signal.aborted) this.#align()
  }

  /** Only what is another than before: a claim changes nobody's rights. Nothing is given away on the word of a snapshot. */
  async #alignNow(): Promise<void> {
    const { accounts, home, member } = this.#parts
    const now = member()
    const wanted = now === null ? '' : wantedText(now)
    if (now === null || wanted === this.#aligned || !this.#parts.register.isChecked()) return
    const connection = await connectionOf(accounts, home.accountId)
    if (connection === null || this.#closing.signal.aborted) return
    const found = await alignRights(now, { connection, folder: home.folder }, this.#closing.signal)
    if (found === null) return
    this.#aligned = wanted
    this.#serverRights = found
    this.#parts.onState()
  }

  #align(): void {
    clearTimeout(this.#aligning)
    this.#aligning = setTimeout(() => {
      this.#alignNow().catch((error: unknown) => { this.#parts.onBug('rights on the server', error) })
    }, ALIGN_AFTER_MS)
    this.#aligning.unref()
  }
}

/** Where an event lies; a request to join is kept until somebody decides. True: it is such a request. */
function keepOne({ db, now }: DeskParts, { uid, message, taken }: { uid: number; message: ReadMessage; taken: Taken | undefined }): boolean {
  if (taken?.kind === 'new' || taken?.kind === 'known') keepPlace(db, uid, taken.hash)
  const body = message.kind === 'other' && message.enclosed === 'join' ? message.body : null
  const read = body === null ? null : readJoinRequest(body)
  if (read?.kind !== 'request' || body === null) return false
  keepRequest(db, { hash: read.request.hash, body, at: Math.min(read.request.at, now()) })
  return true
}
