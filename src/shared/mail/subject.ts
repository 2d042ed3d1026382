/** Reply and forward marks as Dutch, English, German, French and Scandinavian clients write them, with Outlook's counters. */
const MARK = /^\s{0,20}(?:re|fwd?|antw|antwoord|betr|doorst|aw|wg|sv|vs|tr)\s{0,3}(?:\[\d{1,4}\]|\(\d{1,4}\))?\s{0,3}:/i

/** The subject without the marks in front: what the conversation is about, in the sender's own capitals. */
export function normalSubject(subject: string): string {
  let rest = subject
  for (let mark = MARK.exec(rest); mark !== null; mark = MARK.exec(rest)) rest = rest.slice(mark[0].length)
  return rest.replace(/\s+/g, ' ').trim()
}

/** `Re:` and not `Antw:`: every client in the world knows it as a reply, and Dutch readers expect it too (RFC 5322 section 3.6.5). */
export const replySubject = (subject: string): string => `Re: ${normalSubject(subject)}`.trim()

export const forwardSubject = (subject: string): string => `Fwd: ${normalSubject(subject)}`.trim()

/** Whether the subject says that this is an answer or a forward: only then may it join a conversation by subject alone. */
export const hasReplyMark = (subject: string): boolean => MARK.test(subject)
