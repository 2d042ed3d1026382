import type { Claim, Finish } from '../../../shared/contract/claims.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import { failWords } from '../mail/failures.ts'

export const finishWords: Record<Finish, PlainTextKey> = {
  'answered': 'claim.answered', 'phoned': 'claim.phoned', 'filed': 'claim.filed', 'passed-on': 'claim.passedOn', 'no-answer-needed': 'claim.noAnswer',
}

const fails: Readonly<Partial<Record<string, PlainTextKey>>> = {
  'taken': 'claimFail.taken', 'not-yours': 'claimFail.notYours', 'not-allowed': 'claimFail.notAllowed', 'not-shared': 'claimFail.gone', 'no-such-message': 'claimFail.gone',
  'not-member': 'practiceFail.notMember', 'no-such-person': 'practiceFail.gone', 'not-read-yet': 'claimFail.notReadYet',
}
export const claimFail = (fail: string): PlainTextKey => (Object.hasOwn(fails, fail) ? fails[fail] : undefined) ?? failWords(fail)

/** What a row of the list says about who has a message; `who` is drawn as initials beside it. */
export interface RowClaim { readonly tone: 'new' | 'held' | 'writing' | 'finished'; readonly who: string | null; readonly words: string }

/** Who is writing matters most, then who has it; a message that nobody has is new to everybody. */
export function rowClaim({ to, answering, finished }: Claim, t: Translate, now: number): RowClaim {
  if (finished !== null) return { tone: 'finished', who: null, words: t('claim.finishedRow') }
  if (answering !== null && answering.until > now) return { tone: 'writing', who: answering.name, words: t('claim.answering', { name: answering.name }) }
  if (to !== null) return { tone: 'held', who: to.name, words: to.isMe ? t('claim.mine') : t('claim.has', { name: to.name }) }
  return { tone: 'new', who: null, words: t('claim.nobody') }
}

/** What stands in the way of answering by default; null: nobody else is at it. */
export function standsInTheWay({ to, answering, finished }: Claim, now: number): { name: string; since: number | null } | null {
  if (answering !== null && answering.until > now) return { name: answering.name, since: null }
  if (finished !== null || to === null || to.isMe) return null
  return { name: to.name, since: to.since }
}

/** Nobody has it and nobody is done with it, and the person may pick it up. */
export const isFree = ({ to, finished, mayClaim }: Claim): boolean => mayClaim && to === null && finished === null

type Step = OutputOf<'claims.history'>[number]
const stepWords = {
  'claimed': 'claim.stepClaimed', 'released': 'claim.stepReleased', 'finished': 'claim.stepFinished', 'answering': 'claim.stepAnswering',
  'read': 'claim.stepRead', 'filed': 'claim.stepFiled', 'deleted': 'claim.stepDeleted', 'answered': 'claim.stepAnswered',
  'put-back': 'claim.stepPutBack', 'forwarded': 'claim.stepForwarded',
} as const

export const stepSentence = ({ what, by, to }: Step, t: Translate): string =>
  (what === 'handed-over' ? t('claim.stepHandedOver', { name: by.name, to: to?.name ?? '' }) : t(stepWords[what], { name: by.name }))

type Waiting = OutputOf<'claims.waiting'>[number]

/** The promise of R10 that is next, and whether it is broken already. */
export function dueSentence({ due: { promise, late }, when }: { due: Waiting['due']; when: string }, t: Translate): string {
  if (promise === 'read') return t(late ? 'waiting.readLate' : 'waiting.read', { when })
  return t(late ? 'waiting.answerLate' : 'waiting.answer', { when })
}
