import type { DetectionLevel, MessageClass } from '../message-class.ts'
import type { NtaStatus } from '../nta-status.ts'

export type Route = 'direct' | 'portal' | 'community' | 'plain' | 'hold' | 'refuse'

/** The rows of the table, and the rules that come between them. */
export type RouteRow =
  | 'RT-00' | 'RT-01' | 'RT-02' | 'RT-03' | 'RT-04' | 'RT-05' | 'RT-06' | 'RT-07' | 'RT-08' | 'RT-09' | 'RT-10' | 'RT-11' | 'RT-12'
  | 'RT-23' | 'RT-27' | 'IN-16'

/** What a delivery still lacks, or what is shown beside it. In this order. */
export const NEEDS = [
  'mobile', 'verifyMobile', 'emailCodeReason', 'confirmClass', 'confirmRecipients',
  'checkAddress', 'warnOutsideEea', 'secureAccount', 'marker', 'recheck', 'retry', 'otherChannel',
] as const

export type Need = typeof NEEDS[number]

/** The practice's own field of care (section 7). */
export type FieldContext = 'CF-1' | 'CF-2' | 'CF-3' | 'CF-4' | 'CF-5' | 'CF-6' | 'CF-7' | 'CF-8'

export type PracticeRules = {
  readonly nothingPlain: boolean
  /** Classes that the practice sends securely anyhow (DT-2.4). */
  readonly secureFor: readonly MessageClass[]
  /** Patients all of whose mail goes securely (DT-2.4). */
  readonly allSecureTo: readonly string[]
  /** RT-22: the policy. */
  readonly emailCodeOnly: boolean
  /** RT-22: what was typed for this message; blank is nothing. */
  readonly emailCodeReason: string
}

/** What the rules must know of the account's provider (section 13); made from a profile and the practice's settings. */
export type RoutingProvider = {
  readonly kind: 'plain' | 'relay'
  /** Names of the provider's own community and of its partner networks (RT-05). */
  readonly communities: readonly string[]
  /** RT-04, of a message as submitted. */
  readonly limitBytes: number
  /** PV-14: whether there is a portal. */
  readonly hasPortal: boolean
  /** RT-23: a marker that the provider requires is not set up. */
  readonly lacksMarker: boolean
  /** RT-12: false when it is down, or login or TLS fails. */
  readonly isReachable: boolean
}

export type RecipientFacts = {
  readonly address: string
  readonly kind: 'person' | 'professional' | 'unknown'
  readonly status: NtaStatus
  /** Null MX, or no `ntamx`, MX, A, AAAA (RT-01). */
  readonly hasNoMailHost: boolean
  /** The community it is known to belong to. */
  readonly community: string | null
  /** E.164; anything else counts as no number (PV-07). */
  readonly mobile: string | null
  readonly isMobileVerified: boolean
  readonly isOutsideEea: boolean
  /** RT-26: never written to before, or like a known address without being it. */
  readonly isNew: boolean
  /** CF-11: what this patient consented to for this class; without it, what the message says holds. */
  readonly consent?: boolean | null
  /** IN-16: a colleague's private address, to which no health information goes by any route. */
  readonly isStaffPrivate?: boolean
}

export type MessageFacts = {
  /** RT-00: domains delivered on the account's own server. */
  readonly ownDomains: readonly string[]
  readonly provider: RoutingProvider
  readonly ownStatus: NtaStatus
  readonly messageClass: MessageClass
  readonly detection: DetectionLevel
  /** PHI-10: an attachment that could not be read; to a person that is a message of which nobody knows what it is about. */
  readonly hasUnread?: boolean
  readonly fieldContext: FieldContext | null
  /** CF-9. */
  readonly fromBetraysField: boolean
  /** CF-11: to ordinary mail, of everybody of whom nothing else is known; null when nobody recorded it. */
  readonly consent: boolean | null
  readonly practice: PracticeRules
  readonly sizeBytes: number
  /** RT-24: the route that the user picked, if any. */
  readonly wish: Route | null
  readonly recipients: readonly RecipientFacts[]
}

export type Delivery = {
  readonly to: string
  /** What fixed the outcome. */
  readonly row: RouteRow
  /** What may happen now, with what is known now. */
  readonly permitted: readonly Route[]
  /** One of them. */
  readonly chosen: Route
  readonly needs: readonly Need[]
}

/** A delivery before what concerns the whole message; `isPhi` when the rows for health information fixed it. */
export type Plan = Omit<Delivery, 'to'> & { readonly isPhi: boolean }
