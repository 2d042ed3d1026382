import { useState } from 'react'
import type { ShownGrant } from '../../../shared/contract/practice.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { OwnDeeds } from '../deeds/own-deeds.tsx'
import { lastDayOf } from './days.ts'
import { GrantEditor } from './grant-editor.tsx'
import { PageFailed, Refused } from './practice-fields.tsx'
import { isManager, type MemberState } from './practice-words.ts'
import { usePracticeDay } from './use-practice-day.ts'

const groups = [['given', 'grants.given'], ['received', 'grants.received'], ['other', 'grants.other']] as const
export const kindWords = { cover: 'grants.cover', mandate: 'grants.mandate', delegation: 'grants.delegation', subordinate: 'grants.subordinate' } as const
const stateWords: Record<ShownGrant['state'], PlainTextKey> = { active: 'grants.active', coming: 'grants.coming', ended: 'grants.ended', withdrawn: 'grants.withdrawn' }

const isOver = ({ state }: ShownGrant): boolean => state === 'ended' || state === 'withdrawn'

/** Who may do something for somebody else, from when until when, and within which limits (FM-05 to FM-09). */
export function GrantsPage({ state }: { state: MemberState }) {
  const t = useText()
  const live = useQueryOf('practice.grants', {})
  const rules = useQueryOf('practice.rules', {})
  const [editing, setEditing] = useState(false)
  if (live.state === 'loading') return <Ghosts rows={3} shape="card" />
  if (live.state === 'failed') return <PageFailed fail={live.fail} onRetry={live.retry} />
  if (editing) return <GrantEditor state={state} onClose={() => setEditing(false)} onGiven={() => { announce(t('grants.wasGiven')); setEditing(false) }} />
  const byEmployee = rules.state === 'ready' && rules.value.some(({ rule }) => rule.rule === 'R1' && rule.value.grantedBy === 'employee')
  const manages = isManager(state) || state.roles.includes('ict')
  const now = live.value.filter((grant) => !isOver(grant))
  const past = live.value.filter(isOver)
  return (
    <>
      {(manages || byEmployee) && <div className="practice-acts"><Button icon="plus" onPress={() => setEditing(true)}>{t('grants.new')}</Button></div>}
      {live.value.length === 0 && <EmptyState icon="key" title={t('grants.none')}>{t('grants.noneText')}</EmptyState>}
      {groups.map(([mine, word]) => <GrantGroup key={mine} title={t(word)} grants={now.filter((grant) => grant.mine === mine)} mayWithdraw={manages || mine === 'given'} />)}
      <GrantGroup title={t('grants.past')} grants={past} mayWithdraw={false} />
      {live.value.some(({ mine }) => mine === 'given') ? <OwnDeeds /> : live.value.length > 0 && <p className="muted small">{t('grants.afterwards')}</p>}
      {!state.privateAgreed && <Agreeing />}
    </>
  )
}

function GrantGroup({ title, grants, mayWithdraw }: { title: string; grants: readonly ShownGrant[]; mayWithdraw: boolean }) {
  if (grants.length === 0) return null
  return (
    <section className="practice-part" aria-label={title}>
      <h2 className="practice-subhead">{title}</h2>
      <ul className="practice-cards">{grants.map((shown) => <GrantCard key={shown.grant.id} shown={shown} mayWithdraw={mayWithdraw} />)}</ul>
    </section>
  )
}

function GrantCard({ shown: { grant, words, state, keptBy }, mayWithdraw }: { shown: ShownGrant; mayWithdraw: boolean }) {
  const t = useText()
  const dayOf = usePracticeDay()
  const withdraw = useCallOf('practice.withdrawGrant')
  const [fail, setFail] = useState<string | null>(null)
  const takeBack = async (): Promise<void> => {
    const answer = await withdraw.run({ id: grant.id })
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok) announce(t('grants.wasWithdrawn'))
  }
  const period = grant.until === null
    ? t('grants.since', { from: dayOf(grant.from) })
    : t('grants.period', { from: dayOf(grant.from), until: dayOf(lastDayOf(grant.until)) })
  const details = [period, grant.reason, grant.consent === '' ? '' : t('grants.consent', { where: grant.consent })].filter((part) => part !== '')
  const over = state === 'ended' || state === 'withdrawn'
  return (
    <li className={over ? 'practice-card practice-card-over' : 'practice-card'}>
      <div className="practice-card-words">
        <p className="practice-card-title">
          <span className={state === 'active' ? 'practice-mark practice-mark-on' : 'practice-mark'}>{t(stateWords[state])}</span>
          <span className="practice-mark">{t(kindWords[grant.kind])}</span>
        </p>
        <p className="practice-grant-words">{words}</p>
        <p className="muted small">{details.join(' · ')}</p>
        {!over && <p className="practice-kept small"><Icon name={keptBy === 'server' ? 'server' : 'info'} size={14} />{t(keptBy === 'server' ? 'grants.keptServer' : 'grants.keptClient')}</p>}
        <Refused fail={fail} />
      </div>
      {mayWithdraw && !over && (
        <div className="practice-card-acts"><Button size="small" busy={withdraw.busy} onPress={() => void takeBack()}>{t('grants.withdraw')}<span className="only-heard">: {words}</span></Button></div>
      )}
    </li>
  )
}

/** FM-08: agreed on before anybody else reads in one's mail. */
function Agreeing() {
  const t = useText()
  const agree = useCallOf('practice.agreePrivate')
  const [outcome, setOutcome] = useState<{ fail: string | null } | null>(null)
  const confirm = async (): Promise<void> => {
    const answer = await agree.run({})
    setOutcome({ fail: answer.ok ? null : answer.fail })
  }
  if (outcome?.fail === null) return <Notice tone="done" live>{t('grants.agreed')}</Notice>
  return (
    <section className="practice-part" aria-label={t('grants.agree')}>
      <h2 className="practice-subhead">{t('grants.agree')}</h2>
      <p>{t('grants.agreeText')}</p>
      <p className="muted small">{t('grants.private')}</p>
      <Refused fail={outcome?.fail ?? null} />
      <div className="practice-acts"><Button size="small" busy={agree.busy} onPress={() => void confirm()}>{t('grants.agreeAct')}</Button></div>
    </section>
  )
}
