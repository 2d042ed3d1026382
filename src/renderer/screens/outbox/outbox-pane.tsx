import { useState } from 'react'
import type { OutboxItem } from '../../../shared/contract/compose.ts'
import type { WaitLevel } from '../../../shared/norm/waiting-mail.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import { actsOf, lookOf, stateSentence, type OutboxAct } from './outbox-words.ts'
import { ReportCards } from './report-cards.tsx'
import { itemWait, useMinute } from './waiting.ts'
import './outbox.css'

const actWords: Record<OutboxAct, PlainTextKey> = {
  'take-back': 'outbox.takeBack', 'retry': 'outbox.retryNow', 'send-now': 'outbox.sendNow', 'it-arrived': 'outbox.itArrived', 'send-again': 'outbox.sendAgain',
  'ask-removal': 'act.askRemoval',
}

/** Everything that was sent and is not gone yet: what happens to it, and what a person can decide. */
export function OutboxPane({ onDraft }: { onDraft: (draftId: string) => void }) {
  const t = useText()
  const live = useQueryOf('outbox.list', {})
  const now = useMinute()
  const items = live.state === 'ready' ? [...live.value].sort(urgentFirst(now)) : []
  const waiting = items.filter((item) => item.state.kind !== 'sent').length
  const reported = useQueryOf('delivery.problems', {})
  const problems = reported.state === 'ready' ? reported.value : []
  return (
    <div className="outbox">
      <h1 className="outbox-title">{t('folder.outbox')} {live.state === 'ready' && <span className="list-note">{t('outbox.count', { count: waiting })}</span>}</h1>
      {live.state === 'loading' && <Ghosts rows={3} shape="card" />}
      {live.state === 'failed' && <Notice tone="warn" actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t(failWords(live.fail))}</Notice>}
      {live.state === 'ready' && items.length + problems.length === 0 && <EmptyState icon="outbox" title={t('outbox.empty')}>{t('outbox.emptyText')}</EmptyState>}
      {problems.length > 0 && <ReportCards problems={problems} />}
      <ul className="outbox-list">
        {items.map((item) => <li key={item.id}><OutboxCard item={item} wait={itemWait(item, now)} onDraft={onDraft} /></li>)}
      </ul>
    </div>
  )
}

const order: Record<OutboxItem['state']['kind'], number> = {
  'held-unclear': 0, 'refused': 1, 'undo': 2, 'sending': 3, 'queued': 4, 'waiting': 5, 'held-no-route': 6, 'sent': 7,
}

/** What waits too long and what asks for a person stand on top; then the newest. */
const urgentFirst = (now: number) => (one: OutboxItem, other: OutboxItem): number => {
  const rank = (item: OutboxItem): number => (itemWait(item, now) === 'alarm' ? -1 : order[item.state.kind])
  return rank(one) - rank(other) || other.createdAt - one.createdAt
}

function OutboxCard({ item, wait, onDraft }: { item: OutboxItem; wait: WaitLevel; onDraft: (draftId: string) => void }) {
  const t = useText()
  const formats = useFormats()
  const [problem, setProblem] = useState<string | null>(null)
  const takeBack = useCallOf('outbox.takeBack')
  const askRemoval = useCallOf('outbox.askRemoval')
  const retry = useCallOf('outbox.retryNow')
  const decide = useCallOf('outbox.decideUnclear')
  const busy = takeBack.busy || askRemoval.busy || retry.busy || decide.busy
  const run = async (act: OutboxAct): Promise<void> => {
    setProblem(null)
    if (act === 'take-back' || act === 'ask-removal') {
      const answer = await (act === 'take-back' ? takeBack : askRemoval).run({ id: item.id })
      if (answer.ok) onDraft(answer.value.draftId)
      else setProblem(t(failWords(answer.fail)))
      return
    }
    const answer = act === 'retry' || act === 'send-now' ? await retry.run({ id: item.id }) : await decide.run({ id: item.id, decision: act })
    if (answer.ok) announce(t('outbox.done'))
    else setProblem(t(failWords(answer.fail)))
  }
  const look = lookOf(item.state, item.scheduledFor)
  const names = item.to.map((to) => (to.name === '' ? to.address : to.name)).join(', ')
  return (
    <article className={`outbox-card outbox-${look.tone}`} aria-label={item.subject}>
      <Icon name={look.icon} size={20} />
      <div className="outbox-words">
        <p className="outbox-subject">{item.subject === '' ? t('row.noSubject') : item.subject}</p>
        <p className="outbox-to">
          {t('row.to', { names })} · {formats.long(item.createdAt)}
          {item.attachmentCount > 0 && ` · ${t('outbox.attachments', { count: item.attachmentCount })}`}
        </p>
        <p className="outbox-state">{stateSentence(item.state, { t, clock: (instant) => formats.long(instant), scheduledFor: item.scheduledFor })}</p>
        {item.copyTrouble !== null && <p className="outbox-advice">{t(item.copyTrouble === 'elsewhere' ? 'outbox.copyElsewhere' : 'outbox.copyRefused')}</p>}
        {wait !== 'none' && <p className={`outbox-wait outbox-wait-${wait}`}>{t(wait === 'alarm' ? 'wait.alarm' : 'wait.warning')}</p>}
        {item.state.kind === 'held-unclear' && <p className="outbox-advice">{t('outbox.unclearAdvice', { time: formats.long(item.state.since) })}</p>}
        {problem !== null && <p className="outbox-problem" role="alert">{problem}</p>}
      </div>
      <div className="outbox-acts">
        {actsOf(item.state, item.scheduledFor).map((act) => <Button key={act} size="small" isDisabled={busy} onPress={() => void run(act)}>{t(actWords[act])}</Button>)}
      </div>
    </article>
  )
}
