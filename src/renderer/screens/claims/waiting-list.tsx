import { useImperativeHandle, useRef, type KeyboardEvent, type Ref } from 'react'
import { Avatar } from '../../parts/avatar.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { useMinute } from '../outbox/waiting.ts'
import { dueSentence } from './claim-words.ts'
import { isLate, type Waiting } from './waiting-view.ts'

export interface WaitingListHandle {
  focus(messageId: number): void
}

interface WaitingListProps {
  ref: Ref<WaitingListHandle>
  rows: readonly Waiting[]
  shownId: number | null
  me: string | null
  /** Arrows show what they come to; otherwise Enter does. */
  walks: boolean
  onShow: (row: Waiting) => void
}

/** One stop for Tab however many there are; arrows, Home and End go from row to row. */
export function WaitingList({ ref, rows, shownId, me, walks, onShow }: WaitingListProps) {
  const list = useRef<HTMLUListElement>(null)
  const buttons = (): HTMLElement[] => [...list.current?.querySelectorAll<HTMLElement>('button[data-message]') ?? []]
  useImperativeHandle(ref, () => ({
    focus: (messageId) => (buttons().find((one) => one.dataset['message'] === String(messageId)) ?? buttons()[0])?.focus(),
  }))
  const stop = rows.some(({ messageId }) => messageId === shownId) ? shownId : rows[0]?.messageId ?? null
  const onKey = (event: KeyboardEvent): void => {
    const all = buttons()
    const at = all.findIndex((one) => one === document.activeElement)
    const targets: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }
    const target = targets[event.key]
    if (target === undefined || at === -1 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const to = Math.min(Math.max(target, 0), all.length - 1)
    all[to]?.focus()
    const row = rows[to]
    if (walks && row !== undefined) onShow(row)
  }
  return (
    <ul ref={list} className="waiting-list" onKeyDown={onKey}>
      {rows.map((row) => <li key={row.messageId}><WaitingRow row={row} isShown={row.messageId === shownId} isStop={row.messageId === stop} me={me} onShow={() => onShow(row)} /></li>)}
    </ul>
  )
}

function WaitingRow({ row, isShown, isStop, me, onShow }: { row: Waiting; isShown: boolean; isStop: boolean; me: string | null; onShow: () => void }) {
  const t = useText()
  const formats = useFormats()
  const now = useMinute()
  const late = isLate(row, now)
  return (
    <button type="button" data-message={row.messageId} tabIndex={isStop ? 0 : -1} className={late ? 'waiting-row waiting-late' : 'waiting-row'} {...(isShown ? { 'aria-current': true } : {})} onClick={onShow}>
      <span className="waiting-from">{row.from}</span>
      <span>{row.subject === '' ? t('row.noSubject') : row.subject}</span>
      <span className="waiting-due">
        <span className="waiting-when">{dueSentence({ due: { ...row.due, late }, when: formats.long(row.due.at) }, t)}</span>
        <span>{row.mailbox}</span>
        {row.to === null ? <span>{t('waiting.nobody')}</span> : <><Avatar name={row.to.name} size={20} /><span>{row.to.id === me ? t('waiting.you') : row.to.name}</span></>}
      </span>
    </button>
  )
}
