import { useState } from 'react'
import { useCallOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { useText } from '../../parts/text.tsx'
import { Refused } from './practice-fields.tsx'
import { isManager, type MemberState } from './practice-words.ts'

/** For everybody on their own card: the way out, without a manager. */
export function LeaveButton({ state }: { state: MemberState }) {
  const t = useText()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button size="small" look="quiet" onPress={() => setAsking(true)}>{t('people.leave')}</Button>
      {asking && <LeaveDialog state={state} onClose={() => setAsking(false)} />}
    </>
  )
}

/** What leaving means, before it is done. Afterwards another screen is here. */
function LeaveDialog({ state, onClose }: { state: MemberState; onClose: () => void }) {
  const t = useText()
  const leave = useCallOf('practice.leave')
  const [fail, setFail] = useState<string | null>(null)
  const confirm = async (): Promise<void> => {
    const answer = await leave.run({})
    if (answer.ok) onClose()
    else setFail(answer.fail)
  }
  return (
    <ConfirmDialog title={t('people.leaveTitle', { practice: state.name })} verb={t('people.leave')} onConfirm={confirm} onClose={onClose}>
      <p>{t(state.me.kind === 'locum' ? 'people.leaveMeansLocum' : 'people.leaveMeans')}</p>
      {state.line.kind !== 'in-step' && !isManager(state) && <p>{t('people.leaveWaits')}</p>}
      <Refused fail={fail} />
    </ConfirmDialog>
  )
}
