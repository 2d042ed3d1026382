import { useState, type SyntheticEvent } from 'react'
import { finish, type Finish } from '../../../shared/contract/claims.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { ChoiceField, SelectField } from '../../parts/field.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { AreaField } from '../practice/practice-fields.tsx'
import { claimFail, finishWords } from './claim-words.ts'

interface ClaimFormProps {
  messageId: number
  onSettled: (outcome: { ok: true } | { ok: false; fail: string }, words: string) => void
  onClose: () => void
}

/** To whom, and what they should know. */
export function HandOverForm({ messageId, onSettled, onClose }: ClaimFormProps) {
  const t = useText()
  const live = useQueryOf('claims.colleagues', { messageId })
  const handOver = useCallOf('claims.handOver')
  const [chosen, setChosen] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const colleagues = live.state === 'ready' ? live.value : []
  // Where there is a choice it is made by a person, and stays theirs: nobody else comes in the place of who left meanwhile.
  const to = chosen === null && colleagues.length === 1 ? colleagues[0] : colleagues.find(({ id }) => id === chosen)
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    if (to !== undefined) void handOver.run({ messageId, to: to.id, note: note.trim() }).then((answer) => onSettled(answer, t('claim.handedOver', { name: to.name })))
  }
  return (
    <form className="claim-form" onSubmit={onSubmit} aria-label={t('claim.handOverNow')}>
      {live.state === 'failed' && <Notice tone="warn" live actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t(claimFail(live.fail))}</Notice>}
      {live.state === 'ready' && colleagues.length === 0 && <p className="muted">{t('claim.noColleagues')}</p>}
      {colleagues.length > 0 && (
        <>
          <SelectField label={t('claim.to')} value={to?.id ?? ''} choices={colleagues.map(({ id, name }) => ({ value: id, label: name }))} onChange={setChosen} />
          <AreaField label={t('claim.noteField')} hint={t('claim.noteHint')} value={note} onChange={setNote} />
        </>
      )}
      <div className="claim-acts">
        {colleagues.length > 0 && <Button type="submit" look="primary" size="small" busy={handOver.busy} isDisabled={to === undefined}>{t('claim.handOverNow')}</Button>}
        <Button size="small" onPress={onClose}>{t('act.cancel')}</Button>
      </div>
    </form>
  )
}

/** How it ended: for who comes after, and for the waiting list. */
export function FinishForm({ messageId, onSettled, onClose }: ClaimFormProps) {
  const t = useText()
  const end = useCallOf('claims.finish')
  const [how, setHow] = useState<Finish>('answered')
  const onSubmit = (event: SyntheticEvent): void => {
    event.preventDefault()
    void end.run({ messageId, how }).then((answer) => onSettled(answer, t('claim.finished')))
  }
  return (
    <form className="claim-form" onSubmit={onSubmit} aria-label={t('claim.how')}>
      <ChoiceField<Finish> label={t('claim.how')} value={how} onChange={setHow} choices={finish.options.map((value) => ({ value, label: t(finishWords[value]) }))} />
      <div className="claim-acts">
        <Button type="submit" look="primary" size="small" busy={end.busy}>{t('claim.finishNow')}</Button>
        <Button size="small" onPress={onClose}>{t('act.cancel')}</Button>
      </div>
    </form>
  )
}
