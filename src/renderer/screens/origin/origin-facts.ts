import type { ArcEvidence, DmarcEvidence, HopsEvidence, InboundEvidence, MarkEvidence, SenderEvidence, StructureEvidence } from '../../../shared/norm/inbound-evidence.ts'
import type { NtaStatus } from '../../../shared/norm/nta-status.ts'
import type { Translate } from '../../../shared/text/table.ts'
import type { Fact, Weight } from './fact.ts'
import { serverFact } from './server-fact.ts'
import { signatureFact } from './signature-fact.ts'

/** How the screen's language writes what stands in the evidence. */
export interface Words {
  readonly t: Translate
  readonly size: (bytes: number) => string
  readonly day: (isoDay: string) => string
}

/** Every piece of evidence there is about a message, in the order in which a person wants to know. `isRelayed`: an SPF fail that means nothing (IN-08). */
export function originFacts(evidence: InboundEvidence, isRelayed: boolean, { t, size, day }: Words): Fact[] {
  const facts = [
    senderFact(evidence.sender, t), signatureFact(evidence.signatures, t, size), domainFact(evidence.sender, t, day), markFact(evidence.mark, t),
    serverFact(evidence.reported, t), isRelayed ? relayFact(t) : null, policyFact(evidence.dmarc, t), routeFact(evidence.hops, t), chainFact(evidence.arc, t),
    structureFact(evidence.structure, t),
  ]
  return facts.filter((fact) => fact !== null && fact.found.length > 0) as Fact[]
}

function senderFact({ headers, addressCount, addresses, ambiguous, shownAddress }: SenderEvidence, t: Translate): Fact {
  const isOne = headers === 1 && addressCount === 1
  const named = addressCount === 0 ? t('proof.senderNone') : isOne ? t('proof.senderIs', { address: addresses[0] ?? '' }) : t('proof.senderSeveral', { addresses: addresses.join(', ') })
  return {
    id: 'sender', weight: isOne && !ambiguous && shownAddress === null ? 'aside' : 'against',
    found: [named, ...(ambiguous ? [t('proof.senderAmbiguous')] : []), ...(shownAddress === null ? [] : [t('proof.senderShows', { address: shownAddress })])],
  }
}

const statuses = {
  ready: ['for', 'proof.domainReady'], absent: ['aside', 'proof.domainAbsent'], expired: ['aside', 'proof.domainExpired'], notYetValid: ['aside', 'proof.domainNotYet'],
  malformed: ['aside', 'proof.domainInvalid'], draft: ['aside', 'proof.domainInvalid'], unknownVersion: ['aside', 'proof.domainInvalid'], ambiguous: ['aside', 'proof.domainInvalid'],
  insecure: ['aside', 'proof.domainInsecure'], bogus: ['against', 'proof.domainBogus'], indeterminate: ['open', 'proof.domainLookUpFailed'],
  lookupFailed: ['open', 'proof.domainLookUpFailed'], noSuchDomain: ['against', 'proof.domainUnknown'],
} as const satisfies Record<NtaStatus, readonly [Weight, string]>

function domainFact({ domain, status, lastDay }: SenderEvidence, t: Translate, day: Words['day']): Fact | null {
  if (domain === null) return null
  const [weight, key] = statuses[status]
  return { id: 'domain', weight, found: [t(key, { domain }), ...(status === 'ready' && lastDay !== null ? [t('proof.domainUntil', { day: day(lastDay) })] : [])] }
}

const marks = {
  signed: ['for', 'proof.markSigned'], stripped: ['for', 'proof.markStripped'], unsigned: ['aside', 'proof.markUnsigned'], repeated: ['aside', 'proof.markRepeated'],
  absent: ['aside', 'proof.markAbsent'], empty: ['aside', 'proof.markAbsent'],
} as const satisfies Record<MarkEvidence['kind'], readonly [Weight, string]>

/** IN-02b. */
function markFact({ kind }: MarkEvidence, t: Translate): Fact {
  const [weight, key] = marks[kind]
  return { id: 'mark', weight, found: [t(key)] }
}

/** IN-08: neutral, since providers relay for each other on purpose. */
const relayFact = (t: Translate): Fact => ({ id: 'relay', weight: 'aside', found: [t('proof.relayFound')] })

const policies = { reject: 'proof.policyReject', quarantine: 'proof.policyQuarantine', none: 'proof.policyNone' } as const

function policyFact({ kind, domain, policy }: DmarcEvidence, t: Translate): Fact | null {
  if (kind === 'unreachable' || kind === 'bogus') return { id: 'policy', weight: 'open', found: [t('proof.policyOpen')] }
  return kind === 'record' && policy !== null ? { id: 'policy', weight: 'aside', found: [t(policies[policy], { domain: domain ?? '' })] } : null
}

/** IN-05a. Where no own servers are configured nothing can be said of the way. */
function routeFact({ within, why, host }: HopsEvidence, t: Translate): Fact | null {
  if (within) return { id: 'route', weight: 'for', found: [t('proof.routeWithin')] }
  if (why === 'noHosts' || why === 'noHops') return null
  return { id: 'route', weight: 'aside', found: [host === null ? t('proof.routeOutside') : t('proof.routeOutsideVia', { host })] }
}

function chainFact({ sets, sealer }: ArcEvidence, t: Translate): Fact | null {
  return sets === 0 ? null : { id: 'chain', weight: 'aside', found: [t('proof.chainFound', { count: sets }), ...(sealer === null ? [] : [t('proof.chainBy', { domain: sealer })])] }
}

function structureFact({ repeated, strange }: StructureEvidence, t: Translate): Fact {
  return {
    id: 'structure', weight: 'against',
    found: [...(repeated.length === 0 ? [] : [t('proof.structureRepeated', { headers: repeated.join(', ') })]), ...(strange ? [t('proof.structureStrange')] : [])],
  }
}
