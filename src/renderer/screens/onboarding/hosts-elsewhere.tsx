import { Switch } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'

/** Asks, before the password goes anywhere, whether servers of another domain are the provider's (RFC 6186 section 6). */
export function HostsElsewhere({ address, hosts, isInvited, confirmed, onConfirm }: {
  address: string
  /** An invitation names them, no answer of DNS. */
  isInvited: boolean
  hosts: readonly string[]
  confirmed: boolean
  onConfirm: (confirmed: boolean) => void
}) {
  const t = useText()
  const domain = address.slice(address.lastIndexOf('@') + 1)
  return (
    <Notice tone="warn" title={t('account.elsewhere', { count: hosts.length })}>
      <p>{t(isInvited ? 'account.elsewhereInvited' : 'account.elsewhereWhy', { domain, hosts: hosts.join(', ') })}</p>
      <Switch label={t('account.elsewhereYes')} on={confirmed} onChange={onConfirm} />
    </Notice>
  )
}
