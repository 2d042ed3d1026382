import type { Assessment } from './assess.ts'

/**
 * Whether asking again may still tell more: nothing could be decided, and a name server did not answer. Such a finding is
 * shown and not frozen. Long after receipt nothing more will be known.
 */
export function isOpen({ state, evidence }: Assessment): boolean {
  if (state !== 'unknown' || evidence.afterwards) return false
  return evidence.sender.status === 'lookupFailed' || evidence.blind !== undefined || evidence.dmarc.kind === 'unreachable'
    || evidence.signatures.looked.some(({ result, keyZone }) => result === 'unproven' && keyZone === 'unreachable')
}
