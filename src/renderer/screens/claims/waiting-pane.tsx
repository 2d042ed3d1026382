import { useState } from 'react'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { useNarrow } from '../mail/use-narrow.ts'
import { useReadMark } from '../mail/use-read-mark.ts'
import { ConversationPane } from '../message/conversation-pane.tsx'
import type { CardActs } from '../message/message-card.tsx'
import { claimFail, dueSentence } from './claim-words.ts'
import './claims.css'

type Waiting = OutputOf<'claims.waiting'>[number]

/** Mail of shared mailboxes that nobody is done with: what breaks a promise first is on top (R10). */
export function WaitingPane({ acts, onFolder }: { acts: CardActs; onFolder: (message: { id: number; folderId: number }) => void }) {
  const t = useText()
  const narrow = useNarrow()
  const live = useQueryOf('claims.waiting', {})
  const [shown, setShown] = useState<Pick<Waiting, 'messageId' | 'subject' | 'folderId' | 'mailbox'> | null>(null)
  if (live.state === 'loading') return <Ghosts rows={5} />
  if (live.state === 'failed') {
    return live.fail === 'not-member'
      ? <><h1 className="only-heard">{t('waiting.title')}</h1><EmptyState icon="clock" title={t('waiting.noPractice')}>{t('waiting.noPracticeText')}</EmptyState></>
      : <Notice tone="warn" live actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t(claimFail(live.fail))}</Notice>
  }
  const rows = live.value
  if (rows.length === 0 && shown === null) return <><h1 className="only-heard">{t('waiting.title')}</h1><EmptyState icon="check" title={t('waiting.none')}>{t('waiting.noneText')}</EmptyState></>
  const late = rows.filter(({ due }) => due.late).length
  return (
    <div className="waiting" data-shows={shown === null ? 'list' : 'message'}>
      <section className="waiting-side" aria-label={t('waiting.list')}>
        <h1 className="waiting-title">{t('waiting.title')} <span className="list-note">{[t('waiting.count', { count: rows.length }), late > 0 ? t('waiting.late', { count: late }) : ''].filter((words) => words !== '').join(' · ')}</span></h1>
        <p className="muted small">{t('waiting.about')}</p>
        <ul className="waiting-list">
          {rows.map((row) => <li key={row.messageId}><WaitingRow row={row} isShown={shown?.messageId === row.messageId} onShow={() => setShown(row)} /></li>)}
        </ul>
      </section>
      <section className="waiting-main" aria-label={t('frame.message')}>
        {shown === null
          ? <EmptyState icon="mailOpen" title={t('reading.none')} />
          : (
            <>
              <div className="waiting-back">
                {narrow && <Button look="quiet" size="small" icon="arrowLeft" onPress={() => setShown(null)}>{t('act.backToList')}</Button>}
                <Button look="quiet" size="small" icon="folder" onPress={() => onFolder({ id: shown.messageId, folderId: shown.folderId })}>{t('waiting.toFolder', { name: shown.mailbox })}</Button>
              </div>
              <Shown key={shown.messageId} id={shown.messageId} subject={shown.subject} acts={acts} />
            </>
          )}
      </section>
    </div>
  )
}

function WaitingRow({ row, isShown, onShow }: { row: Waiting; isShown: boolean; onShow: () => void }) {
  const t = useText()
  const formats = useFormats()
  return (
    <button type="button" className={row.due.late ? 'waiting-row waiting-late' : 'waiting-row'} {...(isShown ? { 'aria-current': true } : {})} onClick={onShow}>
      <span className="waiting-from">{row.from}</span>
      <span>{row.subject === '' ? t('row.noSubject') : row.subject}</span>
      <span className="waiting-due">
        <span className="waiting-when">{dueSentence({ due: row.due, when: formats.long(row.due.at) }, t)}</span>
        <span>{row.mailbox}</span>
        {row.to === null ? <span>{t('waiting.nobody')}</span> : <><Avatar name={row.to.name} size={20} /><span>{row.to.name}</span></>}
      </span>
    </button>
  )
}

function Shown({ id, subject, acts }: { id: number; subject: string; acts: CardActs }) {
  const [unfolded, setUnfolded] = useState(id)
  const live = useQueryOf('mail.conversation', { messageId: id })
  useReadMark(live.state === 'ready' ? live.value.rows.find((row) => row.id === unfolded) : undefined, true)
  return <ConversationPane messageId={id} subject={subject} acts={acts} tools={null} onBack={null} onShown={setUnfolded} />
}
