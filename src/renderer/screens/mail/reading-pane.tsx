import type { ReactNode } from 'react'
import type { MessageRow } from '../../../shared/contract/mail.ts'
import { EmptyState } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { ConversationPane } from '../message/conversation-pane.tsx'
import type { CardActs } from '../message/message-card.tsx'
import type { Selection } from './selection.ts'

interface ReadingPaneProps {
  selection: Selection
  row: MessageRow | undefined
  tools: ReactNode
  acts: CardActs
  onShown: (messageId: number) => void
  /** Up to 900 px wide: back to the list. */
  onBack: (() => void) | null
  /** Which hint stands in an empty pane; none where there is nothing to choose. */
  place: 'mail' | 'drafts' | 'nothing'
}

/** The right pane: the message under the cursor, how many are chosen, or what one could do. */
export function ReadingPane({ selection, row, tools, acts, onShown, onBack, place }: ReadingPaneProps) {
  const t = useText()
  if (place === 'drafts') return <EmptyState icon="draft" title={t('reading.drafts')} />
  if (selection.chosen.size > 1) return <EmptyState icon="mail" title={t('list.chosen', { count: selection.chosen.size })}>{t('reading.chosenText')}</EmptyState>
  if (selection.cursor === null && place === 'nothing') return null
  if (selection.cursor === null) return <EmptyState icon="mailOpen" title={t('reading.none')}>{t('reading.noneText')}</EmptyState>
  return (
    <ConversationPane
      key={selection.cursor.id} messageId={selection.cursor.id} subject={row?.subject ?? ''} acts={acts} tools={row === undefined ? null : tools} onShown={onShown} onBack={onBack}
    />
  )
}
