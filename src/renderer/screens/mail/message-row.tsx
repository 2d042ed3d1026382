import { memo, type CSSProperties } from 'react'
import type { MessageRow } from '../../../shared/contract/mail.ts'
import type { Claim } from '../../../shared/contract/claims.ts'
import { fromFirstFound } from '../../../shared/mail/search-words.ts'
import type { Translate } from '../../../shared/text/table.ts'
import { Badge, verdictLook } from '../../parts/badge.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useFormats, useText, type Formats } from '../../parts/text.tsx'
import { rowClaim, type RowClaim } from '../claims/claim-words.ts'
import { RowClaimView } from '../claims/row-claim.tsx'
import { Marked } from '../search/marked.tsx'

export const rowElementId = (id: number): string => `bericht-${id}`

/** Who it is from; in what one sent oneself, who it is to. */
export function correspondent(row: MessageRow, sentByMe: boolean, t: Translate): string {
  if (!sentByMe) return row.from.name === '' ? row.from.address : row.from.name
  const names = row.to.map((to) => (to.name === '' ? to.address : to.name))
  return names.length === 0 ? t('row.toNobody') : t('row.to', { names: names.join(', ') })
}

/** The row in one sentence, in the order in which a person wants to know. */
function rowSentence(row: MessageRow, who: string, words: { t: Translate; formats: Formats; claim: RowClaim | null }): string {
  const { t, formats, claim } = words
  const parts = [
    row.seen ? null : t('row.unread'), who, row.subject === '' ? t('row.noSubject') : row.subject, formats.long(row.receivedAt), claim?.words ?? null,
    row.verdict === null ? null : t(verdictLook(row.verdict).word), row.flagged ? t('row.flagged') : null, row.answered ? t('row.answered') : null,
    row.forwarded ? t('row.forwarded') : null, row.hasAttachments ? t('row.attachments') : null,
    row.conversationSize > 1 ? t('row.conversation', { count: row.conversationSize }) : null,
  ]
  return parts.filter((part) => part !== null).join(', ')
}

export interface MessageRowProps {
  row: MessageRow
  index: number
  total: number
  chosen: boolean
  current: boolean
  sentByMe: boolean
  /** Among search results: which folder it is in. */
  folderName: string | null
  words: readonly string[]
  /** Who has it; null: it is of no shared mailbox. */
  claim: Claim | null
  /** By the minute: who was writing is not for ever. */
  now: number
  style: CSSProperties
}

/** One message of the list, as a row that is chosen and opened as a whole. */
export const MessageRowView = memo(function MessageRowView({ row, index, total, chosen, current, sentByMe, folderName, words, claim, now, style }: MessageRowProps) {
  const t = useText()
  const formats = useFormats()
  const who = correspondent(row, sentByMe, t)
  const held = claim === null ? null : rowClaim(claim, t, now)
  return (
    <div
      role="option" id={rowElementId(row.id)} aria-selected={chosen} aria-posinset={index + 1} aria-setsize={total} data-index={index} style={style}
      className={`row${row.seen ? '' : ' row-unread'}${chosen ? ' row-chosen' : ''}${current ? ' row-current' : ''}`}
    >
      <span className="only-heard">{rowSentence(row, who, { t, formats, claim: held })}</span>
      <div className="row-look" aria-hidden="true">
        <span className="row-dot" />
        <span className="row-who one-line"><Marked text={who} words={words} /></span>
        {row.conversationSize > 1 && <span className="row-count">{row.conversationSize}</span>}
        <time className="row-when">{formats.short(row.receivedAt)}</time>
        <span className="row-subject one-line">{row.subject === '' ? t('row.noSubject') : <Marked text={row.subject} words={words} />}</span>
        <RowMarks row={row} />
        <span className="row-meta">
          {row.verdict !== null && <Badge verdict={row.verdict} />}
          {held !== null && <RowClaimView claim={held} />}
          {folderName !== null && <span className="row-folder one-line">{folderName}</span>}
          <span className="row-snippet one-line"><Marked text={fromFirstFound(row.snippet, words)} words={words} /></span>
        </span>
      </div>
    </div>
  )
})

function RowMarks({ row }: { row: MessageRow }) {
  return (
    <span className="row-marks">
      {row.answered && <Icon name="reply" size={14} />}
      {row.forwarded && <Icon name="forward" size={14} />}
      {row.hasAttachments && <Icon name="attach" size={14} />}
      {row.flagged && <Icon name="flag" size={14} className="row-flag" />}
    </span>
  )
}

/** The place of a row that is on its way. */
export function GhostRow({ style }: { style: CSSProperties }) {
  return <div className="row row-ghost" role="presentation" style={style}><span className="row-ghost-line" /><span className="row-ghost-line" /></div>
}
