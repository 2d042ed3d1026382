import { useEffect, type ReactNode } from 'react'
import { announce } from '../../parts/announce.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import type { IconName } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { failWords } from './failures.ts'
import type { RowView } from './row-store.ts'
import './list-pane.css'

export interface ListHeadProps {
  title: string
  /** Beside the title: how many are unread, or were found. */
  note: string
  children?: ReactNode
}

export function ListHead({ title, note, children }: ListHeadProps) {
  return (
    <header className="list-head">
      <h1 className="list-title one-line" title={title}>{title}</h1>
      <span className="list-note one-line">{note}</span>
      {children !== undefined && <span className="list-head-end">{children}</span>}
    </header>
  )
}

export interface ChosenBarProps {
  count: number
  inTrash: boolean
  onArchive: () => void
  onTrash: () => void
  onUnread: () => void
  onFlag: () => void
  onClear: () => void
}

/** In the place of the title while several messages are chosen: how many, and what can be done with them. */
export function ChosenBar({ count, inTrash, onArchive, onTrash, onUnread, onFlag, onClear }: ChosenBarProps) {
  const t = useText()
  const words = t('list.chosen', { count })
  // Not a live region inside the heading: that would leave the heading without a name.
  useEffect(() => announce(words), [words])
  return (
    <header className="list-head list-chosen">
      <h1 className="list-title">{words}</h1>
      <span className="list-head-end">
        <IconButton icon="archive" label={t('act.archive')} shortcut="e" onPress={onArchive} />
        <IconButton icon="trash" label={inTrash ? t('act.destroy') : t('act.trash')} shortcut="Delete" onPress={onTrash} />
        <IconButton icon="mail" label={t('act.unread')} shortcut="u" onPress={onUnread} />
        <IconButton icon="flag" label={t('act.flag')} shortcut="s" onPress={onFlag} />
        <IconButton icon="close" label={t('list.clearChosen')} shortcut="Escape" onPress={onClear} />
      </span>
    </header>
  )
}

export interface ListStateProps {
  view: RowView
  empty: { icon: IconName; title: string; text?: string }
  onRetry: () => void
  children: ReactNode
}

/** The list, or why there is none: still loading, failed, or truly empty. */
export function ListState({ view, empty, onRetry, children }: ListStateProps) {
  const t = useText()
  const again = <Button size="small" onPress={onRetry}>{t('act.retry')}</Button>
  if (view.state === 'loading') return <Ghosts rows={8} />
  if (view.state === 'failed') {
    return <div className="list-notice"><Notice tone="warn" title={t('list.failed')} actions={again} live>{t(failWords(view.fail ?? 'internal'))}</Notice></div>
  }
  if (view.total === 0) return <EmptyState icon={empty.icon} title={empty.title}>{empty.text}</EmptyState>
  return (
    <>
      {view.fail !== null && <div className="list-notice"><Notice tone="warn" actions={again} live>{t('list.notRefreshed', { why: t(failWords(view.fail)) })}</Notice></div>}
      {children}
    </>
  )
}
