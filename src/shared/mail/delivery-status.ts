/** What a server says became of one recipient's copy (RFC 3464 section 2.3.3). */
export type ReportAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'

/** Why a copy did not arrive, as far as it matters to the sender: what can be done about it differs. */
export type DeliveryReason =
  | 'no-such-address' | 'no-such-domain' | 'address-moved' | 'mailbox-full' | 'mailbox-closed' | 'too-large' | 'refused' | 'not-safe' | 'unreachable' | 'too-late' | 'other'

/** RFC 3463 and the IANA list behind it, without the first digit. */
const BY_SUBJECT: readonly (readonly [RegExp, DeliveryReason])[] = [
  // 1.10 is a domain without mail (RFC 7505), and to Microsoft somebody who is not there: the address is wrong either way.
  [/^1\.(?:1|0|3|4|10)$/, 'no-such-address'], [/^1\.2$/, 'no-such-domain'], [/^1\.6$/, 'address-moved'],
  [/^2\.1$/, 'mailbox-closed'], [/^2\.2$/, 'mailbox-full'], [/^2\.3$/, 'too-large'], [/^2\./, 'mailbox-closed'],
  [/^3\.1$/, 'mailbox-full'], [/^3\.4$/, 'too-large'], [/^4\.4$/, 'no-such-domain'], [/^4\.7$/, 'too-late'], [/^4\./, 'unreachable'],
  [/^7\.(?:10|11)$/, 'not-safe'], [/^7\./, 'refused'],
]

/** RFC 5321 section 4.2.3, where a server gives no better code. */
const BY_REPLY: Readonly<Record<number, DeliveryReason>> = { 421: 'unreachable', 450: 'mailbox-closed', 452: 'mailbox-full', 550: 'other', 551: 'address-moved', 552: 'mailbox-full', 553: 'no-such-address', 554: 'refused' }

/** The reason behind an enhanced status (`5.1.1`) and a reply code (`550`); either may be missing. */
export function deliveryReason(status: string | null, code: number | null): DeliveryReason {
  const detail = status?.replace(/^\d\./, '') ?? ''
  // `No answer from host`, with an answer: some servers refuse strangers so.
  if (detail === '4.1' && code !== null && code >= 500) return 'refused'
  const found = BY_SUBJECT.find(([pattern]) => pattern.test(detail))
  return found?.[1] ?? (code === null ? undefined : BY_REPLY[code]) ?? 'other'
}
