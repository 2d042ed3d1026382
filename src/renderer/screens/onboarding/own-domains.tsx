import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'

/** Said before the account is there: to whom mail will go out without a question from then on (RT-00). */
export function OwnDomains({ address, ownDomains }: { address: string; ownDomains: readonly string[] }) {
  const t = useText()
  return ownDomains.length === 0
    ? <Notice title={t('account.ownNone')}>{t('account.ownNoneWhy', { domain: address.slice(address.lastIndexOf('@') + 1) })}</Notice>
    : <Notice title={t('account.own', { domains: ownDomains.join(', ') })}>{t('account.ownMeans')}</Notice>
}
