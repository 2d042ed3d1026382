import { useSyncExternalStore } from 'react'

/** The width up to which list and message share one pane; the same number as in frame.css. */
const query = matchMedia('(max-width: 900px)')
const watch = (onChange: () => void): (() => void) => {
  query.addEventListener('change', onChange)
  return () => query.removeEventListener('change', onChange)
}

/** Whether list and message share one pane now. */
export const useNarrow = (): boolean => useSyncExternalStore(watch, () => query.matches)
