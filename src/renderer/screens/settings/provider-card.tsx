import { useState } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { AccountProvider, ProviderChoice, ProviderTest } from '../../../shared/contract/providers.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { Menu } from '../../parts/menu.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { keepFails, providerName, sawWords } from './provider-words.ts'
import { ProviderWizard, type WizardStep } from './provider-wizard.tsx'
import { settingsOf, typedOf } from './provider-form.ts'

const looks: Record<AccountProvider['state'], { word: PlainTextKey; icon: IconName }> = {
  none: { word: 'provider.none', icon: 'plain' }, incomplete: { word: 'provider.incomplete', icon: 'alert' }, untested: { word: 'provider.untested', icon: 'alert' }, ready: { word: 'provider.ready', icon: 'check' },
}

/** One account's provider: which it is, whether it is in use, and what there is to do. */
export function ProviderOf({ account, choices }: { account: AccountState; choices: readonly ProviderChoice[] }) {
  const t = useText()
  const live = useQueryOf('providers.get', { accountId: account.id })
  const [step, setStep] = useState<WizardStep | null>(null)
  if (live.state === 'loading') return <Ghosts shape="line" />
  if (live.state === 'failed') {
    return <Notice tone="warn" title={account.address} actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t('provider.failed')}</Notice>
  }
  const { settings, state, tests } = live.value
  const choice = choices.find(({ id }) => id === settings?.profile) ?? null
  return (
    <section className="settings-part" aria-label={t('provider.of', { address: account.address })}>
      <h3 className="provider-of">{t('provider.of', { address: account.address })}</h3>
      <div className={`provider-card provider-${state}`}>
        <Icon name={looks[state].icon} size={18} />
        <div className="settings-row-words">
          {choice !== null && <strong>{providerName(choice, t)}</strong>}
          <span className="provider-state">{t(looks[state].word)}</span>
          <StateMeaning provider={live.value} />
        </div>
        {choice !== null && <CardMenu account={account} choice={choice} onStep={setStep} />}
      </div>
      {state !== 'ready' && <div><NextButton state={state} onStep={setStep} /></div>}
      {tests.length > 0 && <Tests tests={tests} />}
      {step !== null && <ProviderWizard account={account} provider={live.value} choices={choices} start={step} onClose={() => setStep(null)} />}
    </section>
  )
}

function StateMeaning({ provider: { state, tests } }: { provider: AccountProvider }) {
  const t = useText()
  const formats = useFormats()
  if (state !== 'ready') return <span className="muted small">{t(state === 'none' ? 'provider.noneMeans' : state === 'incomplete' ? 'provider.incompleteMeans' : 'provider.untestedMeans')}</span>
  const test = tests.find(({ saw, isOutdated }) => saw !== null && !isOutdated)
  if (test?.seenAt == null) return null
  return <span className="muted small">{t('provider.readyMeans', { who: test.seenBy ?? '', when: formats.date(test.seenAt) })}</span>
}

function NextButton({ state, onStep }: { state: Exclude<AccountProvider['state'], 'ready'>; onStep: (step: WizardStep) => void }) {
  const t = useText()
  const next = { none: ['provider.setUp', 'choose'], incomplete: ['provider.goOn', 'details'], untested: ['provider.test', 'test'] } as const
  const [word, step] = next[state]
  return <Button look="primary" onPress={() => onStep(step)}>{t(word)}</Button>
}

function CardMenu({ account, choice, onStep }: { account: AccountState; choice: ProviderChoice; onStep: (step: WizardStep) => void }) {
  const t = useText()
  const set = useCallOf('providers.set')
  const [asking, setAsking] = useState(false)
  const [fail, setFail] = useState<PlainTextKey | null>(null)
  const label = t('provider.menu', { address: account.address })
  const remove = async (): Promise<void> => {
    const nothing: ProviderChoice = { ...choice, id: 'plain', way: 'account', login: null, isMarkerRequired: false, forms: [], hasPortal: false, excludesDomains: false }
    const answer = await set.run({ accountId: account.id, settings: settingsOf(nothing, typedOf(nothing, null)), secret: null })
    setAsking(false)
    setFail(answer.ok ? null : keepFails[answer.fail])
  }
  return (
    <>
      {fail !== null && <Notice tone="alert" live>{t(fail)}</Notice>}
      <Menu
        label={label} trigger={<IconButton icon="more" label={label} />}
        entries={[
          { id: 'change', label: t('provider.change'), icon: 'settings', onPress: () => onStep('details') },
          { id: 'test', label: t('provider.testAgain'), icon: 'send', onPress: () => onStep('test') },
          { id: 'remove', label: t('provider.remove'), icon: 'trash', tone: 'danger', onPress: () => setAsking(true) },
        ]}
      />
      {asking && <ConfirmDialog title={t('provider.removeTitle', { address: account.address, name: providerName(choice, t) })} verb={t('provider.remove')} onConfirm={remove} onClose={() => setAsking(false)}>{t('provider.removeMeans')}</ConfirmDialog>}
    </>
  )
}

const SHOWN_TESTS = 3

function Tests({ tests }: { tests: readonly ProviderTest[] }) {
  const t = useText()
  const formats = useFormats()
  const words = ({ saw, isOutdated }: ProviderTest): string => `${saw === null ? t('provider.testOpen') : t(sawWords[saw])}${isOutdated ? ` (${t('provider.testOutdated')})` : ''}`
  return (
    <div>
      <h4 className="provider-tests">{t('provider.tests')}</h4>
      <ul className="muted small">
        {tests.slice(0, SHOWN_TESTS).map((test) => <li key={test.id}>{t('provider.testLine', { when: formats.long(test.sentAt), reader: test.reader, saw: words(test) })}</li>)}
      </ul>
    </div>
  )
}
