import { Fragment, useState, type ReactNode } from 'react'
import type { Staffed } from '../../../shared/contract/practice.ts'
import type { SharedMailbox } from '../../../shared/practice/shared-mailbox.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { EmptyState } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useMinute } from '../outbox/waiting.ts'
import { BoxDeeds } from '../deeds/box-deeds.tsx'
import { MailboxForm, YEAR_MS } from './mailbox-form.tsx'
import type { MailboxLogin } from './mailbox-login.ts'
import { PasswordFact } from './new-password.tsx'
import { PageFailed, PracticeFact, Refused } from './practice-fields.tsx'
import { isManager, isReviewDue, levelOf, levelWords, type MemberState } from './practice-words.ts'
import { usePracticeDay } from './use-practice-day.ts'

type Form = { readonly mailbox: SharedMailbox | null; readonly path: string | null }

/** The mailboxes of the practice: whose, what for, who may do what (FM-03, FM-04). */
export function MailboxesPage({ state }: { state: MemberState }) {
  const t = useText()
  const live = useQueryOf('practice.mailboxes', {})
  const people = useQueryOf('practice.people', {})
  const [form, setForm] = useState<Form | null>(null)
  const manages = isManager(state)
  if (live.state === 'loading' || people.state === 'loading') return <Ghosts rows={3} shape="card" />
  if (live.state === 'failed') return <PageFailed fail={live.fail} onRetry={live.retry} />
  if (people.state === 'failed') return <PageFailed fail={people.fail} onRetry={people.retry} />
  if (form !== null) {
    const known = live.value.logins.find((one) => one.mailbox === form.mailbox?.id)
    return <MailboxForm before={form.mailbox} path={form.path} servers={live.value.servers} hasLogin={known !== undefined && known.state !== 'none'} people={people.value} me={state.me.id} onClose={() => setForm(null)} onKept={() => { announce(t('boxes.kept')); setForm(null) }} />
  }
  const { described, undescribed } = live.value
  return (
    <>
      {!manages && <p className="muted">{t('practice.readOnly')}</p>}
      {manages && undescribed.length > 0 && (
        <section className="practice-part" aria-label={t('boxes.undescribed')}>
          <h2 className="practice-subhead">{t('boxes.undescribed')}</h2>
          <p className="muted">{t('boxes.undescribedText')}</p>
          <ul className="practice-cards">
            {undescribed.map((path) => (
              <li key={path} className="practice-card practice-card-warn">
                <Icon name="folder" size={18} />
                <div className="practice-card-words"><p className="practice-path">{path}</p></div>
                <div className="practice-card-acts"><Button size="small" onPress={() => setForm({ mailbox: null, path })}>{t('boxes.describe')}<span className="only-heard">: {path}</span></Button></div>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="practice-part" aria-label={t('boxes.list')}>
        {manages && <div className="practice-acts"><Button icon="plus" onPress={() => setForm({ mailbox: null, path: null })}>{t('boxes.add')}</Button></div>}
        {described.length === 0
          ? <EmptyState icon="people" title={t('boxes.none')}>{t('boxes.noneText')}</EmptyState>
          : described.map((mailbox) => <MailboxCard key={mailbox.id} mailbox={mailbox} login={live.value.logins.find((one) => one.mailbox === mailbox.id) ?? null} people={people.value} onChange={manages ? () => setForm({ mailbox, path: null }) : null} />)}
      </section>
    </>
  )
}

function MailboxCard({ mailbox, login, people, onChange }: { mailbox: SharedMailbox; login: MailboxLogin | null; people: readonly Staffed[]; onChange: (() => void) | null }) {
  const t = useText()
  const dayOf = usePracticeDay()
  const now = useMinute()
  const nameOf = (id: string): string => people.find(({ person }) => person.id === id)?.person.name ?? ''
  const due = isReviewDue(mailbox, now)
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('boxes.owner'), nameOf(mailbox.owner)], [t('boxes.purpose'), mailbox.purpose], [t('boxes.strangers'), mailbox.strangersMayExpect], [t('boxes.passesOn'), mailbox.passesOn],
    [t('boxes.access'), mailbox.access === 'acl' ? t('boxes.acl') : <Fragment key="access">{t('boxes.password')}<br /><span className="muted small">{t('boxes.onlyHere')}</span></Fragment>],
    ...(login === null ? [] : [[t('boxes.passwordState'), <PasswordFact key="password" login={login} manages={onChange !== null} name={mailbox.name} />] as const]),
    [t('boxes.members'), <ul key="members">{mailbox.members.map(({ person, may }) => <li key={person}>{nameOf(person)}: {t(levelWords[levelOf(may)])}</li>)}</ul>],
    [t('boxes.review'), due ? <ReviewDue key="review" mailbox={mailbox} manages={onChange !== null} /> : dayOf(mailbox.reviewAt)],
  ]
  return (
    <article className="practice-box" aria-label={mailbox.name}>
      <header className="practice-box-head">
        <div className="practice-card-words">
          <h2 className="practice-card-title">{mailbox.name}</h2>
          <p className="muted small">{mailbox.address}</p>
        </div>
        {onChange !== null && (
          <div className="practice-card-acts">
            <Button size="small" onPress={onChange}>{t('boxes.change')}<span className="only-heard">: {mailbox.name}</span></Button>
            <Ending mailbox={mailbox} />
          </div>
        )}
      </header>
      <dl className="contact-facts">{facts.map(([label, value]) => <PracticeFact key={label} label={label}>{value}</PracticeFact>)}</dl>
      <BoxDeeds mailbox={mailbox.id} name={mailbox.name} />
    </article>
  )
}

/** FM-04: time to look at it again; in one step where nothing is to be changed. */
function ReviewDue({ mailbox, manages }: { mailbox: SharedMailbox; manages: boolean }) {
  const t = useText()
  const dayOf = usePracticeDay()
  const describe = useCallOf('practice.describeMailbox')
  const [fail, setFail] = useState<string | null>(null)
  const keep = async (): Promise<void> => {
    const answer = await describe.run({ mailbox: { ...mailbox, reviewAt: Date.now() + YEAR_MS } })
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok) announce(t('boxes.kept'))
  }
  return (
    <>
      <span className="practice-due"><Icon name="clock" size={14} />{t('boxes.reviewDue', { day: dayOf(mailbox.reviewAt) })}</span>
      {manages && <div className="practice-acts"><Button size="small" icon="check" busy={describe.busy} onPress={() => void keep()}>{t('boxes.stillRight')}<span className="only-heard">: {mailbox.name}</span></Button></div>}
      <Refused fail={fail} />
    </>
  )
}

function Ending({ mailbox: { id, name } }: { mailbox: SharedMailbox }) {
  const t = useText()
  const end = useCallOf('practice.endMailbox')
  const [asking, setAsking] = useState(false)
  const [fail, setFail] = useState<string | null>(null)
  const confirm = async (): Promise<void> => {
    const answer = await end.run({ id })
    setFail(answer.ok ? null : answer.fail)
    if (!answer.ok) return
    announce(t('boxes.ended'))
    setAsking(false)
  }
  return (
    <>
      <Button size="small" look="quiet" onPress={() => setAsking(true)}>{t('boxes.end')}<span className="only-heard">: {name}</span></Button>
      {asking && (
        <ConfirmDialog title={t('boxes.endTitle', { name })} verb={t('boxes.end')} onConfirm={confirm} onClose={() => setAsking(false)}>
          <p>{t('boxes.endMeans')}</p>
          <Refused fail={fail} />
        </ConfirmDialog>
      )}
    </>
  )
}
