import type { ProviderChoice } from '../../../shared/contract/providers.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { ChoiceField, SelectField, Switch, TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useLanguage, useText } from '../../parts/text.tsx'
import { PLACEHOLDER, questionsOf, type Field, type FormChoice, type Problems, type Questions, type Typed } from './provider-form.ts'
import { fieldProblemWords, providerName } from './provider-words.ts'
import { apart, isDomain } from './typed-names.ts'

interface Asking {
  readonly choice: ProviderChoice
  readonly typed: Typed
  readonly asked: Questions
  readonly onChange: (part: Partial<Typed>) => void
  /** The sentence below a field; undefined when all is well with it. */
  readonly problem: (field: Field) => string | undefined
}

/** All that this provider leaves open, and nothing else; with how to find it out. */
export function DetailFields({ choice, typed, problems, ownHost, hasSecret, onChange }: {
  choice: ProviderChoice; typed: Typed; problems: Problems; ownHost: string; hasSecret: boolean; onChange: (part: Partial<Typed>) => void
}) {
  const t = useText()
  const language = useLanguage()
  const asked = questionsOf(choice, typed)
  const problem = (field: Field): string | undefined => {
    const found = problems[field]
    if (found === 'placeholder') return t('provider.wrongPlaceholder', { placeholder: PLACEHOLDER })
    if (found === 'stray-placeholder') return t('provider.strayPlaceholder', { placeholder: PLACEHOLDER })
    if (found === 'domains') return t('provider.wrongDomains', { names: apart(typed.excludedList).filter((name) => !isDomain(name)).join(', ') })
    return found === undefined ? undefined : t(fieldProblemWords[found])
  }
  const asking: Asking = { choice, typed, asked, onChange, problem }
  const isOpen = asked.isRequired || asked.place || asked.template || asked.number.length > 0 || asked.position || asked.portal || asked.factor || asked.excluded
    || (asked.isTheirs && choice.host === null)
  return (
    <>
      {isOpen && <p className="muted">{t('provider.asked')}</p>}
      <ServerFields {...asking} ownHost={ownHost} hasSecret={hasSecret} />
      <MarkerFields {...asking} />
      <ReaderFields {...asking} />
      <TextField label={t('provider.limit')} hint={t('provider.limitHint')} inputMode="numeric" value={typed.limit} onChange={(limit) => onChange({ limit })} maxLength={4} problem={problem('limit')} />
      {choice.notes.length > 0 && <Notice title={t('provider.notes')}>{choice.notes.map((note) => note[language]).join(' ')}</Notice>}
    </>
  )
}

function ServerFields({ choice, typed, asked, onChange, problem, ownHost, hasSecret }: Asking & { ownHost: string; hasSecret: boolean }) {
  const t = useText()
  const isOwn = choice.way === 'own-server' || (choice.way === null && typed.server === 'own')
  const published = choice.host === null ? {} : { hint: t('provider.published', { name: providerName(choice, t) }) }
  return (
    <>
      {asked.server && (
        <ChoiceField
          label={t('provider.server')} value={typed.server} onChange={(server) => onChange({ server })} problem={problem('server')}
          choices={[{ value: 'own', label: t('provider.serverOwn') }, { value: 'theirs', label: t('provider.serverTheirs') }]}
        />
      )}
      {isOwn && <p>{choice.onwardHost === null ? t('provider.viaOwnOpen', { host: ownHost }) : t('provider.viaOwn', { host: ownHost, onward: choice.onwardHost })}</p>}
      {isOwn && choice.spfInclude !== null && <p className="muted small">{t('provider.spf', { include: choice.spfInclude })}</p>}
      {asked.onward && <TextField label={t('provider.onward')} hint={t('provider.onwardHint')} code value={typed.onward} onChange={(onward) => onChange({ onward })} maxLength={253} />}
      {asked.isTheirs && (
        <>
          <div className="server-line">
            <TextField label={t('provider.host')} {...published} code autoComplete="off" value={typed.host} onChange={(host) => onChange({ host })} maxLength={253} problem={problem('host')} />
            <TextField label={t('provider.port')} code inputMode="numeric" autoComplete="off" value={typed.port} onChange={(port) => onChange({ port })} maxLength={5} problem={problem('port')} />
          </div>
          <ChoiceField
            label={t('provider.security')} value={typed.security} onChange={(security) => onChange({ security })} problem={problem('security')}
            choices={[{ value: 'starttls', label: t('account.starttls') }, { value: 'tls', label: t('account.tls') }]}
          />
        </>
      )}
      {asked.login && (
        <ChoiceField
          label={t('provider.login')} value={typed.login} onChange={(login) => onChange({ login })} problem={problem('login')}
          choices={[{ value: 'password', label: t('provider.loginPassword') }, { value: 'none', label: t('provider.loginNone') }]}
        />
      )}
      {asked.hasLogin && (
        <>
          <TextField label={t('provider.user')} code autoComplete="off" value={typed.user} onChange={(user) => onChange({ user })} maxLength={320} problem={problem('user')} />
          <TextField
            label={t(choice.login === 'hosted-mail-key' ? 'provider.secretKey' : 'provider.secret')} hint={t(hasSecret ? 'provider.secretKept' : 'provider.secretHint')} type="password" autoComplete="off"
            value={typed.secret} onChange={(secret) => onChange({ secret })} maxLength={4096} problem={problem('secret')}
          />
        </>
      )}
    </>
  )
}

const numberWords: Record<Questions['number'][number], PlainTextKey> = { none: 'provider.numberNone', national: 'provider.numberNational', e164: 'provider.numberE164' }

function MarkerFields({ typed, asked, onChange, problem }: Asking) {
  const t = useText()
  const templates = (forms: readonly FormChoice[]) => forms.map(({ index, template }) => ({ value: String(index), label: template.replace(PLACEHOLDER, '06…') }))
  return (
    <>
      {asked.isRequired && <YesNoField label={t('provider.markerNeeded')} value={typed.isRequired} onChange={(isRequired) => onChange({ isRequired })} problem={problem('isRequired')} />}
      {asked.numbered.length > 1 && <SelectField label={t('provider.markerNumbered')} value={typed.numbered === '' ? String(asked.numbered[0]?.index) : typed.numbered} onChange={(numbered) => onChange({ numbered })} choices={templates(asked.numbered)} />}
      {asked.bare.length > 1 && <SelectField label={t('provider.markerBare')} value={typed.bare === '' ? String(asked.bare[0]?.index) : typed.bare} onChange={(bare) => onChange({ bare })} choices={templates(asked.bare)} />}
      {asked.place && (
        <ChoiceField
          label={t('provider.markerPlace')} value={typed.place} onChange={(place) => onChange({ place })} problem={problem('place')}
          choices={[{ value: 'subject', label: t('provider.placeSubject') }, { value: 'header', label: t('provider.placeHeader') }]}
        />
      )}
      {asked.name && <TextField label={t('provider.markerName')} hint={t('provider.markerNameHint')} code autoComplete="off" value={typed.name} onChange={(name) => onChange({ name })} maxLength={76} problem={problem('name')} />}
      {asked.template && <TextField label={t('provider.markerText')} hint={t('provider.markerTextHint', { placeholder: PLACEHOLDER })} code autoComplete="off" value={typed.template} onChange={(template) => onChange({ template })} maxLength={200} problem={problem('template')} />}
      {asked.number.length > 0 && (
        <ChoiceField label={t('provider.markerNumber')} value={typed.number} onChange={(number) => onChange({ number })} choices={asked.number.map((value) => ({ value, label: t(numberWords[value]) }))} problem={problem('number')} />
      )}
      {asked.position && (
        <ChoiceField
          label={t('provider.markerPosition')} value={typed.position} onChange={(position) => onChange({ position })} problem={problem('position')}
          choices={[{ value: 'start', label: t('provider.positionStart') }, { value: 'end', label: t('provider.positionEnd') }]}
        />
      )}
      {asked.direct && <Switch label={t('provider.directUnmarked')} hint={t('provider.directUnmarkedHint')} on={typed.goesDirectUnmarked} onChange={(goesDirectUnmarked) => onChange({ goesDirectUnmarked })} />}
    </>
  )
}

function ReaderFields({ typed, asked, onChange, problem }: Asking) {
  const t = useText()
  return (
    <>
      {asked.portal && <YesNoField label={t('provider.portal')} value={typed.portal} onChange={(portal) => onChange({ portal })} problem={problem('portal')} />}
      {asked.factor && <YesNoField label={t('provider.factor')} value={typed.factor} onChange={(factor) => onChange({ factor })} problem={problem('factor')} />}
      {asked.excluded && (
        <ChoiceField
          label={t('provider.excluded')} value={typed.excluded} onChange={(excluded) => onChange({ excluded })} problem={problem('excluded')}
          choices={[{ value: 'none', label: t('provider.excludedNone') }, { value: 'some', label: t('provider.excludedSome') }]}
        />
      )}
      {asked.excluded && typed.excluded === 'some' && (
        <TextField label={t('provider.excludedList')} hint={t('provider.excludedListHint')} code value={typed.excludedList} onChange={(excludedList) => onChange({ excludedList })} problem={problem('excludedList')} />
      )}
    </>
  )
}

function YesNoField({ label, value, onChange, problem }: { label: string; value: 'yes' | 'no' | ''; onChange: (value: 'yes' | 'no') => void; problem: string | undefined }) {
  const t = useText()
  return <ChoiceField label={label} value={value} onChange={onChange} problem={problem} choices={[{ value: 'yes', label: t('provider.yes') }, { value: 'no', label: t('provider.no') }]} />
}
