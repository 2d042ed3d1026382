import { startTransition, useCallback, useEffect, useMemo, useRef, useState, type DragEvent, type KeyboardEvent } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { Draft, DraftFields, Plan, PlannedRoute } from '../../../shared/contract/compose.ts'
import { RECIPIENTS_MOST } from '../../../shared/mail/limits.ts'
import type { InputOf } from '../../../shared/contract/contract.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'
import { useCommands } from '../../parts/commands.tsx'
import { useText } from '../../parts/text.tsx'
import { AnsweringLine } from '../claims/answering-line.tsx'
import { AttachmentsField } from './attachments-field.tsx'
import { ComposeHead, type ComposeHeadHandle } from './compose-head.tsx'
import { DetectionNotice } from './detection-notice.tsx'
import { GroundAsk, useGround } from './ground-ask.tsx'
import { DraftConflict } from './draft-conflict.tsx'
import { Letter, useLetter } from './letter.tsx'
import { RemovalNotice } from './removal-notice.tsx'
import { QuotedOriginal } from './quoted-original.tsx'
import { ClockNotice } from './clock-notice.tsx'
import { ClassLine } from './class-line.tsx'
import { SaferLine } from './safer-line.tsx'
import { ConfirmRecipients } from './confirm-recipients.tsx'
import { allAddresses, asksForClass, outlookOf } from './recipients.ts'
import { SendBar } from './send-bar.tsx'
import { goesOutside, linesOf } from './slips.ts'
import { useDraft } from './use-draft.ts'
import { useSending, type Sent } from './use-sending.ts'
import { useSlips } from './use-slips.ts'
import { useSteady } from './use-steady.ts'
import { useUploads } from './use-uploads.ts'
import './compose.css'

const nobodys: readonly string[] = []

export interface ComposerProps {
  draft: Draft
  accounts: readonly AccountState[]
  /** Put away; the draft is kept, unless there was nothing in it. */
  onClose: (isEmpty: boolean) => void
  onDiscard: () => void
  onSent: (sent: Sent) => void
  /** Show this version instead. */
  onReplace: (draft: Draft) => void
}

/** RT-22: what was typed, for as long as the message is being written. */
interface Typed {
  readonly emailCodeReason: string
  readonly setEmailCodeReason: (reason: string) => void
}

interface DraftPlan {
  readonly routes: ReadonlyMap<string, PlannedRoute>
  readonly plan: Plan | null
}

/** The plan per address: asked at every change, the last known one until the new one is there. */
function usePlan(asked: Omit<InputOf<'send.plan'>, 'emailCodeReason'>): DraftPlan & Typed {
  const [emailCodeReason, setEmailCodeReason] = useState('')
  const live = useQueryOf('send.plan', { ...asked, addresses: asked.addresses.slice(0, RECIPIENTS_MOST), emailCodeReason }, { keepPrevious: true })
  const plan = live.state === 'ready' ? live.value : null
  const known = useMemo(() => ({ plan, routes: new Map((plan?.routes ?? []).map((route) => [route.address, route])) }), [plan])
  return { ...known, emailCodeReason, setEmailCodeReason }
}

/** Writing one message: to whom and what happens with each copy, the letter, what goes along, and an honest button. */
export function Composer({ draft, accounts, onClose, onDiscard, onSent, onReplace }: ComposerProps) {
  const t = useText()
  const { fields, edit, current, conflict, keeper } = useDraft(draft)
  const uploads = useUploads(draft.id, draft.attachments)
  const head = useRef<ComposeHeadHandle>(null)
  const addresses = allAddresses(fields)
  const wish = fields.wish ?? null
  const { plan, routes, emailCodeReason, setEmailCodeReason } = usePlan({ id: draft.id, accountId: fields.accountId, addresses, wish })
  const outlook = outlookOf(addresses, routes)
  const ground = useGround(routes)
  const isAnswer = draft.kind === 'reply' || draft.kind === 'reply-all'
  const isAddressed = isAnswer || draft.kind === 'removal-request'
  const { editor, ownText, touched } = useOwnLetter({ html: draft.fields.html, autoFocus: isAddressed, edit })

  const isEmpty = (): boolean => draft.revision === 0 && uploads.all.length === 0 && isUntouched(current(), draft.fields)
  const { send, problem, busy, asking } = useSending({
    draftId: draft.id, keeper, outlook, routes, ground: ground.chosen, emailCodeReason, wish, uploads: uploads.all, onSent,
    onWrongRecipient: () => head.current?.focusTo(),
  })
  const close = (): void => onClose(isEmpty())
  useComposeCommands({ send: () => void send(), close })
  const ownDomains = accounts.find(({ id }) => id === fields.accountId)?.ownDomains ?? nobodys
  const onSubject = useCallback((subject: string) => edit({ subject }), [edit])
  const hints = useSlips({ fields, ownText, touched, attachments: uploads.all, ownDomains, limitBytes: plan?.limitBytes ?? null })
  const addFiles = useSteady(uploads.add)
  const drop = useFileDrop(addFiles)
  return (
    <div className={`composer${drop.over ? ' composer-over' : ''}`} {...drop.handlers} onKeyDown={(event) => { if (leavesComposer(event)) close() }}>
      <h1 className="only-heard">{t('compose.title')}</h1>
      <div className="compose-card">
        {conflict !== null && (
          <DraftConflict draftId={draft.id} fields={fields} kind={conflict} onTheirs={onReplace} onMine={(revision) => keeper.keepMine(revision)} onClose={() => onClose(false)} />
        )}
        <ClockNotice />
        {draft.kind === 'removal-request' && <RemovalNotice />}
        {isAnswer && draft.sourceMessageId !== null && <AnsweringLine messageId={draft.sourceMessageId} onLeave={close} />}
        <ComposeHead ref={head} fields={fields} accounts={accounts} plan={routes} outlook={outlook} focusTo={!isAddressed} onEdit={edit} onEmailCode={setEmailCodeReason} />
        {plan !== null && <ClassLine draft={draft} plan={plan} isAsked={[...routes.values()].some(asksForClass)} isDoubted={[...routes.values()].some(({ needs }) => needs.includes('confirmClass'))} />}
        {plan !== null && <SaferLine routes={routes} hasPortal={plan.portal} wish={wish} onWish={(picked) => edit({ wish: picked })} />}
        {ground.chosen !== undefined && <GroundAsk ground={ground.chosen} onChoose={ground.choose} />}
        <Letter editor={editor} onFiles={addFiles} />
        {draft.quoteHtml !== null && (isAnswer && outlook.plain > 0
          ? <p className="body-note">{t('summary.noQuote')}</p>
          : <QuotedOriginal html={draft.quoteHtml} forwarded={draft.kind === 'forward'} />)}
        <AttachmentsField uploads={uploads} />
        <DetectionNotice draftId={draft.id} subject={fields.subject} isExternal={goesOutside(fields, ownDomains)} messageClass={plan?.messageClass ?? 'unknown'} onSubject={onSubject} />
        <SendBar
          outlook={outlook} keeper={keeper} isNew={draft.revision === 0 && fields === draft.fields} hints={hints} problem={problem} busy={busy}
          onSend={() => void send()} onSchedule={(at) => void send(at)} onLater={close} onDiscard={onDiscard}
        />
      </div>
      {asking !== null && <ConfirmRecipients recipients={asking.recipients(fields)} busy={busy} onSend={asking.confirm} onClose={asking.cancel} />}
      {drop.over && <p className="compose-drop" aria-hidden="true">{t('attach.drop')}</p>}
    </div>
  )
}

/** The letter in its editor, its text as far as it is drawn, and whether it was written in. */
function useOwnLetter({ html, autoFocus, edit }: { html: string; autoFocus: boolean; edit: (change: Partial<DraftFields>) => void }) {
  const [ownText, setOwnText] = useState(() => linesOf(html))
  const [touched, setTouched] = useState(false)
  const editor = useLetter({
    html, autoFocus,
    onChange: useCallback((changed: string, text: string) => {
      edit({ html: changed })
      startTransition(() => {
        setOwnText(text)
        setTouched(true)
      })
    }, [edit]),
  })
  return { editor, ownText, touched }
}

/** Nobody typed anything: there is nothing to keep. */
const isUntouched = (now: DraftFields, before: DraftFields): boolean => allAddresses(now).length === 0 && now.html === before.html && now.subject === before.subject

/** The editor claims every Escape and does nothing with it; elsewhere who claims it needs it, to close a list of suggestions. */
const leavesComposer = ({ key, defaultPrevented, target }: KeyboardEvent): boolean =>
  key === 'Escape' && (!defaultPrevented || (target instanceof HTMLElement && target.isContentEditable))

function useComposeCommands({ send, close }: { send: () => void; close: () => void }): void {
  const t = useText()
  const latest = useRef({ send, close })
  useEffect(() => { latest.current = { send, close } })
  useCommands(useMemo(() => [
    { id: 'compose.send', label: t('command.send'), group: 'write' as const, keys: ['Mod+Enter'], icon: 'send' as const, run: () => latest.current.send() },
    { id: 'compose.later', label: t('command.later'), group: 'write' as const, icon: 'draft' as const, run: () => latest.current.close() },
  ], [t]))
}

/** Files may be let go anywhere over the composer. */
function useFileDrop(onFiles: (files: File[]) => void) {
  const [over, setOver] = useState(false)
  const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        if (!hasFiles(event)) return
        event.preventDefault()
        setOver(true)
      },
      onDragLeave(event: DragEvent) {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget)) setOver(false)
      },
      onDrop(event: DragEvent) {
        setOver(false)
        if (!hasFiles(event)) return
        event.preventDefault()
        onFiles([...event.dataTransfer.files])
      },
    },
  }
}
