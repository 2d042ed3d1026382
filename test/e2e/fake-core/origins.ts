import type { Origin } from '../../../src/shared/contract/trust.ts'
import type { InboundEvidence, InboundState, SenderEvidence, SignatureEvidence } from '../../../src/shared/norm/inbound-evidence.ts'
import { judge } from '../../../src/shared/norm/inbound-verdict.ts'

const sender: SenderEvidence = {
  headers: 1, addresses: ['balie@apotheekzuid.test'], addressCount: 1, domain: 'apotheekzuid.test', organisation: 'apotheekzuid.test', name: 'Apotheek Zuid',
  shownAddress: null, ambiguous: false, status: 'ready', provider: 'Veilige Post', lastDay: '2027-05-31',
}
const signature: SignatureEvidence = {
  domain: 'apotheekzuid.test', selector: 'post', algorithm: 'rsa-sha256', result: 'pass', fault: null, aligned: true, keyZone: 'secure', keyBits: 2048,
  signedAt: null, expiresAt: null, uncovered: [], unsignedBytes: 0, coversMark: true,
}

/** What was found of a message that came the safe way: the rest is said as it differs from that. */
export const safeEvidence: InboundEvidence = {
  sender, signatures: { count: 1, looked: [signature] },
  dmarc: { kind: 'record', domain: 'apotheekzuid.test', policy: 'reject', strictDkim: false },
  reported: { kind: 'counted', count: 1, authservId: 'mx.delinde.test', dkim: [{ result: 'pass', domain: 'apotheekzuid.test', aligned: true }], spf: { result: 'fail', domain: 'apotheekzuid.test', aligned: true }, dmarc: { result: 'pass', domain: 'apotheekzuid.test', aligned: true } },
  mark: { count: 1, value: 'secure', kind: 'signed' }, hops: { count: 3, within: false, why: 'otherHost', host: 'uit.veiligepost.test' },
  arc: { sets: 1, wellFormed: true, sealer: 'veiligepost.test', claims: 'pass' }, structure: { repeated: [], strange: false, bytes: 4_000 }, afterwards: false,
}

const of = (address: string, more: Partial<SenderEvidence> = {}): SenderEvidence => {
  const domain = address.split('@')[1] ?? ''
  return { ...sender, addresses: [address], domain, organisation: domain, ...more }
}
const by = (domain: string, more: Partial<SignatureEvidence> = {}): InboundEvidence['signatures'] => ({ count: 1, looked: [{ ...signature, domain, ...more }] })
const silent: InboundEvidence['reported'] = { kind: 'none', count: 0, authservId: null, dkim: [], spf: null, dmarc: null }
const unmarked: InboundEvidence['mark'] = { count: 0, value: null, kind: 'absent' }

/** One of each state that a received message can have. */
export const evidenceOf: Readonly<Record<InboundState, InboundEvidence>> = {
  safe: safeEvidence,
  internal: { ...safeEvidence, sender: of('bas@delinde.test'), signatures: by('delinde.test'), reported: silent, mark: unmarked, hops: { count: 2, within: true, why: 'within', host: null } },
  unsafe: { ...safeEvidence, sender: of('h.bakker@mailbox.test', { status: 'absent', lastDay: null }), signatures: by('mailbox.test', { coversMark: false }), reported: silent, mark: unmarked },
  unknown: { ...safeEvidence, sender: of('info@fysio.test'), signatures: { count: 0, looked: [] }, dmarc: { kind: 'none', domain: null, policy: null, strictDkim: false }, reported: silent, mark: { count: 1, value: 'secure', kind: 'unsigned' }, arc: { sets: 0, wellFormed: true, sealer: null, claims: null } },
  suspicious: { ...safeEvidence, sender: of('bas@de-linde.test', { status: 'absent', lastDay: null, shownAddress: 'bas@delinde.test' }), signatures: by('de-linde.test', { result: 'fail', fault: 'bodyChanged' }), structure: { repeated: ['Subject'], strange: true, bytes: 900 } },
  portalNotice: { ...safeEvidence, sender: of('melding@postportaal.test', { status: 'absent', lastDay: null }), signatures: by('postportaal.test', { coversMark: false }), reported: silent, mark: unmarked },
  formMessage: { ...safeEvidence, sender: of('formulier@website.test', { status: 'absent', lastDay: null }), signatures: by('website.test', { coversMark: false }), reported: silent, mark: unmarked },
}

const practice = {
  domains: ['delinde.test'], authservId: 'mx.delinde.test', receivingHosts: ['mx.delinde.test'], stripsForeignHeader: false,
  webFormSenders: ['formulier@website.test'], portalDomains: ['postportaal.test'], knownDomains: ['apotheekzuid.test'],
}

/** What the core says of the origin of a message in this state: judged by the real rules. */
export function originOf(state: InboundState, at: number, found: InboundEvidence | null = null): Extract<Origin, { kind: 'found' }> {
  const evidence = found ?? evidenceOf[state]
  const { row, reasons, ...verdict } = judge(evidence, practice)
  return { kind: 'found', state: verdict.state, row, reasons: reasons.map(({ code, params }) => ({ code, params: { ...params } })), evidence, receivedAt: at, assessedAt: at + 2_000, frozen: true }
}
