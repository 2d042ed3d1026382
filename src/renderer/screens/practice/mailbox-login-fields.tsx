import { TextField } from '../../parts/field.tsx'
import { useText } from '../../parts/text.tsx'
import { ServerFieldset } from '../onboarding/server-fields.tsx'
import type { FieldProblems, SetupFields } from '../onboarding/setup-form.ts'

interface LoginFieldsProps { fields: SetupFields; problems: FieldProblems; address: string; onChange: (change: Partial<SetupFields>) => void }

/** How a mailbox with a login of its own is reached. The password is typed once, and shown to nobody after that. */
export function MailboxLoginFields({ fields, problems, address, onChange }: LoginFieldsProps) {
  const t = useText()
  return (
    <fieldset className="practice-login">
      <legend>{t('boxes.login')}</legend>
      <p className="muted">{t('boxes.loginAbout')}</p>
      <ServerFieldset service="imap" fields={fields.imap} problem={problems.imap} onChange={(imap) => onChange({ imap })} />
      <ServerFieldset service="smtp" fields={fields.smtp} problem={problems.smtp} onChange={(smtp) => onChange({ smtp })} />
      <TextField label={t('account.user')} value={fields.user} placeholder={address} onChange={(user) => onChange({ user })} code autoComplete="off" maxLength={320} />
      <TextField
        label={t('account.password')} type="password" autoComplete="off" value={fields.secret} maxLength={1_000} onChange={(secret) => onChange({ secret })}
        problem={problems.secret === true ? t('account.passwordMissing') : undefined}
      />
    </fieldset>
  )
}
