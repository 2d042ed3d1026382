import type { NtaStatus } from './nta-status.ts'

/**
 * What was found out about a received message (norm.md section 6): plain JSON under 8 KB, frozen at receipt and kept for good (IN-11).
 * Texts that come out of the message are cut to a length; times are milliseconds since 1970; domains are lower-case A-labels.
 */
export type InboundEvidence = {
  readonly sender: SenderEvidence
  readonly signatures: SignaturesEvidence
  readonly dmarc: DmarcEvidence
  readonly reported: ReportedEvidence
  readonly mark: MarkEvidence
  readonly hops: HopsEvidence
  readonly arc: ArcEvidence
  readonly structure: StructureEvidence
  /** Assessed so long after receipt that today's keys and records prove nothing about then. */
  readonly afterwards: boolean
  /** Where no name at all could be proven, so that nothing of DNS counts, for or against. */
  readonly blind?: Blindness
}

/** The network takes DNSSEC out of all answers; or this computer's clock stands outside the time in which they hold. */
export type Blindness = 'withoutDnssec' | 'clockOff'

export type SenderEvidence = {
  /** How many From headers there are: one, in honest mail. */
  readonly headers: number
  /** Every address of them, at most a few are kept. */
  readonly addresses: readonly string[]
  readonly addressCount: number
  /** Of the one address; null when there is none, more than one, or no telling. */
  readonly domain: string | null
  /** What somebody registered and others can't: `praktijk.nl` of `mail.praktijk.nl` (Public Suffix List). */
  readonly organisation: string | null
  readonly name: string
  /** Another address than the sender's own, shown in the display name or a remark (IN-07a). */
  readonly shownAddress: string | null
  /** The header can be read in more than one way, so that two programs may show two senders. */
  readonly ambiguous: boolean
  /** Of the domain, at receipt (DNS-S1). `absent` when there is no domain to look at. */
  readonly status: NtaStatus
  readonly provider: string | null
  readonly lastDay: string | null
}

/** `unproven`: something could not be looked up, so that nothing is known either way. */
export type SignatureResult = 'pass' | 'fail' | 'unproven'

/** Why a signature does not pass (RFC 6376 section 6.1, RFC 8301, IN-02d). */
export type SignatureFault =
  | 'syntax' | 'version' | 'algorithm' | 'weakAlgorithm' | 'fromNotSigned' | 'publicSuffix' | 'identity' | 'expired' | 'future'
  | 'bodyChanged' | 'signatureWrong'
  | 'keyMissing' | 'keyMalformed' | 'keySeveral' | 'keyRevoked' | 'keyShort' | 'keyLong' | 'keyType' | 'keyHash' | 'keyService' | 'keyTest' | 'keyIdentity'
  | 'keyForged' | 'keyUnreachable' | 'alignmentUnknown'

export type ZoneSecurity = 'secure' | 'insecure' | 'bogus' | 'unreachable'

export type SignatureEvidence = {
  readonly domain: string
  readonly selector: string
  readonly algorithm: string
  readonly result: SignatureResult
  readonly fault: SignatureFault | null
  /** With the From domain, as its DMARC record wants it. */
  readonly aligned: boolean
  readonly keyZone: ZoneSecurity | null
  readonly keyBits: number | null
  readonly signedAt: number | null
  readonly expiresAt: number | null
  /** Headers a reader is shown that this signature does not vouch for (IN-02c). */
  readonly uncovered: readonly string[]
  /** Bytes behind the `l=` limit, which anybody may have added. */
  readonly unsignedBytes: number
  readonly coversMark: boolean
}

export type SignaturesEvidence = {
  readonly count: number
  /** The first ones; the rest was not looked at. */
  readonly looked: readonly SignatureEvidence[]
}

export type DmarcEvidence = {
  readonly kind: 'record' | 'none' | 'malformed' | 'bogus' | 'unreachable'
  /** Where the record was found: the From domain or its organisation. */
  readonly domain: string | null
  /** What the domain asks to be done with mail that does not prove its origin; of a subdomain by `sp=`. */
  readonly policy: 'none' | 'quarantine' | 'reject' | null
  readonly strictDkim: boolean
}

/** A method's result word in lower case (RFC 8601 section 2.7), and the domain it was about. */
export type ReportedResult = { readonly result: string; readonly domain: string | null; readonly aligned: boolean }

export type ReportedEvidence = {
  /**
   * `counted`: by IN-01. `againstOnly`: another server's stands above the configured one's, of which only what is bad counts.
   * `otherServer`: there is none of the configured server. `notConfigured`: the account names no server.
   */
  readonly kind: 'counted' | 'againstOnly' | 'none' | 'otherServer' | 'malformed' | 'notConfigured' | 'belowForeignHop'
  readonly count: number
  readonly authservId: string | null
  readonly dkim: readonly ReportedResult[]
  readonly spf: ReportedResult | null
  readonly dmarc: ReportedResult | null
}

export type MarkEvidence = {
  readonly count: number
  readonly value: string | null
  /** `signed` and `stripped` count as present (IN-02b). */
  readonly kind: 'absent' | 'signed' | 'stripped' | 'repeated' | 'unsigned' | 'empty'
}

export type HopsEvidence = {
  readonly count: number
  /** Every hop after the practice's own submission is one of its configured servers (IN-05a). */
  readonly within: boolean
  readonly why: 'within' | 'noHops' | 'noHosts' | 'otherHost' | 'otherSource' | 'noSubmission' | 'malformed' | 'tooMany'
  /** The host where the chain leaves the practice. */
  readonly host: string | null
}

/** Shown as evidence only: a chain says what other servers claim, never that the sender is who it says. */
export type ArcEvidence = { readonly sets: number; readonly wellFormed: boolean; readonly sealer: string | null; readonly claims: 'none' | 'fail' | 'pass' | null }

export type StructureEvidence = {
  /** Headers that may occur once and occur more often (RFC 5322 section 3.6). */
  readonly repeated: readonly string[]
  /** Lines, NUL or bare CR in the header that programs read differently. */
  readonly strange: boolean
  readonly bytes: number
}

/** The states of norm.md section 6. */
export type InboundState = 'safe' | 'internal' | 'unsafe' | 'unknown' | 'suspicious' | 'portalNotice' | 'formMessage'

export type InboundRow = 'IN-03' | 'IN-04' | 'IN-05' | 'IN-05a' | 'IN-06' | 'IN-07' | 'IN-07a' | 'IN-09' | 'IN-10'

/** What the account says of the place where mail is received. Domains and hosts in lower case. */
export type ReceivingPractice = {
  /** The practice's own mail domains. */
  readonly domains: readonly string[]
  /** How the receiving server names itself in Authentication-Results (IN-01); null: not configured. */
  readonly authservId: string | null
  /** The practice's own servers, as they name themselves in Received (IN-05a). */
  readonly receivingHosts: readonly string[]
  /** The provider declares that it removes an `X-NTA7516` of others (IN-02b). */
  readonly stripsForeignHeader: boolean
  /** Addresses of the practice's own web forms (IN-10). */
  readonly webFormSenders: readonly string[]
  /** Domains that send "a message waits" mail (IN-09). */
  readonly portalDomains: readonly string[]
  /** Domains the practice mails with: what a look-alike would imitate (IN-07a). */
  readonly knownDomains: readonly string[]
}
