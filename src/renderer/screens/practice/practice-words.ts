import type { PracticeSummary } from '../../../shared/contract/practice.ts'
import type { MailAct, Role } from '../../../shared/practice/act.ts'
import type { SharedMailbox } from '../../../shared/practice/shared-mailbox.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import { failWords } from '../mail/failures.ts'

type Words = Readonly<Record<string, PlainTextKey>>

const fails: Words = {
  'not-member': 'practiceFail.notMember', 'not-allowed': 'practiceFail.notAllowed', 'address-taken': 'practiceFail.addressTaken', 'last-manager': 'practiceFail.lastManager',
  'no-such-person': 'practiceFail.gone', 'no-such-device': 'practiceFail.gone', 'no-such-request': 'practiceFail.gone', 'no-such-mailbox': 'practiceFail.gone', 'no-such-grant': 'practiceFail.gone',
  'expired': 'practiceFail.expired', 'not-an-invitation': 'practiceFail.notInvitation', 'damaged': 'practiceFail.damaged', 'no-settings': 'practiceFail.noSettings', 'login-too-large': 'practiceFail.loginTooLarge', 'newer': 'practiceFail.newer', 'already-member': 'practiceFail.alreadyMember',
  'already-founded': 'practiceFail.alreadyFounded', 'no-account': 'practiceFail.noAccount', 'cannot-share': 'practiceFail.cannotShare', 'no-right': 'practiceFail.noRight',
  'offline': 'practiceFail.offline', 'not-visible': 'practiceFail.notVisible', 'other-practice': 'practiceFail.otherPractice', 'bad-input': 'practiceFail.badInput', 'changed-meanwhile': 'practiceFail.changedMeanwhile', 'not-in-step': 'practiceFail.notInStep',
}

const of = (words: Words, name: string): PlainTextKey | undefined => (Object.hasOwn(words, name) ? words[name] : undefined)

/** What went wrong with something of the practice, in one sentence. */
export const practiceFail = (fail: string): PlainTextKey => of(fails, fail) ?? failWords(fail)

const refusals: Words = {
  'not-complete': 'grantRefused.notComplete', 'no-right': 'grantRefused.noRight', 'no-written-request': 'grantRefused.noRequest', 'unknown-person': 'grantRefused.ended',
  'person-ended': 'grantRefused.ended', 'same-person': 'grantRefused.same', 'unknown-mailbox': 'practiceFail.gone', 'not-the-givers': 'grantRefused.notTheirs', 'rule-forbids': 'grantRefused.rule',
  'no-consent': 'grantRefused.noConsent', 'no-reason': 'grantRefused.noReason', 'no-end': 'grantRefused.noEnd', 'not-employed': 'grantRefused.notEmployed', 'not-below': 'grantRefused.notBelow',
  'outside-domain': 'grantRefused.domain', 'one-delegate': 'grantRefused.oneDelegate', 'not-a-clinician': 'grantRefused.notClinician', 'needs-age-limit': 'grantRefused.age',
  'needs-episodes': 'grantRefused.episodes', 'private-not-agreed': 'grantRefused.private', 'locum-exports': 'grantRefused.locumExports',
}

/** Why a grant cannot be given (FM-05 to FM-11), in words. */
export const grantRefusal = (refusal: string): PlainTextKey => of(refusals, refusal) ?? practiceFail(refusal)

const problems: Words = {
  'forked': 'problem.forked', 'chain-broken': 'problem.chainBroken', 'predecessor-missing': 'problem.missing', 'other-practice': 'problem.otherPractice', 'second-founding': 'problem.secondFounding',
  'withdrew-each-other': 'problem.eachOther', 'withdrawn-at-once': 'problem.eachOther', 'no-right': 'problem.noRight', 'cut-undoes-itself': 'problem.noRight', 'not-a-member': 'problem.noRight',
  'unknown-author': 'problem.unknownAuthor', 'before-admission': 'problem.unknownAuthor', 'after-withdrawal': 'problem.afterWithdrawal', 'clock-nonsense': 'problem.clock',
  'already-there': 'problem.replayed', 'unknown-device': 'problem.unknownThing', 'unknown-grant': 'problem.unknownThing', 'unknown-invitation': 'problem.unknownThing',
  'unknown-person': 'problem.unknownThing', 'unknown-mailbox': 'problem.unknownThing', 'invitation-used': 'problem.invitation', 'invitation-withdrawn': 'problem.invitation',
  'keys-do-not-fit': 'problem.unknownAuthor', 'last-manager': 'problem.lastManager', 'unknown-version': 'problem.newer', 'unknown-kind': 'problem.newer', 'unknown-body': 'problem.newer',
  'log-filed-late': 'problem.logLate', 'segment-overlaps': 'problem.segment', 'segment-gap': 'problem.segment', 'segment-broken': 'problem.segment', 'segment-of-another': 'problem.segment', 'snapshot-disagrees': 'problem.snapshot',
}

/** What is wrong in the register, in words; a name that this version does not know gets the general sentence. */
export const problemWords = (name: string): PlainTextKey => of(problems, name) ?? (Object.hasOwn(refusals, name) ? 'problem.grant' : 'problem.general')

export const roleWords: Record<Role, PlainTextKey> = { beheerder: 'people.roleManager', logbeheerder: 'people.roleLog', ict: 'people.roleIct' }
export const roleHints: Record<Role, PlainTextKey> = { beheerder: 'people.roleManagerHint', logbeheerder: 'people.roleLogHint', ict: 'people.roleIctHint' }

export type MemberState = Extract<PracticeSummary, { kind: 'member' }>

/** How the line to the practice is, in words; whether that is as it should be; and what it means and what to do, where that is not plain. */
export function lineLook({ kind, waiting }: MemberState['line'], t: Translate): { words: string; isWell: boolean; advice: string | null } {
  switch (kind) {
    case 'in-step': return { words: t('practice.lineInStep'), isWell: true, advice: null }
    case 'connecting': return { words: t('practice.lineConnecting'), isWell: true, advice: null }
    case 'catching-up': return { words: t('practice.lineCatching'), isWell: true, advice: null }
    case 'waiting': return { words: waiting > 0 ? t('practice.lineWaiting', { count: waiting }) : t('practice.lineOffline'), isWell: false, advice: null }
    case 'stopped': return { words: t('practice.lineStopped'), isWell: false, advice: t('practice.lineStoppedDo') }
    case 'no-folder': return { words: t('practice.lineNoFolder'), isWell: false, advice: t('practice.lineNoFolderDo') }
    case 'broken': return { words: t('practice.lineBroken'), isWell: false, advice: t('practice.lineBrokenDo') }
  }
}

export const isManager = ({ roles }: Pick<MemberState, 'roles'>): boolean => roles.includes('beheerder')

/** What somebody may do in a mailbox, in steps that people think in; each holds what the one before it does. */
export const levels = {
  none: [], read: ['read'], work: ['read', 'mark', 'file', 'claim'], answer: ['read', 'mark', 'file', 'claim', 'draft', 'send'],
  all: ['read', 'mark', 'file', 'claim', 'draft', 'send', 'delete', 'export'],
} as const satisfies Record<string, readonly MailAct[]>
export type Level = keyof typeof levels

const sameActs = (one: readonly MailAct[], other: readonly MailAct[]): boolean => one.length === other.length && one.every((act) => other.includes(act))

/** The step that these acts are; `other`: something in between, which is left as it is. */
export const levelOf = (acts: readonly MailAct[]): Level | 'other' => (Object.keys(levels) as Level[]).find((level) => sameActs(levels[level], [...new Set(acts)])) ?? 'other'

export const levelWords: Record<Level | 'other', PlainTextKey> = {
  none: 'boxes.levelNone', read: 'boxes.levelRead', work: 'boxes.levelWork', answer: 'boxes.levelAnswer', all: 'boxes.levelAll', other: 'boxes.levelOther',
}

/** FM-04: time to look at it again. */
export const isReviewDue = ({ reviewAt }: Pick<SharedMailbox, 'reviewAt'>, now: number): boolean => reviewAt <= now
