import type { SignatureEvidence, SignatureFault, SignaturesEvidence } from '../../../shared/norm/inbound-evidence.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import type { Fact, Weight } from './fact.ts'

/** What a reader can do with it is the same for several of the verifier's reasons. */
const faults: Record<SignatureFault, PlainTextKey> = {
  syntax: 'fault.structure', version: 'fault.structure', algorithm: 'fault.weak', weakAlgorithm: 'fault.weak', keyShort: 'fault.weak', keyHash: 'fault.weak',
  fromNotSigned: 'fault.fromNotSigned', publicSuffix: 'fault.publicSuffix', identity: 'fault.identity', keyIdentity: 'fault.identity',
  expired: 'fault.expired', future: 'fault.future', bodyChanged: 'fault.bodyChanged', signatureWrong: 'fault.signatureWrong',
  keyMissing: 'fault.keyGone', keyRevoked: 'fault.keyGone',
  keyMalformed: 'fault.keyUseless', keySeveral: 'fault.keyUseless', keyLong: 'fault.keyUseless', keyType: 'fault.keyUseless', keyService: 'fault.keyUseless',
  keyTest: 'fault.keyTest', keyForged: 'fault.keyForged', keyUnreachable: 'fault.unreachable', alignmentUnknown: 'fault.unreachable',
}

function found(signature: SignatureEvidence, t: Translate, sizeOf: (bytes: number) => string): string[] {
  const { domain, result, aligned, uncovered, unsignedBytes, fault, keyZone } = signature
  const why = t(fault === null ? 'fault.unknown' : faults[fault])
  switch (result) {
    case 'fail': return [t('proof.signatureFails', { domain, why })]
    case 'unproven': return [t('proof.signatureOpen', { domain, why })]
    case 'pass': return [
      t(aligned ? 'proof.signatureHolds' : 'proof.signatureOfOther', { domain }),
      ...(keyZone === 'insecure' ? [t('proof.signatureKeyUnsigned', { domain })] : []),
      ...(uncovered.length === 0 ? [] : [t('proof.signatureUncovered', { headers: uncovered.join(', ') })]),
      ...(unsignedBytes === 0 ? [] : [t('proof.signatureAdded', { size: sizeOf(unsignedBytes) })]),
    ]
  }
}

function weightOf(looked: readonly SignatureEvidence[]): Weight {
  const own = looked.filter(({ aligned }) => aligned)
  if (own.some(({ result, uncovered, unsignedBytes }) => result === 'pass' && uncovered.length === 0 && unsignedBytes === 0)) return 'for'
  if (own.some(({ result }) => result === 'fail')) return 'against'
  return looked.some(({ result }) => result === 'unproven') ? 'open' : 'aside'
}

/** IN-02a, IN-02c, IN-02d: what the client's own check of the signatures says. */
export const signatureFact = ({ looked }: SignaturesEvidence, t: Translate, sizeOf: (bytes: number) => string): Fact => ({
  id: 'signature', weight: weightOf(looked),
  found: looked.length === 0 ? [t('proof.signatureNone')] : looked.flatMap((signature) => found(signature, t, sizeOf)),
})
