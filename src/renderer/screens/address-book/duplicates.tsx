import { useState } from 'react'
import type { BookContact } from '../../../shared/contract/address-book.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { showMobile } from '../../../shared/norm/mobile-number.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { bookFail, nameOf } from './contact-words.ts'

type Pair = OutputOf<'book.duplicates'>[number]

/** Contacts that may be one and the same (R5): which of two addresses stays, or that they are two. */
export function Duplicates() {
  const t = useText()
  const live = useQueryOf('book.duplicates', {})
  if (live.state === 'loading') return <Ghosts rows={3} shape="card" />
  if (live.state === 'failed') return <div className="book-notice"><Notice tone="warn" live actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t('book.failed')}</Notice></div>
  if (live.value.length === 0) return <EmptyState icon="check" title={t('book.duplicatesNone')} />
  return (
    <div className="duplicates">
      <h2 className="contact-name">{t('book.duplicatesTitle')}</h2>
      <p className="muted">{t('book.duplicatesText')}</p>
      <ul className="duplicates-list">{live.value.map((pair) => <li key={`${pair.one.id} ${pair.other.id}`}><PairCard pair={pair} /></li>)}</ul>
    </div>
  )
}

function PairCard({ pair: { one, other, because } }: { pair: Pair }) {
  const t = useText()
  const merge = useCallOf('book.merge')
  const keepApart = useCallOf('book.keepApart')
  const [fail, setFail] = useState<PlainTextKey | null>(null)
  const busy = merge.busy || keepApart.busy
  const keep = async (kept: BookContact, gone: BookContact): Promise<void> => {
    const answer = await merge.run({ keepId: kept.id, goneId: gone.id })
    if (answer.ok) announce(t('book.merged'))
    else setFail(bookFail(answer.fail))
  }
  const apart = async (): Promise<void> => {
    const answer = await keepApart.run({ oneId: one.id, otherId: other.id })
    if (!answer.ok) setFail(bookFail(answer.fail))
  }
  return (
    <article className="duplicate" aria-label={nameOf(one)}>
      <p className="small muted">{because === 'same-name' ? t('book.sameName') : t('book.sameMobile')}</p>
      <div className="duplicate-pair">
        {[[one, other] as const, [other, one] as const].map(([kept, gone]) => (
          <div key={kept.id} className="duplicate-side">
            <strong>{nameOf(kept)}</strong>
            <span className="contact-address">{kept.address}</span>
            <span className="small muted">{[kept.organisation, kept.mobile === null ? '' : showMobile(kept.mobile)].filter((words) => words !== '').join(' · ')}</span>
            <Button size="small" isDisabled={busy} onPress={() => void keep(kept, gone)}>{t('book.keepThisOf', { address: kept.address })}</Button>
          </div>
        ))}
      </div>
      <div><Button size="small" look="quiet" isDisabled={busy} onPress={() => void apart()}>{t('book.keepBoth')}</Button></div>
      {fail !== null && <Notice tone="alert" live>{t(fail)}</Notice>}
    </article>
  )
}
