import { useEffect } from 'react'
import { watchConditions } from './conditions.ts'
import { useCore, useLink } from './use-core.tsx'

/** Tells the core what this computer runs on for as long as somebody is here; anew to a core that came back. */
export function useTellConditions(): void {
  const core = useCore()
  const isOpen = useLink() === 'open'
  useEffect(() => {
    if (!isOpen) return undefined
    return watchConditions(navigator, (conditions) => { void core.ask('copying.conditions', conditions) })
  }, [core, isOpen])
}
