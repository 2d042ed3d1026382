import type { AccountState } from '../../../shared/contract/accounts.ts'
import { useCallOf, useLink, useQueryOf } from '../../bridge/use-core.tsx'
import { Banner } from '../../parts/banner.tsx'
import { Button } from '../../parts/button.tsx'
import { useText } from '../../parts/text.tsx'
import { AwayBanner } from '../deeds/away-banner.tsx'
import { WaitBanner } from '../outbox/wait-banner.tsx'
import { LeavingBanner } from '../practice/leaving-banner.tsx'
import { StoppedAction } from './account-state.tsx'
import { problemAdvice, problemWords, stoppedProblem, summaryOf } from './connection.ts'

/** The demo says what it is, on every screen, for as long as it runs. */
export function DemoBanner() {
  const t = useText()
  const about = useQueryOf('app.about', {})
  if (about.state !== 'ready' || about.value.demo === null) return null
  return <Banner tone="demo" icon="info">{t('banner.demo')}</Banner>
}

/** A lost core is said on every screen too; what is on the screen stays readable. */
export function LinkBanner() {
  const t = useText()
  return useLink() === 'lost' ? <Banner tone="warn" icon="offline" live>{t('banner.lost')}</Banner> : null
}

/** What concerns all mail, the gravest first. */
export function Banners() {
  const accounts = useQueryOf('accounts.list', {})
  const status = useQueryOf('app.status', {})
  const list = accounts.state === 'ready' ? accounts.value : []
  const full = (status.state === 'ready' && status.value.disk === 'full') || list.some((account) => stoppedProblem(account.connection) === 'disk-full')
  return (
    <div className="banners">
      <DemoBanner />
      <LinkBanner />
      {full && <DiskFullBanner />}
      <WaitBanner />
      <LeavingBanner />
      <AwayBanner />
      {list.filter((account) => (stoppedProblem(account.connection) ?? 'disk-full') !== 'disk-full').map((account) => <StoppedBanner key={account.id} account={account} />)}
      {summaryOf(list) === 'offline' && <OfflineBanner accounts={list} />}
    </div>
  )
}

function DiskFullBanner() {
  const t = useText()
  return <Banner tone="alert" icon="alert" live>{t('banner.diskFull')}</Banner>
}

function StoppedBanner({ account }: { account: AccountState }) {
  const t = useText()
  const problem = stoppedProblem(account.connection)
  if (problem === null) return null
  // For a refused login the button is the advice.
  const advice = problem === 'login-refused' ? '' : t(problemAdvice[problem])
  return (
    <Banner tone="alert" icon="alert" live actions={<StoppedAction account={account} look="link" />}>
      <strong>{account.address}</strong>: {t(problemWords[problem])} {advice} {t('banner.stoppedMeans')}
    </Banner>
  )
}

function OfflineBanner({ accounts }: { accounts: readonly AccountState[] }) {
  const t = useText()
  const { run, busy } = useCallOf('accounts.reconnect')
  const again = (): void => { for (const { id } of accounts) void run({ id }) }
  return <Banner tone="warn" icon="offline" live actions={<Button look="link" busy={busy} onPress={again}>{t('foot.tryNow')}</Button>}>{t('banner.offline')}</Banner>
}
