import { useState, type SyntheticEvent } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { TextField } from '../../parts/field.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { KeptLog } from '../frame/kept-log.tsx'
import { StageActions, StageCard } from '../frame/stage-card.tsx'
import { AccountSetup } from '../onboarding/account-setup.tsx'
import type { Invitation } from '../practice/invitation-form.tsx'
import { EnrolKey, type Person } from './enrol-key.tsx'
import { InvitationStep, InvitedAccountStep, JoinStep } from './join-step.tsx'
import { RecoveryCode } from './recovery-code.tsx'

type Slot = OutputOf<'vault.confirmEnrol'>
type Step =
  | { readonly kind: 'welcome' }
  | { readonly kind: 'invitation' }
  | { readonly kind: 'person' }
  | { readonly kind: 'key' }
  | { readonly kind: 'code'; readonly slot: Slot }
  | { readonly kind: 'second' }
  | { readonly kind: 'account' }
  | { readonly kind: 'join' }

const order: readonly Step['kind'][] = ['person', 'key', 'code', 'second', 'account']
const invitedOrder: readonly Step['kind'][] = ['invitation', ...order, 'join']
const nobody: Person = { personName: '', practiceName: '' }

/** From nothing to a first account, a question at a time. `onBegun` once a vault may come to be; `onDone` at the end. */
export function FirstRun({ onBegun, onDone }: { onBegun: () => void; onDone: () => void }) {
  const t = useText()
  const [step, setStep] = useState<Step>({ kind: 'welcome' })
  const [person, setPerson] = useState<Person>(nobody)
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  const steps = step.kind === 'invitation' || invitation !== null ? invitedOrder : order
  const counted = { step: t('first.step', { number: steps.indexOf(step.kind) + 1, total: steps.length }) }
  const begin = (read: Invitation | null): void => {
    setInvitation(read)
    if (read !== null) setPerson({ personName: read.person, practiceName: read.practice })
  }
  switch (step.kind) {
    case 'welcome': return <Welcome onNext={() => setStep({ kind: 'person' })} onJoin={() => setStep({ kind: 'invitation' })} />
    case 'invitation': return <InvitationStep {...counted} invitation={invitation} onRead={begin} onNext={() => setStep({ kind: 'person' })} onBack={() => setStep({ kind: 'welcome' })} />
    case 'person': return (
      <StageCard key="person" {...counted} wide title={t('first.personTitle')} lead={t('first.personLead')}>
        <PersonForm person={person} onChange={setPerson} onBack={() => setStep({ kind: invitation === null ? 'welcome' : 'invitation' })} onNext={() => { onBegun(); setStep({ kind: 'key' }) }} />
      </StageCard>
    )
    case 'key': return (
      <StageCard key="key" {...counted} wide title={t('first.keyTitle')} lead={t('first.keyLead')}>
        <EnrolKey
          person={person} usualLabel={t('key.first')} verb={t('key.enrol')} backVerb={t('act.back')}
          onBack={() => setStep({ kind: 'person' })} onEnrolled={(slot) => setStep({ kind: 'code', slot })}
        />
      </StageCard>
    )
    case 'code': return (
      <StageCard key="code" {...counted} wide title={t('recovery.title')} lead={t('recovery.lead')}>
        {step.slot.slotKind === 'assertion' && <WeakerKey />}
        <RecoveryCode code={step.slot.recoveryCode ?? ''} owner={person.personName} onKept={() => setStep({ kind: 'second' })} />
      </StageCard>
    )
    case 'second': return (
      <StageCard key="second" {...counted} wide title={t('first.secondTitle')} lead={t('first.secondLead')}>
        <EnrolKey
          person={person} usualLabel={t('key.second')} verb={t('key.enrolSecond')} backVerb={t('first.later')}
          onBack={() => setStep({ kind: 'account' })} onEnrolled={() => setStep({ kind: 'account' })}
        />
      </StageCard>
    )
    case 'account': {
      if (invitation === null) return <FirstAccount {...counted} onDone={onDone} />
      const next = (): void => setStep({ kind: 'join' })
      return invitation.account === null ? <FirstAccount {...counted} onDone={next} /> : <InvitedAccountStep {...counted} invitation={invitation} onDone={next} />
    }
    case 'join': return invitation === null ? null : <JoinStep {...counted} invitation={invitation} onDone={onDone} />
  }
}

function Welcome({ onNext, onJoin }: { onNext: () => void; onJoin: () => void }) {
  const t = useText()
  return (
    <StageCard wide title={t('first.welcome')} lead={t('first.welcomeLead')}>
      <ul className="stage-points">
        <li><Icon name="lock" size={18} />{t('first.pointDisk')}</li>
        <li><Icon name="key" size={18} />{t('first.pointKey')}</li>
        <li><Icon name="server" size={18} />{t('first.pointServer')}</li>
      </ul>
      <Button look="primary" size="large" wide autoFocus onPress={onNext}>{t('first.begin')}</Button>
      <Button size="large" wide onPress={onJoin}>{t('first.join')}</Button>
      <KeptLog />
    </StageCard>
  )
}

/** A key without PRF opens the vault, but does not take part in the encryption: said plainly, at once. */
export function WeakerKey() {
  const t = useText()
  return <Notice tone="warn" title={t('key.weaker')}>{t('key.weakerWhy')}</Notice>
}

function PersonForm({ person, onChange, onBack, onNext }: { person: Person; onChange: (person: Person) => void; onBack: () => void; onNext: () => void }) {
  const t = useText()
  const [tried, setTried] = useState(false)
  const missing = (value: string): boolean => tried && value.trim() === ''
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    setTried(true)
    if (person.personName.trim() !== '' && person.practiceName.trim() !== '') onNext()
  }
  return (
    <form className="stage-form" onSubmit={onSubmit}>
      <TextField
        label={t('first.name')} hint={t('first.nameHint')} value={person.personName} onChange={(personName) => onChange({ ...person, personName })}
        autoFocus autoComplete="name" maxLength={120} problem={missing(person.personName) ? t('first.nameMissing') : undefined}
      />
      <TextField
        label={t('first.practice')} value={person.practiceName} onChange={(practiceName) => onChange({ ...person, practiceName })}
        autoComplete="organization" maxLength={120} problem={missing(person.practiceName) ? t('first.practiceMissing') : undefined}
      />
      <StageActions>
        <Button look="quiet" onPress={onBack}>{t('act.back')}</Button>
        <Button look="primary" type="submit">{t('act.next')}</Button>
      </StageActions>
    </form>
  )
}

function FirstAccount({ step, onDone }: { step: string; onDone: () => void }) {
  const t = useText()
  const accounts = useQueryOf('accounts.list', {})
  return (
    <StageCard wide step={step} title={t('account.title')} lead={t('account.lead')}>
      <AccountSetup onDone={onDone} />
      {accounts.state === 'ready' && accounts.value.length > 0 && <Button look="quiet" onPress={onDone}>{t('first.toMail')}</Button>}
    </StageCard>
  )
}
