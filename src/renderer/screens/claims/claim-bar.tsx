import { useId, useRef, useState } from 'react'
import type { Claim } from '../../../shared/contract/claims.ts'
import { useCallOf, useQueryOf } from '../../bridge/use-core.tsx'
import { announce } from '../../parts/announce.tsx'
import { Avatar } from '../../parts/avatar.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import { useMinute } from '../outbox/waiting.ts'
import { LatelyLine } from '../deeds/lately-line.tsx'
import { FinishForm, HandOverForm } from './claim-forms.tsx'
import { ClaimHistory } from './claim-history.tsx'
import { claimFail, finishWords } from './claim-words.ts'
import './claims.css'

/** Who has a message of a shared mailbox, and what can be done about that; nothing for any other message. */
export function ClaimBar({ messageId }: { messageId: number }) {
  const live = useQueryOf('claims.of', { messageIds: [messageId] })
  const claim = live.state === 'ready' ? live.value.find((one) => one.messageId === messageId) : undefined
  return claim === undefined ? null : <Bar claim={claim} />
}

type Unfolded = 'hand-over' | 'finish' | 'history' | null

function Bar({ claim }: { claim: Claim }) {
  const t = useText()
  const [unfolded, setUnfolded] = useState<Unfolded>(null)
  const [fail, setFail] = useState<string | null>(null)
  const acts = useRef<HTMLDivElement>(null)
  const formId = useId()
  const { messageId } = claim
  /** What was pressed may be gone after the act; the focus stays at the bar. */
  const settled = (outcome: { ok: true } | { ok: false; fail: string }, words: string): void => {
    setFail(outcome.ok ? null : outcome.fail)
    if (!outcome.ok) return
    setUnfolded(null)
    announce(words)
    acts.current?.focus()
  }
  const unfold = (what: Exclude<Unfolded, null>): void => setUnfolded((now) => (now === what ? null : what))
  return (
    <section className="claim-bar" aria-label={t('claim.bar')}>
      <div className="claim-line" ref={acts} tabIndex={-1}>
        <ClaimState claim={claim} />
        <ClaimActs claim={claim} unfolded={unfolded} formId={formId} onUnfold={unfold} onSettled={settled} />
      </div>
      {claim.note !== null && claim.finished === null && <p className="claim-note"><strong>{t('claim.noteFrom', { name: claim.note.by.name })}:</strong> {claim.note.text}</p>}
      {unfolded !== 'history' && <LatelyLine messageId={messageId} />}
      {fail !== null && <Notice tone="alert" live>{t(claimFail(fail))}</Notice>}
      <div id={formId}>
        {unfolded === 'hand-over' && <HandOverForm messageId={messageId} onSettled={settled} onClose={() => setUnfolded(null)} />}
        {unfolded === 'finish' && <FinishForm messageId={messageId} onSettled={settled} onClose={() => setUnfolded(null)} />}
        {unfolded === 'history' && <ClaimHistory messageId={messageId} />}
      </div>
    </section>
  )
}

function ClaimState({ claim: { to, answering, finished } }: { claim: Claim }) {
  const t = useText()
  const formats = useFormats()
  const now = useMinute()
  const writes = answering !== null && answering.until > now ? answering : null
  if (finished !== null) {
    return <p className="claim-who"><Icon name="check" /><span>{t('claim.doneBy', { how: t(finishWords[finished.how]), name: finished.by.name, when: formats.long(finished.at) })}</span></p>
  }
  return (
    <div className="claim-who" role="status">
      {to === null ? <Icon name="people" /> : <Avatar name={to.name} size={26} />}
      <span className="claim-words">
        <span>{to === null ? t('claim.nobody') : to.isMe ? t('claim.mine') : t('claim.has', { name: to.name })}</span>
        {to !== null && writes === null && <span className="muted small">{t('claim.since', { when: formats.long(to.since) })}</span>}
        {writes !== null && <span className="claim-writes"><Icon name="draft" size={14} />{t('claim.answering', { name: writes.name })}</span>}
      </span>
    </div>
  )
}

interface ActsProps {
  claim: Claim
  unfolded: Unfolded
  formId: string
  onUnfold: (what: Exclude<Unfolded, null>) => void
  onSettled: (outcome: { ok: true } | { ok: false; fail: string }, words: string) => void
}

function ClaimActs({ claim: { messageId, to, finished, mayClaim }, unfolded, formId, onUnfold, onSettled }: ActsProps) {
  const t = useText()
  const take = useCallOf('claims.claim')
  const release = useCallOf('claims.release')
  const isOpen = finished === null && mayClaim
  const mayReopen = finished !== null && mayClaim
  const folding = (what: Unfolded) => ({ id: formId, open: unfolded === what })
  const takeIt = (): void => void take.run({ messageId, over: to !== null }).then((answer) => onSettled(answer, t('claim.taken')))
  const letGo = (): void => void release.run({ messageId }).then((answer) => onSettled(answer, t('claim.released')))
  return (
    <div className="claim-acts">
      {isOpen && to?.isMe !== true && <Button size="small" busy={take.busy} onPress={takeIt}>{t(to === null ? 'claim.take' : 'claim.takeOver')}</Button>}
      {mayReopen && <Button size="small" busy={take.busy} onPress={takeIt}>{t('claim.reopen')}</Button>}
      {isOpen && <Button size="small" unfolds={folding('hand-over')} onPress={() => onUnfold('hand-over')}>{t('claim.handOver')}</Button>}
      {isOpen && <Button size="small" unfolds={folding('finish')} onPress={() => onUnfold('finish')}>{t('claim.finish')}</Button>}
      {isOpen && to?.isMe === true && <Button size="small" look="quiet" busy={release.busy} onPress={letGo}>{t('claim.release')}</Button>}
      <Button size="small" look="quiet" unfolds={folding('history')} onPress={() => onUnfold('history')}>{t('claim.history')}</Button>
    </div>
  )
}
