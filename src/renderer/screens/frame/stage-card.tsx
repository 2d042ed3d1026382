import { useEffect, useRef, type ReactNode } from 'react'
import { DemoBanner, LinkBanner } from './banners.tsx'
import './stage-card.css'

/** The one card of a screen without mail: unlocking, first run, adding an account, something that stops us. */
export function StageCard({ title, lead, step, children, foot, wide = false }: {
  title: string
  lead?: ReactNode
  /** Above the title: *Stap 2 van 5*. */
  step?: string
  children?: ReactNode
  foot?: ReactNode
  wide?: boolean
}) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Where nothing on the card takes the focus by itself, reading starts at its title.
  useEffect(() => { if (document.activeElement === document.body) heading.current?.focus() }, [])
  return (
    <div className="stage">
      <header className="stage-banners"><DemoBanner /><LinkBanner /></header>
      <main className="stage-room">
        <div className={wide ? 'stage-card stage-card-wide' : 'stage-card'}>
          <span className="stage-mark" aria-hidden="true">P</span>
          {step !== undefined && <p className="stage-step">{step}</p>}
          <h1 className="stage-title" ref={heading} tabIndex={-1}>{title}</h1>
          {lead !== undefined && <p className="stage-lead">{lead}</p>}
          {children}
          {foot !== undefined && <p className="stage-foot">{foot}</p>}
        </div>
      </main>
    </div>
  )
}

/** The way on, and beside it the way back. */
export const StageActions = ({ children }: { children: ReactNode }) => <div className="stage-actions">{children}</div>
