import { useState, type SyntheticEvent } from 'react'
import type { DirectoryProblem } from '../../../shared/contract/address-book.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ChoiceField, TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { bookFail } from './contact-words.ts'
import { directoryAdvice, directoryWords } from './directory-words.ts'
import { oddFields, settingsOf, type DirectoryFields, type FieldName } from './directory-fields.ts'

interface DirectoryFormProps { id: string | null; start: DirectoryFields; unpublished: readonly string[]; onDone: () => void }
type Tried = { readonly kind: 'works' } | { readonly kind: 'problem'; readonly problem: DirectoryProblem } | { readonly kind: 'failed'; readonly fail: PlainTextKey }

const fails: Readonly<Record<string, PlainTextKey>> = {
  'too-many': 'directory.failTooMany', 'no-secret': 'directory.failNoSecret', 'keychain-unavailable': 'keychain.short', 'no-such-directory': 'directory.failGone',
}

/** Where a directory is and how to ask it. Nothing is guessed: what its provider does not publish is asked for. */
export function DirectoryForm({ id, start, unpublished, onDone }: DirectoryFormProps) {
  const t = useText()
  const test = useCallOf('book.testDirectory')
  const save = useCallOf('book.saveDirectory')
  const [fields, setFields] = useState(start)
  const [showsOdd, setShowsOdd] = useState(false)
  const [tried, setTried] = useState<Tried | null>(null)
  const odd = oddFields(fields)
  const change = (part: Partial<DirectoryFields>): void => {
    setFields((now) => ({ ...now, ...part }))
    setTried(null)
  }
  const input = { id, settings: settingsOf(fields), secret: fields.secret === '' && id !== null ? null : fields.secret }
  const whenWhole = (act: () => Promise<void>): void => {
    setShowsOdd(true)
    if (odd.size === 0) void act()
  }
  const tryIt = async (): Promise<void> => {
    const answer = await test.run(input)
    setTried(!answer.ok ? { kind: 'failed', fail: fails[answer.fail] ?? bookFail(answer.fail) } : answer.value.kind === 'found' ? { kind: 'works' } : answer.value)
  }
  const keep = async (): Promise<void> => {
    const answer = await save.run(input)
    if (answer.ok) onDone()
    else setTried({ kind: 'failed', fail: fails[answer.fail] ?? bookFail(answer.fail) })
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    whenWhole(keep)
  }
  return (
    <form className="directory-form" onSubmit={onSubmit} aria-label={t('directory.title')}>
      {unpublished.length > 2 && <Notice>{t('directory.unpublished')}</Notice>}
      <Where fields={fields} problem={(name) => (showsOdd && odd.has(name) ? t(name === 'port' ? 'account.portMissing' : name === 'host' ? 'account.hostMissing' : 'directory.missing') : undefined)} onChange={change} isNew={id === null} />
      {tried?.kind === 'works' && <Notice tone="done" live>{t('directory.works')}</Notice>}
      {tried?.kind === 'problem' && <Notice tone="alert" live title={t(directoryWords[tried.problem])}>{t(directoryAdvice[tried.problem])}</Notice>}
      {tried?.kind === 'failed' && <Notice tone="alert" live>{t(tried.fail)}</Notice>}
      <div className="contact-form-acts">
        <Button onPress={onDone}>{t('act.cancel')}</Button>
        <Button busy={test.busy} onPress={() => whenWhole(tryIt)}>{t('directory.test')}</Button>
        <Button look="primary" type="submit" busy={save.busy}>{t('book.keep')}</Button>
      </div>
    </form>
  )
}

interface WhereProps { fields: DirectoryFields; problem: (name: FieldName) => string | undefined; onChange: (part: Partial<DirectoryFields>) => void; isNew: boolean }

function Where({ fields, problem, onChange, isNew }: WhereProps) {
  const t = useText()
  return (
    <>
      <TextField label={t('directory.name')} hint={t('directory.nameHint')} value={fields.name} onChange={(name) => onChange({ name })} maxLength={60} problem={problem('name')} />
      <div className="directory-server">
        <TextField label={t('account.host')} code value={fields.host} onChange={(host) => onChange({ host })} maxLength={253} autoComplete="off" problem={problem('host')} />
        <TextField label={t('account.port')} code inputMode="numeric" value={fields.port} onChange={(port) => onChange({ port })} maxLength={5} autoComplete="off" problem={problem('port')} />
      </div>
      <ChoiceField
        label={t('account.security')} value={fields.security} onChange={(security) => onChange({ security })}
        choices={[{ value: 'tls', label: t('account.tls') }, { value: 'starttls', label: t('account.starttls') }]}
      />
      <TextField label={t('directory.user')} hint={t('directory.userHint')} code value={fields.user} onChange={(user) => onChange({ user })} maxLength={500} autoComplete="off" />
      <TextField label={t('account.password')} type="password" value={fields.secret} onChange={(secret) => onChange({ secret })} maxLength={4096} autoComplete="off" {...(isNew ? {} : { hint: t('directory.secretKept') })} />
      <TextField label={t('directory.base')} hint={t('directory.baseHint')} code value={fields.base} onChange={(base) => onChange({ base })} maxLength={500} autoComplete="off" />
      <TextField label={t('account.caFile')} hint={t('account.caFileHint')} code value={fields.caFile} onChange={(caFile) => onChange({ caFile })} maxLength={1000} autoComplete="off" />
      <fieldset className="directory-attributes">
        <legend>{t('directory.attributes')}</legend>
        <TextField label={t('directory.nameAttribute')} code value={fields.nameAttribute} onChange={(nameAttribute) => onChange({ nameAttribute })} maxLength={61} autoComplete="off" problem={problem('nameAttribute')} />
        <TextField label={t('directory.mailAttribute')} code value={fields.mailAttribute} onChange={(mailAttribute) => onChange({ mailAttribute })} maxLength={61} autoComplete="off" problem={problem('mailAttribute')} />
        <TextField label={t('directory.organisationAttribute')} code value={fields.organisationAttribute} onChange={(organisationAttribute) => onChange({ organisationAttribute })} maxLength={61} autoComplete="off" problem={problem('organisationAttribute')} />
        <TextField label={t('directory.searched')} hint={t('directory.searchedHint')} code value={fields.searched} onChange={(searched) => onChange({ searched })} maxLength={300} autoComplete="off" problem={problem('searched')} />
      </fieldset>
    </>
  )
}
