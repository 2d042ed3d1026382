import type { Address } from '../../shared/mail/address.ts'
import { sameMailbox } from '../../shared/mail/address.ts'
import { referencesForReply } from '../../shared/mail/thread-keys.ts'
import type { AnswerHead } from './answer.ts'
import { eachOnce } from './answer.ts'
import { escaped, moment } from './quote.ts'
import type { QuoteOptions } from './quote.ts'

/** A message that a server has: who got it, and where it hangs. What it said is not in it, so that it cannot go along. */
export interface SentMessage {
  /** Its place in the mailbox copy; null when it is not there. */
  readonly messageId: number | null
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  /** Who got it unseen by the others; they stay so. */
  readonly bcc: readonly Address[]
  /** ms since 1970. */
  readonly sentAt: number
  /** To be named in the request; null: it may say something about somebody's health (PHI-04), or says nothing. */
  readonly subject: string | null
  readonly messageIdHeader: string | null
  readonly inReplyTo: string | null
  readonly references: readonly string[]
}

/** R6: the same people, each as visible as then, in the same conversation; the subject tells the moment and nothing of the message. */
export function removalHead(sent: SentMessage, own: readonly string[], quote: QuoteOptions): AnswerHead & { readonly bcc: Address[] } {
  const others = (list: readonly Address[]): Address[] => list.filter(({ address }) => !own.some((mine) => sameMailbox(mine, address)))
  const chosen = visibility(others(sent.to), others(sent.cc), others(sent.bcc))
  const isToOthers = chosen.to.length + chosen.cc.length + chosen.bcc.length > 0
  return {
    ...(isToOthers ? chosen : visibility(sent.to, sent.cc, sent.bcc)),
    subject: TEMPLATE[quote.language].subject(moment(sent.sentAt, quote)),
    inReplyTo: sent.messageIdHeader,
    references: referencesForReply({ messageId: sent.messageIdHeader, inReplyTo: sent.inReplyTo, references: sent.references }),
  }
}

function visibility(to: readonly Address[], cc: readonly Address[], bcc: readonly Address[]): { to: Address[]; cc: Address[]; bcc: Address[] } {
  const seen = eachOnce([to, cc])
  return { ...seen, bcc: eachOnce([[...seen.to, ...seen.cc], bcc]).cc }
}

/** *Verzoek tot verwijderen*: which message, to delete it, and to say so. */
export function removalLetter({ sentAt, subject }: Pick<SentMessage, 'sentAt' | 'subject'>, quote: QuoteOptions): string {
  return TEMPLATE[quote.language].letter(moment(sentAt, quote), subject).map((line) => `<p>${escaped(line)}</p>`).join('')
}

const TEMPLATE = {
  nl: {
    subject: (when: string) => `Verzoek tot verwijderen: bericht van ${when}`,
    letter: (when: string, subject: string | null) => [
      'Goedendag,',
      `Op ${when} stuurden wij u een bericht${subject === null ? '' : ` met het onderwerp “${subject}”`}.`,
      'Wilt u dat bericht verwijderen, met alles wat erbij zat, ook waar u het hebt opgeslagen? Wilt u het niet gebruiken en niet doorsturen?',
      'Wilt u ons laten weten dat het verwijderd is, door op dit bericht te antwoorden?',
    ],
  },
  en: {
    subject: (when: string) => `Request to delete: message of ${when}`,
    letter: (when: string, subject: string | null) => [
      'Good day,',
      `On ${when} we sent you a message${subject === null ? '' : ` with the subject “${subject}”`}.`,
      'Would you please delete that message with all that came with it, also where you have saved it, and neither use it nor pass it on?',
      'Would you please confirm that it has been deleted by answering this message?',
    ],
  },
} as const
