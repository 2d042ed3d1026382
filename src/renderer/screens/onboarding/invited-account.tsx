import { useEffect, useState } from 'react'
import type { OutcomeOf } from '../../../shared/contract/contract.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { practiceFail } from '../practice/practice-words.ts'
import { ServerForm } from './server-form.tsx'
import { startFields } from './setup-form.ts'

/** The account that an invitation's file describes: only the person's own password is lacking. */
export function InvitedAccount({ code, onBack, onDone }: { code: string; onBack: () => void; onDone: () => void }) {
  const t = useText()
  const core = useCore()
  const [answer, setAnswer] = useState<OutcomeOf<'practice.invitedAccount'> | null>(null)
  useEffect(() => {
    let isOver = false
    void core.ask('practice.invitedAccount', { code }).then((given) => { if (!isOver) setAnswer(given as OutcomeOf<'practice.invitedAccount'>) })
    return () => { isOver = true }
  }, [core, code])
  if (answer === null) return <Ghosts rows={3} shape="line" />
  if (!answer.ok) return <Notice tone="alert" live>{t(practiceFail(answer.fail))}</Notice>
  const { address, displayName, auth, ...found } = answer.value
  return <ServerForm start={{ ...startFields({ address, displayName, secret: '' }, found), auth }} found={found} ownDomains={found.ownDomains} onBack={onBack} onDone={onDone} />
}
