import { useState, type SyntheticEvent } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { SelectField, Switch, TextField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { PageFailed, Refused } from './practice-fields.tsx'

/** Founding: the name, who you are in it, and whose logins the server should let in. */
export function FoundForm({ onClose }: { onClose: () => void }) {
  const t = useText()
  const accounts = useQueryOf('accounts.list', {})
  const vault = useQueryOf('vault.state', {})
  const failed = [accounts, vault].find((live) => live.state === 'failed')
  const ready = accounts.state === 'ready' && vault.state === 'ready'
  return (
    <>
      <h1 className="practice-question">{t('practice.foundTitle')}</h1>
      {failed !== undefined && <PageFailed fail={failed.fail} onRetry={failed.retry} />}
      {!ready && failed === undefined && <Ghosts rows={4} shape="line" />}
      {ready && (accounts.value[0] === undefined
        ? <Notice actions={<Button size="small" onPress={onClose}>{t('act.back')}</Button>}>{t('practice.noAccount')}</Notice>
        : <Fields accounts={accounts.value} first={accounts.value[0]} practice={vault.value.person?.practice ?? ''} onClose={onClose} />)}
    </>
  )
}

interface Typed { readonly accountId: string; readonly name: string; readonly person: string; readonly work: string; readonly clinician: boolean; readonly logins: string }

const namesIn = (text: string): string[] => text.split(/[\s,;]+/).filter((login) => login !== '')

function Fields({ accounts, first, practice, onClose }: { accounts: readonly AccountState[]; first: AccountState; practice: string; onClose: () => void }) {
  const t = useText()
  const found = useCallOf('practice.found')
  const [typed, setTyped] = useState<Typed>({ accountId: first.id, name: practice, person: first.displayName, work: '', clinician: false, logins: '' })
  const [fail, setFail] = useState<string | null>(null)
  const change = (part: Partial<Typed>): void => setTyped((now) => ({ ...now, ...part }))
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    const address = accounts.find(({ id }) => id === typed.accountId)?.address ?? first.address
    void found.run({
      accountId: typed.accountId, name: typed.name.trim(), members: namesIn(typed.logins),
      person: { name: typed.person.trim(), function: typed.work.trim(), address, rank: 1, employed: true, clinician: typed.clinician, kind: 'staff', from: Date.now(), until: null },
    }).then((answer) => { if (answer.ok) announce(t('practice.founded')); else setFail(answer.fail) })
  }
  return (
    <form className="practice-form" onSubmit={onSubmit}>
      <p>{t('practice.foundAbout')}</p>
      <TextField label={t('practice.name')} value={typed.name} onChange={(name) => change({ name })} maxLength={200} isRequired autoFocus />
      {accounts.length > 1 && <SelectField label={t('practice.account')} value={typed.accountId} choices={accounts.map(({ id, address }) => ({ value: id, label: address }))} onChange={(accountId) => change({ accountId })} />}
      <TextField label={t('practice.yourName')} value={typed.person} onChange={(person) => change({ person })} maxLength={200} isRequired />
      <TextField label={t('practice.function')} hint={t('practice.functionHint')} value={typed.work} onChange={(work) => change({ work })} maxLength={200} />
      <Switch label={t('practice.clinician')} hint={t('practice.clinicianHint')} on={typed.clinician} onChange={(clinician) => change({ clinician })} />
      <TextField label={t('practice.logins')} hint={t('practice.loginsHint')} value={typed.logins} onChange={(logins) => change({ logins })} />
      <Notice>{t('practice.foundLoss')}</Notice>
      <Refused fail={fail} />
      <div className="practice-acts">
        <Button type="submit" look="primary" busy={found.busy}>{t('practice.found')}</Button>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
      </div>
    </form>
  )
}
