import { useState, type ReactNode } from 'react'
import type { OutboxItem } from '../../../shared/contract/compose.ts'
import type { PlainTextKey } from '../../../shared/text/table.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { Icon, type IconName } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { isLate } from '../claims/waiting-view.ts'
import { useMinute } from '../outbox/waiting.ts'
import { useMailboxesDue } from '../practice/use-mailboxes-due.ts'
import { folderPlace, navModel, samePlace, type AccountGroup, type FolderEntry, type Place, type StandingRole } from './place.ts'

interface NavProps { place: Place | null; onGo: (place: Place) => void }

const roleLooks: Record<StandingRole, { word: PlainTextKey; icon: IconName; counts: boolean }> = {
  inbox: { word: 'folder.inbox', icon: 'inbox', counts: true },
  sent: { word: 'folder.sent', icon: 'send', counts: false },
  archive: { word: 'folder.archive', icon: 'archive', counts: false },
  junk: { word: 'folder.junk', icon: 'junk', counts: false },
  trash: { word: 'folder.trash', icon: 'trash', counts: false },
}

/** Mailboxes of one's own, of the practice, and what is on its way. */
export function FolderNav({ place, onGo }: NavProps) {
  const t = useText()
  const accounts = useQueryOf('accounts.list', {})
  const folders = useQueryOf('folders.list', {})
  if (folders.state === 'failed') return <Notice tone="warn" actions={<Button size="small" onPress={folders.retry}>{t('act.retry')}</Button>}>{t('nav.failed')}</Notice>
  if (accounts.state !== 'ready' || folders.state !== 'ready') return <Ghosts rows={7} shape="line" />
  const model = navModel(accounts.value, folders.value)
  const go = { place, onGo }
  return (
    <div className="nav">
      {model.accounts.map((group) => (
        <OwnGroup key={group.account.id} group={group} title={model.accounts.length === 1 ? t('nav.mine') : group.account.address} {...go} />
      ))}
      {model.shared.length + model.sharedMore.length > 0 && (
        <Group title={t('nav.shared')}>
          {model.shared.map((entry) => <FolderRow key={entry.folder.id} entry={entry} icon="people" {...go} />)}
          <MoreFolders entries={model.sharedMore} {...go} />
        </Group>
      )}
      <WaitingGroup {...go} />
      <Group title={t('nav.onTheWay')}><OutboxRow {...go} /></Group>
      <Group title={t('nav.practice')}>
        <PracticeRow {...go} />
        <Row to={{ kind: 'book' }} label={t('book.title')} icon="people" count={0} {...go} />
        <Row to={{ kind: 'journal' }} label={t('journal.title')} icon="list" count={0} {...go} />
      </Group>
    </div>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="nav-group">
      <h2 className="nav-title one-line">{title}</h2>
      <ul>{children}</ul>
    </section>
  )
}

function OwnGroup({ group, title, ...go }: NavProps & { group: AccountGroup; title: string }) {
  const t = useText()
  const leaving = useQueryOf('practice.leaving', {})
  const isOver = leaving.state === 'ready' && leaving.value?.kind === 'over'
  const [inbox, ...others] = group.standing
  return (
    <Group title={title}>
      {group.standing.length === 0 && !isOver && <li className="nav-empty">{t('nav.fetching')}</li>}
      {inbox !== undefined && <StandingRow entry={inbox} {...go} />}
      <DraftsRow accountId={group.account.id} {...go} />
      {others.map((entry) => <StandingRow key={entry.folder.id} entry={entry} {...go} />)}
      <MoreFolders entries={group.more} {...go} />
    </Group>
  )
}

function StandingRow({ entry, ...go }: NavProps & { entry: AccountGroup['standing'][number] }) {
  const t = useText()
  const look = roleLooks[entry.role]
  return <Row to={folderPlace(entry.folder.id)} label={t(look.word)} icon={look.icon} count={look.counts ? entry.folder.unread : 0} {...go} />
}

function FolderRow({ entry, icon, ...go }: NavProps & { entry: FolderEntry; icon: IconName }) {
  return <Row to={folderPlace(entry.folder.id)} label={entry.label} icon={icon} count={entry.folder.unread} depth={entry.depth} {...go} />
}

function DraftsRow({ accountId, ...go }: NavProps & { accountId: string }) {
  const t = useText()
  const drafts = useQueryOf('drafts.list', {})
  const count = drafts.state === 'ready' ? drafts.value.filter((draft) => draft.fields.accountId === accountId).length : 0
  return <Row to={{ kind: 'drafts', accountId }} label={t('folder.drafts')} icon="draft" count={count} counted="drafts" {...go} />
}

/** What waits longest for a person comes first: a decision, then a refusal, then a route. */
function outboxNote(items: readonly OutboxItem[]): { key: 'nav.unclear' | 'nav.refused' | 'nav.noRoute' | 'nav.waiting'; count: number } | null {
  const number = (kind: OutboxItem['state']['kind']): number => items.filter((item) => item.state.kind === kind).length
  const notes = [
    { key: 'nav.unclear', count: number('held-unclear') }, { key: 'nav.refused', count: number('refused') },
    { key: 'nav.noRoute', count: number('held-no-route') }, { key: 'nav.waiting', count: number('waiting') },
  ] as const
  return notes.find((note) => note.count > 0) ?? null
}

function OutboxRow(go: NavProps) {
  const t = useText()
  const outbox = useQueryOf('outbox.list', {})
  const underway = outbox.state === 'ready' ? outbox.value.filter((item) => item.state.kind !== 'sent') : []
  const reported = useQueryOf('delivery.problems', {})
  const problems = reported.state === 'ready' ? reported.value.length : 0
  const note = problems > 0 ? { key: 'nav.reported' as const, count: problems } : outboxNote(underway)
  return (
    <Row
      to={{ kind: 'outbox' }} label={t('folder.outbox')} icon="outbox" count={underway.length + problems} counted="outbox"
      note={note === null ? undefined : t(note.key, { count: note.count })} {...go}
    />
  )
}

/** Only where there is a practice: what waits in its shared mailboxes. */
function WaitingGroup(go: NavProps) {
  const t = useText()
  const waiting = useQueryOf('claims.waiting', {})
  const now = useMinute()
  if (waiting.state !== 'ready') return null
  const late = waiting.value.filter((row) => isLate(row, now)).length
  return (
    <Group title={t('nav.sharedWork')}>
      <Row to={{ kind: 'waiting' }} label={t('waiting.title')} icon="clock" count={waiting.value.length} counted="waiting" note={late === 0 ? undefined : t('waiting.late', { count: late })} {...go} />
    </Group>
  )
}

/** What asks a person to do something is counted; somebody who waits at the other side is said too. */
function PracticeRow(go: NavProps) {
  const t = useText()
  const practice = useQueryOf('practice.state', {})
  const attention = useQueryOf('practice.attention', {})
  const asked = practice.state === 'ready' && practice.value.kind === 'member' ? practice.value.requests : 0
  const due = useMailboxesDue(practice.state === 'ready' && practice.value.kind === 'member' ? practice.value : null)
  const toDo = (attention.state === 'ready' ? attention.value.length : 0) + due
  return <Row to={{ kind: 'practice' }} label={t('practice.title')} icon="user" count={asked + toDo} counted="practice" note={asked === 0 ? undefined : t('practice.waits', { count: asked })} {...go} />
}

function MoreFolders({ entries, ...go }: NavProps & { entries: readonly FolderEntry[] }) {
  const t = useText()
  const holdsPlace = entries.some((entry) => samePlace(go.place, folderPlace(entry.folder.id)))
  const [opened, setOpened] = useState(false)
  const open = opened || holdsPlace
  if (entries.length === 0) return null
  const unread = entries.reduce((sum, entry) => sum + entry.folder.unread, 0)
  return (
    <li>
      <button
        type="button" className="nav-row nav-fold" aria-expanded={open}
        onClick={(event) => { event.stopPropagation(); setOpened(!open) }}
      >
        <Icon name={open ? 'chevronDown' : 'chevronRight'} />
        <span className="nav-words">{t('nav.folders', { count: entries.length })}</span>
        {!open && <Count count={unread} counted="unread" />}
      </button>
      {open && <ul>{entries.map((entry) => (entry.folder.role === 'drafts'
        ? <FolderRow key={entry.folder.id} entry={{ ...entry, label: t('folder.serverDrafts') }} icon="draft" {...go} />
        : <FolderRow key={entry.folder.id} entry={entry} icon="folder" {...go} />))}</ul>}
    </li>
  )
}

type Counted = 'unread' | 'drafts' | 'outbox' | 'waiting' | 'practice'
const countWords = { unread: 'nav.countUnread', drafts: 'nav.countDrafts', outbox: 'nav.countOutbox', waiting: 'nav.countWaiting', practice: 'nav.countToDo' } as const

function Count({ count, counted }: { count: number; counted: Counted }) {
  const t = useText()
  if (count === 0) return null
  return (
    <>
      <span className="nav-count" aria-hidden="true">{count}</span>
      <span className="only-heard">{t(countWords[counted], { count })}</span>
    </>
  )
}

function Row({ to, label, icon, count, counted = 'unread', note, depth = 0, place, onGo }: NavProps & {
  to: Place
  label: string
  icon: IconName
  count: number
  counted?: Counted
  note?: string | undefined
  depth?: number
}) {
  const here = samePlace(place, to)
  return (
    <li>
      <button type="button" className="nav-row" data-depth={Math.min(depth, 4)} {...(here ? { 'aria-current': 'page' } : {})} onClick={() => onGo(to)}>
        <Icon name={icon} />
        <span className="nav-words">
          <span className="one-line" title={label}>{label}</span>
          {note !== undefined && <small>{note}</small>}
        </span>
        <Count count={count} counted={counted} />
      </button>
    </li>
  )
}
