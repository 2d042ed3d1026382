import { useState, type SyntheticEvent } from 'react'
import type { TypedPerson } from '../../../shared/contract/practice.ts'
import type { Person } from '../../../shared/practice/person.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ChoiceField, SelectField, Switch, TextField } from '../../parts/field.tsx'
import { useText } from '../../parts/text.tsx'
import { dayEnd, dayText, lastDayOf } from './days.ts'
import { DayField } from './day-field.tsx'
import { Refused } from './practice-fields.tsx'

const DAY_MS = 24 * 60 * 60_000

const somebody = (): TypedPerson => ({ name: '', function: '', address: '', rank: 3, employed: true, clinician: false, kind: 'staff', from: Date.now(), until: null })

/** Adds somebody, or changes what is known of them. */
export function PersonForm({ before, onClose, onKept }: { before: Person | null; onClose: () => void; onKept: () => void }) {
  const t = useText()
  const add = useCallOf('practice.addPerson')
  const change = useCallOf('practice.changePerson')
  const [typed, setTyped] = useState<TypedPerson>(() => before ?? somebody())
  const [day, setDay] = useState(() => dayText(before?.until == null ? Date.now() + 30 * DAY_MS : lastDayOf(before.until)))
  const [today] = useState(() => dayText(Date.now()))
  const [fail, setFail] = useState<string | null>(null)
  const put = (part: Partial<TypedPerson>): void => {
    setTyped((now) => ({ ...now, ...part }))
    setFail(null)
  }
  const isLocum = typed.kind === 'locum'
  // Who stays after a locum's time keeps no end that nobody sees any more.
  const stays = before?.kind !== 'locum'
  const keep = async (): Promise<void> => {
    const person = { ...typed, name: typed.name.trim(), function: typed.function.trim(), address: typed.address.trim(), employed: typed.employed && !isLocum, until: isLocum ? dayEnd(day) : stays ? typed.until : null }
    if (isLocum && (person.until === null || person.until <= person.from)) {
      setFail('bad-input')
      return
    }
    const answer = before === null ? await add.run({ person }) : await change.run({ person: { ...person, id: before.id } })
    if (answer.ok) onKept()
    else setFail(answer.fail)
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void keep()
  }
  return (
    <form className="practice-form" onSubmit={onSubmit}>
      <h2 className="practice-subhead">{before === null ? t('people.add') : t('people.changeOf', { name: before.name })}</h2>
      <TextField label={t('people.name')} value={typed.name} onChange={(name) => put({ name })} maxLength={200} isRequired autoFocus />
      <TextField label={t('people.address')} value={typed.address} onChange={(address) => put({ address })} type="email" maxLength={320} isRequired />
      <TextField label={t('practice.function')} hint={t('practice.functionHint')} value={typed.function} onChange={(work) => put({ function: work })} maxLength={200} />
      <SelectField
        label={t('people.rank')} hint={t('people.rankHint')} value={String(typed.rank)} onChange={(rank) => put({ rank: Number(rank) })}
        choices={[
          { value: '1', label: t('people.rank1') }, { value: '2', label: t('people.rank2') }, { value: '3', label: t('people.rank3') },
          ...(typed.rank < 1 || typed.rank > 3 ? [{ value: String(typed.rank), label: String(typed.rank) }] : []),
        ]}
      />
      <ChoiceField<'staff' | 'locum'>
        label={t('people.kind')} value={typed.kind} onChange={(kind) => put({ kind })} {...(isLocum ? { hint: t('people.locumHint') } : {})}
        choices={[{ value: 'staff', label: t('people.staff') }, { value: 'locum', label: t('people.locum') }]}
      />
      {isLocum && <DayField label={t('people.until')} value={day} onChange={setDay} min={today} />}
      {!isLocum && <Switch label={t('people.employed')} on={typed.employed} onChange={(employed) => put({ employed })} />}
      <Switch label={t('practice.clinician')} hint={t('practice.clinicianHint')} on={typed.clinician} onChange={(clinician) => put({ clinician })} />
      <Refused fail={fail} />
      <div className="practice-acts">
        <Button type="submit" look="primary" busy={add.busy || change.busy}>{t('people.save')}</Button>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
      </div>
    </form>
  )
}
