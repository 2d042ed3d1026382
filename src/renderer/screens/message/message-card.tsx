import { useState } from 'react'
import type { MessageRow, ReadMessage } from '../../../shared/contract/mail.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import { AnswerAskLine, type AnswerAsk } from '../claims/answer-ask.tsx'
import { Attachments } from './attachments.tsx'
import { MessageBody } from './message-body.tsx'
import { MessageHead } from './message-head.tsx'
import { WhyLine } from '../origin/why-line.tsx'
import { ReportLines } from '../outbox/report-cards.tsx'
import { SentRoutes } from '../outbox/sent-routes.tsx'

export type AnswerKind = 'reply' | 'reply-all' | 'forward'

export interface CardActs {
  readonly onAnswer: (kind: AnswerKind, messageId: number) => void
  readonly onWriteTo: (address: string) => void
  /** Somebody else is at the message that was to be answered. */
  readonly ask?: AnswerAsk | null
}

/** A message of the conversation that is folded to one line. */
export function FoldedMessage({ row, onOpen }: { row: MessageRow; onOpen: () => void }) {
  const t = useText()
  const formats = useFormats()
  const who = row.from.name === '' ? row.from.address : row.from.name
  return (
    <button type="button" className={`folded${row.seen ? '' : ' folded-unread'}`} aria-expanded={false} onClick={onOpen}>
      <Avatar name={who} size={26} />
      <span className="folded-who one-line">{who}</span>
      <span className="folded-snippet one-line">{row.snippet}</span>
      {row.verdict !== null && row.verdict !== 'pending' && <Badge verdict={row.verdict} />}
      <time className="folded-when" title={t('row.open')}>{formats.short(row.receivedAt)}</time>
    </button>
  )
}

/** The message that is read: who and what is known about it, what it says, what came along, what can be answered. */
export function OpenMessage({ messageId, acts }: { messageId: number; acts: CardActs }) {
  const t = useText()
  const live = useQueryOf('mail.message', { messageId })
  const [plain, setPlain] = useState(false)
  if (live.state === 'loading') return <div className="message-card"><Ghosts rows={6} shape="line" /></div>
  if (live.state === 'failed') {
    const again = live.fail === 'no-such-message' ? undefined : <Button size="small" onPress={live.retry}>{t('act.retry')}</Button>
    return <div className="message-card"><Notice tone="warn" title={t('message.failed')} actions={again}>{t(failWords(live.fail))}</Notice></div>
  }
  const message = live.value
  const several = message.to.length + message.cc.length > 1
  return (
    <article className="message-card" aria-label={t('message.label', { name: message.from[0]?.name ?? message.from[0]?.address ?? '' })}>
      <MessageHead message={message} />
      {message.verdict !== null && <WhyLine messageId={message.id} verdict={message.verdict} />}
      {message.verdict === null && <ReportLines messageId={message.id} />}
      {message.verdict === null && <SentRoutes messageId={message.id} />}
      <div className="message-body"><MessageBody key={message.id} message={message} plain={plain} onWriteTo={acts.onWriteTo} /></div>
      <Attachments messageId={message.id} attachments={message.attachments} />
      {acts.ask?.messageId === message.id && <AnswerAskLine ask={acts.ask} />}
      <div className="message-acts">
        <Button look="primary" icon="reply" shortcut="r" onPress={() => acts.onAnswer('reply', message.id)}>{t('act.reply')}</Button>
        {several && <Button icon="replyAll" shortcut="a" onPress={() => acts.onAnswer('reply-all', message.id)}>{t('act.replyAll')}</Button>}
        <Button icon="forward" shortcut="f" onPress={() => acts.onAnswer('forward', message.id)}>{t('act.forward')}</Button>
        {hasBothForms(message.content) && (
          <span className="message-form"><Button look="quiet" onPress={() => setPlain(!plain)}>{plain ? t('body.asHtml') : t('body.asText')}</Button></span>
        )}
      </div>
    </article>
  )
}

const hasBothForms = (content: ReadMessage['content']): boolean => content.kind === 'ready' && content.html !== null && content.text !== null
