import { foldLetters } from '../../shared/mail/fold-letters.ts'
import type { MessageFacts } from './message-facts.ts'
import { peopleText } from './message-people.ts'

/** What the index takes of one message, by the fields that a person can name. */
export interface IndexedWords {
  readonly subject: string
  readonly sender: string
  readonly recipient: string
  readonly file: string
  readonly body: string
}

/** `inside`: what was found in its attachments; '' before anybody has opened them. */
export const indexedWords = (facts: MessageFacts, inside = ''): IndexedWords => ({
  subject: foldLetters(facts.subject),
  sender: foldLetters(peopleText([facts.from, facts.sender, facts.replyTo])),
  recipient: foldLetters(peopleText([facts.to, facts.cc, facts.bcc])),
  file: foldLetters(facts.fileNames),
  body: foldLetters(inside === '' ? facts.body : `${facts.body}\n${inside}`),
})
