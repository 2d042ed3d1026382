import { asciiLowerCase } from '../mail/address.ts'
import { findProof, type Proof } from './inbound-proof.ts'
import type { InboundEvidence, InboundRow, InboundState, ReceivingPractice } from './inbound-evidence.ts'
import { lookAlike } from './look-alike.ts'

/** A code names one sentence of the screen; its params fill that sentence in. */
export type Reason = { readonly code: ReasonCode; readonly params: Readonly<Record<string, string | number>> }

export type ReasonCode =
  | 'dmarcFailed' | 'dkimAndSpfFailed' | 'keyForged'
  | 'severalSenders' | 'senderAmbiguous' | 'looksLike' | 'otherAddressShown'
  | 'nothingToVerify' | 'couldNotVerify'
  | 'signatureHolds' | 'serverVouches' | 'withinPractice' | 'knownPortal' | 'ownForm' | 'domainReady' | 'markPresent'
  | 'domainNotReady' | 'domainLookUpFailed' | 'markAbsent' | 'markRepeated' | 'markUnsigned'
  | 'notSigned' | 'shownNotSigned' | 'addedBehindSignature' | 'headerRepeated' | 'headerStrange'
  | 'withoutDnssec' | 'clockOff'
  | 'noProof' | 'signatureFails' | 'serverDoubts' | 'spfFailNeutral' | 'afterwards'

export type InboundVerdict = { readonly state: InboundState; readonly row: InboundRow; readonly reasons: readonly Reason[] }

const reason = (code: ReasonCode, params: Reason['params'] = {}): Reason => ({ code, params })
const verdict = (state: InboundState, row: InboundRow, reasons: readonly (Reason | null)[]): InboundVerdict =>
  ({ state, row, reasons: reasons.filter((each) => each !== null) })

/**
 * The verdict on a received message: the rows of norm.md section 6 in their order, the first that fits. Only IN-03 gives `safe`
 * and only IN-05a `internal`, both on a signature the client verified itself over what the reader is shown (IN-02c).
 */
export function judge(evidence: InboundEvidence, practice: ReceivingPractice): InboundVerdict {
  const proof = findProof(evidence)
  return unconfirmed(evidence, proof)
    ?? disguised(evidence, practice)
    ?? unverified(evidence, proof)
    ?? (proof.passes ? proven(evidence, practice, proof) : ordinary(evidence, proof))
}

/** IN-07. */
function unconfirmed({ sender }: InboundEvidence, proof: Proof): InboundVerdict | null {
  const domain = sender.domain ?? ''
  const reasons = [
    proof.dmarcFails === null ? null : reason('dmarcFailed', { domain, by: proof.dmarcFails }),
    proof.dkimFails && proof.spfFails ? reason('dkimAndSpfFailed', { domain }) : null,
    proof.keyForged === null ? null : reason('keyForged', { domain: proof.keyForged }),
  ].filter((each) => each !== null)
  return reasons.length === 0 ? null : verdict('suspicious', 'IN-07', reasons)
}

/** IN-07a: somebody made this message look as if it came from somebody else. */
function disguised({ sender }: InboundEvidence, practice: ReceivingPractice): InboundVerdict | null {
  const { domain, organisation } = sender
  const imitated = domain === null ? null : lookAlikeOf(domain, organisation, practice)
  const reasons = [
    sender.headers > 1 || sender.addressCount > 1 ? reason('severalSenders', { headers: sender.headers, addresses: sender.addressCount }) : null,
    sender.ambiguous ? reason('senderAmbiguous', {}) : null,
    imitated === null || domain === null ? null : reason('looksLike', { domain, known: imitated }),
    sender.shownAddress === null ? null : reason('otherAddressShown', { shown: sender.shownAddress, address: sender.addresses[0] ?? '' }),
  ].filter((each) => each !== null)
  return reasons.length === 0 ? null : verdict('suspicious', 'IN-07a', reasons)
}

function lookAlikeOf(domain: string, organisation: string | null, practice: ReceivingPractice): string | null {
  const lists = [practice.domains, practice.portalDomains, practice.knownDomains, formDomains(practice.webFormSenders)]
  if (lists.some((list) => list.some((known) => isWithin(domain, known)))) return null
  for (const list of lists) {
    const imitated = lookAlike(domain, organisation, list)
    if (imitated !== null) return imitated
  }
  return null
}

/** IN-05. */
function unverified(evidence: InboundEvidence, proof: Proof): InboundVerdict | null {
  if (proof.isTrusted) return null
  const why = evidence.afterwards && evidence.signatures.count > 0 ? 'afterwards' : evidence.signatures.count > 0 ? 'couldNotVerify' : 'nothingToVerify'
  return verdict('unknown', 'IN-05', [evidence.blind === undefined ? null : reason(evidence.blind), reason(why), markReason(evidence)])
}

/** The sender is who the From header says: rows IN-05a to IN-06 for a pass. */
function proven(evidence: InboundEvidence, practice: ReceivingPractice, proof: Proof): InboundVerdict {
  const { sender, mark } = evidence
  const domain = sender.domain ?? ''
  const origin = proof.signature === null ? reason('serverVouches', { domain }) : reason('signatureHolds', { domain: proof.signature.domain })
  const spf = proof.spfFails ? reason('spfFailNeutral') : null
  if (proof.covering !== null && evidence.hops.within && holds(practice.domains, domain)) {
    return verdict('internal', 'IN-05a', [reason('withinPractice', { hops: evidence.hops.count }), origin, spf])
  }
  if (practice.portalDomains.some((portal) => isWithin(domain, portal))) return verdict('portalNotice', 'IN-09', [reason('knownPortal', { domain }), origin, spf])
  if (isWebForm(evidence, practice)) return verdict('formMessage', 'IN-10', [reason('ownForm', { address: sender.addresses[0] ?? '' }), origin, spf])
  const isReady = sender.status === 'ready'
  const ready = isReady ? reason('domainReady', { domain, lastDay: sender.lastDay ?? '' }) : notReady(evidence)
  const isMarked = mark.kind === 'signed' || mark.kind === 'stripped'
  const carries = proof.covering !== null && (proof.covering.coversMark || mark.kind === 'stripped')
  const found = [ready, markReason(evidence), origin, spf]
  if (isReady && isMarked && carries && !evidence.afterwards) return verdict('safe', 'IN-03', found)
  const gap = carries || proof.covering !== null ? null : gapReason(evidence, proof)
  if (evidence.afterwards) return verdict('unknown', 'IN-04', [reason('afterwards'), ...found, gap])
  if (isReady || isMarked || hasFailedLookUp(evidence)) return verdict('unknown', 'IN-04', [...found, gap])
  return verdict('unsafe', 'IN-06', found)
}

/** IN-06: a trusted result, and it is no pass. */
function ordinary(evidence: InboundEvidence, { fault }: Proof): InboundVerdict {
  const { reported, signatures, sender } = evidence
  const domain = sender.domain ?? ''
  const why = fault !== null ? reason('signatureFails', { domain: fault.domain, fault: fault.fault ?? '' })
    : signatures.count > 0 ? reason('noProof', { domain })
      : reason('serverDoubts', { domain, dkim: reported.dkim[0]?.result ?? 'none', spf: reported.spf?.result ?? 'none', dmarc: reported.dmarc?.result ?? 'none' })
  return verdict('unsafe', 'IN-06', [why])
}

/** Why a pass does not vouch for what the reader is shown (IN-02c). */
function gapReason({ structure }: InboundEvidence, { signature }: Proof): Reason {
  if (signature === null) return reason('notSigned')
  if (structure.strange) return reason('headerStrange')
  if (structure.repeated.length > 0) return reason('headerRepeated', { headers: structure.repeated.join(', ') })
  if (signature.unsignedBytes > 0) return reason('addedBehindSignature', { bytes: signature.unsignedBytes })
  return reason('shownNotSigned', { headers: signature.uncovered.join(', ') })
}

function markReason({ mark }: InboundEvidence): Reason {
  switch (mark.kind) {
    case 'signed':
    case 'stripped': return reason('markPresent', { by: mark.kind })
    case 'repeated': return reason('markRepeated', { count: mark.count })
    case 'unsigned': return reason('markUnsigned')
    case 'absent':
    case 'empty': return reason('markAbsent')
  }
}

const notReady = (evidence: InboundEvidence): Reason =>
  evidence.blind !== undefined ? reason(evidence.blind) : reason(hasFailedLookUp(evidence) ? 'domainLookUpFailed' : 'domainNotReady', { domain: evidence.sender.domain ?? '', status: evidence.sender.status })

/** As in RT-10: what came back proves nothing, either way. */
const hasFailedLookUp = ({ sender: { status } }: InboundEvidence): boolean =>
  status === 'lookupFailed' || status === 'indeterminate' || status === 'bogus'

const isWithin = (domain: string, parent: string): boolean => {
  const name = asciiLowerCase(parent)
  return name !== '' && (domain === name || domain.endsWith(`.${name}`))
}

const holds = (list: readonly string[], domain: string): boolean => domain !== '' && list.some((each) => asciiLowerCase(each) === domain)

/** Worked out once a list: what looks like them is compared with lists that stay the same. */
const formDomainsOf = new WeakMap<readonly string[], readonly string[]>()

function formDomains(senders: readonly string[]): readonly string[] {
  const found = formDomainsOf.get(senders) ?? senders.map((sender) => asciiLowerCase(sender.slice(sender.lastIndexOf('@') + 1)))
  formDomainsOf.set(senders, found)
  return found
}

/** A form is configured by its address; a bare domain stands for every address of it. */
function isWebForm({ sender }: InboundEvidence, { webFormSenders }: ReceivingPractice): boolean {
  const address = asciiLowerCase(sender.addresses[0] ?? '')
  return webFormSenders.map(asciiLowerCase).some((sent) => sent.includes('@') ? sent === address : sent !== '' && sent === sender.domain)
}
