import { useState } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { SelectField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'

type Kept = OutputOf<'budget.state'>['kept']

const choices: readonly { readonly id: Kept; readonly word: PlainTextKey }[] = [
  { id: 'always', word: 'budget.always' }, { id: 'five-years', word: 'budget.fiveYears' }, { id: 'two-years', word: 'budget.twoYears' },
  { id: 'one-year', word: 'budget.oneYear' }, { id: 'six-months', word: 'budget.sixMonths' },
]

/** How long attachments stay on this computer, and how much room that gave back. */
export function StorageBudget() {
  const t = useText()
  const formats = useFormats()
  const budget = useQueryOf('budget.state', {})
  const keep = useCallOf('budget.keep')
  const [isFull, setFull] = useState(false)
  if (budget.state !== 'ready') return null
  const { kept, spared } = budget.value
  const choose = async (wanted: Kept) => { setFull(!(await keep.run({ kept: wanted })).ok) }
  return (
    <section className="settings-part">
      <h3>{t('budget.title')}</h3>
      <p>{t('budget.means')}</p>
      <SelectField label={t('budget.keep')} value={kept} onChange={(wanted) => void choose(wanted)} choices={choices.map(({ id, word }) => ({ value: id, label: t(word) }))} />
      {isFull && <Notice tone="warn" title={t('fail.diskFull')} />}
      {spared.messages > 0 && <p>{t('budget.freed', { size: formats.bytes(spared.bytes), count: spared.messages })}</p>}
      {spared.messages > 0 && kept === 'always' && <p>{t('budget.stillThere')}</p>}
    </section>
  )
}
