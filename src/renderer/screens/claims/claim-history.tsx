import { useQueryOf } from '../../bridge/use-core.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { claimFail, stepSentence } from './claim-words.ts'

/** What anybody did with this message, oldest first: every act has a name. */
export function ClaimHistory({ messageId }: { messageId: number }) {
  const t = useText()
  const formats = useFormats()
  const live = useQueryOf('claims.history', { messageId })
  if (live.state === 'loading') return <Ghosts rows={2} shape="line" />
  if (live.state === 'failed') return <p className="muted">{t(claimFail(live.fail))}</p>
  if (live.value.length === 0) return <p className="muted claim-history">{t('claim.noSteps')}</p>
  return (
    <ol className="claim-history">
      {live.value.map((step, at) => <li key={`${at} ${step.at}`}><time className="muted">{formats.long(step.at)}</time> {stepSentence(step, t)}</li>)}
    </ol>
  )
}
