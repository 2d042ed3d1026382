import { Disclosure, DisclosurePanel, Button as AriaButton, Heading } from 'react-aria-components/Disclosure'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { Button } from '../../parts/button.tsx'
import { ChoiceField, TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { withSecurity, type FieldProblems, type Found, type ServerFields, type SetupFields } from './setup-form.ts'
import './onboarding.css'

const sources: Record<Found['source'], PlainTextKey> = {
  'sample': 'account.fromSample', 'profile': 'account.fromProfile', 'autoconfig': 'account.fromAutoconfig', 'srv': 'account.fromSrv', 'well-known-host': 'account.fromHost', 'invitation': 'account.fromInvitation',
}

/** What was found, in two lines that can be read without knowing mail. */
export function FoundServers({ address, found, onEdit }: { address: string; found: Found | null; onEdit: () => void }) {
  const t = useText()
  if (found === null) return null
  const words = ({ host, port, security }: Found['imap']): string => `${host}:${port} · ${security === 'tls' ? 'TLS' : 'STARTTLS'}`
  return (
    <div className="found">
      <div className="found-head">
        <strong className="one-line">{address}</strong>
        <Button look="link" size="small" onPress={onEdit}>{t('act.change')}</Button>
      </div>
      <dl className="found-servers">
        <dt>{t('account.receive')}</dt><dd>{words(found.imap)}</dd>
        <dt>{t('account.submit')}</dt><dd>{words(found.smtp)}</dd>
      </dl>
      <p className="muted small">{found.provider === null ? t(sources[found.source]) : t('account.fromProvider', { provider: found.provider })}</p>
    </div>
  )
}

/** One server by hand. The choice is between two kinds of protection: there is none without. */
export function ServerFieldset({ service, fields, problem, onChange }: {
  service: 'imap' | 'smtp'
  fields: ServerFields
  problem: 'host' | 'port' | undefined
  onChange: (fields: ServerFields) => void
}) {
  const t = useText()
  return (
    <fieldset className="server">
      <legend className="server-title">{service === 'imap' ? t('account.receiveTitle') : t('account.submitTitle')}</legend>
      <div className="server-line">
        <TextField label={t('account.host')} value={fields.host} onChange={(host) => onChange({ ...fields, host })} code autoComplete="off" maxLength={253} problem={problem === 'host' ? t('account.hostMissing') : undefined} />
        <TextField label={t('account.port')} value={fields.port} onChange={(port) => onChange({ ...fields, port })} code inputMode="numeric" autoComplete="off" maxLength={5} problem={problem === 'port' ? t('account.portMissing') : undefined} />
      </div>
      <ChoiceField
        label={t('account.security')} value={fields.security} onChange={(security) => onChange(withSecurity(service, fields, security))}
        choices={[{ value: 'tls', label: t('account.tls') }, { value: 'starttls', label: t('account.starttls') }]}
      />
    </fieldset>
  )
}

/** What a provider with habits of its own needs. There is no way here to accept a certificate that is not valid. */
export function AdvancedFields({ fields, problems, onChange }: { fields: SetupFields; problems: FieldProblems; onChange: (changed: Partial<SetupFields>) => void }) {
  const t = useText()
  return (
    <Disclosure className="advanced" {...(problems.user === true ? { isExpanded: true } : {})}>
      <Heading level={2} className="advanced-title">
        <AriaButton slot="trigger" className="advanced-button"><Icon name="chevronRight" />{t('account.advanced')}</AriaButton>
      </Heading>
      <DisclosurePanel className="advanced-panel">
        <div className="stage-form">
          <TextField label={t('account.user')} hint={t('account.userHint')} value={fields.user} onChange={(user) => onChange({ user })} code autoComplete="off" maxLength={320} problem={problems.user === true ? t('account.userMissing') : undefined} />
          <ChoiceField
            label={t('account.auth')} value={fields.auth} onChange={(auth) => onChange({ auth })} hint={t('account.authHint')}
            choices={[{ value: 'password', label: t('account.withPassword') }, { value: 'oauth2', label: t('account.withToken') }]}
          />
          <TextField label={t('account.caFile')} hint={t('account.caFileHint')} value={fields.caFile} onChange={(caFile) => onChange({ caFile })} code autoComplete="off" />
        </div>
      </DisclosurePanel>
    </Disclosure>
  )
}
