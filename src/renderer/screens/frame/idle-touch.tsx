import { useEffect } from 'react'
import { TOUCH_EVERY_MS } from '../../../shared/limits.ts'
import { useCore } from '../../bridge/use-core.tsx'

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const

/** Tells the vault that somebody is there, so that it does not lock under their hands. Draws nothing. */
export function IdleTouch() {
  const core = useCore()
  useEffect(() => {
    let last = 0
    const touch = (): void => {
      const now = performance.now()
      if (last > 0 && now - last < TOUCH_EVERY_MS) return
      last = now
      void core.ask('vault.touch', {})
    }
    for (const sign of signs) window.addEventListener(sign, touch, { passive: true, capture: true })
    return () => { for (const sign of signs) window.removeEventListener(sign, touch, { capture: true }) }
  }, [core])
  return null
}
