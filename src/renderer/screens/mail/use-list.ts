import { useCallback, useEffect, useRef, type RefObject } from 'react'
import type { MessageRow } from '../../../shared/contract/mail.ts'
import { SELECTION_MAX } from '../../../shared/limits.ts'
import { useEventOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { useText } from '../../parts/text.tsx'
import { samePlace } from '../frame/place.ts'
import type { ListHandle, Reach } from './message-list.tsx'
import { noSelection, stretch } from './selection.ts'
import type { WhereAbouts } from './use-place.ts'
import { useRows, type Rows } from './use-rows.ts'
import { useSelection, type Selecting } from './use-selection.ts'

export interface List {
  readonly rows: Rows
  readonly selecting: Selecting
  /** The row under the cursor, where it is at hand. */
  readonly row: MessageRow | undefined
  readonly reach: (index: number, how: Reach) => void
  /** One further or one back; from nowhere to the first. */
  readonly step: (by: number) => void
  readonly chooseAll: () => void
}

/** The list of a place: its live rows, what is chosen in it, and getting about in it. */
export function useList({ place, folder }: WhereAbouts, handle: RefObject<ListHandle | null>): List {
  const t = useText()
  const selecting = useSelection()
  const { selection, set, reach: reachIn, follow } = selecting
  const rows = useRows(place, {
    anchor: () => handle.current?.anchor() ?? null,
    onRefreshed: (store) => void follow(store),
  })
  const { store, view } = rows

  // Another place is another list: nothing of the old one is chosen in it.
  const shown = useRef(place)
  useEffect(() => {
    if (place !== null && shown.current !== null && !samePlace(shown.current, place)) set(noSelection)
    shown.current = place
  }, [place, set])

  useEventOf('new-mail', ({ folderId, count }) => {
    if (folder?.id === folderId) announce(t('list.newMail', { count }))
  })

  const reach = useCallback((index: number, how: Reach) => {
    void reachIn(store, index, how).then((reached) => { if (reached !== null) handle.current?.show(reached) })
  }, [reachIn, store, handle])
  const step = useCallback((by: number) => {
    const { total } = store.snapshot()
    const from = selection.cursor?.index ?? (by > 0 ? -1 : total)
    if (total > 0) reach(Math.min(Math.max(from + by, 0), total - 1), 'walk')
  }, [reach, store, selection.cursor])
  const chooseAll = useCallback(() => {
    const last = Math.min(store.snapshot().total, SELECTION_MAX) - 1
    if (last < 0) return
    void store.idsBetween(0, last).then((ids) => {
      const first = ids?.[0]
      if (ids !== null && first !== undefined) set(stretch({ ...selection, anchor: { id: first, index: 0 } }, selection.cursor ?? { id: first, index: 0 }, ids))
    })
  }, [store, selection, set])

  const atCursor = selection.cursor === null ? undefined : view.at(selection.cursor.index)
  return { rows, selecting, row: atCursor?.id === selection.cursor?.id ? atCursor : undefined, reach, step, chooseAll }
}
