import { useState, type SyntheticEvent } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import type { Invitation } from './invitation-form.tsx'
import { Refused } from './practice-fields.tsx'

/** The account that an invitation is for, where it is set up here. */
export const accountFor = (accounts: readonly AccountState[], { address }: Pick<Invitation, 'address'>): AccountState | undefined =>
  accounts.find((one) => one.address.toLowerCase() === address.toLowerCase())

interface AskToJoinProps { invitation: Invitation; accounts: readonly AccountState[]; onBack: () => void; backWord: 'act.back' | 'first.joinLater' }

/** With which account and under which name this workstation asks to be let in. */
export function AskToJoin({ invitation, accounts, onBack, backWord }: AskToJoinProps) {
  const t = useText()
  const join = useCallOf('practice.join')
  const [label, setLabel] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const [fail, setFail] = useState<string | null>(null)
  const accountId = chosen ?? accountFor(accounts, invitation)?.id ?? accounts[0]?.id
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (accountId !== undefined && !join.busy) void join.run({ code: invitation.code, accountId, label: label.trim() }).then((answer) => setFail(answer.ok ? null : answer.fail))
  }
  return (
    <form className="practice-form" onSubmit={onSubmit}>
      {accountId === undefined && <Notice>{t('practice.noAccount')}</Notice>}
      {accountId !== undefined && accounts.length > 1 && (
        <SelectField label={t('practice.account')} value={accountId} choices={accounts.map(({ id, address }) => ({ value: id, label: address }))} onChange={setChosen} />
      )}
      <TextField label={t('practice.label')} hint={t('practice.labelHint')} value={label} onChange={setLabel} maxLength={200} isRequired autoFocus />
      <Refused fail={fail} />
      <div className="practice-acts">
        <Button type="submit" look="primary" busy={join.busy} isDisabled={accountId === undefined || label.trim() === ''}>{t('practice.ask')}</Button>
        <Button onPress={onBack}>{t(backWord)}</Button>
      </div>
    </form>
  )
}
