import type { DetectionLevel, MessageClass } from '../../shared/norm/message-class.ts'
import type { Ground } from '../../shared/norm/sending-ground.ts'
import type { NtaStatus } from '../../shared/norm/nta-status.ts'
import type { Delivery as Planned } from '../../shared/norm/routing/routing-facts.ts'

/** Why a route was taken, as it was known at that moment: kept with the delivery, in the journal (E1) and with the sent message. */
export interface RouteGrounds {
  /** As the rules were asked with it: raised by what was found, never below what was inherited. */
  readonly messageClass: MessageClass
  readonly detection: DetectionLevel
  /** PHI-10. */
  readonly hasUnread: boolean
  /** On which the practice sends it (R11); null: none was asked for. */
  readonly ground: Ground | null
  /** The provider's profile. */
  readonly provider: string
  readonly ownStatus: NtaStatus
  readonly status: NtaStatus
  /** Of the recipient's record, as YYYY-MM-DD. */
  readonly lastDay: string | null
  /** How the recipient's domain was proven; null: nothing had to be looked up. */
  readonly dnssec: 'secure' | 'insecure' | 'bogus' | 'unreachable' | null
  /** When it was looked up, in ms since 1970. */
  readonly lookedUpAt: number | null
  /** RT-22 is never called a second factor (N-07). */
  readonly factor: 'sms' | 'email-code' | 'none'
  /** RT-22: what somebody typed why a code by e-mail had to do; '' where it was none. */
  readonly emailCodeReason: string
  /** RT-24: the person picked a safer way than the one that would have been taken. Absent in mail from before it was kept. */
  readonly wish?: 'portal' | null
  /** Of the number that the code goes to. */
  readonly lastDigits: string | null
}

/** One recipient's route with its grounds. */
export interface RoutedDelivery extends Planned {
  readonly grounds: RouteGrounds
}

/** What is kept of it with the delivery. */
export type KeptPlan = Pick<RoutedDelivery, 'row' | 'permitted' | 'needs' | 'grounds'>

/** RT-00: the practice's own domain, on the account's own server; nothing of a provider's is involved. */
export const isOwnDelivery = ({ row }: Pick<RoutedDelivery, 'row'>): boolean => row === 'RT-00'

/** It may leave now. */
export const isGoing = ({ chosen }: Pick<RoutedDelivery, 'chosen'>): boolean => chosen !== 'hold' && chosen !== 'refuse'
