import { useState } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import { reportWords } from './report-words.ts'
import './outbox.css'

type Problem = OutputOf<'delivery.problems'>[number]

/** Mail that came back, or does not get through: what, why, what to do; until somebody has seen it. */
export function ReportCards({ problems }: { problems: readonly Problem[] }) {
  return (
    <ul className="outbox-list">
      {problems.map((problem) => <li key={`${problem.messageId} ${problem.recipient}`}><ReportCard problem={problem} /></li>)}
    </ul>
  )
}

function ReportCard({ problem }: { problem: Problem }) {
  const t = useText()
  const formats = useFormats()
  const seen = useCallOf('delivery.seen')
  const [failure, setFailure] = useState<string | null>(null)
  const subject = problem.subject === '' ? t('row.noSubject') : problem.subject
  const words = reportWords(problem, { t, clock: (instant) => formats.long(instant) })
  const putAside = async (): Promise<void> => {
    const answer = await seen.run({ messageId: problem.messageId, recipient: problem.recipient })
    setFailure(answer.ok ? null : t(failWords(answer.fail)))
  }
  return (
    <article className={`outbox-card ${problem.action === 'failed' ? 'outbox-asks' : 'outbox-waits'}`} aria-label={t('report.label', { subject })}>
      <Icon name={problem.action === 'failed' ? 'alert' : 'clock'} size={20} />
      <div className="outbox-words">
        <p className="outbox-subject">{subject}</p>
        <p className="outbox-state">{words.what}</p>
        {words.advice !== null && <p className="outbox-advice">{words.advice}</p>}
        <p className="outbox-to">{words.whose}</p>
        {failure !== null && <p className="outbox-problem" role="alert">{failure}</p>}
      </div>
      <div className="outbox-acts"><Button size="small" isDisabled={seen.busy} onPress={() => void putAside()}>{t('report.seen')}</Button></div>
    </article>
  )
}

/** The same with the message that was sent, for as long as it is there. */
export function ReportLines({ messageId }: { messageId: number }) {
  const t = useText()
  const formats = useFormats()
  const live = useQueryOf('delivery.reports', { messageId })
  if (live.state !== 'ready' || live.value.length === 0) return null
  return (
    <ul className="report-lines">
      {live.value.map((report) => {
        const words = reportWords(report, { t, clock: (instant) => formats.long(instant) })
        const tone = report.action === 'failed' ? 'asks' : report.action === 'delayed' ? 'waits' : 'calm'
        return (
          <li key={`${report.recipient} ${report.action}`} className={`report-line report-${tone}`}>
            <Icon name={tone === 'asks' ? 'alert' : tone === 'waits' ? 'clock' : 'info'} />
            <div>
              <p className="report-what">{words.what}</p>
              {words.advice !== null && <p>{words.advice}</p>}
              <p className="report-whose">{words.whose}</p>
            </div>
          </li>
        )
      })}
    </ul>
  )
}
