import { z } from 'zod'
import { mailAct, role } from '../practice/act.ts'
import { grant, grantObstacles } from '../practice/grant.ts'
import { device, person } from '../practice/person.ts'
import { practiceRule } from '../practice/practice-rules.ts'
import { sharedMailbox } from '../practice/shared-mailbox.ts'
import { call, query } from './declare.ts'
import { accountSettings, endpoint, foundServers, probes } from './accounts.ts'
import { accountId, instant, nothing } from './values.ts'

const id = z.string().min(1).max(64)
/** A file of an invitation, with a certificate in it at most; a code is a line of it. */
export const INVITATION_CHARS = 100_000
const invitation = { code: z.string().max(INVITATION_CHARS) }
const invitationFails = ['not-an-invitation', 'damaged', 'expired', 'newer'] as const
/** `not-member`: this workstation belongs to no practice (any more). `not-allowed`: the register gives no such right. */
const writeFails = ['not-member', 'not-allowed', 'journal-unwritable', 'disk-full'] as const

/** How the line to the register is; `waiting` events of this workstation are stored here and not yet there. */
const line = z.object({
  kind: z.enum(['connecting', 'catching-up', 'in-step', 'waiting', 'stopped', 'no-folder', 'broken']),
  waiting: z.number().int(),
})

/** Why this grant cannot be given; `not-complete`: what is typed is no grant yet, `no-right`: not by this person. */
const grantFails = [...grantObstacles, 'not-complete', 'no-right'] as const

const roles = z.array(role)

export const practiceSummary = z.discriminatedUnion('kind', [
  /** No practice: only the person's own mail, and what the server shows of others'. */
  z.object({ kind: z.literal('none') }),
  /** Asked to join: the manager compares these words. */
  z.object({ kind: z.literal('asking'), practice: z.string(), words: z.array(z.string()), until: instant }),
  z.object({
    kind: z.literal('member'), name: z.string(), me: person, device: z.string(), roles, line,
    /** FM-08: this person agreed what stays private. */
    privateAgreed: z.boolean(),
    /** `unknown`: this clock is behind what was seen before, so that nothing temporary opens until a server tells the time. */
    time: z.enum(['known', 'unknown']),
    /** Things that only a manager is shown. */
    requests: z.number().int(), problems: z.number().int(),
    /** What the server does not keep anybody from; only this program does. */
    unkept: z.array(z.string()),
  }),
  /** This workstation no longer counts. `left`: of the person's own accord; `waits`: what they did has not all arrived at the practice. */
  z.object({ kind: z.literal('ended'), name: z.string(), because: z.enum(['revoked', 'ended', 'left']), waits: z.boolean() }),
])

const staffed = z.object({
  person, roles,
  devices: z.array(device.pick({ id: true, label: true }).extend({ isThis: z.boolean(), revoked: z.boolean() })),
  /** Ended, or past the end date. */
  ended: z.boolean(),
  invitedUntil: instant.nullable(),
})

/** `contested`: another workstation asks with the same invitation, so somebody has read it along. */
const request = z.object({ id, name: z.string(), label: z.string(), words: z.array(z.string()), askedAt: instant, contested: z.boolean() })

const shownGrant = z.object({
  grant, words: z.string(), state: z.enum(['active', 'coming', 'ended', 'withdrawn']), mine: z.enum(['given', 'received', 'other']),
  /** Who keeps the limit: the server too, or only this program. */
  keptBy: z.enum(['server', 'client']),
})

/** Of a shared mailbox with a login of its own; its password is never told to any screen. */
const mailboxLogin = z.object({
  mailbox: z.string(),
  /** `none`: nobody typed one yet, or not for this workstation. `refused`: the server no longer takes it. `to-change`: somebody had it who may not have it any more. */
  state: z.enum(['none', 'kept', 'refused', 'to-change']),
  imap: endpoint.nullable(), smtp: endpoint.nullable(), user: z.string(),
})
const typedLogin = z.object({ imap: endpoint, smtp: endpoint, user: z.string().min(1).max(320), secret: z.string().min(1).max(1_000) })

const setRule = z.object({ rule: practiceRule, setBy: z.string().nullable(), setAt: instant.nullable() })

/** What belongs together in them is checked where the event is written. */
const typedGrant = z.object(grant.shape).omit({ id: true })
const typedPerson = z.object(person.shape).omit({ id: true })

export const practiceOperations = {
  'practice.state': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: practiceSummary, fails: [], reads: ['practice'] }),
  'practice.people': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(staffed), fails: ['not-member'], reads: ['practice'] }),
  'practice.mailboxes': query({
    who: 'unlocked', asks: 'nothing', input: nothing,
    /** `undescribed`: shared folders that the server shows and the register does not know (FM-04). `servers`: of the practice's own account. */
    output: z.object({ described: z.array(sharedMailbox), undescribed: z.array(z.string()), logins: z.array(mailboxLogin), servers: z.object({ imap: endpoint, smtp: endpoint }).nullable() }), fails: ['not-member'], reads: ['practice', 'folders', 'accounts'],
  }),
  'practice.grants': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(shownGrant), fails: ['not-member'], reads: ['practice'] }),
  'practice.rules': query({ who: 'unlocked', asks: 'nothing', input: nothing, output: z.array(setRule), fails: ['not-member'], reads: ['practice'] }),
  /** What is wrong in the register: by name, with who and when as far as known. */
  'practice.problems': query({
    who: 'unlocked', asks: 'nothing', input: nothing,
    output: z.array(z.object({ name: z.string(), person: z.string().nullable(), at: instant.nullable(), event: z.string().nullable() })), fails: ['not-member'], reads: ['practice'],
  }),
  /** Workstations that ask to join, each with the six words that its person sees too. */
  'practice.requests': query({ who: 'unlocked', asks: { act: 'admit', of: 'practice' }, input: nothing, output: z.array(request), fails: ['not-member'], reads: ['practice'] }),

  /** Founds the practice in a folder of this account; `already`: there is one in that folder, which this person can be invited to. */
  'practice.found': call({
    who: 'unlocked', asks: 'nothing',
    input: z.object({ accountId, name: z.string().min(1).max(200), person: typedPerson, members: z.array(z.string().max(320)).max(200) }),
    output: nothing, fails: ['already-member', 'already-founded', 'no-account', 'cannot-share', 'no-right', 'offline', 'journal-unwritable', 'disk-full'],
  }),
  'practice.addPerson': call({ who: 'unlocked', asks: { act: 'admit', of: 'practice' }, input: z.object({ person: typedPerson }), output: z.object({ id }), fails: [...writeFails, 'address-taken'] }),
  'practice.changePerson': call({ who: 'unlocked', asks: { act: 'admit', of: 'practice' }, input: z.object({ person }), output: nothing, fails: [...writeFails, 'no-such-person'] }),
  'practice.endPerson': call({ who: 'unlocked', asks: { act: 'end-person', of: 'practice' }, input: z.object({ id, until: instant }), output: nothing, fails: [...writeFails, 'no-such-person', 'last-manager'] }),
  /** The person leaves of their own accord. `not-in-step`: what was said in the practice is not all read here; who manages it needs a line as well. */
  'practice.leave': call({ who: 'unlocked', asks: { act: 'leave', of: 'practice' }, input: nothing, output: nothing, fails: [...writeFails, 'last-manager', 'not-in-step'] }),
  'practice.giveRole': call({ who: 'unlocked', asks: { act: 'give-role', of: 'practice' }, input: z.object({ id, role }), output: nothing, fails: [...writeFails, 'no-such-person'] }),
  'practice.withdrawRole': call({ who: 'unlocked', asks: { act: 'give-role', of: 'practice' }, input: z.object({ id, role }), output: nothing, fails: [...writeFails, 'no-such-person', 'last-manager'] }),
  'practice.revokeDevice': call({
    who: 'unlocked', asks: { act: 'revoke-device', of: 'practice' },
    input: z.object({ device: z.string().max(64), because: z.enum(['lost', 'stolen', 'replaced', 'left', 'other']) }), output: nothing, fails: [...writeFails, 'no-such-device', 'last-manager'],
  }),

  /** A file or a code for one person's new workstation; the secret in it works once. */
  'practice.invite': call({
    who: 'unlocked', asks: { act: 'admit', of: 'practice' }, input: z.object({ id, days: z.number().int().min(1).max(30) }),
    output: z.object({ code: z.string(), file: z.string(), until: instant }), fails: [...writeFails, 'no-such-person'],
  }),
  /** What an invitation holds, before anything is done with it; also at a first run, when there is nothing here yet to unlock. */
  'practice.readInvitation': call({
    who: 'open', asks: 'nothing', input: z.object(invitation),
    /** Names and servers are '' and null where a code was typed: that holds none. */
    output: z.object({ practice: z.string(), person: z.string(), address: z.string(), until: instant, account: z.object({ imap: endpoint, smtp: endpoint }).nullable() }),
    fails: invitationFails,
  }),
  /** Of a typed code that could not be read: each row as it was typed, and whether it holds. None where that cannot be said. */
  'practice.rowsOfCode': call({
    who: 'open', asks: 'nothing', input: z.object(invitation), output: z.array(z.object({ typed: z.string(), holds: z.boolean() })), fails: [],
  }),
  /** The account that an invitation's file describes, as the form for an account takes it; only the password is lacking. */
  'practice.invitedAccount': call({
    who: 'unlocked', asks: { act: 'manage-own', of: 'own' }, input: z.object(invitation),
    output: foundServers.extend({ address: z.string(), displayName: z.string(), auth: accountSettings.shape.auth }), fails: [...invitationFails, 'no-settings', 'disk-full'],
  }),
  /** Asks to join with an account that is set up here. */
  'practice.join': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ ...invitation, accountId, label: z.string().min(1).max(200) }), output: nothing,
    /** `not-visible`: the server does not show the register yet; the manager has to let this login in. */
    fails: [...invitationFails, 'already-member', 'no-account', 'not-visible', 'other-practice', 'offline', 'journal-unwritable', 'disk-full'],
  }),
  'practice.stopJoining': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: ['journal-unwritable', 'disk-full'] }),
  /** The manager has compared the six words. */
  'practice.admit': call({ who: 'unlocked', asks: { act: 'admit', of: 'practice' }, input: z.object({ id }), output: nothing, fails: [...writeFails, 'no-such-request', 'expired'] }),
  'practice.turnDown': call({ who: 'unlocked', asks: { act: 'admit', of: 'practice' }, input: z.object({ id }), output: nothing, fails: [...writeFails, 'no-such-request'] }),

  'practice.describeMailbox': call({
    who: 'unlocked', asks: { act: 'describe-mailbox', of: 'practice' },
    /** `login`: where the mailbox has one of its own. It is tried at both servers, and kept, sealed, only where it works; else nothing is. */
    input: z.object({ mailbox: sharedMailbox, login: typedLogin.exactOptional() }),
    output: z.object({ tested: probes.nullable() }), fails: [...writeFails, 'address-taken', 'no-such-person', 'login-too-large'],
  }),
  /** Another password of a mailbox with a login of its own: tried, and sealed for who may have it now. */
  'practice.changeMailboxPassword': call({
    who: 'unlocked', asks: { act: 'describe-mailbox', of: 'practice' }, input: z.object({ id, secret: z.string().min(1).max(1_000) }),
    output: probes, fails: [...writeFails, 'no-such-mailbox', 'login-too-large'],
  }),
  'practice.endMailbox': call({ who: 'unlocked', asks: { act: 'describe-mailbox', of: 'practice' }, input: z.object({ id }), output: nothing, fails: [...writeFails, 'no-such-mailbox'] }),

  /** The words of a grant as it would be given, or why it cannot be (FM-05 to FM-11). */
  'practice.previewGrant': query({
    who: 'unlocked', asks: 'nothing', input: z.object({ grant: typedGrant }),
    output: z.object({ words: z.string(), refusal: z.enum(grantFails).nullable() }), fails: ['not-member'], reads: ['practice'],
  }),
  'practice.giveGrant': call({
    who: 'unlocked', asks: 'nothing', input: z.object({ grant: typedGrant }), output: z.object({ id, keptBy: z.enum(['server', 'client']) }), fails: [...writeFails, ...grantFails],
  }),
  'practice.withdrawGrant': call({ who: 'unlocked', asks: 'nothing', input: z.object({ id }), output: nothing, fails: [...writeFails, 'no-such-grant'] }),
  /** FM-08: agreed which folders and subjects stay private. */
  'practice.agreePrivate': call({ who: 'unlocked', asks: 'nothing', input: nothing, output: nothing, fails: [...writeFails] }),
  /** FM-06: whether the care of whoever has this address is current, as this clinician marked it. `mayMark`: only a clinician says so. */
  'practice.careOf': query({
    who: 'unlocked', asks: 'nothing', input: z.object({ address: z.string().max(320) }), output: z.object({ mayMark: z.boolean(), current: z.boolean() }), fails: ['not-member'], reads: ['practice'],
  }),
  'practice.markCare': call({ who: 'unlocked', asks: 'nothing', input: z.object({ address: z.string().max(320), current: z.boolean() }), output: nothing, fails: [...writeFails] }),
  /** `seen`: the rule as it was shown when it was changed; of the rule as it holds now only what was changed becomes another. `changed-meanwhile`: that was changed by somebody else. */
  'practice.setRule': call({
    who: 'unlocked', asks: { act: 'set-rule', of: 'practice' }, input: z.object({ rule: practiceRule, seen: practiceRule.exactOptional() }), output: nothing, fails: [...writeFails, 'changed-meanwhile'],
  }),
}

export type PracticeSummary = z.infer<typeof practiceSummary>
export type Staffed = z.infer<typeof staffed>
export type ShownGrant = z.infer<typeof shownGrant>
export type SetRule = z.infer<typeof setRule>
export type JoinRequest = z.infer<typeof request>
export type TypedGrant = z.infer<typeof typedGrant>
export type TypedPerson = z.infer<typeof typedPerson>
export const grantableActs = mailAct.options
