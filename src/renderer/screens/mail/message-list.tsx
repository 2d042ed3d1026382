import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type Ref, type RefObject } from 'react'
import { blockOf, useClaims } from '../claims/use-claims.ts'
import { useMinute } from '../outbox/waiting.ts'
import type { Rows } from './use-rows.ts'
import { GhostRow, MessageRowView, rowElementId } from './message-row.tsx'
import type { RowStore, Spot } from './row-store.ts'
import { isChosen, type Selection } from './selection.ts'
import './message-list.css'

/** How the next row is reached: by itself (a click), in passing (keys), with everything in between (Shift), or added to what is chosen (Ctrl). */
export type Reach = 'only' | 'walk' | 'stretch' | 'toggle'

export interface ListHandle {
  focus(): void
  /** The first row in view, unless the list stands at its top: then new mail may appear above it. */
  anchor(): Spot | null
  /** Brings a row into view with as little movement as possible. */
  show(index: number): void
}

export interface MessageListProps {
  rows: Rows
  label: string
  selection: Selection
  onReach: (index: number, reach: Reach) => void
  /** Enter, or a click: read it. */
  onOpen: () => void
  onChooseAll: () => void
  sentByMe: boolean
  /** Some of these may be of a shared mailbox. */
  mayBeShared: boolean
  words: readonly string[]
  folderName: (folderId: number) => string | null
  ref: Ref<ListHandle>
}

/** The row height that the density sets, as the style sheet says it. */
function useRowHeight(): number {
  const read = (): number => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row')) || 84
  const [height, setHeight] = useState(read)
  useEffect(() => {
    const observer = new MutationObserver(() => setHeight(read()))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-density'] })
    return () => observer.disconnect()
  }, [])
  return height
}

/** Where a key goes from here; null: not a key of the list. */
function keyTarget(event: KeyboardEvent, from: number, list: { total: number; page: number }): number | null {
  switch (event.key) {
    case 'ArrowDown': return from + 1
    case 'ArrowUp': return from - 1
    case 'PageDown': return from + list.page
    case 'PageUp': return from - list.page
    case 'Home': return 0
    case 'End': return list.total - 1
    default: return null
  }
}

/** A list of any length: only what is in view is drawn, and it keeps its place when rows come in above it. */
export function MessageList({ rows, label, selection, onReach, onOpen, onChooseAll, sentByMe, mayBeShared, words, folderName, ref }: MessageListProps) {
  const scroll = useRef<HTMLDivElement>(null)
  const height = useRowHeight()
  const { view, store } = rows
  const virtual = useVirtualizer({ count: view.total, getScrollElement: () => scroll.current, estimateSize: () => height, overscan: 8 })
  const items = virtual.getVirtualItems()
  const first = items[0]?.index ?? 0
  const last = items.at(-1)?.index ?? 20
  useEffect(() => store.want(first, last), [store, first, last, view.total])
  const now = useMinute()
  const block = blockOf(first, last)
  const claims = useClaims(mayBeShared ? idsIn(view, block) : [])
  useLayoutEffect(() => virtual.measure(), [virtual, height])
  useKeptPlace(scroll, view.moved * height)
  useListHandle(ref, { scroll, height, store, show: (index) => virtual.scrollToIndex(index, { align: 'auto' }) })

  const onKey = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') onChooseAll()
    else if (event.key === 'Enter') onOpen()
    else if (event.key === ' ' && selection.cursor !== null) onReach(selection.cursor.index, 'toggle')
    else {
      const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / height) - 1)
      const target = event.altKey || event.ctrlKey || event.metaKey ? null : keyTarget(event, selection.cursor?.index ?? -1, { total: view.total, page })
      if (target === null) return
      onReach(Math.min(Math.max(target, 0), view.total - 1), event.shiftKey ? 'stretch' : 'walk')
    }
    event.preventDefault()
  }
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
    if (row === null) return
    onReach(Number(row.dataset['index']), event.shiftKey ? 'stretch' : event.ctrlKey || event.metaKey ? 'toggle' : 'only')
    if (!event.shiftKey && !event.ctrlKey && !event.metaKey) onOpen()
  }
  const cursor = selection.cursor
  const cursorShown = cursor !== null && items.some((item) => view.at(item.index)?.id === cursor.id)
  return (
    <div
      ref={scroll} className="message-list" role="listbox" tabIndex={0} aria-label={label} aria-multiselectable="true"
      {...(cursorShown ? { 'aria-activedescendant': rowElementId(cursor.id) } : {})} onKeyDown={onKey} onClick={onClick}
    >
      <div className="message-list-inside" role="presentation" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = view.at(item.index)
          const style = { height, transform: `translateY(${item.start}px)` }
          return row === undefined ? <GhostRow key={`ghost-${item.index}`} style={style} /> : (
            <MessageRowView
              key={row.id} row={row} index={item.index} total={view.total} chosen={isChosen(selection, row.id)} current={cursor?.id === row.id}
              sentByMe={sentByMe} folderName={folderName(row.folderId)} words={words} claim={claims.get(row.id) ?? null} now={claims.size === 0 ? 0 : now} style={style}
            />
          )
        })}
      </div>
    </div>
  )
}

const idsIn = (view: Rows['view'], { from, to }: { from: number; to: number }): number[] =>
  Array.from({ length: Math.max(0, Math.min(to, view.total) - from) }, (_, at) => view.at(from + at)?.id).filter((id) => id !== undefined)

interface HandleParts { scroll: RefObject<HTMLDivElement | null>; height: number; store: RowStore; show: (index: number) => void }

function useListHandle(ref: Ref<ListHandle>, { scroll, height, store, show }: HandleParts): void {
  useImperativeHandle(ref, () => ({
    focus: () => scroll.current?.focus(),
    anchor() {
      const top = scroll.current?.scrollTop ?? 0
      const index = Math.ceil(top / height)
      const row = store.snapshot().at(index)
      return top < height / 2 || row === undefined ? null : { id: row.id, index }
    },
    show,
  }))
}

/** Moves the scroll position along with the rows, before anything is painted. */
function useKeptPlace(scroll: RefObject<HTMLDivElement | null>, moved: number): void {
  const before = useRef(moved)
  useLayoutEffect(() => {
    if (scroll.current !== null && moved !== before.current) scroll.current.scrollBy({ top: moved - before.current, behavior: 'instant' })
    before.current = moved
  }, [scroll, moved])
}
