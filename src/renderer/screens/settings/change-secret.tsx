import { useState, type SyntheticEvent } from 'react'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useSecretHint } from '../onboarding/secret-hint.ts'

const fails = {
  'no-such-account': 'accounts.gone', 'keychain-unavailable': 'keychain.short', 'journal-unwritable': 'fail.journal', 'disk-full': 'advice.diskFull', 'locked': 'key.lockedAdvice',
  'bad-input': 'core.faultAdvice', 'not-allowed': 'fail.notAllowed', 'internal': 'core.faultAdvice', 'unreachable': 'core.silentAdvice',
} as const satisfies Record<string, PlainTextKey>

/** A new password for an account; the connection is tried with it at once. */
export function ChangeSecret({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const t = useText()
  const accounts = useQueryOf('accounts.list', {})
  const change = useCallOf('accounts.changeSecret')
  const reconnect = useCallOf('accounts.reconnect')
  const secretHint = useSecretHint()
  const [secret, setSecret] = useState('')
  const [fail, setFail] = useState<PlainTextKey | null>(null)
  const address = accounts.state === 'ready' ? accounts.value.find((account) => account.id === accountId)?.address ?? '' : ''
  const keep = async (): Promise<void> => {
    const answer = await change.run({ id: accountId, secret })
    setFail(answer.ok ? null : fails[answer.fail])
    if (!answer.ok) return
    await reconnect.run({ id: accountId })
    onClose()
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (secret !== '') void keep()
  }
  return (
    <Dialog title={t('accounts.changeSecretOf', { address })} onClose={onClose} size="narrow">
      <form className="stage-form" onSubmit={onSubmit}>
        <TextField label={t('account.password')} hint={secretHint} type="password" autoComplete="off" autoFocus value={secret} onChange={setSecret} maxLength={4096} />
        {fail !== null && <Notice tone="alert" live>{t(fail)}</Notice>}
        <div className="stage-actions">
          <Button look="quiet" onPress={onClose}>{t('act.cancel')}</Button>
          <Button look="primary" type="submit" busy={change.busy || reconnect.busy}>{t('accounts.keepSecret')}</Button>
        </div>
      </form>
    </Dialog>
  )
}
