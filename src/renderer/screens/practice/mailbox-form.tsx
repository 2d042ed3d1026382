import { useState, type SyntheticEvent } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { Staffed } from '../../../shared/contract/practice.ts'
import type { MailAct } from '../../../shared/practice/act.ts'
import type { SharedMailbox } from '../../../shared/practice/shared-mailbox.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ChoiceField, SelectField, TextField } from '../../parts/field.tsx'
import { useText } from '../../parts/text.tsx'
import { ConnectionTest } from '../onboarding/connection-test.tsx'
import type { FieldProblems } from '../onboarding/setup-form.ts'
import { dayStart, dayText } from './days.ts'
import { loginFields, typedLogin } from './mailbox-login.ts'
import { MailboxLoginFields } from './mailbox-login-fields.tsx'
import { DayField } from './day-field.tsx'
import { AreaField, Refused } from './practice-fields.tsx'
import { levelOf, levels, levelWords, type Level } from './practice-words.ts'

/** Until it is looked at again, where nothing else is chosen. */
export const YEAR_MS = 365 * 24 * 60 * 60_000

/** A shared folder is called by the address in its path, where there is one. */
const addressIn = (path: string): string => path.split(/[/\\]/).find((part) => part.includes('@')) ?? ''

interface MailboxFormProps {
  before: SharedMailbox | null
  path: string | null
  /** Where a login of its own mostly is. */
  servers: OutputOf<'practice.mailboxes'>['servers']
  /** Its password is kept already. */
  hasLogin: boolean
  people: readonly Staffed[]
  me: string
  onClose: () => void
  onKept: () => void
}

const begun = ({ before, path, me }: MailboxFormProps): SharedMailbox => before ?? {
  id: `m-${crypto.randomUUID()}`, address: addressIn(path ?? ''), name: addressIn(path ?? '').split('@')[0] ?? '', access: 'acl', path, owner: me,
  purpose: '', strangersMayExpect: '', passesOn: '', members: [{ person: me, may: [...levels.all] }], reviewAt: Date.now() + YEAR_MS,
}

const trimmed = (typed: SharedMailbox): SharedMailbox => ({
  ...typed, path: typed.access === 'password' || typed.path === null || typed.path.trim() === '' ? null : typed.path.trim(),
  name: typed.name.trim(), address: typed.address.trim(), passesOn: typed.passesOn.trim(), purpose: typed.purpose.trim(), strangersMayExpect: typed.strangersMayExpect.trim(),
})

/** Describes a shared mailbox: everything that FM-03 and FM-04 want to be known. */
export function MailboxForm(props: MailboxFormProps) {
  const { before, people, onClose, onKept } = props
  const t = useText()
  const describe = useCallOf('practice.describeMailbox')
  const [typed, setTyped] = useState<SharedMailbox>(() => begun(props))
  const [day, setDay] = useState(() => dayText(typed.reviewAt))
  const [fail, setFail] = useState<string | null>(null)
  const [login, setLogin] = useState(() => loginFields(props.servers))
  const [problems, setProblems] = useState<FieldProblems>({})
  const [probes, setProbes] = useState<OutputOf<'accounts.test'> | null>(null)
  const asksLogin = typed.access === 'password' && !props.hasLogin
  const put = (part: Partial<SharedMailbox>): void => {
    setTyped((now) => ({ ...now, ...part }))
    setFail(null)
  }
  const here = people.filter(({ ended, person }) => !ended || person.id === typed.owner)
  const keep = async (): Promise<void> => {
    const reviewAt = dayStart(day)
    const own = asksLogin ? typedLogin(login, typed.address.trim()) : null
    setProblems(own?.kind === 'incomplete' ? own.problems : {})
    if (own?.kind === 'incomplete') return
    const answer = reviewAt === null ? { ok: false as const, fail: 'bad-input' } : await describe.run({ ...(own === null ? {} : { login: own.login }), mailbox: { ...trimmed(typed), reviewAt } })
    const tested = answer.ok ? answer.value.tested : null
    setProbes(tested)
    setFail(answer.ok ? null : answer.fail)
    if (answer.ok && (tested === null || (tested.imap.kind === 'ok' && tested.smtp.kind === 'ok'))) onKept()
  }
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void keep()
  }
  return (
    <form className="practice-form" onSubmit={onSubmit}>
      <h2 className="practice-subhead">{before === null ? t('boxes.add') : t('boxes.describeOf', { name: before.name })}</h2>
      <TextField label={t('boxes.name')} value={typed.name} onChange={(name) => put({ name })} maxLength={200} isRequired autoFocus />
      <TextField label={t('boxes.address')} value={typed.address} onChange={(address) => put({ address })} type="email" maxLength={320} isRequired />
      <ChoiceField
        label={t('boxes.accessHow')} hint={t('boxes.accessHint')} value={typed.access} onChange={(access) => put({ access })} stacked
        choices={[{ value: 'acl', label: t('boxes.acl') }, { value: 'password', label: t('boxes.password') }]}
      />
      {typed.access === 'acl' && <TextField label={t('boxes.path')} value={typed.path ?? ''} onChange={(path) => put({ path })} maxLength={1_000} code />}
      {asksLogin && <MailboxLoginFields fields={login} problems={problems} address={typed.address} onChange={(change) => { setLogin({ ...login, ...change }); setProbes(null) }} />}
      {typed.access === 'password' && <p className="muted">{t('boxes.onlyHere')}</p>}
      <SelectField label={t('boxes.owner')} value={typed.owner} choices={here.map(({ person }) => ({ value: person.id, label: person.name }))} onChange={(owner) => put({ owner })} />
      <AreaField label={t('boxes.purpose')} value={typed.purpose} onChange={(purpose) => put({ purpose })} />
      <AreaField label={t('boxes.strangers')} hint={t('boxes.strangersHint')} value={typed.strangersMayExpect} onChange={(strangersMayExpect) => put({ strangersMayExpect })} />
      <TextField label={t('boxes.passesOn')} value={typed.passesOn} onChange={(passesOn) => put({ passesOn })} maxLength={200} isRequired />
      <Members people={people.filter(({ ended }) => !ended)} members={typed.members} onMembers={(members) => put({ members })} />
      <DayField label={t('boxes.review')} value={day} onChange={setDay} />
      {probes !== null && <ConnectionTest probes={probes} fields={login} />}
      <Refused fail={fail} />
      <div className="practice-acts">
        <Button type="submit" look="primary" busy={describe.busy}>{t(asksLogin ? 'boxes.testAndKeep' : 'boxes.keep')}</Button>
        <Button onPress={onClose}>{t('act.cancel')}</Button>
      </div>
    </form>
  )
}

function Members({ people, members, onMembers }: { people: readonly Staffed[]; members: SharedMailbox['members']; onMembers: (members: SharedMailbox['members']) => void }) {
  const t = useText()
  const mayOf = (id: string): readonly MailAct[] => members.find(({ person }) => person === id)?.may ?? []
  const set = (id: string, level: Level | 'other'): void => {
    if (level === 'other') return
    const others = members.filter(({ person }) => person !== id)
    onMembers(level === 'none' ? others : [...others, { person: id, may: [...levels[level]] }])
  }
  return (
    <fieldset className="practice-members">
      <legend>{t('boxes.members')}</legend>
      {people.map(({ person }) => {
        const level = levelOf(mayOf(person.id))
        const steps: (Level | 'other')[] = ['none', 'read', 'work', 'answer', ...(person.kind === 'locum' ? [] : ['all' as const]), ...(level === 'other' || (person.kind === 'locum' && level === 'all') ? [level] : [])]
        return <SelectField<Level | 'other'> key={person.id} label={person.name} value={level} choices={steps.map((value) => ({ value, label: t(levelWords[value]) }))} onChange={(chosen) => set(person.id, chosen)} />
      })}
    </fieldset>
  )
}
