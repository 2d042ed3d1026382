import { textOf, type LookUp, type TxtRecord } from '../../dns/look-up.ts'
import { ntaStatusOf, type NtaFinding } from '../../../shared/norm/nta-status.ts'

/** The status that the TXT records at exactly a domain give it at a moment (DNS-R1, DNS-S1); `texts` come from the client's own validation (DNS-D2). */
export function ntaOf(texts: LookUp<TxtRecord>, at: number): NtaFinding {
  if (texts.kind === 'bogus' || texts.kind === 'unreachable') return ntaStatusOf({ kind: texts.kind }, at)
  const { kind, outcome } = texts
  return ntaStatusOf(outcome === 'answer' ? { kind, outcome, texts: texts.records.map(textOf) } : { kind, outcome }, at)
}

/** The texts of a look-up's TXT records; none when there is no answer. */
export const textsOf = (found: LookUp<TxtRecord>): string[] =>
  'outcome' in found && found.outcome === 'answer' ? found.records.map(textOf) : []
