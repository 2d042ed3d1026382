import type { Address } from '../../shared/mail/address.ts'
import { isMailAddress, sameMailbox } from '../../shared/mail/address.ts'
import { forwardSubject, replySubject } from '../../shared/mail/subject.ts'
import { withoutTriggers } from '../../shared/norm/provider-triggers.ts'
import { referencesForReply } from '../../shared/mail/thread-keys.ts'
import type { Quoted } from './quote.ts'

/** A received (or sent) message that somebody answers or passes on. */
export interface Original extends Quoted {
  /** Its place in the mailbox copy. */
  readonly messageId: number
  readonly replyTo: readonly Address[]
  /** Its Message-ID, without angle brackets; null when it has none. */
  readonly messageIdHeader: string | null
  readonly inReplyTo: string | null
  readonly references: readonly string[]
  readonly attachments: readonly OriginalAttachment[]
}

export interface OriginalAttachment {
  readonly name: string
  readonly type: string
  /** Opened once, when it is copied. */
  readonly open: () => AsyncIterable<Uint8Array>
}

export type AnswerKind = 'reply' | 'reply-all' | 'forward'

export interface AnswerHead {
  readonly to: Address[]
  readonly cc: Address[]
  readonly subject: string
  readonly inReplyTo: string | null
  readonly references: string[]
}

/** RFC 5322 section 3.6.2 and .4: to whom an answer goes, and what it hangs under. `own`: addresses of whoever answers. */
export function answerHead(kind: AnswerKind, original: Original, own: readonly string[]): AnswerHead {
  if (kind === 'forward') return { to: [], cc: [], subject: forwardSubject(withoutTriggers(original.subject)), inReplyTo: null, references: [] }
  return {
    ...recipients(kind, original, own),
    subject: replySubject(withoutTriggers(original.subject)),
    inReplyTo: original.messageIdHeader,
    references: referencesForReply({ messageId: original.messageIdHeader, inReplyTo: original.inReplyTo, references: original.references }),
  }
}

function recipients(kind: 'reply' | 'reply-all', { from, replyTo, to, cc }: Original, own: readonly string[]): { to: Address[]; cc: Address[] } {
  const isOwn = ({ address }: Address): boolean => own.some((mine) => sameMailbox(mine, address))
  const others = (list: readonly Address[]): Address[] => list.filter((one) => !isOwn(one))
  const author = replyTo.length > 0 ? replyTo : from
  // Who answers his own message goes on talking to the same people.
  const isMine = from.length > 0 && from.every(isOwn) && others(author).length === 0
  const main = isMine ? to : kind === 'reply' ? author : [...author, ...to]
  const copies = kind === 'reply-all' ? cc : []
  const chosen = eachOnce([others(main), others(copies)])
  // Only oneself everywhere: a note to oneself.
  return chosen.to.length + chosen.cc.length > 0 ? chosen : eachOnce([isMine ? to : author, []])
}

/** Each mailbox once, at its first place; what is no address cannot be answered. */
export function eachOnce([to, cc]: readonly [readonly Address[], readonly Address[]]): { to: Address[]; cc: Address[] } {
  const seen: string[] = []
  const fresh = (list: readonly Address[]): Address[] => list.filter(({ address }) => {
    if (!isMailAddress(address) || seen.some((one) => sameMailbox(one, address))) return false
    seen.push(address)
    return true
  })
  const first = fresh(to)
  return { to: first, cc: fresh(cc) }
}
