import type { ReactNode } from 'react'
import { Icon, type IconName } from './icons.tsx'
import './banner.css'

/** A line across the window for what concerns everything: the demo, a full disk, a lost core. It goes when it is over, or with what `actions` do about it. */
export function Banner({ tone, icon, children, actions, live = false }: {
  tone: 'demo' | 'told' | 'warn' | 'alert'
  icon: IconName
  children: ReactNode
  actions?: ReactNode
  live?: boolean
}) {
  return (
    <div className={`banner banner-${tone}`} {...(live ? { role: 'status' } : {})}>
      <Icon name={icon} />
      <span className="banner-words">{children}</span>
      {actions}
    </div>
  )
}
