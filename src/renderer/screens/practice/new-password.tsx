import { useState, type SyntheticEvent } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { ConnectionTest } from '../onboarding/connection-test.tsx'
import { loginFields, type MailboxLogin } from './mailbox-login.ts'
import { Refused } from './practice-fields.tsx'

const stateWords: Record<MailboxLogin['state'], PlainTextKey> = {
  'none': 'boxes.passwordNone', 'kept': 'boxes.passwordKeptState', 'refused': 'boxes.passwordRefused', 'to-change': 'boxes.passwordToChange',
}

/** How the password of a mailbox is, without the password; and another one, for who manages the practice. */
export function PasswordFact({ login, manages, name }: { login: MailboxLogin; manages: boolean; name: string }) {
  const t = useText()
  const { state } = login
  return (
    <>
      {state === 'refused' || state === 'to-change' ? <span className="practice-due"><Icon name="alert" size={14} />{t(stateWords[state])}</span> : t(stateWords[state])}
      {manages && state !== 'none' && <div className="practice-acts"><NewPassword name={name} login={login} /></div>}
    </>
  )
}

/** Another password for a shared mailbox, after it was changed at the mail provider. */
function NewPassword({ name, login }: { name: string; login: MailboxLogin }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button size="small" look={login.state === 'kept' ? 'quiet' : 'primary'} onPress={() => setOpen(true)}>{t('boxes.newPassword')}<span className="only-heard">: {name}</span></Button>
      {open && <PasswordDialog name={name} login={login} onClose={() => setOpen(false)} />}
    </>
  )
}

function PasswordDialog({ name, login: { mailbox, imap, smtp }, onClose }: { name: string; login: MailboxLogin; onClose: () => void }) {
  const t = useText()
  const change = useCallOf('practice.changeMailboxPassword')
  const [secret, setSecret] = useState('')
  const [fail, setFail] = useState<string | null>(null)
  const [probes, setProbes] = useState<OutputOf<'accounts.test'> | null>(null)
  const keep = async (): Promise<void> => {
    const answer = await change.run({ id: mailbox, secret })
    setFail(answer.ok ? null : answer.fail)
    setProbes(answer.ok ? answer.value : null)
    if (!answer.ok || answer.value.imap.kind !== 'ok' || answer.value.smtp.kind !== 'ok') return
    announce(t('boxes.passwordKept'))
    onClose()
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (secret !== '' && !change.busy) void keep()
  }
  return (
    <Dialog
      title={t('boxes.newPasswordOf', { name })} onClose={onClose}
      actions={<><Button onPress={onClose}>{t('act.cancel')}</Button><Button look="primary" busy={change.busy} isDisabled={secret === ''} onPress={() => void keep()}>{t('boxes.testAndKeep')}</Button></>}
    >
      <form className="practice-form" onSubmit={onSubmit}>
        <p>{t('boxes.newPasswordAbout')}</p>
        <TextField label={t('account.password')} type="password" autoComplete="off" value={secret} maxLength={1_000} onChange={setSecret} autoFocus />
        {probes !== null && <ConnectionTest probes={probes} fields={loginFields(imap === null || smtp === null ? null : { imap, smtp })} />}
        <Refused fail={fail} />
      </form>
    </Dialog>
  )
}
