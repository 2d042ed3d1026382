import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { useText } from '../../parts/text.tsx'
import { StageActions, StageCard } from '../frame/stage-card.tsx'
import { InvitedAccount } from '../onboarding/invited-account.tsx'
import { AskToJoin, accountFor } from '../practice/ask-to-join.tsx'
import { SixWords } from '../practice/asking.tsx'
import { InvitationFacts, InvitationForm, type Invitation } from '../practice/invitation-form.tsx'

/** The invitation, before anything else is asked: it says who the person is and where the mail is. */
export function InvitationStep({ step, invitation, onRead, onNext, onBack }: { step: string; invitation: Invitation | null; onRead: (invitation: Invitation | null) => void; onNext: () => void; onBack: () => void }) {
  const t = useText()
  return (
    <StageCard wide step={step} title={t('first.joinTitle')} lead={t('first.joinLead')}>
      {invitation === null
        ? <InvitationForm onRead={onRead} onClose={onBack} closeWord="act.back" />
        : (
          <>
            <InvitationFacts invitation={invitation} />
            <StageActions>
              <Button look="quiet" onPress={() => onRead(null)}>{t('act.back')}</Button>
              <Button look="primary" autoFocus onPress={onNext}>{t('joining.continue')}</Button>
            </StageActions>
          </>
        )}
    </StageCard>
  )
}

/** The account as the invitation has it; there already where the person went back a step. */
export function InvitedAccountStep({ step, invitation, onDone }: { step: string; invitation: Invitation; onDone: () => void }) {
  const t = useText()
  const accounts = useQueryOf('accounts.list', {})
  const isThere = accounts.state === 'ready' && accountFor(accounts.value, invitation) !== undefined
  return (
    <StageCard wide step={step} title={t('joining.accountTitle')} lead={t('joining.accountLead')}>
      {isThere ? <Button look="primary" onPress={onDone}>{t('act.next')}</Button> : <InvitedAccount code={invitation.code} onBack={onDone} onDone={onDone} />}
    </StageCard>
  )
}

/** The request, and the six words once it is made. The mail can be read meanwhile. */
export function JoinStep({ step, invitation, onDone }: { step: string; invitation: Invitation; onDone: () => void }) {
  const t = useText()
  const accounts = useQueryOf('accounts.list', {})
  const practice = useQueryOf('practice.state', {})
  const toMail = <StageActions><Button look="primary" onPress={onDone}>{t('first.toMail')}</Button></StageActions>
  if (accounts.state !== 'ready' || practice.state !== 'ready') return <StageCard wide step={step} title={t('first.askTitle')}><Ghosts rows={3} shape="line" /></StageCard>
  switch (practice.value.kind) {
    case 'asking': return (
      <StageCard key="words" wide step={step} title={t('practice.askingTitle')} lead={t('practice.askingAbout', { name: practice.value.practice })}>
        <SixWords words={practice.value.words} />
        <p className="muted">{t('practice.askingWhy')}</p>
        {toMail}
      </StageCard>
    )
    case 'member': return <StageCard key="member" wide step={step} title={t('first.isMember', { name: practice.value.name })}>{toMail}</StageCard>
    case 'none': case 'ended': return (
      <StageCard key="ask" wide step={step} title={t('first.askTitle')} lead={t('first.askLead')}>
        <AskToJoin invitation={invitation} accounts={accounts.value} onBack={onDone} backWord="first.joinLater" />
      </StageCard>
    )
  }
}
