import { z } from 'zod'
import { role } from './act.ts'
import { grant } from './grant.ts'
import { ACTS_AT_ONCE, CLOCK_MOST } from './limits.ts'
import { device, invitation, person } from './person.ts'
import { cut, deviceId, id, line, moment, paragraph, rawKey, reference, sealed, sequence, sha256 } from './plain-values.ts'
import { practiceRule } from './practice-rules.ts'
import { sharedMailbox } from './shared-mailbox.ts'

const segment = z.strictObject({
  device: deviceId, from: sequence, to: sequence,
  /** Hash of the last entry in it. */
  head: sha256,
  /** Head of the segment before it; null for the first. */
  previous: sha256.nullable(),
  /** Of the sealed bytes as they were filed. */
  hash: sha256,
})
export type JournalSegment = z.infer<typeof segment>

const message = { mailbox: id, message: reference }

/** What is done with a message in a mailbox that others have too, besides having it. */
export const mailDeeds = ['read', 'filed', 'deleted', 'put-back', 'answered', 'forwarded'] as const
export type MailDeed = (typeof mailDeeds)[number]

/** `mailbox`: a shared one, or the person whose mail somebody else opened (FM-07). */
const deed = z.strictObject({ ...message, act: z.enum(mailDeeds), at: moment })
export type Deed = z.infer<typeof deed>

/** Every kind of event that this version knows, with what it says. A field more than these makes a body of a later version: it could be a limit. */
export const bodies = {
  /** The practice exists: the founder is its first manager. The hash of this event is the practice's name for itself. */
  'founded': z.strictObject({ name: line, person, device, reference: sealed }),
  'person-added': z.strictObject({ person }),
  'person-changed': z.strictObject({ person }),
  /** For good, all workstations included; who comes back is added anew. */
  'person-ended': z.strictObject({ person: id, until: moment, cut }),
  /** The same, said by the person themselves: from here on. A manager says `person-ended`. */
  'person-left': z.strictObject({ person: id, cut }),
  /** `reference`: the practice's reference key, sealed for the new device. */
  'device-added': z.strictObject({ person: id, device, invitation: id, reference: sealed }),
  'device-revoked': z.strictObject({ device: deviceId, because: z.enum(['lost', 'stolen', 'replaced', 'left', 'forked', 'other']), cut }),
  'role-given': z.strictObject({ person: id, role }),
  'role-withdrawn': z.strictObject({ person: id, role, cut }),
  'invitation-given': z.strictObject({ invitation }),
  'invitation-withdrawn': z.strictObject({ invitation: id }),
  'mailbox-described': z.strictObject({ mailbox: sharedMailbox }),
  'mailbox-ended': z.strictObject({ mailbox: id }),
  /** `of`: the event that set this password, where it is only sealed once more, for others; absent: it is another password than before. */
  'mailbox-secret': z.strictObject({ mailbox: id, sealed, of: sha256.optional() }),
  'grant-given': z.strictObject({ grant }),
  'grant-withdrawn': z.strictObject({ grant: id }),
  /** FM-08: this person was told which folders and subjects stay private, and agreed. */
  'private-agreed': z.strictObject({ person: id }),
  /** FM-06: the clinician marks a patient's care as current, or as over. */
  'care-episode': z.strictObject({ patient: reference, clinician: id, current: z.boolean() }),
  'rule-set': practiceRule,
  /**
   * X25519 key that journal segments are sealed for from here on; its secret is sealed for the devices of who may open the log. One that
   * was set before is only sealed once more: it is not the one to seal for again.
   */
  'log-key-set': z.strictObject({ key: rawKey, sealed }),
  /** `to`: the person who has the message from here on; by another than its author it is a handing over. */
  'claimed': z.strictObject({ ...message, to: id, note: sealed.nullable() }),
  'answering': z.strictObject({ ...message, until: moment }),
  'released': z.strictObject(message),
  'finished': z.strictObject({ ...message, how: z.enum(['answered', 'phoned', 'filed', 'passed-on', 'no-answer-needed']) }),
  /**
   * What its author did with messages, some moments together. Everybody says it of themselves only and it opens nothing, so it asks no
   * right: who had just lost theirs and read on has read all the same.
   */
  'acted': z.strictObject({ acts: z.array(deed).min(1).max(ACTS_AT_ONCE) }),
  'segment-filed': z.strictObject({ segment }),
  /** R4, FM-10: the log of this mailbox was looked through, from one time to another. */
  'log-checked': z.strictObject({ mailbox: id, from: moment, to: moment, outcome: z.enum(['in-order', 'questions', 'incident']), note: paragraph }),
  /**
   * What a manager's register said after each device's last event: where a new workstation starts. `content` is the hash of the message
   * that holds it, `format` of the words that it is written in; only who has the same can compare.
   */
  'snapshot': z.strictObject({ heads: z.array(z.strictObject({ device: deviceId, last: sequence, hash: sha256 })), stateHash: sha256, content: sha256, format: sha256 }),
} as const satisfies Record<string, z.ZodType>

export type EventKind = keyof typeof bodies
export type BodyOf<Kind extends EventKind> = z.infer<(typeof bodies)[Kind]>

/** The event version that this program writes. */
export const EVENT_VERSION = 1

/** What every event of every version has: enough to keep its author's chain. */
export const envelope = z.strictObject({
  version: z.int().min(1).max(1_000_000),
  /** Hash of the founding event; null only in a founding event itself. */
  practice: sha256.nullable(),
  author: deviceId,
  /** 1, 2, 3... in the chain of this author. */
  sequence,
  /** Hash of the author's event before this one. */
  previous: sha256.nullable(),
  /** Lamport clock: higher than everything that the author had seen. */
  clock: z.int().min(1).max(CLOCK_MOST),
  /** The author's own clock in milliseconds: shown, never trusted. */
  at: moment,
  kind: z.string().max(64).regex(/^[a-z][a-z-]*$/),
  body: z.unknown(),
})

export type Envelope = Omit<z.infer<typeof envelope>, 'kind' | 'body'>
export type KnownEvent = { readonly [Kind in EventKind]: Envelope & { readonly kind: Kind; readonly body: BodyOf<Kind> } }[EventKind]
/** Kept, shown as unknown, part of its chain, without effect; `named`: what it calls itself. */
export type UnknownEvent = Envelope & { readonly kind: 'unknown'; readonly body: { readonly named: string; readonly why: 'version' | 'kind' | 'body' } }
export type RegisterEvent = KnownEvent | UnknownEvent
export type EventOf<Kind extends EventKind> = Extract<KnownEvent, { kind: Kind }>

/** An event whose signature was verified with the key that its author's name is the hash of. `hash`: SHA-256 of its text. */
export interface CheckedEvent {
  readonly hash: string
  readonly event: RegisterEvent
}

export const isKnownKind = (kind: string): kind is EventKind => Object.hasOwn(bodies, kind)
