import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'
import { CHANGED_GATHER_MS, FIRST_ROWS } from '../../../shared/limits.ts'
import { useCore } from '../../bridge/use-core.tsx'
import type { Place } from '../frame/place.ts'
import { rowSourceOf } from './row-sources.ts'
import { RowStore, type RowSource, type RowView, type Spot } from './row-store.ts'

export interface Rows { readonly store: RowStore; readonly view: RowView }

const noRows: RowSource = {
  rows: () => Promise.resolve({ ok: true, value: { total: 0, rows: [] } }),
  position: () => Promise.resolve(null),
}

interface RowsOptions {
  /** The row that must stay where it is on the screen when others come or go; null: the top stays the top. */
  readonly anchor: () => Spot | null
  /** After the rows have been swapped for newer ones. */
  readonly onRefreshed: (store: RowStore) => void
}

/** The live rows of a place: asked in pages, asked anew when the core says that messages changed or when a lost line is back. */
export function useRows(place: Place | null, options: RowsOptions): Rows {
  const core = useCore()
  const store = useMemo(() => new RowStore((place === null ? null : rowSourceOf(core, place)) ?? noRows), [core, place])
  const view = useSyncExternalStore(store.watch, store.snapshot)
  const latest = useRef(options)
  useEffect(() => { latest.current = options })
  // The first screenful before there is anything to draw it in.
  useEffect(() => store.want(0, FIRST_ROWS - 1), [store])
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = (): void => {
      timer ??= setTimeout(() => {
        timer = undefined
        void store.refresh(() => latest.current.anchor()).then(() => latest.current.onRefreshed(store))
      }, CHANGED_GATHER_MS)
    }
    const stopEvents = core.onEvent((event) => {
      if (event.kind === 'changed' && event.topics.includes('messages')) refresh()
    })
    const stopLink = core.onLink(() => { if (core.link() === 'open') refresh() })
    return () => {
      clearTimeout(timer)
      stopEvents()
      stopLink()
    }
  }, [core, store])
  return { store, view }
}
