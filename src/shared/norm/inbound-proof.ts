import type { InboundEvidence, ReportedResult, SignatureEvidence, SignatureFault } from './inbound-evidence.ts'

/** What the signatures and the receiving server's results amount to together: the worse one counts where they disagree (IN-02a). */
export type Proof = {
  /** Something was established, either way: an own result, or one of the configured server (IN-05). */
  readonly isTrusted: boolean
  /** *Pass*: trusted DKIM aligned with From, or DMARC pass; exactly one From address. */
  readonly passes: boolean
  /** The aligned signature that the client verified. */
  readonly signature: SignatureEvidence | null
  /** The one of those that vouches for all the reader is shown (IN-02c), for the mark too where one does. */
  readonly covering: SignatureEvidence | null
  /** Who found that DMARC fails. */
  readonly dmarcFails: 'server' | 'client' | null
  readonly dkimFails: boolean
  readonly spfFails: boolean
  /** The signing domain whose signed zone gave a key that does not validate (IN-02d). */
  readonly keyForged: string | null
  /** A signature that fails, for the reason to show. */
  readonly fault: SignatureEvidence | null
}

export function findProof(evidence: InboundEvidence): Proof {
  const own = ownResults(evidence)
  const server = serverResults(evidence)
  const contradicted = own.passing.length > 0 && server.deniesDkim
  const verified = contradicted ? [] : own.passing
  const dkimPasses = verified.length > 0 || (own.passing.length === 0 && own.isOpen && server.vouchesDkim)
  const dmarcPasses = server.dmarc === 'pass' && (dkimPasses || server.spfPasses || (server.isSilentOnSpf && !server.claimsDkim && own.failing.length === 0))
  const dkimFails = !dkimPasses && (contradicted || own.failing.length > 0 || server.failsDkim)
  const covering = verified.filter((signature) => coversAll(signature, evidence))
  const isConclusive = own.passing.length + own.failing.length + own.unaligned > 0
  return {
    isTrusted: isConclusive || server.says,
    passes: hasOneSender(evidence) && (dkimPasses || dmarcPasses),
    signature: verified[0] ?? null,
    covering: covering.find(({ coversMark }) => coversMark) ?? covering[0] ?? null,
    dmarcFails: server.dmarc === 'fail' ? 'server' : ownDmarcFails(evidence, dkimPasses || dmarcPasses || server.spfPasses) && (isConclusive || server.says) ? 'client' : null,
    dkimFails,
    spfFails: server.spfFails,
    keyForged: own.failing.find(({ aligned, fault }) => aligned && fault === 'keyForged')?.domain ?? null,
    fault: own.failing[0] ?? null,
  }
}

const hasOneSender = ({ sender }: InboundEvidence): boolean =>
  sender.headers === 1 && sender.addressCount === 1 && sender.domain !== null && !sender.ambiguous

type OwnResults = {
  /** Aligned with From. */
  readonly passing: readonly SignatureEvidence[]
  /** Aligned ones first; the others only when no signature of anybody holds. */
  readonly failing: readonly SignatureEvidence[]
  /** Signatures of other domains that hold. */
  readonly unaligned: number
  /** An aligned one could not be decided, and none was found false. */
  readonly isOpen: boolean
}

function ownResults({ signatures: { looked }, afterwards }: InboundEvidence): OwnResults {
  const failed = looked.filter(({ result, fault }) => result === 'fail' && !(afterwards && mayHaveChanged(fault)))
  const alignedFailed = failed.filter(({ aligned }) => aligned)
  const held = looked.filter(({ result }) => result === 'pass')
  return {
    passing: held.filter(({ aligned }) => aligned),
    failing: alignedFailed.length > 0 || held.length > 0 ? alignedFailed : failed,
    unaligned: held.filter(({ aligned }) => !aligned).length,
    isOpen: alignedFailed.length === 0 && looked.some((signature) => signature.aligned && !held.includes(signature)),
  }
}

/** Keys are replaced and withdrawn: what no longer fits afterwards may have fitted at receipt. */
function mayHaveChanged(fault: SignatureFault | null): boolean {
  return fault !== 'bodyChanged' && (fault === 'signatureWrong' || fault?.startsWith('key') === true)
}

type ServerResults = {
  /** It says something about this message at all. */
  readonly says: boolean
  readonly vouchesDkim: boolean
  /** It speaks of the sender's signature, and not well. */
  readonly deniesDkim: boolean
  readonly claimsDkim: boolean
  readonly failsDkim: boolean
  readonly spfPasses: boolean
  readonly spfFails: boolean
  readonly isSilentOnSpf: boolean
  readonly dmarc: string | null
}

/** RFC 8601 section 2.7.1: words with which a server says that a signature was there and did not hold. */
const failWords = ['fail', 'permerror', 'policy', 'neutral', 'hardfail']

function serverResults({ reported: { kind, dkim, spf, dmarc } }: InboundEvidence): ServerResults {
  if (kind !== 'counted' && kind !== 'againstOnly') {
    return { says: false, vouchesDkim: false, deniesDkim: false, claimsDkim: false, failsDkim: false, spfPasses: false, spfFails: false, isSilentOnSpf: true, dmarc: null }
  }
  // A result that names no domain may be about the sender's signature. Where the server could not find out, it says nothing.
  const about = dkim.filter(({ aligned, domain, result }) => (aligned || domain === null) && result !== 'temperror')
  const holds = ({ result }: ReportedResult): boolean => result === 'pass'
  return {
    says: [...dkim, spf, dmarc].some((each) => each !== null && each.result !== 'temperror'),
    vouchesDkim: dkim.some((each) => each.aligned && holds(each)),
    deniesDkim: about.length > 0 && !about.some(holds),
    claimsDkim: about.some(holds),
    failsDkim: !dkim.some(holds) && dkim.some(({ result }) => failWords.includes(result)),
    spfPasses: spf?.result === 'pass' && (spf.aligned || spf.domain === null),
    spfFails: spf?.result === 'fail' || spf?.result === 'softfail' || spf?.result === 'hardfail',
    isSilentOnSpf: spf === null,
    dmarc: dmarc?.result ?? null,
  }
}

/**
 * DMARC by alignment: the domain asks that mail without proof be kept out, and what could be verified proves nothing. Not while a
 * signature is undecided, and not afterwards: today's record says nothing about then.
 */
function ownDmarcFails({ dmarc, signatures, afterwards, sender }: InboundEvidence, isProven: boolean): boolean {
  const asks = dmarc.kind === 'record' && (dmarc.policy === 'quarantine' || dmarc.policy === 'reject')
  return asks && !isProven && !afterwards && sender.domain !== null && !signatures.looked.some(({ result }) => result === 'unproven')
}

/** IN-02c: everything the reader is shown is what was signed. */
const coversAll = ({ uncovered, unsignedBytes }: SignatureEvidence, { structure }: InboundEvidence): boolean =>
  uncovered.length === 0 && unsignedBytes === 0 && structure.repeated.length === 0 && !structure.strange
