import { useCallback, useEffect, useRef } from 'react'

/** The same function at every drawing, which does what the latest one does: what it is given to need not be drawn anew. */
export function useSteady<Argument>(act: (argument: Argument) => void): (argument: Argument) => void {
  const latest = useRef(act)
  useEffect(() => { latest.current = act })
  return useCallback((argument) => latest.current(argument), [])
}
