import type { JournalEntryValue } from '../../../shared/contract/journal.ts'
import { entryWords, outcomeWords } from '../../../shared/text/journal-words.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { factorWord, fieldValue, fieldWord, isForChecking, patientWord, whoOf } from './entry-look.ts'
import { everything, type Looking } from './looking.ts'
import { valueWord } from './value-words.ts'

type Fact = readonly [name: string, value: string]

/** All that was written down of one entry. */
export function EntryDetail({ entry, station, onLook }: { entry: JournalEntryValue; /** As it is called, where there are several. */ station: string; onLook: (change: Partial<Looking>) => void }) {
  const t = useText()
  const formats = useFormats()
  const long = (instant: number): string => formats.long(instant)
  const { patient, messageId, factorAt } = entry
  const patientName = patientWord(entry, t)
  const people = useQueryOf('practice.people', {})
  const nameOf = (id: string): string | null => (people.state === 'ready' ? people.value.find(({ person }) => person.id === id)?.person.name ?? null : null)
  const factor = entry.factor === null ? '' : [factorWord(entry.factor, t), ...(factorAt === null ? [] : [long(factorAt)])].join(', ')
  const details = (forChecking: boolean): readonly Fact[] => Object.entries(entry.detail).flatMap(([name, value]): Fact[] =>
    (isForChecking(name) === forChecking ? [[fieldWord(name, t), fieldValue(name, value, { t, when: long, nameOf })]] : []))
  const facts: readonly Fact[] = [
    [t('journal.colTime'), long(entry.at)], [t('journal.colWho'), whoOf(entry, t)], [t('journal.colRole'), entry.role ?? ''], [t('journal.colMailbox'), entry.mailbox ?? ''],
    [t('journal.colPatient'), patientName], [t('journal.colMessage'), messageId ?? ''], [t('journal.colOutcome'), t(outcomeWords[entry.outcome] ?? 'journal.unknown')],
    [t('journal.colReason'), entry.reason === null ? '' : valueWord('reason', entry.reason, t)], ...details(false), [t('journal.scope'), station], [t('journal.colDevice'), entry.device], [t('journal.colFactor'), factor],
  ]
  const forCheck: readonly Fact[] = [
    [t('journal.colClass'), entry.class], ...details(true), [t('journal.colVersion'), [entry.appVersion, entry.ruleVersion ?? ''].filter((part) => part !== '').join(' · ')],
    [t('journal.colHash'), entry.hash], [t('journal.colPrevious'), entry.previous],
  ]
  return (
    <article className="journal-entry" aria-label={t('journal.entryTitle', { sequence: String(entry.sequence) })}>
      <h2 className="journal-entry-title">{t(entryWords(entry))}</h2>
      <p className="muted small">{t('journal.entryTitle', { sequence: String(entry.sequence) })}</p>
      <Facts facts={facts} />
      <div className="journal-also">
        {patient !== null && <Button size="small" onPress={() => onLook({ ...everything, patient: { reference: patient, name: patientName } })}>{t('journal.aboutPatient')}</Button>}
        {messageId !== null && <Button size="small" onPress={() => onLook({ ...everything, messageId })}>{t('journal.aboutMessage')}</Button>}
        {entry.person !== '' && <Button size="small" onPress={() => onLook({ ...everything, person: entry.person })}>{t('journal.aboutPerson', { who: entry.person })}</Button>}
      </div>
      <h3 className="journal-check-title">{t('journal.forCheck')}</h3>
      <Facts facts={forCheck} />
    </article>
  )
}

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="journal-facts">
      {facts.filter(([, value]) => value !== '').map(([name, value]) => (
        <div key={name} className="journal-fact"><dt>{name}</dt><dd className={/^[0-9a-f]{64}$/.test(value) ? 'journal-hash' : undefined}>{value}</dd></div>
      ))}
    </dl>
  )
}
