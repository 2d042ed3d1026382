import { useState } from 'react'
import type { Staffed } from '../../../shared/contract/practice.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { lastDayOf } from './days.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { LeaveButton } from './leave-practice.tsx'
import { PersonActs, RevokeButton } from './person-acts.tsx'
import { PersonForm } from './person-form.tsx'
import { PageFailed } from './practice-fields.tsx'
import { isManager, roleWords, type MemberState } from './practice-words.ts'
import { JoinRequests } from './requests.tsx'
import { usePracticeDay } from './use-practice-day.ts'

/** Who works here, with what, and until when. */
export function PeoplePage({ state }: { state: MemberState }) {
  const t = useText()
  const live = useQueryOf('practice.people', {})
  const [form, setForm] = useState<{ person: Staffed | null } | null>(null)
  const manages = isManager(state)
  if (live.state === 'loading') return <Ghosts rows={4} shape="card" />
  if (live.state === 'failed') return <PageFailed fail={live.fail} onRetry={live.retry} />
  if (form !== null) {
    return <PersonForm before={form.person?.person ?? null} onClose={() => setForm(null)} onKept={() => { announce(t('people.saved')); setForm(null) }} />
  }
  const here = live.value.filter(({ ended }) => !ended)
  const former = live.value.filter(({ ended }) => ended)
  const oneManager = manages && here.length > 1 && here.filter(({ roles }) => roles.includes('beheerder')).length === 1
  const card = (staffed: Staffed) => <PersonCard key={staffed.person.id} staffed={staffed} state={state} onChange={() => setForm({ person: staffed })} />
  return (
    <>
      {manages && <JoinRequests />}
      {!manages && <p className="muted">{t('practice.readOnly')}</p>}
      {oneManager && <Notice tone="warn">{t('people.oneManager')}</Notice>}
      <section className="practice-part" aria-label={t('people.list')}>
        {manages && <div className="practice-acts"><Button icon="plus" onPress={() => setForm({ person: null })}>{t('people.add')}</Button></div>}
        <ul className="practice-cards">{here.map(card)}</ul>
      </section>
      {former.length > 0 && (
        <section className="practice-part">
          <h2 className="practice-subhead">{t('people.former')}</h2>
          <ul className="practice-cards">{former.map(card)}</ul>
        </section>
      )}
      {manages && state.unkept.length > 0 && <Notice>{t('practice.unkept')}</Notice>}
    </>
  )
}

function PersonCard({ staffed, state, onChange }: { staffed: Staffed; state: MemberState; onChange: () => void }) {
  const t = useText()
  const { person, roles, ended, devices } = staffed
  const [inviting, setInviting] = useState(false)
  const [manages, isMe] = [isManager(state), staffed.person.id === state.me.id]
  return (
    <li className="practice-card">
      <Avatar name={person.name} size={40} />
      <div className="practice-card-words">
        <p className="practice-card-title">
          <span>{person.name}{isMe && <span className="muted"> ({t('people.me')})</span>}</span>
          {person.kind === 'locum' && <span className={ended ? 'practice-mark' : 'practice-mark practice-mark-locum'}><Icon name="clock" size={14} />{t('people.locum')}</span>}
          {!ended && roles.map((role) => <span key={role} className="practice-mark">{t(roleWords[role])}</span>)}
        </p>
        <p className="muted small">{[person.function, person.address].filter((words) => words !== '').join(' · ')}</p>
        <UntilLine staffed={staffed} />
        <Workstations staffed={staffed} manages={manages} />
      </div>
      {(manages || isMe) && !ended && (
        <div className="practice-card-acts">
          {isMe && <LeaveButton state={state} />}
          {manages && <Button size="small" onPress={() => setInviting(true)}>{t(devices.some(({ revoked }) => !revoked) ? 'people.inviteAnother' : 'people.invite')}<span className="only-heard"> {person.name}</span></Button>}
          {manages && <PersonActs staffed={staffed} isMe={isMe} onChange={onChange} />}
        </div>
      )}
      {inviting && <InviteDialog person={person} onClose={() => setInviting(false)} />}
    </li>
  )
}

function UntilLine({ staffed: { person, ended, invitedUntil } }: { staffed: Staffed }) {
  const t = useText()
  const dayOf = usePracticeDay()
  const lastDay = person.until === null ? null : dayOf(lastDayOf(person.until))
  if (ended) return lastDay === null ? null : <p className="muted small">{t('people.endedAt', { day: lastDay })}</p>
  return (
    <>
      {lastDay !== null && <p className="practice-until">{t('people.untilDay', { day: lastDay })}</p>}
      {invitedUntil !== null && <p className="muted small">{t('people.invited', { day: dayOf(invitedUntil) })}</p>}
    </>
  )
}

function Workstations({ staffed: { person, devices, ended }, manages }: { staffed: Staffed; manages: boolean }) {
  const t = useText()
  if (devices.length === 0) return ended ? null : <p className="muted small">{t('people.noWorkstation')}</p>
  return (
    <ul className="practice-devices" aria-label={t('people.workstations')}>
      {devices.map((device) => (
        <li key={device.id} className="practice-device">
          <Icon name="keyboard" size={14} />
          <span className={device.revoked ? 'practice-gone' : ''}>{device.label}</span>
          {device.isThis && <span className="muted small">{t('people.thisOne')}</span>}
          {device.revoked && <span className="muted small">{t('people.revoked')}</span>}
          {manages && !ended && !device.revoked && !device.isThis && <RevokeButton device={device} name={person.name} />}
        </li>
      ))}
    </ul>
  )
}
