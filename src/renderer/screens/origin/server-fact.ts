import type { ReportedEvidence } from '../../../shared/norm/inbound-evidence.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import type { Fact, Weight } from './fact.ts'

const kinds: Record<Exclude<ReportedEvidence['kind'], 'counted'>, PlainTextKey> = {
  againstOnly: 'proof.serverAgainstOnly', none: 'proof.serverNone', otherServer: 'proof.serverOther', malformed: 'proof.serverMalformed',
  notConfigured: 'proof.serverNotConfigured', belowForeignHop: 'proof.serverBelow',
}

/** RFC 8601 section 2.7: the words of the methods, as far as a reader can do something with the difference. */
function resultWord(result: string): PlainTextKey {
  switch (result) {
    case 'pass': return 'result.pass'
    case 'fail': case 'hardfail': return 'result.fail'
    case 'softfail': return 'result.softfail'
    case 'none': return 'result.none'
    default: return 'result.unclear'
  }
}

function results({ dkim, spf, dmarc }: ReportedEvidence, t: Translate): string {
  const said = [
    ...dkim.slice(0, 1).map(({ result }) => t('proof.serverDkim', { result: t(resultWord(result)) })),
    spf === null ? null : t('proof.serverSpf', { result: t(resultWord(spf.result)) }),
    dmarc === null ? null : t('proof.serverDmarc', { result: t(resultWord(dmarc.result)) }),
  ]
  return said.filter((one) => one !== null).join(', ')
}

function weightOf({ kind, dkim, dmarc }: ReportedEvidence): Weight {
  if (kind !== 'counted' && kind !== 'againstOnly') return 'aside'
  const said = [...dkim.filter(({ aligned }) => aligned), ...(dmarc === null ? [] : [dmarc])].map(({ result }) => result)
  if (said.includes('fail')) return 'against'
  return kind === 'counted' && said.includes('pass') ? 'for' : 'aside'
}

/** IN-01: what the receiving server found, where it is known to be that server. */
export function serverFact(reported: ReportedEvidence, t: Translate): Fact {
  const { kind, authservId } = reported
  const says = kind === 'counted' || kind === 'againstOnly' ? results(reported, t) : ''
  return {
    id: 'server', weight: weightOf(reported),
    found: [
      ...(kind === 'counted' ? [] : [t(kinds[kind])]),
      ...(says === '' ? [] : [t('proof.serverSays', { server: authservId ?? '', results: says })]),
    ],
  }
}
