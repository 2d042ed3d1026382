import { useState } from 'react'
import type { ShownDeed } from '../../../shared/contract/deeds.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { deedActs } from './deed-words.ts'
import './deeds.css'

/** At first, and for each asking more: a screenful. */
const STEP = 25

/** Who did what in a mailbox, newest first; `mailbox` null: what others did in one's own mail (FM-07). */
export function DeedList({ mailbox, label, none }: { mailbox: string | null; label: string; none: string }) {
  const t = useText()
  const live = useQueryOf('deeds.in', { mailbox })
  const [shown, setShown] = useState(STEP)
  if (live.state === 'loading') return <Ghosts rows={3} shape="line" />
  if (live.state === 'failed') return <Notice tone="warn" live actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t('deed.failed')}</Notice>
  if (live.value.length === 0) return <p className="muted">{none}</p>
  const left = live.value.length - shown
  return (
    <>
      <ol className="deed-list" aria-label={label}>
        {live.value.slice(0, shown).map((deed, at) => <DeedRow key={`${at} ${deed.at} ${deed.by.id}`} deed={deed} />)}
      </ol>
      {left > 0 && <div><Button size="small" look="quiet" onPress={() => setShown(shown + STEP)}>{t('deed.more', { count: Math.min(left, STEP) })}</Button></div>}
    </>
  )
}

function DeedRow({ deed: { at, by, what, message } }: { deed: ShownDeed }) {
  const t = useText()
  const formats = useFormats()
  return (
    <li className="deed">
      <Avatar name={by.name} size={26} />
      <span className="deed-words">
        <span className={message === null ? 'muted' : 'deed-subject'}>{message === null ? t('deed.gone') : message.subject === '' ? t('row.noSubject') : message.subject}</span>
        <span className="muted small">{by.name} · {t(deedActs[what])} · {formats.long(at)}</span>
      </span>
    </li>
  )
}
