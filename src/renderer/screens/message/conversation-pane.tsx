import { useState, type ReactNode } from 'react'
import type { MessageRow } from '../../../shared/contract/mail.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { IconButton } from '../../parts/button.tsx'
import { useText } from '../../parts/text.tsx'
import { ClaimBar } from '../claims/claim-bar.tsx'
import { Marked } from '../search/marked.tsx'
import { useSearchedWords } from '../search/searched-words.tsx'
import { FoldedMessage, OpenMessage, type CardActs } from './message-card.tsx'
import './message.css'
import './message-body.css'

/** More than this many earlier messages are folded into one line. */
const SHOWN_EARLIER = 3

interface ConversationProps {
  messageId: number
  /** Subject as the list has it, for the moment before the conversation is there. */
  subject: string
  acts: CardActs
  /** Archive, delete and so on: above the message. */
  tools: ReactNode
  /** Back to the list, where both share one pane. */
  onBack: (() => void) | null
  onShown: (messageId: number) => void
}

/** The message under the cursor, with the rest of its conversation folded around it, oldest first. One is open at a time. */
export function ConversationPane({ messageId, subject, acts, tools, onBack, onShown }: ConversationProps) {
  const t = useText()
  const live = useQueryOf('mail.conversation', { messageId }, { keepPrevious: false })
  const [chosen, setChosen] = useState<number | null>(null)
  const shown = chosen ?? messageId
  const rows = live.state === 'ready' ? live.value.rows : []
  const at = rows.findIndex((row) => row.id === shown)
  const open = (id: number): void => {
    setChosen(id)
    onShown(id)
  }
  const words = useSearchedWords()
  const heading = live.state === 'ready' ? live.value.subject : subject
  return (
    <div className="message-pane">
      <div className="message-top">
        {onBack !== null && <IconButton icon="arrowLeft" label={t('act.backToList')} shortcut="Escape" onPress={onBack} />}
        <h1 className="message-subject">{heading === '' ? t('row.noSubject') : <Marked text={heading} words={words} />}</h1>
        {tools}
      </div>
      {rows.length > 1 && <p className="message-trail">{t('message.conversation', { count: rows.length })}</p>}
      <Folded rows={at === -1 ? [] : rows.slice(0, at)} onOpen={open} />
      <ClaimBar key={`claim ${shown}`} messageId={shown} />
      <OpenMessage key={shown} messageId={shown} acts={acts} />
      <Folded rows={at === -1 ? [] : rows.slice(at + 1)} onOpen={open} />
    </div>
  )
}

function Folded({ rows, onOpen }: { rows: readonly MessageRow[]; onOpen: (id: number) => void }) {
  const t = useText()
  const [all, setAll] = useState(false)
  if (rows.length === 0) return null
  const hidden = all || rows.length <= SHOWN_EARLIER ? 0 : rows.length - (SHOWN_EARLIER - 1)
  return (
    <div className="folded-group">
      {hidden > 0 && (
        <button type="button" className="folded folded-more" aria-expanded={false} onClick={() => setAll(true)}>
          {t('message.more', { count: hidden })}
        </button>
      )}
      {rows.slice(hidden).map((row) => <FoldedMessage key={row.id} row={row} onOpen={() => onOpen(row.id)} />)}
    </div>
  )
}
