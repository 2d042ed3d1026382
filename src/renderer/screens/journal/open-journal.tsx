import { useState, type ReactNode } from 'react'
import type { JournalEntryValue, JournalScope, JournalView, PracticeLog } from '../../../shared/contract/journal.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useNarrow } from '../mail/use-narrow.ts'
import { ChainLine } from './chain-line.tsx'
import { ChecksDialog } from './checks-dialog.tsx'
import { EntryDetail } from './entry-detail.tsx'
import { EntryList, type EntryListProps } from './entry-list.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { HeadDialog } from './head-dialog.tsx'
import { JournalFilters } from './journal-filters.tsx'
import { entryKey, everything, filterOf, type Asked, type Looking } from './looking.ts'
import { stationName, stationShort } from './station-words.ts'
import { StationsLine } from './stations-line.tsx'
import { useEntries, type Entries } from './use-entries.ts'
import { useScope } from './use-scope.ts'

/** What stands in it, by patient, person, mailbox and period (LOG-06): of this workstation, or of all of the practice. */
export function OpenJournal({ view }: { view: JournalView }) {
  const t = useText()
  const narrow = useNarrow()
  const [looking, setLooking] = useState<Looking>(everything)
  const [chosen, setChosen] = useState<JournalEntryValue | null>(null)
  const [read, setRead] = useState(false)
  const { scope, gathered, fail, isBusy, choose, reach } = useScope(view)
  const isReady = scope === 'here' || gathered !== null
  const asked = filterOf(looking, { scope, fetched: gathered?.at ?? null })
  const entries = useEntries(asked, isReady)
  const stations = gathered?.stations.map((station) => ({ id: station.id, name: stationName(station, t) })) ?? []
  const nameOf = (id: string | null): string => stations.find((one) => one.id === id)?.name ?? ''
  const shortOf = (id: string): string => { const found = gathered?.stations.find((one) => one.id === id); return found === undefined ? '' : stationShort(found, t) }
  const look = (change: Partial<Looking>): void => {
    setLooking((before) => ({ ...before, ...change }))
    setChosen(null)
    setRead(false)
    if (change.period !== undefined) reach(change.period)
  }
  const turnTo = (to: JournalScope): void => {
    // Of all workstations nobody needs everything at once: what R4 looks back on is a beginning.
    const period = to === 'practice' && looking.period === 'all' ? 'quarter' : looking.period
    setLooking((before) => ({ ...before, period, station: '', upTo: null, person: '', mailbox: '' }))
    setChosen(null)
    setRead(false)
    choose(to, period)
  }
  const showBreak = (upTo: number): void => {
    turnTo('here')
    look({ ...everything, upTo })
  }
  const refresh = (): void => { if (scope === 'here') entries.refresh(); else reach(looking.period, true) }
  return (
    <div className="journal" data-shows={read && chosen !== null ? 'entry' : 'list'}>
      <JournalHead view={view} scope={scope} gathered={gathered} asked={asked} onScope={turnTo} onRefresh={refresh} onLook={look}>
        {(onHead) => (
          <>
            {(scope === 'here' || view.chain.kind === 'broken') && <ChainLine view={view} onHead={onHead} onShow={showBreak} />}
            {scope === 'practice' && view.practice !== null && <StationsLine log={view.practice} fail={fail} onRetry={() => reach(looking.period, true)} />}
          </>
        )}
      </JournalHead>
      <section className="journal-side" aria-label={t('journal.entries')}>
        <JournalFilters names={gathered ?? view} stations={stations} looking={looking} onLook={look} />
        {isReady || isBusy ? (
          <FoundEntries
            entries={isReady ? entries : null} chosen={chosen} onChoose={setChosen} onOpen={() => setRead(true)} stationName={shortOf}
            bad={scope === 'here' && view.chain.kind === 'broken' ? view.chain.first.sequence : null} onClear={() => look(scope === 'here' ? everything : { ...everything, period: looking.period })}
          />
        ) : null}
      </section>
      <section className="journal-main" aria-label={t('journal.colDetail')}>
        {narrow && read && <div className="journal-back"><Button look="quiet" size="small" icon="arrowLeft" onPress={() => setRead(false)}>{t('journal.back')}</Button></div>}
        {chosen === null
          ? <EmptyState icon="list" title={t('journal.choose')}>{t('journal.chooseText')}</EmptyState>
          : <EntryDetail entry={chosen} station={nameOf(chosen.station)} onLook={look} />}
      </section>
    </div>
  )
}

interface FoundProps extends Pick<EntryListProps, 'onChoose' | 'onOpen' | 'stationName' | 'bad'> {
  /** Null: what they are in is being fetched. */
  entries: Entries | null
  chosen: JournalEntryValue | null
  onClear: () => void
}

function FoundEntries({ entries, chosen, onClear, ...list }: FoundProps) {
  const t = useText()
  if (entries === null || (entries.state === 'loading' && entries.rows.length === 0)) return <Ghosts rows={8} shape="line" />
  if (entries.state === 'all' && entries.rows.length === 0) return <EmptyState icon="search" title={t('journal.none')} actions={<Button onPress={onClear}>{t('journal.clear')}</Button>}>{t('journal.noneText')}</EmptyState>
  return (
    <>
      {entries.state === 'failed' && <div className="journal-notice"><Notice tone="warn" live actions={<Button size="small" onPress={entries.refresh}>{t('act.retry')}</Button>}>{t('journal.failed')}</Notice></div>}
      {entries.rows.length > 0 && <EntryList {...list} rows={entries.rows} chosen={chosen === null ? null : entryKey(chosen)} onEnd={entries.more} />}
    </>
  )
}

interface HeadProps {
  view: JournalView
  scope: JournalScope
  gathered: PracticeLog['gathered']
  asked: Asked
  onScope: (scope: JournalScope) => void
  onRefresh: () => void
  onLook: (change: Partial<Looking>) => void
  /** Whether what is looked in holds. */
  children: (onHead: () => void) => ReactNode
}

function JournalHead({ view, scope, gathered, asked, onScope, onRefresh, onLook, children }: HeadProps) {
  const t = useText()
  const close = useCallOf('journal.close')
  const [over, setOver] = useState<'export' | 'checks' | 'head' | null>(null)
  const shut = (): void => setOver(null)
  const { checks } = gathered ?? view
  const isDue = checks.some(({ dueAt }) => dueAt <= view.closesAt)
  const isWaiting = scope === 'practice' && gathered === null
  return (
    <header className="journal-head">
      <div className="journal-bar">
        <h1 className="journal-title">{t('journal.title')}</h1>
        {view.practice !== null && (
          <ChoiceField isLabelHeard label={t('journal.scope')} value={scope} onChange={onScope} choices={[{ value: 'here', label: t('journal.scopeHere') }, { value: 'practice', label: t('journal.scopeAll') }]} />
        )}
        <IconButton icon="refresh" label={t('journal.refresh')} onPress={onRefresh} />
        <Button size="small" icon={isDue ? 'clock' : 'check'} isDisabled={isWaiting} onPress={() => setOver('checks')}>{t('journal.checks')}</Button>
        <Button size="small" icon="download" isDisabled={isWaiting} onPress={() => setOver('export')}>{t('journal.export')}</Button>
        <Button size="small" icon="lock" busy={close.busy} onPress={() => void close.run({})}>{t('journal.close')}</Button>
      </div>
      {children(() => setOver('head'))}
      {over === 'export' && <ExportDialog filter={asked} onClose={shut} />}
      {over === 'checks' && <ChecksDialog scope={scope} checks={checks} now={view.closesAt} onLook={(mailbox) => { shut(); onLook({ ...everything, mailbox, period: 'quarter' }) }} onClose={shut} />}
      {over === 'head' && <HeadDialog view={view} onClose={shut} />}
    </header>
  )
}
