import type { Role } from './act.ts'
import type { CheckedEvent } from './event.ts'
import type { Grant } from './grant.ts'
import type { Position } from './order.ts'
import type { Device, Invitation, Person } from './person.ts'
import type { Sealed } from './plain-values.ts'
import type { RuleName, RuleValues } from './practice-rules.ts'
import type { SharedMailbox } from './shared-mailbox.ts'
import type { RefusedBecause } from './problem.ts'
import type { Withdrawal } from './withdrawal.ts'

/** Who said so, and when by their own clock: for the screen. */
export interface Said extends Position {
  readonly by: string
  readonly at: number
}

export interface PersonEntry {
  readonly person: Person
  readonly added: Said
  /** `until`: the last moment that the manager named. */
  readonly ended: (Said & { readonly until: number }) | null
  readonly roles: ReadonlyMap<Role, Said>
  /** FM-08: agreed about what stays private. */
  readonly privateAgreed: Said | null
}

export interface DeviceEntry {
  readonly device: Device
  readonly person: string
  readonly admitted: Said
  readonly revoked: (Said & { readonly because: string }) | null
  /** The practice's reference key, sealed for this device. */
  readonly reference: Sealed
}

export interface InvitationEntry { readonly invitation: Invitation; readonly given: Said; readonly withdrawn: Said | null; readonly usedBy: string | null }
/** `described`: for the first time; since then it is shared. */
export interface MailboxEntry { readonly mailbox: SharedMailbox; readonly described: Said; readonly ended: Said | null; readonly secret: MailboxSecret | null }
/** A mailbox's password as it was sealed last. */
export interface MailboxSecret {
  readonly sealed: Sealed
  readonly said: Said
  /** Hash of the event that set this password. */
  readonly origin: string
  /** Every workstation that it was ever sealed for, also by a sealing that another one took the place of. */
  readonly had: readonly string[]
}
/** The key that segments of journals are sealed for now. */
export interface LogKeyEntry extends SealedLogKey {
  readonly set: Said
  /** Every workstation that it was ever sealed for. */
  readonly had: readonly string[]
  /** Those before it, oldest first: what was sealed for them stays so. */
  readonly earlier: readonly SealedLogKey[]
}
export interface SealedLogKey { readonly key: string; readonly sealed: Sealed }
export interface GrantEntry { readonly grant: Grant; readonly given: Said; readonly withdrawn: Said | null }
export interface RuleEntry<Name extends RuleName = RuleName> { readonly value: RuleValues[Name]; readonly set: Said }

/** Who could claim in a shared mailbox from this position on, and whose it was. */
export interface MembersFrom { readonly from: Position; readonly owner: string; readonly claimants: ReadonlySet<string> }

/** What holds in the practice: who is who, and what may be done. */
export interface Law {
  readonly name: string
  readonly founder: string
  readonly people: ReadonlyMap<string, PersonEntry>
  readonly devices: ReadonlyMap<string, DeviceEntry>
  readonly invitations: ReadonlyMap<string, InvitationEntry>
  readonly mailboxes: ReadonlyMap<string, MailboxEntry>
  readonly grants: ReadonlyMap<string, GrantEntry>
  /** Ids of grants by receiver; and by `receiver mailbox`, because people collect them over the years. */
  readonly grantsTo: ReadonlyMap<string, readonly string[]>
  readonly grantsOn: ReadonlyMap<string, readonly string[]>
  readonly rules: ReadonlyMap<RuleName, RuleEntry>
  readonly logKey: LogKeyEntry | null
  /** Everybody who ever became a manager, the founder first: who withdraws each other at once is decided by it. */
  readonly managers: readonly string[]
  /** Each shared mailbox's members over the time of the register, oldest first. */
  readonly members: ReadonlyMap<string, readonly MembersFrom[]>
  /** The withdrawals that stand. */
  readonly withdrawals: readonly Withdrawal[]
  /** When a role was given, by `person role`; what ended it stands among the withdrawals. */
  readonly givings: ReadonlyMap<string, readonly Position[]>
  /** What was said without effect, by hash of the event. */
  readonly refused: ReadonlyMap<string, RefusedBecause>
  readonly events: readonly CheckedEvent[]
  /** The highest clock of whoever was admitted: what is further ahead than anybody can have counted drags nobody along. */
  readonly clock: number
}

type Mutable<Of> = Of extends ReadonlyMap<infer Key, infer Value> ? Map<Key, Value> : Of extends readonly (infer Item)[] ? Item[] : Of

/** The law while it is being made. */
export type Draft = { -readonly [Key in keyof Law]: Mutable<Law[Key]> }

export const emptyDraft = (events: readonly CheckedEvent[]): Draft => ({
  name: '', founder: '', people: new Map(), devices: new Map(), invitations: new Map(), mailboxes: new Map(), grants: new Map(), grantsTo: new Map(), grantsOn: new Map(),
  rules: new Map(), logKey: null, managers: [], members: new Map(), withdrawals: [], givings: new Map(), refused: new Map(), events: [...events], clock: 0,
})

/** The rule as it was set, or the norm's default. */
export function ruleOf<Name extends RuleName>(law: Pick<Law, 'rules'>, name: Name, defaults: RuleValues): RuleValues[Name] {
  return (law.rules.get(name)?.value ?? defaults[name]) as RuleValues[Name]
}
