import { useEffect, useMemo, useRef, useState } from 'react'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { Button } from '../../parts/button.tsx'
import { useCommands } from '../../parts/commands.tsx'
import { ChoiceField } from '../../parts/field.tsx'
import { Ghosts } from '../../parts/ghosts.tsx'
import { EmptyState, Notice } from '../../parts/notice.tsx'
import { useText } from '../../parts/text.tsx'
import { useNarrow } from '../mail/use-narrow.ts'
import { useReadMark } from '../mail/use-read-mark.ts'
import { ConversationPane } from '../message/conversation-pane.tsx'
import type { CardActs } from '../message/message-card.tsx'
import { useMinute } from '../outbox/waiting.ts'
import { claimFail } from './claim-words.ts'
import { WaitingList, type WaitingListHandle } from './waiting-list.tsx'
import { isLate, ofWhom, rowFrom, whose, type Waiting, type WaitingView, type Whose } from './waiting-view.ts'
import './claims.css'

interface WaitingPaneProps {
  acts: CardActs
  view: WaitingView
  onView: (change: Partial<WaitingView>) => void
  onFolder: (message: { id: number; folderId: number }) => void
  /** Where marks may be set: looking at a message there counts as reading it. */
  mayMark: (folderId: number) => boolean
}

/** Mail of shared mailboxes that nobody is done with: what breaks a promise first is on top (R10). */
export function WaitingPane(props: WaitingPaneProps) {
  const t = useText()
  const live = useQueryOf('claims.waiting', {})
  const practice = useQueryOf('practice.state', {})
  const member = practice.state === 'ready' && practice.value.kind === 'member' ? practice.value : null
  if (live.state === 'loading') return <Ghosts rows={5} />
  if (live.state === 'failed') {
    return live.fail === 'not-member'
      ? <><h1 className="only-heard">{t('waiting.title')}</h1><EmptyState icon="clock" title={t('waiting.noPractice')}>{t('waiting.noPracticeText')}</EmptyState></>
      : <Notice tone="warn" live actions={<Button size="small" onPress={live.retry}>{t('act.retry')}</Button>}>{t(claimFail(live.fail))}</Notice>
  }
  if (live.value.length === 0 && props.view.shown === null) return <><h1 className="only-heard">{t('waiting.title')}</h1><EmptyState icon="check" title={t('waiting.none')}>{t('waiting.noneText')}</EmptyState></>
  return <ListAndMessage {...props} all={live.value} me={member?.me.id ?? null} />
}

function ListAndMessage({ acts, view: { whose: of, shown }, onView, onFolder, mayMark, all, me }: WaitingPaneProps & { all: readonly Waiting[]; me: string | null }) {
  const t = useText()
  const narrow = useNarrow()
  const list = useRef<WaitingListHandle>(null)
  const main = useRef<HTMLElement>(null)
  const rows = ofWhom(all, of, me)
  const shownId = shown?.messageId ?? null
  const show = (row: Waiting): void => {
    onView({ shown: row })
    if (narrow) requestAnimationFrame(() => main.current?.focus())
  }
  const back = (): void => {
    onView({ shown: null })
    requestAnimationFrame(() => { if (shownId !== null) list.current?.focus(shownId) })
  }
  useSteps(rows, { shownId, onStep: show })
  return (
    <div className="waiting" data-shows={shown === null ? 'list' : 'message'}>
      <section className="waiting-side" aria-label={t('waiting.list')}>
        <WaitingHead all={all} me={me} of={of} onWhose={(chosen) => onView({ whose: chosen })} />
        {rows.length === 0 && <p className="muted">{t(of === 'mine' ? 'waiting.noneMine' : 'waiting.noneFree')}</p>}
        <WaitingList ref={list} rows={rows} shownId={shownId} me={me} walks={!narrow} onShow={show} />
      </section>
      <section ref={main} className="waiting-main" aria-label={t('frame.message')} tabIndex={-1}>
        {shown === null
          ? <EmptyState icon="mailOpen" title={t('reading.none')} />
          : (
            <>
              <div className="waiting-back">
                {narrow && <Button look="quiet" size="small" icon="arrowLeft" onPress={back}>{t('act.backToList')}</Button>}
                <Button look="quiet" size="small" icon="folder" onPress={() => onFolder({ id: shown.messageId, folderId: shown.folderId })}>{t('waiting.toFolder', { name: shown.mailbox })}</Button>
              </div>
              <Shown key={shown.messageId} id={shown.messageId} subject={shown.subject} acts={acts} mayMark={mayMark(shown.folderId)} />
            </>
          )}
      </section>
    </div>
  )
}

function WaitingHead({ all, me, of, onWhose }: { all: readonly Waiting[]; me: string | null; of: Whose; onWhose: (chosen: Whose) => void }) {
  const t = useText()
  const now = useMinute()
  const late = all.filter((row) => isLate(row, now)).length
  const words = { all: 'waiting.all', free: 'waiting.free', mine: 'waiting.mine' } as const
  return (
    <>
      <h1 className="waiting-title">{t('waiting.title')} <span className="list-note">{[t('waiting.count', { count: all.length }), late > 0 ? t('waiting.late', { count: late }) : ''].filter((part) => part !== '').join(' · ')}</span></h1>
      <p className="muted small">{t('waiting.about')}</p>
      <ChoiceField<Whose> label={t('waiting.whose')} value={of} onChange={onWhose} choices={whose.map((value) => ({ value, label: t(words[value], { count: ofWhom(all, value, me).length }) }))} />
    </>
  )
}

/** The same keys as in any list: to the next and the one before, also past what was just finished. */
function useSteps(rows: readonly Waiting[], { shownId, onStep }: { shownId: number | null; onStep: (row: Waiting) => void }): void {
  const t = useText()
  const [before, setBefore] = useState(0)
  const at = rows.findIndex(({ messageId }) => messageId === shownId)
  if (at !== -1 && at !== before) setBefore(at)
  const latest = useRef<(by: 1 | -1) => void>(() => undefined)
  useEffect(() => {
    latest.current = (by) => {
      const row = rowFrom(rows, { shown: shownId, before }, by)
      if (row !== undefined) onStep(row)
    }
  })
  useCommands(useMemo(() => [
    { id: 'waiting.next', label: t('command.next'), group: 'go', keys: ['j'], inPalette: false, run: () => latest.current(1) },
    { id: 'waiting.previous', label: t('command.previous'), group: 'go', keys: ['k'], inPalette: false, run: () => latest.current(-1) },
  ], [t]))
}

function Shown({ id, subject, acts, mayMark }: { id: number; subject: string; acts: CardActs; mayMark: boolean }) {
  const [unfolded, setUnfolded] = useState(id)
  const live = useQueryOf('mail.conversation', { messageId: id })
  useReadMark(live.state === 'ready' ? live.value.rows.find((row) => row.id === unfolded) : undefined, mayMark)
  return <ConversationPane messageId={id} subject={subject} acts={acts} tools={null} onBack={null} onShown={setUnfolded} />
}
