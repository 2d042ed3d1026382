import { useCallback, useRef, useState } from 'react'
import type { Reach } from './message-list.tsx'
import type { RowStore, Spot } from './row-store.ts'
import { afterChange, noSelection, stepTo, stretch, stretchTo, toggle, walkTo, type Selection } from './selection.ts'

export interface Selecting {
  readonly selection: Selection
  readonly set: (selection: Selection) => void
  /** To a position of the list, whose row may still have to be fetched. Gives the position that was reached. */
  readonly reach: (store: RowStore, index: number, how: Reach) => Promise<number | null>
  /** After the rows were swapped for newer ones: the cursor follows its row, or takes the next. */
  readonly follow: (store: RowStore) => Promise<void>
}

/** What is chosen in the list. Quick keys run ahead of the rows: each step counts from the last one that was asked for. */
export function useSelection(): Selecting {
  const [selection, setSelection] = useState<Selection>(noSelection)
  const latest = useRef(selection)
  const turn = useRef(0)
  const set = useCallback((next: Selection) => {
    latest.current = next
    setSelection(next)
  }, [])

  const reach = useCallback(async (store: RowStore, index: number, how: Reach): Promise<number | null> => {
    turn.current += 1
    const mine = turn.current
    const { first, last } = how === 'stretch' ? stretchTo(latest.current, index) : { first: index, last: index }
    const place = how === 'stretch' && index < first ? first : Math.min(index, last)
    const ids = idsAtHand(store, first, last) ?? await store.idsBetween(first, last)
    const id = ids?.[place - first]
    if (ids === null || id === undefined || mine !== turn.current) return null
    const spot = { id, index: place }
    const now = latest.current
    set(reached(now, spot, { how, ids }))
    return place
  }, [set])

  const follow = useCallback(async (store: RowStore): Promise<void> => {
    const { cursor } = latest.current
    if (cursor === null) return
    const position = await store.find(cursor.id)
    if (position === 'unknown' || latest.current.cursor !== cursor) return
    const { total, at } = store.snapshot()
    set(afterChange(latest.current, position, { total, idAt: (index) => at(index)?.id }))
  }, [set])

  return { selection, set, reach, follow }
}

function reached(now: Selection, spot: Spot, { how, ids }: { how: Reach; ids: readonly number[] }): Selection {
  switch (how) {
    case 'only': return stepTo(spot)
    case 'walk': return walkTo(now, spot)
    case 'toggle': return toggle(now, spot)
    case 'stretch': return stretch(now, spot, ids)
  }
}

/** Without waiting, when every row is there: then a key press shows within the same frame. */
function idsAtHand(store: RowStore, first: number, last: number): number[] | null {
  const ids: number[] = []
  for (let index = first; index <= last; index++) {
    const id = store.snapshot().at(index)?.id
    if (id === undefined) return null
    ids.push(id)
  }
  return ids
}
