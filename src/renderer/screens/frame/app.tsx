import { Suspense, lazy, useEffect, useMemo, useState } from 'react'
import type { Look } from '../../../shared/contract/app.ts'
import { useCallOf, useEventOf, useLink, useQueryOf } from '../../bridge/use-core.tsx'
import { LiveRegion } from '../../parts/announce.tsx'
import { CommandsProvider, useCommands } from '../../parts/commands.tsx'
import type { Command } from '../../parts/command-registry.ts'
import { Ghosts } from '../../parts/ghosts.tsx'
import { TextProvider, useText } from '../../parts/text.tsx'
import { FirstRun } from '../first-run/first-run.tsx'
import { AccountSetup } from '../onboarding/account-setup.tsx'
import { OverlayStage } from '../palette/overlay-stage.tsx'
import { Unlock } from '../unlock/unlock.tsx'
import { Frame } from './frame.tsx'
import { IdleTouch } from './idle-touch.tsx'
import { usualLook, wearLook } from './look.ts'
import { OverlaysProvider, useOverlays } from './overlays.tsx'
import { StageCard } from './stage-card.tsx'
import { LinkScreen, KeychainScreen, TroubleScreen } from './stopped-screens.tsx'

/** Fetched while the person reaches for the key: the unlock screen does not wait for the composer. */
const mailScreen = () => import('../mail/mail-screen.tsx')
const MailScreen = lazy(async () => ({ default: (await mailScreen()).MailScreen }))

/** The whole client: which of its few states the person is in. */
export function App() {
  const look = useLook()
  return (
    <TextProvider language={look.language}>
      <CommandsProvider singleKeys={look.shortcuts}>
        <OverlaysProvider>
          <LiveRegion />
          <Stage />
        </OverlaysProvider>
      </CommandsProvider>
    </TextProvider>
  )
}

/** As the settings say, also before they can be read and after locking. */
function useLook(): Look {
  const kept = useQueryOf('app.look', {})
  const look = kept.state === 'ready' ? kept.value : usualLook
  useEffect(() => { wearLook(document.documentElement, look) }, [look])
  return look
}

function Stage() {
  const link = useLink()
  const vault = useQueryOf('vault.state', {})
  const [settingUp, setSettingUp] = useState(false)
  useEffect(() => void mailScreen(), [])
  useEventOf('locked', () => setSettingUp(false))
  if (link === 'refused') return <LinkScreen refused />
  if (vault.state !== 'ready') {
    if (vault.state === 'failed' || link === 'lost') return <LinkScreen refused={false} />
    return <main><Ghosts rows={1} shape="card" /></main>
  }
  const { phase, keychain, trouble } = vault.value
  if (keychain === 'unavailable') return <KeychainScreen onRetry={vault.retry} />
  if (trouble !== null && phase !== 'unlocked') return <TroubleScreen trouble={trouble} onRetry={vault.retry} />
  if (phase === 'first-run' || (settingUp && phase === 'unlocked')) {
    return <FirstRun onBegun={() => setSettingUp(true)} onDone={() => setSettingUp(false)} />
  }
  return phase === 'locked' ? <Unlock vault={vault.value} /> : <Unlocked />
}

/** Behind the second factor. */
function Unlocked() {
  const accounts = useQueryOf('accounts.list', {})
  useAppCommands()
  return (
    <>
      <IdleTouch />
      {accounts.state === 'ready' && (accounts.value.length === 0 ? <FirstAccount /> : <Suspense fallback={<FrameOutline />}><MailScreen /></Suspense>)}
      {accounts.state === 'loading' && <FrameOutline />}
      {accounts.state === 'failed' && <LinkScreen refused={false} />}
      <OverlayStage />
    </>
  )
}

/** The window before there is anything in it: nothing moves when the mail comes. */
function FrameOutline() {
  const t = useText()
  const list = <><h1 className="only-heard">{t('state.loading')}</h1><Ghosts /></>
  return <Frame nav={<Ghosts rows={7} shape="line" />} search={null} list={list} main={null} narrowShows="list" />
}

function FirstAccount() {
  const t = useText()
  return <StageCard wide title={t('account.title')} lead={t('account.lead')}><AccountSetup onDone={() => undefined} /></StageCard>
}

/** What can be done wherever one is. */
function useAppCommands(): void {
  const t = useText()
  const { open } = useOverlays()
  const { run: lock } = useCallOf('vault.lock')
  useCommands(useMemo((): readonly Command[] => [
    { id: 'app.palette', label: t('palette.title'), group: 'app', keys: ['Mod+k'], icon: 'search', inPalette: false, run: () => open({ kind: 'palette' }) },
    { id: 'app.shortcuts', label: t('shortcuts.title'), group: 'app', keys: ['?'], icon: 'keyboard', run: () => open({ kind: 'shortcuts' }) },
    { id: 'app.settings', label: t('settings.title'), group: 'app', keys: ['Mod+,'], icon: 'settings', run: () => open({ kind: 'settings', page: 'look' }) },
    { id: 'app.security', label: t('palette.security'), group: 'app', icon: 'key', run: () => open({ kind: 'settings', page: 'security' }) },
    { id: 'app.accounts', label: t('palette.accounts'), group: 'app', icon: 'mail', run: () => open({ kind: 'settings', page: 'accounts' }) },
    { id: 'app.addAccount', label: t('account.add'), group: 'app', icon: 'plus', run: () => open({ kind: 'add-account' }) },
    { id: 'app.lock', label: t('frame.lock'), group: 'app', keys: ['Mod+l'], icon: 'lock', always: true, run: () => void lock({}) },
  ], [t, open, lock]))
}
