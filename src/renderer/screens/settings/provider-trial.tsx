import { useState, type SyntheticEvent } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { AccountProvider, ProviderChoice, Seen } from '../../../shared/contract/providers.ts'
import type { PlainTextKey, Translate } from '../../../shared/text/table.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ChoiceField, TextField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { problemAdvice, problemWords } from '../frame/connection.ts'
import { providerName, sawAdvice, sawWords, seenFails, testFails } from './provider-words.ts'

interface Trial { readonly account: AccountState; readonly provider: AccountProvider; readonly choice: ProviderChoice; readonly onBack: () => void; readonly onClose: () => void }

/** Who gets a test that nobody has told of yet: the person may come back to it later, or the next day. */
const openTest = ({ tests }: AccountProvider) => tests.find(({ saw, isOutdated }) => saw === null && !isOutdated) ?? null

/** A test message, and what its reader saw: only then is the provider in use (PV-05). */
export function ProviderTrial(trial: Trial) {
  const { provider } = trial
  const [isAgain, setAgain] = useState(false)
  const [isRecorded, setRecorded] = useState(false)
  const waiting = openTest(provider)
  if (waiting !== null && !isAgain) return <WhatWasSeen key={waiting.id} {...trial} test={waiting} onAgain={() => setAgain(true)} onRecorded={() => setRecorded(true)} />
  // Who comes back to test once more is asked to whom, although an earlier test did well.
  return isRecorded && provider.state === 'ready' ? <Proven {...trial} /> : <SendTest {...trial} onSent={() => setAgain(false)} />
}

type SendProblem = Extract<OutputOf<'providers.sendTest'>, { kind: 'problem' }>

function problemSentence(t: Translate, { problem, code }: SendProblem): string {
  if (problem === 'server-refused') return code === null ? t('provider.saidNo') : t('provider.saidNoCode', { code: String(code) })
  if (problem === 'server-said-later') return t('provider.saidLater')
  return problem === 'unclear' ? t('provider.unclear') : `${t(problemWords[problem])} ${t(problemAdvice[problem])}`
}

function SendTest({ account, provider, choice, onBack, onSent }: Trial & { onSent: () => void }) {
  const t = useText()
  const send = useCallOf('providers.sendTest')
  const [to, setTo] = useState('')
  const [mobile, setMobile] = useState('')
  const [fail, setFail] = useState<{ at: 'to' | 'mobile' | null; words: string } | null>(null)
  const hasPortal = choice.hasPortal ?? provider.settings?.hasPortal ?? false
  const sendIt = async (): Promise<void> => {
    const answer = await send.run({ accountId: account.id, to, mobile: hasPortal ? mobile : null })
    if (!answer.ok) setFail({ at: answer.fail === 'not-an-address' ? 'to' : answer.fail === 'not-a-mobile' ? 'mobile' : null, words: t(testFails[answer.fail]) })
    else if (answer.value.kind === 'problem') setFail({ at: null, words: problemSentence(t, answer.value) })
    else onSent()
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void sendIt()
  }
  const problemAt = (field: 'to' | 'mobile'): string | undefined => (fail?.at === field ? fail.words : undefined)
  return (
    <form className="stage-form" onSubmit={onSubmit} noValidate>
      <p>{t('provider.testIntro')}</p>
      <LastFailure provider={provider} choice={choice} />
      <TextField label={t('provider.testTo')} type="email" autoComplete="off" value={to} onChange={(value) => { setTo(value); setFail(null) }} maxLength={320} problem={problemAt('to')} />
      {hasPortal && <TextField label={t('provider.testMobile')} hint={t('provider.testMobileHint')} autoComplete="off" value={mobile} onChange={(value) => { setMobile(value); setFail(null) }} maxLength={40} problem={problemAt('mobile')} />}
      {fail?.at === null && <Notice tone="alert" live>{fail.words}</Notice>}
      <div className="stage-actions">
        <Button look="quiet" onPress={onBack}>{t('act.back')}</Button>
        <Button look="primary" type="submit" busy={send.busy}>{t('provider.testSend')}</Button>
      </div>
    </form>
  )
}

/** Why the last test did not do, and what to try. */
function LastFailure({ provider, choice }: Pick<Trial, 'provider' | 'choice'>) {
  const t = useText()
  const last = provider.tests.find(({ isOutdated, saw }) => !isOutdated && saw !== null)
  if (last?.saw == null || provider.state === 'ready') return null
  return <Notice tone="warn" live title={t('provider.notProven', { name: providerName(choice, t) })}>{t(sawAdvice[last.saw])}</Notice>
}

const inOrder: readonly Seen[] = ['code', 'direct', 'no-code', 'ordinary', 'nothing']

function WhatWasSeen({ test, onAgain, onRecorded }: Trial & { test: AccountProvider['tests'][number]; onAgain: () => void; onRecorded: () => void }) {
  const t = useText()
  const record = useCallOf('providers.recordSeen')
  const [saw, setSaw] = useState<Seen | ''>('')
  const [fail, setFail] = useState<PlainTextKey | 'choose' | null>(null)
  const keep = async (): Promise<void> => {
    if (saw === '') {
      setFail('choose')
      return
    }
    const answer = await record.run({ testId: test.id, saw })
    if (answer.ok) onRecorded()
    setFail(answer.ok ? null : seenFails[answer.fail])
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void keep()
  }
  return (
    <form className="stage-form" onSubmit={onSubmit} noValidate>
      <Notice tone="done" live>{t('provider.testSent', { reader: test.reader })}</Notice>
      <ChoiceField
        label={t('provider.saw')} stacked value={saw} onChange={(seen) => { setSaw(seen); setFail(null) }} choices={inOrder.map((value) => ({ value, label: t(sawWords[value]) }))}
        problem={fail === 'choose' ? t('provider.missing') : undefined}
      />
      {fail !== null && fail !== 'choose' && <Notice tone="alert" live>{t(fail)}</Notice>}
      <div className="stage-actions">
        <Button look="quiet" onPress={onAgain}>{t('provider.testAgain')}</Button>
        <Button look="primary" type="submit" busy={record.busy}>{t('provider.record')}</Button>
      </div>
    </form>
  )
}

function Proven({ choice, onClose }: Trial) {
  const t = useText()
  return (
    <div className="stage-form">
      <Notice tone="done" live>{t('provider.proven', { name: providerName(choice, t) })}</Notice>
      <div className="stage-actions"><Button look="primary" autoFocus onPress={onClose}>{t('provider.done')}</Button></div>
    </div>
  )
}
