import type { Endpoint } from '../../shared/contract/accounts.ts'
import type { AccountProvider, PracticeRuleSettings, ProviderSettings, Seen } from '../../shared/contract/providers.ts'
import type { Outcome } from '../../shared/contract/declare.ts'
import type { PracticeRules, FieldContext, Route, RoutingProvider } from '../../shared/norm/routing/routing-facts.ts'
import type { Ground } from '../../shared/norm/sending-ground.ts'
import type { Database } from '../store/store.ts'
import type { SecretStore } from '../vault/secret-store.ts'
import type { SubmissionMarker } from '../../shared/norm/routing/submission-marker.ts'
import type { ProviderId, ProviderProfiles } from './profiles.ts'
import type { writePracticeRules } from './practice-rules.ts'
import type { LackingWhat } from './marker-choice.ts'

export type ReadyMarker = Exclude<SubmissionMarker, { kind: 'lacking' }>

/** `set-up`: not complete, or nobody confirmed that it works; `excluded`: the provider's policy leaves this domain out (PV-13). */
export type LackingPart = LackingWhat | 'account' | 'set-up' | 'provider' | 'excluded' | 'marker' | 'route'

export type ProviderSecret =
  | { readonly kind: 'known'; readonly secret: string }
  /** Not in the keychain, or sealed under another vault's key: the person types it once more. */
  | { readonly kind: 'lost' }
  | { readonly kind: 'keychain-unavailable' }

/** A delivery as far as its submission needs to know it. `mobile`: the verified number, E.164; null when there is none. */
export interface DeliveryTo {
  readonly route: Route
  readonly to: string
  readonly mobile: string | null
}

/** How one delivery is handed in (PV-01, PV-02). */
export type Submission =
  /** On the account's own server with its own login, as it is: the practice's own domain, and ordinary mail. */
  | { readonly kind: 'account' }
  /**
   * To the provider, one recipient per message (PV-03), with these markers on the copy that is submitted. `server` null: the account's
   * own server passes it on. `host` is the only host that may see a marker. `factor`: by what the reader is then let in.
   */
  | {
    readonly kind: 'provider'
    readonly profile: ProviderId
    readonly server: { readonly endpoint: Endpoint; readonly user: string | null } | null
    readonly host: string
    readonly markers: readonly ReadyMarker[]
    readonly factor: 'sms' | 'none'
  }
  /** It cannot be told to the provider: refused (RT-23, PV-04), or with `mobile` held until there is a number (RT-21, PV-12). */
  | { readonly kind: 'lacking'; readonly what: LackingPart }

/** What the providers' room must know of an account, by whoever keeps those. */
export interface AccountFacts {
  readonly smtp: Endpoint
  readonly ownDomains: readonly string[]
}

export interface AccountProviders {
  /** What routing must know of the account's provider; an account for which nothing was set up sends ordinary mail. */
  routingProvider(accountId: string): RoutingProvider
  /** What the practice decided. Patients all of whose mail goes securely stand in the address book, a reason (RT-22) in the message. */
  practice(): PracticeRules & { readonly fieldContext: FieldContext | null }
  /** CF-9, of the address of this account. */
  fromBetraysField(accountId: string): boolean
  /** R11: the ground that needs no question; null: it is asked. */
  groundFor(kind: 'person' | 'professional' | 'unknown'): Ground | null
  /** The community whose members have addresses in this domain (PV-01); null: none that is published. */
  communityOf(address: string): string | null
  submissionOf(accountId: string, delivery: DeliveryTo): Submission
  /** As {@link submissionOf} for a test of settings that nobody has confirmed yet (PV-05). */
  testSubmissionOf(accountId: string, delivery: DeliveryTo): Submission

  of(accountId: string): Omit<AccountProvider, 'hasSecret' | 'ownHost'>
  /** The settings, and the secret where one is given, or nothing: `alongside` runs in the same transaction, and what it throws undoes both. */
  set(accountId: string, change: { settings: ProviderSettings; secret: string | null }, alongside: () => void): Promise<Outcome<object, 'no-secret' | 'keychain-unavailable'>>
  secretOf(accountId: string): Promise<ProviderSecret>
  /** What is left in the keychain of an account that was removed. */
  forget(accountId: string): Promise<void>
  /** Within a transaction of the caller. */
  noteTest(test: { id: string; accountId: string; reader: string; messageId: string; sentBy: string }): void
  /** Within a transaction of the caller: the account that was tested, null when there is no such test. */
  recordSeen(id: string, seen: { saw: Seen; by: string }): string | null
  rules(): PracticeRuleSettings
  /** Within a transaction of the caller: the names of what changed. */
  setRules(change: Parameters<typeof writePracticeRules>[1]): string[]
}

export interface AccountProvidersOptions {
  readonly db: Database
  readonly profiles: ProviderProfiles
  readonly secrets: SecretStore
  /** The vault's key for secrets. */
  readonly key: Uint8Array
  readonly accountOf: (accountId: string) => AccountFacts | null
  readonly now: () => number
}
