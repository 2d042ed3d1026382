import type { HistoryEntry, MessageName } from '../../../shared/practice/claims.ts'
import type { TaskResult } from '../../imap/face.ts'
import type { MailDeed } from '../../../shared/practice/event.ts'
import type { Grant } from '../../../shared/practice/grant.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import type { PersonEntry } from '../../../shared/practice/law.ts'
import type { AskedMailbox } from '../../../shared/practice/may.ts'
import type { Device, Person } from '../../../shared/practice/person.ts'
import type { RegisterProblem } from '../../../shared/practice/problem.ts'
import type { Folder } from '../../../shared/contract/mail.ts'
import type { ServerTime } from '../../../shared/norm/checked-clock.ts'
import type { Sealed } from '../../../shared/practice/plain-values.ts'
import type { ReadingPolicy } from '../../imap/reading-policy.ts'
import type { MessageHeader } from '../../mailbox/mailbox.ts'
import type { PracticeHome } from '../../practice/home.ts'
import type { MailboxLogin } from '../../practice/mailbox-login.ts'
import type { JoinRequest } from '../../practice/joining/join-request.ts'
import type { GoneEvent } from '../../practice/register-folder.ts'
import type { ToldDeed } from '../../practice/register/deed-table.ts'
import type { WrongMessage } from '../../practice/register/event-table.ts'
import type { LogKey } from '../../audit/segment-keys.ts'
import type { LineState } from '../../practice/line/face.ts'
import type { DeviceKeys } from '../../practice/register/device-keys.ts'
import type { Saying, SignedEvent } from '../../practice/register/signed-event.ts'
import type { Unkept } from '../../practice/rights/register-folder.ts'
import type { OtherReader } from '../../practice/rights/share-folders.ts'
import type { SentAs } from '../../sending/manuscript.ts'
import type { Event, Standing } from '../journal.ts'
import type { Rights } from './rights.ts'
import type { SealedAccount } from './sealed-accounts.ts'

/** A member's workstation at one moment: what the register says, and who is asking. */
export interface Member {
  readonly state: PracticeState
  readonly me: PersonEntry
  readonly device: Device
  /** Practice time in milliseconds since 1970; `unknown` when this clock is behind what was seen before. */
  readonly at: number | 'unknown'
}

/** What a workstation that asks to join keeps until a manager has compared the words. */
export interface Joining {
  readonly hash: string
  /** Of the request's message, base64. */
  readonly body: string
  readonly until: number
  readonly words: readonly string[]
}

/** Where a register was found or made. */
export interface RegisterPlace { readonly accountId: string; readonly folder: string; readonly name: string }
/** Written with the journal's entry, or not. */
export type Kept = { readonly ok: true } | { readonly ok: false; readonly fail: 'journal-unwritable' | 'disk-full' }

export type Said =
  | { readonly ok: true }
  | { readonly ok: false; readonly fail: 'not-member' | 'not-allowed' | 'journal-unwritable' | 'disk-full'; /** What the register's rules say against it. */ readonly because?: string }

/** The practice as this workstation stands to it, for as long as the vault is open. */
export interface PracticeRoom extends AsyncDisposable {
  home(): PracticeHome | null
  /** Null: not a member, not yet or no more. */
  member(): Member | null
  readonly rights: Rights
  /** The person's own mail. */
  own(): AskedMailbox
  /** A mailbox by the name that drafts and grants give it: the id of a person or of a shared mailbox. */
  named(id: string): AskedMailbox
  /** For the journal: in what role, in whose name. */
  standing(): Standing
  /**
   * A server's own date, over a protected line: by it time-limited rights are judged. Only the practice's server is believed: anybody can
   * add an account at a server of their own, where it is any day they like.
   */
  serverSays(time: Pick<ServerTime, 'server' | 'after'>, accountId: string): void
  /** The account of the register can be reached in another way now. */
  reconnect(accountId: string): void
  /** In whose name a draft goes out; null: in one's own. */
  sendingAs(mailbox: string | undefined): SentAs | null | 'refused'
  /** The person for whom a draft is written under a mandate or a delegation, by name; null: it is written for nobody else, or for a shared mailbox. */
  onBehalfOf(mailbox: string | undefined): string | null
  /** In whose name a message is answered, where it stands in a mailbox of others that the person may send for; null: in their own. */
  answersAs(header: Pick<MessageHeader, 'folderId'>): { mailbox: string; address: string } | null
  /** Which folders of others may be on this workstation now. */
  policy(): ReadingPolicy
  /** Shared mailboxes with a login of their own that this workstation opens now. */
  sealed(): readonly SealedAccount[]
  /** Seals the login of a shared mailbox for who may have it. */
  sealLogin(mailbox: string, login: MailboxLogin): Sealed | null
  /** The login of a shared mailbox as this workstation has it sealed, for who manages it. */
  loginOf(mailbox: string): MailboxLogin | null
  /** Whether the server no longer takes the password of a shared mailbox, as far as was asked. */
  isLoginRefused(mailbox: string): boolean
  /** Whether the password of a shared mailbox may be tried at its server now: a refused one not before another day, or another password. */
  mayTryLogin(mailbox: string): boolean
  /** What the server said to the password of a shared mailbox. */
  loginTold(mailbox: string, isRefused: boolean): void
  line(): LineState | null
  /** Events of this workstation that are stored here and not yet in the register's folder. */
  waiting(): number
  /**
   * Says these, in this order, and writes the journal's entry with them: all in one transaction, or nothing (LOG-05). What the
   * register's rules would give no effect is not said.
   */
  say(sayings: readonly Saying[], told: Event<'E9'> | Event<'E10'> | Event<'rules'> | Event<'filed'> | Event<'log'>): Said
  /**
   * Files what the journal has not filed yet. `filed`: all that was said and filed here is in the register's folder; `acts-wait`: what
   * somebody did is not; `shut`: the server no longer shows this workstation that folder.
   */
  fileRest(): 'filed' | 'waits' | 'acts-wait' | 'shut'
  /** What of the journal is not in that folder stays, sealed for the practice, as files beside the stores. Rejects where there is no room. */
  keepRest(): Promise<void>
  /** When the time of somebody who is here for a time ends (FM-11); `until` null: a manager ended it. Null: for everybody else, or the time is not known. */
  ending(): { readonly until: number | null; readonly at: number } | null
  /** Says something that passes and that no journal keeps: that somebody is answering. */
  sayPassing(sayings: readonly Saying[]): Said
  /** The address of the mailbox that a message stands in, for the journal. */
  addressOf(header: Pick<MessageHeader, 'folderId' | 'accountId'>): string
  /** Says these with something else that must happen with them: both or neither. */
  sayAlongside(sayings: readonly Saying[], alongside: () => void): Said
  /** The grant by which somebody reads another's message, with the giver's name; null: it is theirs to read. */
  grantFor(header: MessageHeader): { id: string; kind: Grant['kind']; giver: string } | null
  /** Seals a text so that only these people's workstations can read it; null: which those are has not been read whole yet. */
  sealFor(people: readonly string[], text: string): Sealed | null
  /** Null: not for this workstation. */
  unseal(sealed: Sealed): string | null
  /** The practice's reference key; null where it was not sealed for this workstation. */
  referenceKey(): Uint8Array | null
  /** The practice's log key; null: this workstation may not open the log of the others (LOG-04). */
  logKey(): LogKey | null
  /** Seals the reference key for a workstation that is let in. */
  referenceFor(device: Device): Sealed | null
  /** All that was done with a message of a shared mailbox, oldest first. */
  history(message: MessageName): readonly HistoryEntry[]
  /** In the transaction that does it: colleagues see who read, filed or deleted a message in a mailbox that is not the person's own alone. */
  deed(header: Pick<MessageHeader, 'id' | 'folderId'>, act: MailDeed, taskId?: string): void
  /** In the transaction that ends a task: what of it took place is told, and nothing else. */
  taskEnded(result: TaskResult): void
  /** What was told of a message, oldest first; and of a mailbox since some time, newest first. */
  deedsWith(message: MessageName): readonly ToldDeed[]
  deedsIn(where: { mailbox: string; since: number }): readonly ToldDeed[]
  requests(): readonly JoinRequest[]
  /** The latest of those for which there was no room. */
  crowdedOutRequests(): readonly JoinRequest[]
  dropRequest(hash: string): void
  problems(): readonly RegisterProblem[]
  /** Events that somebody took out of the folder; they were put back. */
  gone(): readonly GoneEvent[]
  /** Messages of the folder that are no events. */
  wrong(): readonly WrongMessage[]
  /** What came of telling the server who may open what; null: not told yet in this session. */
  serverRights(): ServerRights | null
  /** By name, what the server does not keep anybody from. */
  unkept(): string[]
  sharedFolders(): readonly Folder[]
  time(): number | 'unknown'
  /** Null: this workstation does not ask to join. */
  joining(): Joining | null
  /** The event that founds a practice, not yet said anywhere. */
  foundingEvent(keys: DeviceKeys, founding: { name: string; person: Person }): SignedEvent
  /** Its founding was read back as the first. */
  becomeFounder(founding: RegisterPlace & { event: SignedEvent; unkept: readonly Unkept[] }): Kept
  /** Pins the practice and asks to be let in. */
  becomeAsking(asking: RegisterPlace & { root: string; joining: Joining }): Kept
  /**
   * Says that this person leaves the practice; what this workstation knew of it goes by itself once all of it has arrived there.
   * `not-in-step`: what was said there has to be read first, and a manager needs a line.
   */
  sayLeaving(): { readonly ok: true } | { readonly ok: false; readonly fail: Extract<Said, { ok: false }>['fail'] | 'last-manager' | 'not-in-step' }
  /** Said, and not all of it has arrived. */
  isLeaving(): boolean
  /** Ends how this workstation stands to a practice, told of as this; what it knew of it goes. */
  leave(right: 'stopped-asking' | 'left'): Promise<Kept>
}

/** What the server has besides what it was told. */
export interface ServerRights {
  readonly hasAcl: boolean
  readonly others: readonly OtherReader[]
  /** Folders of which this login may not say who opens them. */
  readonly notOurs: readonly string[]
}
