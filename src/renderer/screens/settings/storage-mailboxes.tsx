import { useState } from 'react'
import type { Storage } from '../../../shared/contract/storage.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'

type Mailbox = Storage['mailboxes'][number]

/** Each mailbox that is copied here: whether it is as long as its server says, and a new copy for who wants one. */
export function StorageMailboxes({ mailboxes }: { mailboxes: readonly Mailbox[] }) {
  const t = useText()
  if (mailboxes.length === 0) return null
  return (
    <section className="settings-part">
      <h3>{t('storage.mailboxes')}</h3>
      <ul className="settings-list">{mailboxes.map((mailbox) => <MailboxRow key={mailbox.accountId} mailbox={mailbox} />)}</ul>
    </section>
  )
}

const fails = {
  'no-such-account': 'accounts.gone', 'offline': 'storage.anewOffline', 'locked': 'key.lockedAdvice',
  'bad-input': 'core.faultAdvice', 'not-allowed': 'fail.notAllowed', 'internal': 'core.faultAdvice', 'unreachable': 'core.silentAdvice',
} as const satisfies Record<string, PlainTextKey>

function MailboxRow({ mailbox: { accountId, address, isOnline, compared } }: { mailbox: Mailbox }) {
  const t = useText()
  const anew = useCallOf('storage.fetchAnew')
  const [asking, setAsking] = useState(false)
  const [said, setSaid] = useState<PlainTextKey | null>(null)
  const confirm = async (): Promise<void> => {
    const answer = await anew.run({ accountId })
    setAsking(false)
    setSaid(answer.ok ? 'storage.anewBegun' : fails[answer.fail])
  }
  return (
    <li className="settings-row">
      <Icon name="mail" size={18} />
      <div className="settings-row-words">
        <strong className="one-line">{address}</strong>
        <Compared compared={compared} />
        {said !== null && <Notice tone={said === 'storage.anewBegun' ? 'done' : 'warn'} live>{t(said)}</Notice>}
        {!isOnline && <span className="muted small">{t('storage.anewOffline')}</span>}
      </div>
      <Button size="small" icon="refresh" isDisabled={!isOnline} onPress={() => setAsking(true)}>{t('storage.anew')}</Button>
      {asking && <ConfirmDialog title={t('storage.anewTitle', { address })} verb={t('storage.anew')} onConfirm={confirm} onClose={() => setAsking(false)}>{t('storage.anewMeans')}</ConfirmDialog>}
    </li>
  )
}

/** What the last comparing with the server came to. */
function Compared({ compared }: Pick<Mailbox, 'compared'>) {
  const t = useText()
  const formats = useFormats()
  if (compared === null) return <span className="muted small">{t('storage.notCompared')}</span>
  const { at, compared: count, fetchedAgain, untrue } = compared
  return (
    <>
      <span className="muted small">{t('storage.compared', { when: formats.long(at), count })}</span>
      {fetchedAgain > 0 && <span className="muted small">{t('storage.comparedAnew', { count: fetchedAgain })}</span>}
      {untrue > 0 && <span className="muted small">{t('storage.untrue', { count: untrue })}</span>}
    </>
  )
}
