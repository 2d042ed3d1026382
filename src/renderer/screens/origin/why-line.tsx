import { useId, useState } from 'react'
import type { VerdictState } from '../../../shared/contract/values.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { verdictLook } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { OriginPane } from './origin-pane.tsx'
import { reasonWords } from './reason-words.ts'
import './origin.css'

const sentences: Record<VerdictState, PlainTextKey> = {
  pending: 'why.pending', safe: 'why.safe', internal: 'why.internal', unsafe: 'why.unsafe', unknown: 'why.unknown',
  suspicious: 'why.suspicious', portalNotice: 'why.portalNotice', formMessage: 'why.formMessage',
}

/** How many reasons stand under the sentence; all of the evidence is a press away. */
const FEW = 3

/** The one sentence under the badge and what it rests on, outside the frame in which the mail itself is drawn. */
export function WhyLine({ messageId, verdict }: { messageId: number; verdict: VerdictState }) {
  const t = useText()
  const [open, setOpen] = useState(false)
  const pane = useId()
  const live = useQueryOf('trust.origin', { messageId }, { enabled: verdict !== 'pending' })
  const look = verdictLook(verdict)
  const origin = live.state === 'ready' && live.value.kind === 'found' ? live.value : null
  // Another state than the badge's is news on its way: the badge waits for it, and so do its reasons.
  const reasons = origin?.state === verdict ? reasonWords(origin.reasons, t).slice(0, FEW) : []
  return (
    <section className={`why why-${look.tone}`} aria-label={t('proof.title')}>
      <div className="why-line">
        <Icon name={look.icon} size={20} />
        <div className="why-words">
          <p className="why-sentence">{t(sentences[verdict])}</p>
          {reasons.length > 0 && <p className="why-reasons">{reasons.map((reason) => <span key={reason}>{reason}</span>)}</p>}
        </div>
        {verdict !== 'pending' && (
          <Button look="link" size="small" unfolds={{ id: pane, open }} onPress={() => setOpen(!open)}>{t('proof.title')}</Button>
        )}
      </div>
      {open && <div id={pane}><OriginPane live={live} /></div>}
    </section>
  )
}
