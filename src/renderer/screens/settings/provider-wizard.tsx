import { useEffect, useRef, useState, type SyntheticEvent } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { AccountProvider, ProviderChoice } from '../../../shared/contract/providers.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { problemAdvice, problemWords } from '../frame/connection.ts'
import { DetailFields } from './provider-fields.tsx'
import { problemsIn, settingsOf, typedOf, type Problems, type Typed } from './provider-form.ts'
import { ProviderTrial } from './provider-trial.tsx'
import { keepFails, providerName, tryFails } from './provider-words.ts'

export type WizardStep = 'choose' | 'details' | 'test'
const steps: readonly { id: WizardStep; word: PlainTextKey }[] = [
  { id: 'choose', word: 'provider.stepChoose' }, { id: 'details', word: 'provider.stepDetails' }, { id: 'test', word: 'provider.stepTest' },
]

/** Setting up a provider in three steps: which, what it does not publish, and a test message (PV-05). */
export function ProviderWizard({ account, provider, choices, start, onClose }: {
  account: AccountState; provider: AccountProvider; choices: readonly ProviderChoice[]; start: WizardStep; onClose: () => void
}) {
  const t = useText()
  const [step, setStep] = useState(start)
  const [chosen, setChosen] = useState(provider.settings?.profile ?? null)
  const choice = choices.find(({ id }) => id === chosen && id !== 'plain') ?? null
  const number = steps.findIndex(({ id }) => id === step) + 1
  return (
    <Dialog title={t('provider.title', { address: account.address })} onClose={onClose} stays>
      <div className="provider-wizard">
        <div className="provider-steps">
          <p className="muted small">{t('provider.step', { number, total: steps.length })}: {t(steps[number - 1]?.word ?? 'provider.stepChoose')}</p>
          {step !== 'choose' && <Button look="link" size="small" onPress={onClose}>{t('act.close')}</Button>}
        </div>
        {(step === 'choose' || choice === null) && <ChooseStep choices={choices} chosen={choice} onChoose={(id) => setChosen(id)} onNext={() => setStep('details')} onClose={onClose} />}
        {step === 'details' && choice !== null && (
          <DetailsStep key={choice.id} account={account} provider={provider} choice={choice} onBack={() => setStep('choose')} onKept={() => setStep('test')} />
        )}
        {step === 'test' && choice !== null && <ProviderTrial account={account} provider={provider} choice={choice} onBack={() => setStep('details')} onClose={onClose} />}
      </div>
    </Dialog>
  )
}

function ChooseStep({ choices, chosen, onChoose, onNext, onClose }: {
  choices: readonly ProviderChoice[]; chosen: ProviderChoice | null; onChoose: (id: ProviderChoice['id']) => void; onNext: () => void; onClose: () => void
}) {
  const t = useText()
  const [isAsked, setAsked] = useState(false)
  const relays = choices.filter(({ id }) => id !== 'plain').toSorted((one, other) => Number(one.id === 'generic-nta') - Number(other.id === 'generic-nta') || one.name.localeCompare(other.name))
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (chosen === null) setAsked(true)
    else onNext()
  }
  return (
    <form className="stage-form" onSubmit={onSubmit}>
      <ChoiceField
        label={t('provider.choose')} hint={t('provider.chooseHint')} stacked value={chosen?.id ?? ''} onChange={onChoose}
        choices={relays.map((one) => ({ value: one.id, label: providerName(one, t) }))} problem={isAsked && chosen === null ? t('provider.chooseFirst') : undefined}
      />
      <div className="stage-actions">
        <Button look="quiet" onPress={onClose}>{t('act.cancel')}</Button>
        <Button look="primary" type="submit">{t('act.next')}</Button>
      </div>
    </form>
  )
}

type Outcome = { readonly kind: 'fail'; readonly words: PlainTextKey } | { readonly kind: 'login'; readonly words: PlainTextKey; readonly advice: PlainTextKey }

/** What the provider has not published; kept once its server lets us in. */
function DetailsStep({ account, provider, choice, onBack, onKept }: {
  account: AccountState; provider: AccountProvider; choice: ProviderChoice; onBack: () => void; onKept: () => void
}) {
  const t = useText()
  const tryLogin = useCallOf('providers.tryLogin')
  const set = useCallOf('providers.set')
  const hasSecret = provider.hasSecret && provider.settings?.profile === choice.id
  const [typed, setTyped] = useState<Typed>(() => typedOf(choice, provider.settings))
  const [problems, setProblems] = useState<Problems>({})
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const [tries, setTries] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  // What is wrong may stand out of sight: the first of it gets the focus.
  useEffect(() => { if (tries > 0) form.current?.querySelector<HTMLElement>('[data-invalid] input')?.focus() }, [tries])
  const change = (part: Partial<Typed>): void => {
    setTyped({ ...typed, ...part })
    setProblems(Object.fromEntries(Object.entries(problems).filter(([field]) => !(field in part))))
    setOutcome(null)
  }
  const keep = async (): Promise<void> => {
    const found = problemsIn(choice, typed, hasSecret)
    setProblems(found)
    if (Object.keys(found).length > 0) {
      setTries(tries + 1)
      return
    }
    const wanted = { accountId: account.id, settings: settingsOf(choice, typed), secret: typed.secret === '' ? null : typed.secret }
    const tried = await tryLogin.run(wanted)
    if (!tried.ok) setOutcome({ kind: 'fail', words: tryFails[tried.fail] })
    else if (tried.value.kind === 'problem') setOutcome({ kind: 'login', words: problemWords[tried.value.problem], advice: problemAdvice[tried.value.problem] })
    else {
      const kept = await set.run(wanted)
      if (kept.ok) onKept()
      else setOutcome({ kind: 'fail', words: keepFails[kept.fail] })
    }
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void keep()
  }
  const busy = tryLogin.busy || set.busy
  return (
    <form ref={form} className="stage-form" onSubmit={onSubmit} noValidate>
      <DetailFields choice={choice} typed={typed} problems={problems} ownHost={provider.ownHost} hasSecret={hasSecret} onChange={change} />
      {busy && <p className="muted" role="status">{t('provider.trying')}</p>}
      {outcome?.kind === 'fail' && <Notice tone="alert" live>{t(outcome.words)}</Notice>}
      {outcome?.kind === 'login' && <Notice tone="alert" live title={t('provider.loginFails')}>{t(outcome.words)} {t(outcome.advice)}</Notice>}
      <div className="stage-actions">
        <Button look="quiet" onPress={onBack}>{t('act.back')}</Button>
        <Button look="primary" type="submit" busy={busy}>{t('provider.keepAndTry')}</Button>
      </div>
    </form>
  )
}
