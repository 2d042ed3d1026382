import type { OutputOf } from '../../../shared/contract/contract.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon } from '../../parts/icons.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import { ListHead } from '../mail/list-pane.tsx'

type Kept = OutputOf<'drafts.list'>[number]

/** Own words without their markup, for one line. */
const firstWords = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/&nbsp;/g, ' ').replace(/&amp;/g, '&').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/\s+/g, ' ').trim().slice(0, 140)

/** What is being written from one account, newest first; choosing one goes on with it. */
export function DraftsList({ accountId, onOpen }: { accountId: string; onOpen: (id: string) => void }) {
  const t = useText()
  const live = useQueryOf('drafts.list', {})
  const drafts = live.state === 'ready' ? live.value.filter((draft) => draft.fields.accountId === accountId).sort((one, other) => other.savedAt - one.savedAt) : []
  return (
    <>
      <ListHead title={t('folder.drafts')} note={drafts.length > 0 ? t('drafts.count', { count: drafts.length }) : ''} />
      {live.state === 'loading' && <Ghosts rows={4} />}
      {live.state === 'failed' && <div className="list-notice"><Notice tone="warn" actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t(failWords(live.fail))}</Notice></div>}
      {live.state === 'ready' && drafts.length === 0 && <EmptyState icon="draft" title={t('drafts.empty')}>{t('drafts.emptyText')}</EmptyState>}
      {drafts.length > 0 && (
        <ul className="drafts-list">
          {drafts.map((draft) => <li key={draft.id}><DraftRow draft={draft} onOpen={() => onOpen(draft.id)} /></li>)}
        </ul>
      )}
    </>
  )
}

function DraftRow({ draft, onOpen }: { draft: Kept; onOpen: () => void }) {
  const t = useText()
  const formats = useFormats()
  const names = [...draft.fields.to, ...draft.fields.cc, ...draft.fields.bcc].map((to) => (to.name === '' ? to.address : to.name))
  return (
    <button type="button" className="draft-row" onClick={onOpen}>
      <span className="draft-who one-line">{names.length === 0 ? t('drafts.toNobody') : t('row.to', { names: names.join(', ') })}</span>
      <time className="row-when">{formats.short(draft.savedAt)}</time>
      <span className="draft-subject one-line">{draft.fields.subject === '' ? t('row.noSubject') : draft.fields.subject}</span>
      {draft.attachments.length > 0 && <Icon name="attach" size={14} />}
      <span className="row-snippet one-line">{firstWords(draft.fields.html)}</span>
    </button>
  )
}
