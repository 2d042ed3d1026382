import { useState } from 'react'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { useText } from '../../parts/text.tsx'
import { InvitedAccount } from '../onboarding/invited-account.tsx'
import { AskToJoin, accountFor } from './ask-to-join.tsx'
import { InvitationFacts, InvitationForm, type Invitation } from './invitation-form.tsx'

/** The joining side: the code or the file, what it holds, the account where there is none yet, and the request. */
export function JoinForm({ onClose }: { onClose: () => void }) {
  const t = useText()
  const accounts = useQueryOf('accounts.list', {})
  const [invitation, setInvitation] = useState<Invitation | null>(null)
  const back = (): void => setInvitation(null)
  const all = accounts.state === 'ready' ? accounts.value : []
  const lacksAccount = accounts.state === 'ready' && invitation !== null && invitation.account !== null && accountFor(all, invitation) === undefined
  return (
    <>
      <h1 className="practice-question">{t('practice.joinTitle')}</h1>
      {invitation === null && <p>{t('practice.joinAbout')}</p>}
      {invitation === null && <InvitationForm onRead={setInvitation} onClose={onClose} closeWord="act.cancel" />}
      {invitation !== null && <InvitationFacts invitation={invitation} />}
      {lacksAccount && <p>{t('joining.accountHere', { address: invitation.address })}</p>}
      {lacksAccount && <InvitedAccount code={invitation.code} onBack={back} onDone={() => undefined} />}
      {invitation !== null && !lacksAccount && <AskToJoin invitation={invitation} accounts={all} onBack={back} backWord="act.back" />}
    </>
  )
}
