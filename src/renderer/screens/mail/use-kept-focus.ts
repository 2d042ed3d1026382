import { useEffect, type RefObject } from 'react'
import type { ListHandle } from './message-list.tsx'

/**
 * Whoever works by keyboard is always somewhere: when what had the focus went away with its screen (a composer that closed, a
 * search that was left), it goes to the list, or in one pane to the message that stands in its place.
 */
export function useKeptFocus(list: RefObject<ListHandle | null>, shown: string): void {
  useEffect(() => {
    // While the list is on its way it is waited for: it tells by another `shown`.
    if (list.current === null || isSomewhere(document.activeElement)) return
    list.current.focus()
    if (!isSomewhere(document.activeElement)) document.getElementById('main')?.focus()
  }, [list, shown])
}

/** What one pane has just put away keeps the focus until it is drawn, and loses it then. */
const isSomewhere = (element: Element | null): boolean => element !== null && element !== document.body && element.checkVisibility({ visibilityProperty: true })
