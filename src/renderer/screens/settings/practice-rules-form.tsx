import { useState } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { PracticeRuleSettings } from '../../../shared/contract/providers.ts'
import { GROUNDS } from '../../../shared/norm/sending-ground.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { SelectField, Switch } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { NotKept } from './look-page.tsx'

type Field = NonNullable<PracticeRuleSettings['fieldContext']>
type Ground = typeof GROUNDS[number]

const fields: Record<Field, PlainTextKey> = {
  'CF-1': 'rules.cf1', 'CF-2': 'rules.cf2', 'CF-3': 'rules.cf3', 'CF-4': 'rules.cf4', 'CF-5': 'rules.cf5', 'CF-6': 'rules.cf6', 'CF-7': 'rules.cf7', 'CF-8': 'rules.cf8',
}
const groundWords: Record<Ground, PlainTextKey> = {
  contract: 'ground.contract', legalDuty: 'ground.legalDuty', legitimateInterest: 'ground.legitimateInterest', publicTask: 'ground.publicTask', vitalInterest: 'ground.vitalInterest', consent: 'ground.consent',
}

/** What the practice decided about routes (R11, DT-2, RT-22); each change is kept at once and stands in the journal. */
export function PracticeRulesForm({ accounts }: { accounts: readonly AccountState[] }) {
  const t = useText()
  const live = useQueryOf('practiceRules.get', {})
  const set = useCallOf('practiceRules.set')
  const [failed, setFailed] = useState(false)
  if (live.state === 'loading') return <Ghosts shape="line" />
  if (live.state === 'failed') return <Notice tone="warn" actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t('provider.failed')}</Notice>
  const change = async (part: Partial<PracticeRuleSettings>): Promise<void> => setFailed(!(await set.run(part)).ok)
  const onChange = (part: Partial<PracticeRuleSettings>): void => void change(part)
  return (
    <section className="settings-part practice-rules" aria-label={t('rules.title')}>
      <h3>{t('rules.title')}</h3>
      <p className="muted">{t('rules.intro')}</p>
      {failed && <NotKept />}
      <PlainRules rules={live.value} accounts={accounts} onChange={onChange} />
      <Grounds rules={live.value} onChange={onChange} />
    </section>
  )
}

interface Part { readonly rules: PracticeRuleSettings; readonly onChange: (part: Partial<PracticeRuleSettings>) => void }

function PlainRules({ rules, accounts, onChange }: Part & { accounts: readonly AccountState[] }) {
  const t = useText()
  const { fieldContext, betrayingAccounts, nothingPlain, secureFor, emailCodeOnly } = rules
  const secure = (name: 'logistic' | 'general', on: boolean): void => onChange({ secureFor: [...secureFor.filter((one) => one !== name), ...(on ? [name] : [])] })
  const betrays = (id: string, on: boolean): void => onChange({ betrayingAccounts: [...betrayingAccounts.filter((one) => one !== id), ...(on ? [id] : [])] })
  return (
    <>
      <div>
        <SelectField<Field | 'none'>
          label={t('rules.field')} value={fieldContext ?? 'none'} onChange={(chosen) => onChange({ fieldContext: chosen === 'none' ? null : chosen })}
          choices={[{ value: 'none', label: t('rules.fieldNone') }, ...(Object.keys(fields) as Field[]).map((value) => ({ value, label: t(fields[value]) }))]}
        />
        <p className="field-hint">{t('rules.fieldHint')}</p>
      </div>
      <Switch label={t('rules.nothingPlain')} hint={t('rules.nothingPlainHint')} on={nothingPlain} onChange={(on) => onChange({ nothingPlain: on })} />
      {!nothingPlain && <Switch label={t('rules.secureLogistic')} on={secureFor.includes('logistic')} onChange={(on) => secure('logistic', on)} />}
      {!nothingPlain && <Switch label={t('rules.secureGeneral')} on={secureFor.includes('general')} onChange={(on) => secure('general', on)} />}
      {accounts.map(({ id, address }) => (
        <Switch key={id} label={t('rules.betrays', { address })} hint={t('rules.betraysHint')} on={betrayingAccounts.includes(id)} onChange={(on) => betrays(id, on)} />
      ))}
      <Switch label={t('rules.emailCode')} hint={t('rules.emailCodeHint')} on={emailCodeOnly} onChange={(on) => onChange({ emailCodeOnly: on })} />
    </>
  )
}

function Grounds({ rules: { grounds }, onChange }: Part) {
  const t = useText()
  const choices = [{ value: 'ask' as const, label: t('rules.groundAsk') }, ...GROUNDS.map((value) => ({ value, label: t(groundWords[value]) }))]
  const groundOf = (chosen: Ground | 'ask'): Ground | null => (chosen === 'ask' ? null : chosen)
  return (
    <>
      <SelectField<Ground | 'ask'> label={t('rules.groundPersons')} value={grounds.persons ?? 'ask'} choices={choices} onChange={(chosen) => onChange({ grounds: { ...grounds, persons: groundOf(chosen) } })} />
      <div>
        <SelectField<Ground | 'ask'> label={t('rules.groundOthers')} value={grounds.others ?? 'ask'} choices={choices} onChange={(chosen) => onChange({ grounds: { ...grounds, others: groundOf(chosen) } })} />
        <p className="field-hint">{t('rules.groundHint')}</p>
      </div>
    </>
  )
}
