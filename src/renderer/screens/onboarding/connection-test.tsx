import type { Probe } from '../../../shared/contract/accounts.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { problemAdvice, problemWords } from '../frame/connection.ts'
import type { SetupFields } from './setup-form.ts'

/** Both servers, each with what came of a real login. `probes` null: being tried. */
export function ConnectionTest({ probes, fields }: { probes: OutputOf<'accounts.test'> | null; fields: SetupFields }) {
  return (
    <ul className="probes" aria-live="polite">
      <ProbeLine service="imap" host={fields.imap.host} probe={probes?.imap ?? null} />
      <ProbeLine service="smtp" host={fields.smtp.host} probe={probes?.smtp ?? null} />
    </ul>
  )
}

function ProbeLine({ service, host, probe }: { service: 'imap' | 'smtp'; host: string; probe: Probe | null }) {
  const t = useText()
  const state = probe === null ? 'busy' : probe.kind
  return (
    <li className={`probe probe-${state}`}>
      <Icon name={state === 'busy' ? 'clock' : state === 'ok' ? 'check' : 'alert'} size={18} />
      <div>
        <strong>{service === 'imap' ? t('account.receive') : t('account.submit')}</strong> <span className="muted">{host}</span>
        <p><ProbeWords probe={probe} /></p>
      </div>
    </li>
  )
}

function ProbeWords({ probe }: { probe: Probe | null }) {
  const t = useText()
  if (probe === null) return t('account.trying')
  return probe.kind === 'ok' ? t('account.works', { tls: probe.tls }) : `${t(problemWords[probe.problem])} ${t(problemAdvice[probe.problem])}`
}
