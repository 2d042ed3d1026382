import { useState, type SyntheticEvent } from 'react'
import type { Staffed } from '../../../shared/contract/practice.ts'
import type { SharedMailbox } from '../../../shared/practice/shared-mailbox.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useEventOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ChoiceField, SelectField, Switch, TextField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { useText } from '../../parts/text.tsx'
import { dayText } from './days.ts'
import { emptyGrant, ofKind, typedGrant, type GrantActs, type GrantDraft, type GrantKind } from './grant-draft.ts'
import { DayField } from './day-field.tsx'
import { AreaField, PageFailed, Refused } from './practice-fields.tsx'
import { grantRefusal, isManager, type MemberState } from './practice-words.ts'

const hints: Record<GrantKind, PlainTextKey> = { cover: 'grants.coverHint', mandate: 'grants.mandateHint', delegation: 'grants.delegationHint', subordinate: 'grants.subordinateHint' }
const ages = [1, 3, 7, 14, 30] as const

interface EditorProps { state: MemberState; onClose: () => void; onGiven: () => void }

/** A right is given with its words in view: what stands there is what it will be. */
export function GrantEditor(props: EditorProps) {
  const people = useQueryOf('practice.people', {})
  const mailboxes = useQueryOf('practice.mailboxes', {})
  if (people.state === 'failed') return <PageFailed fail={people.fail} onRetry={people.retry} />
  if (people.state !== 'ready') return <Ghosts rows={5} shape="line" />
  return <Editor {...props} people={people.value.filter(({ ended }) => !ended)} mailboxes={mailboxes.state === 'ready' ? mailboxes.value.described : []} />
}

interface Part { draft: GrantDraft; put: (part: Partial<GrantDraft>) => void }

function Editor({ state, onClose, onGiven, people, mailboxes }: EditorProps & { people: readonly Staffed[]; mailboxes: readonly SharedMailbox[] }) {
  const t = useText()
  const [draft, setDraft] = useState(() => emptyGrant(state.me.id, dayText(Date.now())))
  const [fail, setFail] = useState<string | null>(null)
  const give = useCallOf('practice.giveGrant')
  const typed = typedGrant(draft)
  const put = (part: Partial<GrantDraft>): void => {
    setDraft((now) => ({ ...now, ...part }))
    setFail(null)
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (typed === null) setFail('not-complete')
    else void give.run({ grant: typed }).then((answer) => { if (answer.ok) onGiven(); else setFail(answer.fail) })
  }
  // What stood in the way may be gone: somebody agreed, a rule was changed.
  useEventOf('changed', ({ topics }) => { if (topics.includes('practice')) setFail(null) })
  const grants = isManager(state) || state.roles.includes('ict')
  return (
    <form className="practice-form" onSubmit={onSubmit}>
      <h2 className="practice-subhead">{t('grants.new')}</h2>
      <ChoiceField<GrantKind>
        label={t('grants.kind')} value={draft.kind} hint={t(hints[draft.kind])} onChange={(kind) => setDraft((now) => ofKind(now, kind))}
        choices={[
          { value: 'cover', label: t('grants.cover') },
          ...(grants ? [{ value: 'mandate' as const, label: t('grants.mandate') }, { value: 'delegation' as const, label: t('grants.delegation') }, { value: 'subordinate' as const, label: t('grants.subordinate') }] : []),
        ]}
      />
      <Who draft={draft} put={put} people={people} mailboxes={mailboxes} anyGiver={grants} />
      <div className="practice-days">
        <DayField label={t('grants.from')} value={draft.from} onChange={(from) => put({ from })} />
        <DayField label={t('grants.until')} value={draft.until} onChange={(until) => put({ until })} min={draft.from} {...(draft.kind === 'cover' ? {} : { hint: t('grants.untilHint') })} />
      </div>
      <Limits draft={draft} put={put} />
      <AreaField label={t('grants.reason')} value={draft.reason} onChange={(reason) => put({ reason })} />
      {draft.kind === 'mandate' && <TextField label={t('grants.consentField')} hint={t('grants.consentHint')} value={draft.consent} onChange={(consent) => put({ consent })} maxLength={200} />}
      {state.roles.includes('ict') && <TextField label={t('grants.request')} hint={t('grants.requestHint')} value={draft.writtenRequest} onChange={(writtenRequest) => put({ writtenRequest })} maxLength={200} />}
      <Preview draft={draft} isRefused={fail !== null} />
      <Refused fail={fail} words={grantRefusal} />
      <div className="practice-acts">
        <Button type="submit" look="primary" busy={give.busy}>{t('grants.give')}</Button>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
      </div>
    </form>
  )
}

function Who({ draft, put, people, mailboxes, anyGiver }: Part & { people: readonly Staffed[]; mailboxes: readonly SharedMailbox[]; anyGiver: boolean }) {
  const t = useText()
  const nameOf = (id: string): string => people.find(({ person }) => person.id === id)?.person.name ?? ''
  const choices = people.map(({ person }) => ({ value: person.id, label: person.name }))
  const theirs = mailboxes.filter(({ members }) => members.some(({ person }) => person === draft.giver))
  return (
    <>
      {anyGiver && <SelectField label={t('grants.giver')} value={draft.giver} choices={choices} onChange={(giver) => put({ giver, mailbox: '' })} />}
      <SelectField label={t('grants.receiver')} value={draft.receiver} choices={choices.filter(({ value }) => value !== draft.giver)} onChange={(receiver) => put({ receiver })} />
      <SelectField
        label={t('grants.mailbox')} value={draft.mailbox === '' ? 'own' : draft.mailbox} onChange={(mailbox) => put({ mailbox: mailbox === 'own' ? '' : mailbox })}
        choices={[{ value: 'own', label: t('grants.ownMail', { name: nameOf(draft.giver) }) }, ...theirs.map(({ id, name }) => ({ value: id, label: name }))]}
      />
      <ChoiceField<GrantActs>
        label={t('grants.acts')} value={draft.acts} onChange={(acts) => put({ acts })}
        choices={[{ value: 'read', label: t('grants.actRead') }, { value: 'work', label: t('grants.actWork') }, { value: 'answer', label: t('grants.actAnswer') }]}
      />
    </>
  )
}

function Limits({ draft, put }: Part) {
  const t = useText()
  return (
    <>
      <SelectField
        label={t('grants.age')} value={draft.maxAgeDays === null ? 'none' : String(draft.maxAgeDays)} onChange={(age) => put({ maxAgeDays: age === 'none' ? null : Number(age) })}
        choices={[{ value: 'none', label: t('grants.ageNone') }, ...ages.map((days) => ({ value: String(days), label: t('grants.ageDays', { count: days }) }))]}
      />
      <Switch label={t('grants.episode')} hint={t('grants.episodeHint')} on={draft.careEpisodeOnly} onChange={(careEpisodeOnly) => put({ careEpisodeOnly })} />
      {draft.kind === 'cover' && <Switch label={t('grants.urgent')} on={draft.urgentFirst} onChange={(urgentFirst) => put({ urgentFirst })} />}
      <p className="field-hint">{t('grants.private')}</p>
    </>
  )
}

/** What it will say, or why it cannot be: at every change; `isRefused`: that is said already, of the press of the button. */
function Preview({ draft, isRefused }: { draft: GrantDraft; isRefused: boolean }) {
  const t = useText()
  const typed = typedGrant(draft)
  const asked = typed ?? { ...emptyAsked, from: 0 }
  const live = useQueryOf('practice.previewGrant', { grant: asked }, { enabled: typed !== null, keepPrevious: true })
  const shown = typed !== null && live.state === 'ready' ? live.value : null
  return (
    <div className="practice-preview" role="status">
      <strong>{t('grants.preview')}</strong>
      {shown === null ? <p className="muted">{t('grants.previewWait')}</p> : <p className="practice-grant-words">{shown.words}</p>}
      {shown !== null && shown.refusal !== null && !isRefused && <p className="practice-refusal">{t(grantRefusal(shown.refusal))}</p>}
    </div>
  )
}

/** Never asked: stands in while there is nothing to ask about. */
const emptyAsked = {
  kind: 'cover' as const, giver: '-', receiver: '-', mailbox: '-', acts: ['read' as const], until: null, maxAgeDays: null, careEpisodeOnly: false, reason: '', consent: '', writtenRequest: null, urgentFirst: false,
}
