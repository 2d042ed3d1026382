import { useEffect } from 'react'
import { useCore, useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useMinute } from '../outbox/waiting.ts'

/** Said again before colleagues' screens let it fade. */
const SAY_AGAIN_MS = 60_000

/** Tells colleagues that an answer is being written, for as long as it is; and tells who writes when somebody else does too. */
export function AnsweringLine({ messageId, onLeave }: { messageId: number; onLeave: () => void }) {
  const t = useText()
  const core = useCore()
  const now = useMinute()
  const live = useQueryOf('claims.of', { messageIds: [messageId] })
  useEffect(() => {
    // Refused where it is of no shared mailbox: then there is nobody to tell.
    const say = (): void => void core.ask('claims.answering', { messageId })
    say()
    const timer = setInterval(say, SAY_AGAIN_MS)
    return () => {
      clearInterval(timer)
      void core.ask('claims.answering', { messageId, stop: true })
    }
  }, [core, messageId])
  const answering = live.state === 'ready' ? live.value[0]?.answering ?? null : null
  if (answering === null || answering.until <= now) return null
  return (
    <Notice tone="warn" live actions={<Button size="small" onPress={onLeave}>{t('claim.leaveDraft', { name: answering.name })}</Button>}>
      {t('claim.composing', { name: answering.name })}
    </Notice>
  )
}
