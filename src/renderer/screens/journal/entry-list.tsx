import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type KeyboardEvent, type MouseEvent } from 'react'
import type { JournalEntryValue } from '../../../shared/contract/journal.ts'
import { entryWords } from '../../../shared/text/journal-words.ts'
import { Icon } from '../../parts/icons.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { aboutOf, entryIcon, whoOf } from './entry-look.ts'
import { entryKey } from './looking.ts'

/** Two lines of text with room around them, as the style sheet has it. */
const ROW = 58
const elementId = (key: string): string => `journal-entry-${key}`

export interface EntryListProps {
  rows: readonly JournalEntryValue[]
  /** By `entryKey`. */
  chosen: string | null
  onChoose: (entry: JournalEntryValue) => void
  /** Enter, or a click: where there is one pane, it is shown there. */
  onOpen: () => void
  onEnd: () => void
  /** The entry at which the chain breaks. */
  bad: number | null
  /** How a workstation is called, where there are several. */
  stationName: (station: string) => string
}

/** However many there are, only what is in view is drawn. */
export function EntryList({ rows, chosen, onChoose, onOpen, onEnd, bad, stationName }: EntryListProps) {
  const t = useText()
  const scroll = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({ count: rows.length, getScrollElement: () => scroll.current, estimateSize: () => ROW, overscan: 8 })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => { if (last >= rows.length - 20) onEnd() }, [last, rows.length, onEnd])
  const at = rows.findIndex((row) => entryKey(row) === chosen)
  const reach = (index: number): void => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    if (row === undefined) return
    onChoose(row)
    virtual.scrollToIndex(rows.indexOf(row), { align: 'auto' })
  }
  const onKey = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / ROW) - 1)
    const targets: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: rows.length - 1 }
    const target = targets[event.key]
    if (event.altKey || event.ctrlKey || event.metaKey || (target === undefined && event.key !== 'Enter')) return
    event.preventDefault()
    if (target !== undefined) reach(target)
    else if (at !== -1) onOpen()
  }
  const onClick = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
    if (row === null) return
    reach(Number(row.dataset['index']))
    onOpen()
  }
  const isShown = chosen !== null && items.some(({ index }) => { const row = rows[index]; return row !== undefined && entryKey(row) === chosen })
  return (
    <div
      ref={scroll} className="journal-list" role="listbox" tabIndex={0} aria-label={t('journal.entries')} onKeyDown={onKey} onClick={onClick}
      {...(isShown ? { 'aria-activedescendant': elementId(chosen) } : {})}
    >
      <div className="journal-list-inside" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const entry = rows[index]
          return entry === undefined ? null : <EntryRow key={entryKey(entry)} entry={entry} index={index} top={start} isChosen={entryKey(entry) === chosen} isBad={entry.sequence === bad} station={entry.station === null ? '' : stationName(entry.station)} />
        })}
      </div>
    </div>
  )
}

interface RowProps { entry: JournalEntryValue; index: number; top: number; isChosen: boolean; isBad: boolean; station: string }

function EntryRow({ entry, index, top, isChosen, isBad, station }: RowProps) {
  const t = useText()
  const formats = useFormats()
  const isOther = entry.outcome !== 'done' || isBad
  return (
    <div
      id={elementId(entryKey(entry))} role="option" aria-selected={isChosen} data-index={index} className={`journal-row${isOther ? ' journal-row-other' : ''}`}
      style={{ height: ROW, transform: `translateY(${String(top)}px)` }}
    >
      <Icon name={isOther ? 'alert' : entryIcon(entry)} size={18} />
      <span className="journal-row-words">
        <span className="journal-row-what one-line">{t(entryWords(entry))}</span>
        <span className="small muted one-line">{[whoOf(entry, t), ...aboutOf(entry, t), ...(station === '' ? [] : [station])].join(' · ')}</span>
      </span>
      <time className="journal-row-when small muted">{formats.short(entry.at)}</time>
    </div>
  )
}
