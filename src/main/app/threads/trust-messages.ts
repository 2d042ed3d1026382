import type { ReceivingPractice } from '../../../shared/norm/inbound-evidence.ts'
import type { DsRecord } from '../../dns/look-up.ts'
import type { Upstream } from '../../dns/resolver.ts'
import type { DeliveryReport } from '../../mime/delivery-report.ts'
import type { RecipientDomain } from '../../trust/domain/recipient-domain.ts'
import type { Assessment } from '../../trust/assess.ts'
import type { FrozenVerdict } from '../../trust/frozen-verdicts.ts'

/** Where mail is received: what a verdict needs to know of it. */
export interface ReceivingAccount { accountId: string; address: string; practice: ReceivingPractice }

/** How the thread asks names; null anchors: the root's. */
export interface LookUps { upstream: Upstream; trustAnchor: readonly DsRecord[] | null }

/** What the thread is given at its start; it zeroes its keys once they are in use. `skip` are messages that broke the thread before; `oneByOne`: to find out which does. */
export interface TrustStart { directory: string; cacheKey: Uint8Array; segmentKey: Uint8Array; lookUps: LookUps; skip: readonly number[]; oneByOne: boolean }

/** What the main thread says to the thread that assesses received mail. */
export type ToTrust =
  | { kind: 'accounts'; accounts: readonly ReceivingAccount[] }
  /** Another name server from now on; what could not be looked up is tried again at once. */
  | { kind: 'lookUps'; lookUps: LookUps }
  /** What has to be added to this computer's clock from now on (ms); null: nothing. What is still open is judged anew. */
  | { kind: 'clock'; behindMs: number | null }
  /** There may be new mail. */
  | { kind: 'wake' }
  /** These are on the screen. */
  | { kind: 'first'; messageIds: readonly number[] }
  /** What routing must know of these domains; each is answered by itself, as soon as it is known. */
  | { kind: 'domains'; domains: readonly string[] }
  /** The states that stand already, in the order of the question. */
  | { kind: 'known'; states: readonly (FrozenVerdict['state'] | null)[] }

/** A delivery report among received mail; `receivedAt` in ms since 1970. */
export interface ReceivedReport { report: DeliveryReport; receivedAt: number }

export interface Assessed {
  messageId: number
  /** How it names itself, where it is received and from whom: for the journal (E5). */
  name: string | null
  mailbox: string
  digest: Uint8Array
  receivedAt: number
  assessedAt: number
  assessment: Assessment
}

/** What it says back. */
export type FromTrust =
  /** Is any of these frozen already? One question at a time. */
  | { kind: 'ask'; digests: readonly Uint8Array[] }
  /** `settled` ones are frozen; of `provisional` ones something could not be looked up yet; of the rest not all bytes are here. */
  | { kind: 'found'; known: readonly { messageId: number; digest: Uint8Array; state: FrozenVerdict['state'] }[]; settled: readonly Assessed[]; provisional: readonly Assessed[]; notWhole: readonly number[] }
  /** How a domain stands, that somebody wants to write to. */
  | { kind: 'domain'; domain: string; found: RecipientDomain }
  /** Delivery reports among what was opened, before anything is found of them; told again whenever they are opened. */
  | { kind: 'reports'; reports: readonly ReceivedReport[] }
  /** These are about to be read: who breaks the thread is one of them. */
  | { kind: 'reading'; messageIds: readonly number[] }
