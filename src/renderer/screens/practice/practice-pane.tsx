import { useState } from 'react'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { Asking } from './asking.tsx'
import { Beginning } from './beginning.tsx'
import { Ended } from './ended.tsx'
import { GrantsPage } from './grants-page.tsx'
import { MailboxesPage } from './mailboxes-page.tsx'
import { PeoplePage } from './people-page.tsx'
import { lineLook, type MemberState } from './practice-words.ts'
import { ProblemsPage } from './problems-page.tsx'
import { RulesPage } from './rules-page.tsx'
import { useKeptInside } from './use-kept-inside.ts'
import { useMailboxesDue } from './use-mailboxes-due.ts'
import './practice.css'

/** The practice: who is in it, what they share, who may do what for whom, and what was agreed. */
export function PracticePane() {
  const t = useText()
  const live = useQueryOf('practice.state', {})
  if (live.state === 'loading') return <Ghosts rows={5} shape="line" />
  if (live.state === 'failed') {
    return <div className="practice-alone"><h1 className="only-heard">{t('practice.title')}</h1><Notice tone="warn" live actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t('practice.failed')}</Notice></div>
  }
  const state = live.value
  switch (state.kind) {
    case 'none': return <Beginning />
    case 'asking': return <Asking state={state} />
    case 'ended': return <Ended state={state} />
    case 'member': return <Belonging state={state} />
  }
}

type PageName = 'people' | 'mailboxes' | 'grants' | 'rules' | 'problems'
const pages: readonly { readonly name: PageName; readonly word: PlainTextKey }[] = [
  { name: 'people', word: 'practice.peoplePage' }, { name: 'mailboxes', word: 'practice.mailboxesPage' }, { name: 'grants', word: 'practice.grantsPage' },
  { name: 'rules', word: 'practice.rulesPage' }, { name: 'problems', word: 'practice.problemsPage' },
]

function Belonging({ state }: { state: MemberState }) {
  const t = useText()
  const [page, setPage] = useState<PageName>('people')
  const inside = useKeptInside()
  const line = lineLook(state.line, t)
  const attention = useQueryOf('practice.attention', {})
  const due = useMailboxesDue(state)
  const toTell = state.problems + (attention.state === 'ready' ? attention.value.length : 0)
  const notes: Partial<Record<PageName, string>> = {
    ...(state.requests > 0 ? { people: t('practice.waits', { count: state.requests }) } : {}),
    ...(due > 0 ? { mailboxes: t('boxes.toReview', { count: due }) } : {}),
    ...(toTell > 0 ? { problems: t('practice.problemCount', { count: toTell }) } : {}),
  }
  return (
    <div className="practice">
      <header className="practice-head">
        <h1 className="practice-name">{state.name}</h1>
        <p className={line.isWell ? 'practice-line' : 'practice-line practice-line-off'} role="status">
          <Icon name={line.isWell ? 'check' : 'offline'} size={14} />{line.words}
        </p>
      </header>
      <nav className="practice-nav" aria-label={t('practice.pages')}>
        {pages.map(({ name, word }) => (
          <button key={name} type="button" className="practice-tab" {...(page === name ? { 'aria-current': 'page' as const } : {})} onClick={() => setPage(name)}>
            <span>{t(word)}</span>
            {notes[name] !== undefined && <small className="practice-note">{notes[name]}</small>}
          </button>
        ))}
      </nav>
      <div key={page} ref={inside} className="practice-page" role="region" aria-label={t(pages.find(({ name }) => name === page)?.word ?? 'practice.title')} tabIndex={0}>
        {line.advice !== null && <Notice tone="warn">{line.advice}</Notice>}
        {state.time === 'unknown' && <Notice tone="alert">{t('practice.timeUnknown')}</Notice>}
        <Page name={page} state={state} onGo={setPage} />
      </div>
    </div>
  )
}

function Page({ name, state, onGo }: { name: PageName; state: MemberState; onGo: (page: PageName) => void }) {
  switch (name) {
    case 'people': return <PeoplePage state={state} />
    case 'mailboxes': return <MailboxesPage state={state} />
    case 'grants': return <GrantsPage state={state} />
    case 'rules': return <RulesPage state={state} />
    case 'problems': return <ProblemsPage state={state} onGo={onGo} />
  }
}
