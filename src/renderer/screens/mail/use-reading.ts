import { useCallback, useState } from 'react'
import type { List } from './use-list.ts'
import { useNarrow } from './use-narrow.ts'
import { useReadMark } from './use-read-mark.ts'
import type { WhereAbouts } from './use-place.ts'

export interface Reading {
  /** One pane for list and message. */
  readonly narrow: boolean
  /** In one pane: the message is on the screen, not the list. */
  readonly open: boolean
  readonly show: () => void
  readonly back: () => void
  /** The message of the conversation that is unfolded: what an answer is about. */
  readonly shownId: number | null
  readonly onShown: (messageId: number) => void
}

/** Whether and which message is being read; beside the list it is the one under the cursor. */
export function useReading(list: List, where: WhereAbouts, isCovered: boolean): Reading {
  const narrow = useNarrow()
  const [wanted, setWanted] = useState(false)
  const [unfolded, setUnfolded] = useState<{ of: number; id: number } | null>(null)
  const cursorId = list.selecting.selection.cursor?.id ?? null
  const open = wanted && cursorId !== null
  const visible = (!narrow || open) && !isCovered && list.selecting.selection.chosen.size < 2
  const rights = where.folders.find((folder) => folder.id === list.row?.folderId)?.rights
  useReadMark(visible ? list.row : undefined, rights?.flag === true)
  const onShown = useCallback((id: number) => {
    if (cursorId !== null) setUnfolded({ of: cursorId, id })
  }, [cursorId])
  return {
    narrow, open, onShown,
    show: () => setWanted(true),
    back: () => setWanted(false),
    shownId: unfolded !== null && unfolded.of === cursorId ? unfolded.id : cursorId,
  }
}
