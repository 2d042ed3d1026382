import type { ReactNode } from 'react'
import { Icon, type IconName } from './icons.tsx'
import './notice.css'

export type NoticeTone = 'info' | 'warn' | 'alert' | 'done'
const icons: Record<NoticeTone, IconName> = { info: 'info', warn: 'info', alert: 'alert', done: 'check' }

/**
 * What happened, what it means, what to do: in the flow of the page, where it belongs. `live` reads it out when it appears:
 * use it for what follows from an act, not for what was there from the start.
 */
export function Notice({ tone = 'info', title, children, actions, live = false }: {
  tone?: NoticeTone
  title?: string
  children?: ReactNode
  actions?: ReactNode
  live?: boolean
}) {
  return (
    <div className={`notice notice-${tone}`} {...(live ? { role: tone === 'alert' ? 'alert' : 'status' } : {})}>
      <Icon name={icons[tone]} size={18} />
      <div className="notice-words">
        {title !== undefined && <strong className="notice-title">{title}</strong>}
        {children !== undefined && <div className="notice-text">{children}</div>}
        {actions !== undefined && <div className="notice-actions">{actions}</div>}
      </div>
    </div>
  )
}

/** The middle of an empty or failed pane: one drawing, one sentence, perhaps one thing to do. */
export function EmptyState({ icon, title, children, actions }: { icon: IconName; title: string; children?: ReactNode; actions?: ReactNode }) {
  return (
    <div className="empty-state">
      <Icon name={icon} size={32} />
      <p className="empty-state-title">{title}</p>
      {children !== undefined && <div className="empty-state-text">{children}</div>}
      {actions !== undefined && <div className="notice-actions">{actions}</div>}
    </div>
  )
}
