import { useEffect, useState } from 'react'
import { TYPING_PAUSE_MS } from '../../../shared/limits.ts'
import { journalGroup, type JournalGroup, type JournalView } from '../../../shared/contract/journal.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { SelectField, TextField } from '../../parts/field.tsx'
import { useText } from '../../parts/text.tsx'
import { periods, type Looking, type Period } from './looking.ts'

const periodWords: Record<Period, PlainTextKey> = {
  day: 'journal.periodDay', week: 'journal.periodWeek', month: 'journal.periodMonth', quarter: 'journal.periodQuarter', year: 'journal.periodYear', all: 'journal.periodAll',
}
const groupWords: Record<JournalGroup, PlainTextKey> = {
  reading: 'journal.groupReading', receiving: 'journal.groupReceiving', sending: 'journal.groupSending', removing: 'journal.groupRemoving', rights: 'journal.groupRights',
  security: 'journal.groupSecurity', log: 'journal.groupLog',
}

interface FilterProps {
  /** Whom and which mailboxes one can look for. */
  names: Pick<JournalView, 'persons' | 'mailboxes'>
  /** Of all workstations, where they are looked in. */
  stations: readonly { readonly id: string; readonly name: string }[]
  looking: Looking
  onLook: (change: Partial<Looking>) => void
}

/** What is looked for: when, who, which mailbox, what, and which patient. */
export function JournalFilters({ names: { persons, mailboxes }, stations, looking, onLook }: FilterProps) {
  const t = useText()
  const named = (all: PlainTextKey, names: readonly string[]) => [{ value: '', label: t(all) }, ...names.map((name) => ({ value: name, label: name }))]
  return (
    <div className="journal-filters" data-stations={stations.length > 0} role="search" aria-label={t('journal.title')}>
      <SelectField label={t('journal.period')} value={looking.period} choices={periods.map((period) => ({ value: period, label: t(periodWords[period]) }))} onChange={(period) => onLook({ period, upTo: null })} />
      <SelectField
        label={t('journal.what')} value={looking.group} onChange={(group) => onLook({ group })}
        choices={[{ value: '' as const, label: t('journal.everything') }, ...journalGroup.options.map((group) => ({ value: group, label: t(groupWords[group]) }))]}
      />
      <SelectField label={t('journal.who')} value={looking.person} choices={named('journal.everybody', persons)} onChange={(person) => onLook({ person })} />
      <SelectField label={t('journal.mailbox')} value={looking.mailbox} choices={named('journal.everyMailbox', mailboxes)} onChange={(mailbox) => onLook({ mailbox })} />
      {stations.length > 0 && (
        <SelectField label={t('journal.station')} value={looking.station} choices={[{ value: '', label: t('journal.everyStation') }, ...stations.map(({ id, name }) => ({ value: id, label: name }))]} onChange={(station) => onLook({ station })} />
      )}
      {looking.patient === null && looking.messageId === '' && <PatientField onChoose={(patient) => onLook({ patient })} />}
      {looking.patient !== null && <Chosen words={t('journal.patientChosen', { name: looking.patient.name })} onClear={() => onLook({ patient: null })} />}
      {looking.messageId !== '' && <Chosen words={t('journal.messageChosen')} onClear={() => onLook({ messageId: '' })} />}
    </div>
  )
}

function Chosen({ words, onClear }: { words: string; onClear: () => void }) {
  const t = useText()
  return (
    <p className="journal-chosen">
      <span className="one-line">{words}</span>
      <Button size="small" look="quiet" icon="close" onPress={onClear}>{t('journal.clear')}</Button>
    </p>
  )
}

/** As many as fit under the field. */
const OFFERED = 6

/** By name or address, from the practice's own book: the journal holds a reference, never a name. */
function PatientField({ onChoose }: { onChoose: (patient: NonNullable<Looking['patient']>) => void }) {
  const t = useText()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), TYPING_PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  const isAsked = asked.length > 1
  const live = useQueryOf('book.list', { text: asked, offset: 0, limit: 50 }, { enabled: isAsked, keepPrevious: true })
  const patients = live.state === 'ready' && isAsked ? live.value.contacts.filter(({ kind }) => kind === 'person').slice(0, OFFERED) : null
  return (
    <div className="journal-patient">
      <TextField label={t('journal.patient')} value={text} onChange={setText} placeholder={t('journal.patientHint')} autoComplete="off" maxLength={200} />
      {patients !== null && patients.length === 0 && <p className="small muted" role="status">{t('journal.patientNone')}</p>}
      {patients !== null && patients.length > 0 && (
        <ul className="journal-patients">
          {patients.map(({ id, name, address }) => (
            <li key={id}><Button size="small" onPress={() => { setText(''); onChoose({ reference: id, name: name === '' ? address : name }) }}>{name === '' ? address : `${name} (${address})`}</Button></li>
          ))}
        </ul>
      )}
    </div>
  )
}
