/** What the rest of the house sees of DNS: questions, answers and how far they are proven. */

export type RecordType = 'A' | 'AAAA' | 'MX' | 'TXT' | 'CNAME' | 'NS' | 'SOA' | 'SRV' | 'TLSA' | 'DS' | 'DNSKEY'

/** Numbers of RFC 1035, 3596, 2782, 4034 and 6698. */
export const typeNumbers: Readonly<Record<RecordType, number>> = {
  A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, SRV: 33, DS: 43, DNSKEY: 48, TLSA: 52,
}

export type TxtRecord = { readonly strings: readonly Uint8Array[] }
export type MxRecord = { readonly preference: number; /** `.` means that no mail is accepted (RFC 7505). */ readonly exchange: string }
export type SrvRecord = { readonly priority: number; readonly weight: number; readonly port: number; readonly target: string }
export type TlsaRecord = { readonly usage: number; readonly selector: number; readonly matching: number; readonly data: Uint8Array }
export type DsRecord = { readonly owner: string; readonly keyTag: number; readonly algorithm: number; readonly digestType: number; readonly digest: Uint8Array }
export type DnskeyRecord = { readonly flags: number; readonly protocol: number; readonly algorithm: number; readonly key: Uint8Array }
export type SoaRecord = {
  readonly primary: string; readonly contact: string; readonly serial: number
  readonly refresh: number; readonly retry: number; readonly expire: number; readonly minimum: number
}

type Shapes = {
  A: string; AAAA: string; NS: string; CNAME: string; MX: MxRecord; TXT: TxtRecord; SOA: SoaRecord
  SRV: SrvRecord; TLSA: TlsaRecord; DS: DsRecord; DNSKEY: DnskeyRecord
}
export type RecordOf<K extends RecordType> = Shapes[K]

export type Answer<T> =
  /** `name` owns the records: the end of a chain of aliases, else the name that was asked for. */
  | { readonly outcome: 'answer'; readonly name: string; readonly type: RecordType; readonly records: readonly T[]; readonly ttlSeconds: number }
  | { readonly outcome: 'no-data' | 'no-such-name'; readonly ttlSeconds: number }

export type BogusReason =
  /** The zone is signed, this answer is not. */
  | 'no-signature'
  | 'expired'
  | 'not-yet-valid'
  | 'bad-signature'
  /** No key of the zone is one that its parent, or the trust anchor, vouches for. */
  | 'no-trusted-key'
  /** "There is nothing" was said of a signed zone without proof. */
  | 'no-denial'
  /** Not even the keys of the trust anchor came with signatures: this resolver strips or does not know DNSSEC. */
  | 'resolver-without-dnssec'
  /** Not even the trust anchor's own keys are within their time: as a rule it is the clock of this computer that is not. */
  | 'anchor-out-of-time'
  /** The resolver validates for itself, although it was asked not to, and says that the zone fails. */
  | 'resolver-says-bogus'
  /** Proving it would cost more than any honest zone asks (CVE-2023-50387, CVE-2023-50868). */
  | 'too-much-work'

export type UnreachableReason =
  | 'offline'
  | 'timed-out'
  | 'connection-refused'
  /** The TLS certificate of a DoT or DoH resolver does not prove who it is. */
  | 'untrusted-resolver'
  /** SERVFAIL: the resolver got no answer either. */
  | 'resolver-failed'
  /** REFUSED, NOTIMP and the like, or a server that does not look further for us. */
  | 'resolver-refused'
  | 'malformed-reply'
  | 'alias-loop'
  | 'not-a-name'
  /** The caller stopped waiting, or the resolver was closed. */
  | 'stopped'

/**
 * `secure`: proven by signatures from the trust anchor down. `insecure`: proven that there is nothing to prove it by (an
 * unsigned delegation, only unknown algorithms, an opt-out span), and also every name under no trust anchor, which RFC 4035
 * section 4.3 calls indeterminate: it may be shown, never relied upon. `bogus`: there should be proof and it fails.
 * `unreachable`: no answer that can be judged.
 */
export type LookUp<T> =
  | ({ readonly kind: 'secure' | 'insecure' } & Answer<T>)
  | { readonly kind: 'bogus'; readonly why: BogusReason }
  | { readonly kind: 'unreachable'; readonly why: UnreachableReason }

/** The strings of one TXT record with nothing between (RFC 7208 section 3.3); bytes that are no UTF-8 are read as latin1. */
export function textOf({ strings }: TxtRecord): string {
  const bytes = Buffer.concat(strings)
  const text = bytes.toString('utf8')
  return text.includes('\uFFFD') ? bytes.toString('latin1') : text
}
