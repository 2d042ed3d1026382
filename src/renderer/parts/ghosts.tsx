import { useEffect, useState } from 'react'
import { GHOST_DELAY_MS } from '../../shared/limits.ts'
import { useText } from './text.tsx'
import './ghosts.css'

/** True once something has taken long enough that a person would wonder. */
export function useLate(delayMs: number = GHOST_DELAY_MS): boolean {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delayMs)
    return () => clearTimeout(timer)
  }, [delayMs])
  return late
}

/** The outline of what is coming. Nothing at all for the first fifth of a second: a flash is worse than a gap. */
export function Ghosts({ rows = 6, shape = 'row' }: { rows?: number; shape?: 'row' | 'line' | 'card' }) {
  const t = useText()
  if (!useLate()) return null
  return (
    <div className="ghosts" role="status">
      <span className="only-heard">{t('state.loading')}</span>
      {Array.from({ length: rows }, (_, index) => <div key={index} className={`ghost ghost-${shape}`} aria-hidden="true" />)}
    </div>
  )
}
