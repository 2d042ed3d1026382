import { useCallback, useEffect, useRef, useState } from 'react'
import { folderPlace } from '../frame/place.ts'
import type { List } from './use-list.ts'
import type { WhereAbouts } from './use-place.ts'
import type { Reading } from './use-reading.ts'

interface Spot { readonly id: number; readonly folderId: number }

export interface Leading {
  /** Opens the folder that a message stands in, with that message chosen and read. */
  readonly toMessage: (message: Spot) => void
}

/** From what speaks of a message (the waiting list, who opened what) to the message itself, among the others of its folder. */
export function useLeading({ place, go }: WhereAbouts, { rows: { store }, reach }: List, { show }: Reading): Leading {
  const [sought, setSought] = useState<Spot | null>(null)
  const latest = useRef({ reach, show })
  useEffect(() => { latest.current = { reach, show } })
  useEffect(() => {
    if (sought === null || place?.kind !== 'folder' || place.folderId !== sought.folderId) return
    let hasLeft = false
    void store.find(sought.id).then((position) => {
      if (hasLeft) return
      setSought(null)
      // Gone meanwhile: then the folder it stood in is what there is to see.
      if (typeof position !== 'number') return
      latest.current.reach(position, 'only')
      latest.current.show()
    })
    return () => { hasLeft = true }
  }, [sought, place, store])
  const toMessage = useCallback((message: Spot) => {
    setSought(message)
    go(folderPlace(message.folderId))
  }, [go])
  return { toMessage }
}
