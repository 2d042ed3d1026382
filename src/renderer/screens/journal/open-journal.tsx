import { useState } from 'react'
import type { JournalEntryValue, JournalView } from '../../../shared/contract/journal.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useNarrow } from '../mail/use-narrow.ts'
import { ChainLine } from './chain-line.tsx'
import { ChecksDialog } from './checks-dialog.tsx'
import { EntryDetail } from './entry-detail.tsx'
import { EntryList } from './entry-list.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { HeadDialog } from './head-dialog.tsx'
import { JournalFilters } from './journal-filters.tsx'
import { everything, filterOf, type Looking } from './looking.ts'
import { useEntries } from './use-entries.ts'

/** What stands in it, by patient, person, mailbox and period (LOG-06). */
export function OpenJournal({ view }: { view: JournalView }) {
  const t = useText()
  const narrow = useNarrow()
  const [looking, setLooking] = useState<Looking>(everything)
  const [chosen, setChosen] = useState<JournalEntryValue | null>(null)
  const [read, setRead] = useState(false)
  const entries = useEntries(filterOf(looking))
  const look = (change: Partial<Looking>): void => {
    setLooking((before) => ({ ...before, ...change }))
    setChosen(null)
    setRead(false)
  }
  return (
    <div className="journal" data-shows={read && chosen !== null ? 'entry' : 'list'}>
      <JournalHead view={view} looking={looking} onRefresh={entries.refresh} onLook={look} />
      <section className="journal-side" aria-label={t('journal.entries')}>
        <JournalFilters view={view} looking={looking} onLook={look} />
        {entries.state === 'loading' && entries.rows.length === 0 && <Ghosts rows={8} shape="line" />}
        {entries.state === 'failed' && <div className="journal-notice"><Notice tone="warn" live actions={<Button size="small" onPress={entries.refresh}>{t('act.retry')}</Button>}>{t('journal.failed')}</Notice></div>}
        {entries.state === 'all' && entries.rows.length === 0 && (
          <EmptyState icon="search" title={t('journal.none')} actions={<Button onPress={() => look(everything)}>{t('journal.clear')}</Button>}>{t('journal.noneText')}</EmptyState>
        )}
        {entries.rows.length > 0 && (
          <EntryList
            rows={entries.rows} chosen={chosen?.sequence ?? null} onChoose={setChosen} onOpen={() => setRead(true)} onEnd={entries.more}
            bad={view.chain.kind === 'broken' ? view.chain.first.sequence : null}
          />
        )}
      </section>
      <section className="journal-main" aria-label={t('journal.colDetail')}>
        {narrow && read && <div className="journal-back"><Button look="quiet" size="small" icon="arrowLeft" onPress={() => setRead(false)}>{t('journal.back')}</Button></div>}
        {chosen === null
          ? <EmptyState icon="list" title={t('journal.choose')}>{t('journal.chooseText')}</EmptyState>
          : <EntryDetail entry={chosen} onLook={look} />}
      </section>
    </div>
  )
}

function JournalHead({ view, looking, onRefresh, onLook }: { view: JournalView; looking: Looking; onRefresh: () => void; onLook: (change: Partial<Looking>) => void }) {
  const t = useText()
  const close = useCallOf('journal.close')
  const [over, setOver] = useState<'export' | 'checks' | 'head' | null>(null)
  const shut = (): void => setOver(null)
  const isDue = view.checks.some(({ dueAt }) => dueAt <= view.closesAt)
  return (
    <header className="journal-head">
      <div className="journal-bar">
        <h1 className="journal-title">{t('journal.title')}</h1>
        <IconButton icon="refresh" label={t('journal.refresh')} onPress={onRefresh} />
        <Button size="small" icon={isDue ? 'clock' : 'check'} onPress={() => setOver('checks')}>{t('journal.checks')}</Button>
        <Button size="small" icon="download" onPress={() => setOver('export')}>{t('journal.export')}</Button>
        <Button size="small" icon="lock" busy={close.busy} onPress={() => void close.run({})}>{t('journal.close')}</Button>
      </div>
      <ChainLine view={view} onHead={() => setOver('head')} onShow={(at) => onLook({ ...everything, upTo: at })} />
      {over === 'export' && <ExportDialog filter={filterOf(looking)} onClose={shut} />}
      {over === 'checks' && <ChecksDialog checks={view.checks} now={view.closesAt} onLook={(mailbox) => { shut(); onLook({ ...everything, mailbox, period: 'quarter' }) }} onClose={shut} />}
      {over === 'head' && <HeadDialog view={view} onClose={shut} />}
    </header>
  )
}
