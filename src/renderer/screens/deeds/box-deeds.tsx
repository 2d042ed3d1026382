import { useId, useState } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { useMinute } from '../outbox/waiting.ts'
import { Refused } from '../practice/practice-fields.tsx'
import { usePracticeDay } from '../practice/use-practice-day.ts'
import { DeedList } from './deed-list.tsx'

type Checks = OutputOf<'deeds.checks'>
const outcomes = { 'in-order': 'boxCheck.wasInOrder', 'questions': 'boxCheck.wasQuestions', 'incident': 'boxCheck.wasIncident' } as const

/** Who did what in a shared mailbox, and that somebody looked that through (R4, FM-10); nothing for who may not read there. */
export function BoxDeeds({ mailbox, name }: { mailbox: string; name: string }) {
  const t = useText()
  const id = useId()
  const [open, setOpen] = useState(false)
  const live = useQueryOf('deeds.checks', { mailbox })
  if (live.state !== 'ready') return null
  return (
    <section className="deed-box" aria-label={`${t('boxCheck.title')}: ${name}`}>
      <CheckState checks={live.value} />
      <div className="practice-acts">
        <Button size="small" unfolds={{ id, open }} onPress={() => setOpen(!open)}>{t('deed.boxTitle')}<span className="only-heard">: {name}</span></Button>
      </div>
      <div id={id}>
        {open && (
          <>
            <DeedList mailbox={mailbox} label={`${t('deed.boxTitle')}: ${name}`} none={t('deed.boxNone')} />
            {live.value.mayCheck && <Checking mailbox={mailbox} name={name} />}
          </>
        )}
      </div>
    </section>
  )
}

function CheckState({ checks: { last, dueAt, everyMonths } }: { checks: Checks }) {
  const t = useText()
  const dayOf = usePracticeDay()
  const now = useMinute()
  const isDue = dueAt <= now
  return (
    <div className="small">
      <p className="deed-box-title">{t('boxCheck.title')}</p>
      {last.length === 0 && <p className="muted">{t('boxCheck.never')}</p>}
      {last.map((check) => <p key={`${check.at} ${check.by.id}`} className="muted">{t('boxCheck.line', { when: dayOf(check.at), name: check.by.name, outcome: t(outcomes[check.outcome]) })}</p>)}
      <p className={isDue ? 'practice-due' : 'muted'}>
        {isDue && <Icon name="clock" size={14} />}
        {isDue ? t('boxCheck.due', { months: t('boxCheck.months', { count: everyMonths }) }) : t('boxCheck.next', { day: dayOf(dueAt) })}
      </p>
    </div>
  )
}

function Checking({ mailbox, name }: { mailbox: string; name: string }) {
  const t = useText()
  const check = useCallOf('deeds.check')
  const [fail, setFail] = useState<string | null>(null)
  const done = async (outcome: 'in-order' | 'questions'): Promise<void> => {
    const answer = await check.run({ mailbox, outcome })
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok) announce(t('boxCheck.done'))
  }
  return (
    <div className="deed-check">
      <p className="muted small">{t('boxCheck.hint')}</p>
      <div className="practice-acts">
        <Button size="small" icon="check" busy={check.busy} onPress={() => void done('in-order')}>{t('boxCheck.inOrder')}<span className="only-heard">: {name}</span></Button>
        <Button size="small" busy={check.busy} onPress={() => void done('questions')}>{t('boxCheck.questions')}<span className="only-heard">: {name}</span></Button>
      </div>
      <Refused fail={fail} />
    </div>
  )
}
