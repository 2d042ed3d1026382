import type { JournalEntryValue } from '../../../shared/contract/journal.ts'
import { entryWords, outcomeWords } from '../../../shared/text/journal-words.ts'
import { Button } from '../../parts/button.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { factorWord, fieldValue, fieldWord, whoOf } from './entry-look.ts'
import { everything, type Looking } from './looking.ts'

/** All that was written down of one entry. */
export function EntryDetail({ entry, onLook }: { entry: JournalEntryValue; onLook: (change: Partial<Looking>) => void }) {
  const t = useText()
  const formats = useFormats()
  const long = (instant: number): string => formats.long(instant)
  const { patient, messageId, factorAt } = entry
  const patientName = patient === null ? '' : entry.patientName ?? t('journal.patientGone', { reference: patient })
  const factor = entry.factor === null ? '' : [factorWord(entry.factor, t), ...(factorAt === null ? [] : [long(factorAt)])].join(', ')
  const facts: readonly (readonly [string, string])[] = [
    [t('journal.colTime'), long(entry.at)], [t('journal.colWho'), whoOf(entry, t)], [t('journal.colRole'), entry.role ?? ''], [t('journal.colMailbox'), entry.mailbox ?? ''],
    [t('journal.colPatient'), patientName], [t('journal.colMessage'), messageId ?? ''], [t('journal.colOutcome'), t(outcomeWords[entry.outcome] ?? 'journal.unknown')],
    [t('journal.colReason'), entry.reason ?? ''], [t('journal.colDevice'), entry.device], [t('journal.colFactor'), factor],
    ...Object.entries(entry.detail).map(([name, value]) => [fieldWord(name, t), fieldValue(name, value, long)] as const),
    [t('journal.colVersion'), [entry.appVersion, entry.ruleVersion ?? ''].filter((part) => part !== '').join(' · ')], [t('journal.colClass'), entry.class],
    [t('journal.colHash'), entry.hash], [t('journal.colPrevious'), entry.previous],
  ]
  return (
    <article className="journal-entry" aria-label={t('journal.entryTitle', { sequence: String(entry.sequence) })}>
      <h2 className="journal-entry-title">{t(entryWords(entry))}</h2>
      <p className="muted small">{t('journal.entryTitle', { sequence: String(entry.sequence) })}</p>
      <dl className="journal-facts">
        {facts.filter(([, value]) => value !== '').map(([name, value]) => (
          <div key={name} className="journal-fact"><dt>{name}</dt><dd className={/^[0-9a-f]{64}$/.test(value) ? 'journal-hash' : undefined}>{value}</dd></div>
        ))}
      </dl>
      <div className="journal-also">
        {patient !== null && <Button size="small" onPress={() => onLook({ ...everything, patient: { reference: patient, name: patientName } })}>{t('journal.aboutPatient')}</Button>}
        {messageId !== null && <Button size="small" onPress={() => onLook({ ...everything, messageId })}>{t('journal.aboutMessage')}</Button>}
        {entry.person !== '' && <Button size="small" onPress={() => onLook({ ...everything, person: entry.person })}>{t('journal.aboutPerson', { who: entry.person })}</Button>}
      </div>
    </article>
  )
}
