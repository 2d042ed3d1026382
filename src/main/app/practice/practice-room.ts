import type { CheckedEvent } from '../../../shared/practice/event.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import { waitsForTime, type AskedMailbox } from '../../../shared/practice/may.ts'
import type { Sealed } from '../../../shared/practice/plain-values.ts'
import type { Accounts } from '../../accounts/accounts.ts'
import { fileNothingBefore } from '../../audit/filed.ts'
import { everythingOpen, type ReadingPolicy } from '../../imap/reading-policy.ts'
import type { MailboxReader } from '../../mailbox/mailbox.ts'
import { createLoginChecks, type LoginChecks } from '../../practice/login-checks.ts'
import { sealLogin } from '../../practice/mailbox-login.ts'
import { keepHome, readHome, type PracticeHome } from '../../practice/home.ts'
import { crowdedOutRequests, dropRequest, openRequests } from '../../practice/joining/request-table.ts'
import { goneEvents } from '../../practice/register-folder.ts'
import { deviceKeys, type DeviceKeys } from '../../practice/register/device-keys.ts'
import { storeEvent } from '../../practice/register/event-table.ts'
import { openRegister, type Register } from '../../practice/register/register.ts'
import { signEvent } from '../../practice/register/signed-event.ts'
import { practiceClock } from '../../practice/register/time-floor.ts'
import { inTransaction, isDiskFull, type Database } from '../../store/store.ts'
import type { Changes } from '../changes.ts'
import type { OnBug } from '../core-options.ts'
import { record, Unrecorded, type Event, type Journal } from '../journal.ts'
import { openDeeds, type Deeds } from './deeds.ts'
import { isFilingDue, keepBetween, keepFromNext, logKeyOf, logKeysToSet, segmentToFile } from './filing.ts'
import { forgetBelonging, forgetPractice } from './forget-practice.ts'
import { LocumEnd } from './locum-end.ts'
import { MailboxLogins } from './mailbox-logins.ts'
import { endedBecause, OwnLeaving } from './own-leaving.ts'
import { nextTurn, readingPolicyOf, type Reader } from './reading-policies.ts'
import { startRegisterDesk, type RegisterDesk } from './register-desk.ts'
import { RestOfLog } from './rest-of-log.ts'
import { ownRights, rightsUnder, type Rights } from './rights.ts'
import type { Joining, Kept, Member, PracticeRoom, Said } from './room.ts'
import { sealedLogins } from './sealed-accounts.ts'
import { sealingsDue } from './sealing-due.ts'
import { newReference, Seals } from './seals.ts'
import { sendingAs } from './sending-as.ts'
import { WhoseMail } from './whose-mail.ts'

export interface RoomParts {
  readonly db: Database
  /** Where certificates of shared mailboxes are kept. */
  readonly directory: string
  readonly accounts: Accounts
  readonly reader: Pick<MailboxReader, 'folders' | 'header' | 'sharedName'>
  readonly changes: Changes
  /** Asked for late: the journal says in what role somebody acts, which this room knows. */
  readonly journal: () => Journal
  readonly now: () => number
  readonly onBug: OnBug
  /** What may be read on this workstation may be another now. */
  readonly onRights: () => void
  /** It is not known what time it is: this account's server is to be asked. */
  readonly askTime: (accountId: string) => void
  /** The time of somebody who was here for a time is over, known here for so many milliseconds already (FM-11); null: it is not. Told again and again. */
  readonly onOver: (forMs: number | null) => void
}

/** Time limits and ages move on by themselves; this often it is looked whether anything changes by it. */
const TURN_MS = 10 * 60_000

/** Opens the practice as it was left, and its line. */
export function openPractice(parts: RoomParts): PracticeRoom {
  return new Room(parts)
}

class Room implements PracticeRoom {
  readonly #parts: RoomParts
  readonly #clock: ReturnType<typeof practiceClock>
  readonly #sealed: ReturnType<typeof sealedLogins>
  #home: PracticeHome | null
  #keys: DeviceKeys | null
  #register: Register | null = null
  #desk: RegisterDesk | null = null
  readonly #end: LocumEnd
  readonly #rest: RestOfLog
  readonly #leaving: OwnLeaving
  readonly #deeds: Deeds
  readonly #checks: LoginChecks
  readonly #logins: MailboxLogins
  #policyText = ''
  readonly #closing = new AbortController()
  #isFiling = false
  #unkept: string[] = []
  #turn: NodeJS.Timeout | undefined
  readonly #whose: WhoseMail
  readonly #seals = new Seals(() => ({ keys: this.#keys, register: this.#register }))
  #isConnected = false

  constructor(parts: RoomParts) {
    this.#parts = parts
    this.#sealed = sealedLogins(parts.directory)
    this.#clock = practiceClock(parts.db, { now: parts.now, steady: () => performance.now() })
    this.#whose = new WhoseMail({ ...parts, room: this })
    this.#end = new LocumEnd({ db: parts.db, clock: this.#clock, now: parts.now, onOver: parts.onOver })
    this.#rest = new RestOfLog({ ...parts, latest: () => Math.max(parts.now(), this.#clock.begun()), deeds: () => this.#deeds, standing: () => ({ home: this.#home, keys: this.#keys, register: this.#register, desk: this.#desk, isMember: this.member() !== null }) })
    this.#leaving = new OwnLeaving({
      ...parts, rest: this.#rest, deeds: () => this.#deeds, isForATime: () => this.#end.isForATime(), drop: () => this.#drop(),
      standing: () => ({ home: this.#home, keys: this.#keys, register: this.#register, line: this.line(), member: this.member() }),
    })
    this.#home = readHome(parts.db)
    this.#keys = deviceKeys(parts.db)
    this.#deeds = openDeeds({ ...parts, room: this })
    this.#checks = createLoginChecks({ ...parts, onChange: () => { parts.changes.touch(['practice']) } })
    this.#logins = new MailboxLogins({ checks: this.#checks, law: () => this.#register?.state().law ?? null, keys: () => this.#keys, sealed: () => this.sealed() })
    if (this.#home?.stage === 'ended') this.#hearStay()
    this.#openRegister()
    // What was read and, by a crash, not taken in is heard now.
    if (this.#register === null) this.#look()
    else this.#hear(this.#register.state())
  }

  home(): PracticeHome | null { return this.#home }
  time(): number | 'unknown' { return this.#clock.at() }
  serverSays(time: Parameters<PracticeRoom['serverSays']>[0], accountId: string): void {
    if (this.#home?.accountId !== accountId) return
    this.#clock.serverSays(time)
    this.#look()
  }

  reconnect(accountId: string): void {
    if (this.#home?.accountId !== accountId) return
    this.#isConnected = true
    this.#desk?.restart()
    this.#look()
  }

  member(): Member | null {
    const [home, keys, state] = [this.#home, this.#keys, this.#register?.state()]
    if (home?.stage !== 'member' || keys === null || state === undefined) return null
    const entry = state.law.devices.get(keys.device.id)
    const me = entry === undefined || entry.revoked !== null ? undefined : state.law.people.get(entry.person)
    if (me === undefined || me.ended !== null) return null
    // FM-11: a clock that was set back to a day before the end looks right to itself; only a server knows better.
    if (me.person.kind !== 'locum') return { state, me, device: keys.device, at: this.#clock.at() }
    // Nor does anything open where the server shows them the register no more: whoever was put out while away cannot read that they were.
    return { state, me, device: keys.device, at: this.#desk?.state()?.kind === 'no-folder' ? 'unknown' : this.#clock.confirmed() }
  }

  get rights(): Rights {
    if (this.#home === null) return ownRights
    const member = this.member()
    if (member === null) return this.#end.rightsOutside()
    const reader = this.#reader(member, member.at)
    return rightsUnder(() => ({ state: member.state, reader }))
  }

  own(): AskedMailbox { return { kind: 'own', person: this.member()?.me.person.id ?? '' } }

  named(id: string): AskedMailbox {
    return this.#register?.state().law.mailboxes.has(id) === true ? { kind: 'shared', id } : { kind: 'own', person: id }
  }

  standing(): { role: string | null; onBehalfOf: string | null } {
    const member = this.member()
    return { role: member === null ? null : [...member.me.roles.keys()][0] ?? 'lid', onBehalfOf: null }
  }

  sendingAs(mailbox: string | undefined): ReturnType<PracticeRoom['sendingAs']> { return sendingAs(this, mailbox) }

  onBehalfOf(mailbox: string | undefined): string | null {
    return mailbox === undefined ? null : this.#register?.state().law.people.get(mailbox)?.person.name ?? null
  }

  policy(): ReadingPolicy {
    if (this.#home === null) return everythingOpen
    const member = this.member()
    if (member === null) return { others: 'closed', mailboxes: [] }
    // What is here, sealed, may stay until it is known what time it is; until then it is not opened.
    return readingPolicyOf(member.state, this.#reader(member, this.#clock.at()))
  }

  sealed(): ReturnType<PracticeRoom['sealed']> {
    const member = this.member()
    if (member === null || this.#keys === null) return []
    // As for folders of others: what is here may stay until a server has said what time it is, with what is still to be done there.
    return this.#sealed(member.state, this.#keys, this.#reader(member, this.#clock.at()))
  }

  sealLogin(mailbox: string, login: Parameters<PracticeRoom['sealLogin']>[1]): Sealed | null {
    const member = this.member()
    return member === null || member.at === 'unknown' ? null : sealLogin(member.state.law, { mailbox, at: member.at, login })
  }

  loginOf(mailbox: string): ReturnType<PracticeRoom['loginOf']> { return this.member() === null ? null : this.#logins.login(mailbox) }
  isLoginRefused(mailbox: string): boolean { return this.#logins.isRefused(mailbox) }
  mayTryLogin(mailbox: string): boolean { return this.#logins.mayTry(mailbox) }
  loginTold(...given: Parameters<PracticeRoom['loginTold']>): void { this.#logins.told(...given) }
  line(): ReturnType<PracticeRoom['line']> { return this.#desk?.state() ?? null }
  waiting(): number { return this.#register?.outgoing().length ?? 0 }
  unkept(): string[] { return this.#unkept }
  serverRights(): ReturnType<PracticeRoom['serverRights']> { return this.#desk?.serverRights() ?? null }
  sharedFolders(): ReturnType<PracticeRoom['sharedFolders']> { return this.#parts.reader.folders().filter(({ shared }) => shared) }
  history(message: Parameters<PracticeRoom['history']>[0]): ReturnType<PracticeRoom['history']> { return this.#register?.history(message) ?? [] }
  deed(...told: Parameters<PracticeRoom['deed']>): void { this.#deeds.note(...told) }
  taskEnded(result: Parameters<PracticeRoom['taskEnded']>[0]): void { this.#deeds.ended(result) }
  deedsWith(message: Parameters<PracticeRoom['deedsWith']>[0]): ReturnType<PracticeRoom['deedsWith']> { return [...this.#register?.deedsWith(message) ?? [], ...this.#deeds.untoldWith(message)] }
  deedsIn(where: Parameters<PracticeRoom['deedsIn']>[0]): ReturnType<PracticeRoom['deedsIn']> { return this.#register?.deedsIn(where) ?? [] }
  requests(): ReturnType<PracticeRoom['requests']> { return openRequests(this.#parts.db) }
  crowdedOutRequests(): ReturnType<PracticeRoom['crowdedOutRequests']> { return crowdedOutRequests(this.#parts.db) }
  dropRequest(hash: string): void { dropRequest(this.#parts.db, hash) }

  problems(): ReturnType<PracticeRoom['problems']> { return this.#register?.problems() ?? [] }
  gone(): ReturnType<PracticeRoom['gone']> { return this.#register === null ? [] : goneEvents(this.#parts.db) }
  wrong(): ReturnType<PracticeRoom['wrong']> { return this.#register?.wrong() ?? [] }

  say(sayings: Parameters<PracticeRoom['say']>[0], told: Parameters<PracticeRoom['say']>[1]): Said {
    return this.#sayWith(sayings, (said) => {
      const event = said.at(-1)?.hash
      record(this.#parts.journal(), { ...told, detail: { ...told.detail, ...(event === undefined ? {} : { event }) } } as Event<'E10'>)
    })
  }

  fileRest(): ReturnType<PracticeRoom['fileRest']> { return this.#rest.file() }
  keepRest(): ReturnType<PracticeRoom['keepRest']> { return this.#rest.keep({ alsoUnsealed: true }) }

  sayPassing(sayings: Parameters<PracticeRoom['say']>[0]): Said { return this.#sayWith(sayings, () => undefined) }

  sayAlongside(sayings: Parameters<PracticeRoom['say']>[0], alongside: () => void): Said { return this.#sayWith(sayings, alongside) }

  #sayWith(sayings: Parameters<PracticeRoom['say']>[0], alongside: (said: readonly CheckedEvent[]) => void): Said {
    if (this.#register === null || this.member() === null) return { ok: false, fail: 'not-member' }
    try {
      const outcome = this.#register.say(sayings, alongside)
      if (outcome.kind === 'refused') return { ok: false, fail: 'not-allowed', because: outcome.because }
      this.#desk?.flush()
      return { ok: true }
    } catch (error) {
      return { ok: false, fail: obstacleIn(error) }
    }
  }

  sealFor(...given: Parameters<PracticeRoom['sealFor']>): Sealed | null { return this.#seals.sealFor(...given) }
  unseal(sealed: Sealed): string | null { return this.#seals.unseal(sealed) }
  referenceKey(): Uint8Array | null { return this.#seals.referenceKey() }
  logKey(): ReturnType<PracticeRoom['logKey']> {
    const member = this.member()
    return member === null || this.#keys === null ? null : logKeyOf({ keys: this.#keys, state: member.state })
  }

  referenceFor(device: Parameters<PracticeRoom['referenceFor']>[0]): Sealed | null { return this.#seals.referenceFor(device) }

  answersAs(header: Parameters<PracticeRoom['answersAs']>[0]): ReturnType<PracticeRoom['answersAs']> { return this.#whose.answersAs(header) }
  addressOf(header: Parameters<PracticeRoom['addressOf']>[0]): string { return this.#whose.addressOf(header) }
  grantFor(header: Parameters<PracticeRoom['grantFor']>[0]): ReturnType<PracticeRoom['grantFor']> { return this.#whose.grantFor(header) }

  joining(): Joining | null {
    return this.#home?.stage === 'joining' && this.#home.joining !== null ? JSON.parse(this.#home.joining) as Joining : null
  }

  foundingEvent(keys: DeviceKeys, { name, person }: Parameters<PracticeRoom['foundingEvent']>[1]): ReturnType<PracticeRoom['foundingEvent']> {
    this.#keys = keys
    const reference = newReference(keys.device)
    return signEvent(keys, { practice: null, sequence: 1, previous: null, clock: 1, at: this.#parts.now() }, { kind: 'founded', body: { name, person, device: keys.device, reference } })
  }

  becomeFounder({ accountId, folder, name, event, unkept }: Parameters<PracticeRoom['becomeFounder']>[0]): ReturnType<PracticeRoom['becomeFounder']> {
    const kept = this.#keep({ stage: 'member', accountId, folder, name, root: event.checked.hash, joining: null, endedBecause: null }, { right: 'founded', event: event.checked.hash }, () => {
      keepBetween(this.#parts.db)
      storeEvent(this.#parts.db, event)
    })
    if (kept.ok) this.#unkept = unkept.map(({ kind }) => kind)
    return kept
  }

  becomeAsking({ accountId, folder, name, root, joining }: Parameters<PracticeRoom['becomeAsking']>[0]): ReturnType<PracticeRoom['becomeAsking']> {
    return this.#keep({ stage: 'joining', accountId, folder, name, root, joining: JSON.stringify(joining), endedBecause: null }, { right: 'asked-to-join' }, () => { keepBetween(this.#parts.db) })
  }

  sayLeaving(): ReturnType<PracticeRoom['sayLeaving']> {
    try {
      const said = this.#leaving.say()
      this.#desk?.flush()
      return said
    } catch (error) {
      return { ok: false, fail: obstacleIn(error) }
    }
  }

  isLeaving(): boolean { return this.#leaving.isUnderWay() }

  /** What is left says only which practice it was: whoever left it reads nothing of it here, whatever its server still shows them. */
  async #drop(): Promise<void> {
    await this.#close()
    if (this.#closing.signal.aborted) return
    const dropped = this.#written(() => {
      forgetBelonging(this.#parts.db)
      record(this.#parts.journal(), { class: 'E10', detail: { right: 'left' } })
      keepFromNext(this.#parts.db)
    })
    if (dropped.ok) this.#keys = null
    else this.#openRegister()
    this.#look()
  }

  async leave(right: Parameters<PracticeRoom['leave']>[0]): ReturnType<PracticeRoom['leave']> {
    try {
      if (right === 'left' && await this.#rest.handIn(this.#closing.signal) === 'closed') return { ok: false, fail: 'journal-unwritable' }
    } catch (error) {
      return { ok: false, fail: obstacleIn(error) }
    }
    await this.#close()
    const left = this.#written(() => {
      forgetPractice(this.#parts.db)
      record(this.#parts.journal(), { class: 'E10', detail: { right } })
      if (right === 'left') keepFromNext(this.#parts.db)
    })
    if (left.ok) {
      this.#home = null
      this.#keys = null
      this.#hearStay()
    } else this.#openRegister()
    this.#look()
    return left
  }

  /** All of it, or nothing and why. */
  #written(write: () => void): Kept {
    try {
      inTransaction(this.#parts.db, write)
      return { ok: true }
    } catch (error) {
      return { ok: false, fail: obstacleIn(error) }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing.abort()
    clearTimeout(this.#turn)
    this.#deeds.tell()
    this.#deeds[Symbol.dispose]()
    this.#checks[Symbol.dispose]()
    this.#leaving[Symbol.dispose]()
    await this.#close()
  }

  async #close(): Promise<void> {
    const [desk, register] = [this.#desk, this.#register]
    this.#desk = null
    this.#register = null
    await desk?.[Symbol.asyncDispose]()
    register?.[Symbol.dispose]()
  }

  #keep(home: PracticeHome, detail: Event<'E10'>['detail'], alongside: () => void): Kept {
    const kept = this.#written(() => {
      keepHome(this.#parts.db, home)
      alongside()
      record(this.#parts.journal(), { class: 'E10', detail })
    })
    if (!kept.ok) return kept
    this.#home = home
    this.#keys = deviceKeys(this.#parts.db)
    this.#openRegister()
    this.#look()
    return { ok: true }
  }

  /** Whoever was put out still hands in what their log has; of who was here for a time nothing stays, so there may be more. */
  #needsRegister({ stage, endedBecause }: PracticeHome): boolean { return stage !== 'ended' || endedBecause === 'left' || this.#end.isForATime() || this.#rest.waits() }

  /** With the register comes its line; both go on until the vault is locked. */
  #openRegister(): void {
    const [home, keys] = [this.#home, this.#keys]
    if (home?.root == null || keys === null || this.#register !== null || !this.#needsRegister(home)) return
    const register = openRegister({ db: this.#parts.db, keys, root: home.root, now: this.#parts.now, onBug: (error) => { this.#parts.onBug('the register', error) } })
    this.#register = register
    register.onChange((state) => { this.#hear(state) })
    this.#desk = startRegisterDesk({
      ...this.#parts, home, register, join: () => this.joining(), onState: () => { this.#heardLine() }, member: () => this.member(), device: keys.device.id,
      say: (saying, alongside) => { this.sayAlongside([saying], alongside) }, onChecked: () => { this.#checked() },
    })
  }

  /** The register says something new: this workstation may be let in, or out. */
  #hear({ law }: PracticeState): void {
    const [home, keys] = [this.#home, this.#keys]
    const entry = keys === null ? undefined : law.devices.get(keys.device.id)
    if (home?.stage === 'joining' && entry !== undefined && entry.revoked === null) this.#become({ ...home, stage: 'member', name: law.name, joining: null })
    if (home?.stage === 'member' && entry !== undefined) {
      const because = endedBecause(law, entry)
      if (because !== null) this.#putOut({ ...home, stage: 'ended', endedBecause: because })
    }
    // Of two managers who left at once one stays: there is always one.
    if (home?.stage === 'ended' && home.endedBecause === 'left' && entry !== undefined && endedBecause(law, entry) === null) {
      this.#become({ ...home, stage: 'member', endedBecause: null })
    }
    this.#hearStay()
    this.#look()
  }

  #hearStay(): void { this.#end.hear({ home: this.#home, keys: this.#keys, register: this.#register }) }
  ending(): ReturnType<PracticeRoom['ending']> { return this.#end.ending() }

  /** Everything was read: whoever was let in by a snapshot that left something out was let in by nobody. */
  #checked(): void {
    const isIn = this.#register?.state().law.devices.has(this.#keys?.device.id ?? '') === true
    if (this.#home?.stage === 'member' && !isIn) this.#become({ ...this.#home, stage: 'ended', endedBecause: 'revoked' })
    if (this.#home?.stage === 'ended') this.#putOut(this.#home)
    this.#look()
  }

  /** A server that can be reached can also say what time it is, and whether it is as late as this computer's clock has it. */
  #heardLine(): void {
    this.#parts.changes.touch(['practice'])
    this.#leaving.look()
    // Whoever was put out has no line to the register any more, but the mail server still says it.
    const isReached = this.#desk?.state()?.kind === 'in-step' || (this.#isConnected && (this.#home?.stage === 'ended' || this.#end.seemsOver()))
    if (this.#home !== null && isReached && this.#wantsTime()) this.#parts.askTime(this.#home.accountId)
  }

  #wantsTime(): boolean {
    const member = this.member()
    const waits = member !== null && (member.at === 'unknown' || waitsForTime(member.state, { person: member.me.person.id, at: member.at, least: this.#clock.begun() }))
    return waits || this.#end.wantsTime()
  }

  #reader({ me, device }: Member, at: Reader['at']): Reader {
    return { person: me.person.id, device: device.id, at, least: this.#clock.begun(), referenceKey: this.referenceKey() }
  }

  /**
   * What was done until it was heard is the practice's, and is sealed before anything else happens; what comes after in somebody's own
   * mail is not. Where there is no room now it is heard again at the next start: nothing opens meanwhile.
   */
  #putOut(home: PracticeHome): void {
    // Whatever is said here changes the state, and comes by here again.
    if (this.#isFiling) return
    this.#isFiling = true
    try {
      this.#hearStay()
      const isSealed = this.#rest.seal(true)
      inTransaction(this.#parts.db, () => {
        keepHome(this.#parts.db, home)
        if (isSealed && !this.#end.isForATime()) fileNothingBefore(this.#parts.db)
      })
      this.#home = home
    } catch (error) {
      obstacleIn(error)
    } finally {
      this.#isFiling = false
    }
  }

  #become(home: PracticeHome): void {
    keepHome(this.#parts.db, home)
    this.#home = home
  }

  /** The log's key is sealed for who looks after it, and the journal goes to the register from time to time. */
  #file(member: Member): void {
    const { db, now } = this.#parts
    const { state } = member
    // Nothing is sealed or filed on the word of a snapshot.
    if (this.#keys === null || this.#isFiling || this.#register?.isChecked() !== true) return
    // Whatever is said here changes the state, and comes by here again.
    this.#isFiling = true
    try {
      const { kind, bodies } = logKeysToSet({ keys: this.#keys, state })
      if (bodies.length > 0) this.say(bodies.map((body) => ({ kind: 'log-key-set', body })), { class: 'E10', detail: { right: kind === 'made' && state.law.logKey !== null ? 'log-key-renewed' : 'log-key' } })
      for (const { saying, address } of sealingsDue(this, this.member() ?? member)) this.say([saying], { class: 'E10', mailbox: address, detail: { right: 'mailbox-password-sealed' } })
      // Past its end it is handed in, if at all, with that said of it.
      const segment = !this.#end.seemsOver() && isFilingDue(db, now()) ? segmentToFile({ db, keys: this.#keys, state: this.member()?.state ?? state, now: now() }) : null
      if (segment !== null) this.sayAlongside([segment.saying], segment.alongside)
    } finally {
      this.#isFiling = false
    }
  }

  /** What the rights, and the time, make of what may be here. */
  #look(): void {
    clearTimeout(this.#turn)
    const member = this.member()
    const at = this.#clock.at()
    if (this.#wantsTime()) this.#heardLine()
    this.#end.tell(this.#home !== null)
    const text = JSON.stringify([this.policy(), this.sealed().map(({ account, said, limits }) => [account.id, said, limits])], (_, value: unknown) => (value instanceof Uint8Array ? value.length : value))
    if (text !== this.#policyText) {
      this.#policyText = text
      this.#parts.onRights()
      this.#parts.changes.touch(['folders', 'messages'])
    }
    this.#parts.changes.touch(['practice'])
    if (this.#home === null) return
    this.#leaving.look()
    if (member !== null) this.#file(member)
    if (member?.me.roles.has('beheerder') === true) this.#logins.look(member.state.law)
    const next = member === null || at === 'unknown' ? null : nextTurn(member.state, member.me.person.id, at)
    const rightsTurnIn = next === null || at === 'unknown' ? TURN_MS : Math.max(0, next - at)
    this.#turn = setTimeout(() => { this.#look() }, Math.min(TURN_MS, rightsTurnIn, this.#end.overIn() ?? TURN_MS))
    this.#turn.unref()
  }
}

/** Why something could not be written; anything else is thrown on. */
function obstacleIn(error: unknown): 'disk-full' | 'journal-unwritable' {
  if (isDiskFull(error)) return 'disk-full'
  if (error instanceof Unrecorded) return 'journal-unwritable'
  throw error
}
