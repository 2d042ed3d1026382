import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'

/** Somebody else is at the message that is about to be answered. */
export interface AnswerAsk {
  readonly messageId: number
  readonly name: string
  /** Since when they have it; null: they are writing right now. */
  readonly since: number | null
  readonly onAnyway: () => void
  readonly onLeave: () => void
}

/** Asked once, where the answer would begin; nothing was written yet, so nothing can be lost. */
export function AnswerAskLine({ ask: { name, since, onAnyway, onLeave } }: { ask: AnswerAsk }) {
  const t = useText()
  const formats = useFormats()
  return (
    <Notice
      tone="warn" live
      actions={<>
        <Button size="small" autoFocus onPress={onLeave}>{t('claim.leaveIt', { name })}</Button>
        <Button size="small" onPress={onAnyway}>{t('claim.answerAnyway')}</Button>
      </>}
    >
      {since === null ? t('claim.askAnswering', { name }) : t('claim.askHas', { name, when: formats.long(since) })}
    </Notice>
  )
}
