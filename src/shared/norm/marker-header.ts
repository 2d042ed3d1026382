import { asciiLowerCase } from '../mail/address.ts'

/**
 * Fields that say who wrote what to whom, how it is built and whom to answer, and what only a server may add: no provider's marker
 * may take their place (IN-15, N-05). Everything that begins with one of the stems is theirs as well.
 */
const TAKEN = new Set([
  'from', 'sender', 'to', 'cc', 'bcc', 'reply-to', 'subject', 'date', 'message-id', 'in-reply-to', 'references', 'mime-version', 'received', 'return-path',
  'authentication-results', 'dkim-signature', 'x-nta7516', 'disposition-notification-to', 'return-receipt-to', 'errors-to', 'delivered-to', 'auto-submitted',
])
const STEMS = ['content-', 'resent-', 'arc-', 'list-'] as const

/** Whether a marker may stand in a header of this name: a name (RFC 5322 section 2.2) that means nothing to anybody but the provider. */
export function isMarkerHeader(name: string): boolean {
  const lower = asciiLowerCase(name)
  return /^[!-9;-~]{1,76}$/.test(name) && !TAKEN.has(lower) && !STEMS.some((stem) => lower.startsWith(stem))
}
