import { useImperativeHandle, useRef, useState, type Ref } from 'react'
import type { AccountState } from '../../../shared/contract/accounts.ts'
import type { DraftFields, PlannedRoute } from '../../../shared/contract/compose.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icons.tsx'
import { useText } from '../../parts/text.tsx'
import { RECIPIENTS_MOST } from '../../../shared/mail/limits.ts'
import { FromField } from './from-field.tsx'
import { GroupHint } from './group-hint.tsx'
import { RouteAsks } from './route-asks.tsx'
import { RecipientsField } from './recipients-field.tsx'
import { TriggerHint } from './trigger-hint.tsx'
import type { Outlook } from './recipients.ts'

const nobodys: readonly string[] = []

export interface ComposeHeadHandle { focusTo(): void }

interface ComposeHeadProps {
  fields: DraftFields
  accounts: readonly AccountState[]
  plan: ReadonlyMap<string, PlannedRoute>
  outlook: Outlook
  focusTo: boolean
  onEdit: (change: Partial<DraftFields>) => void
  /** RT-22: why a code by e-mail has to do. */
  onEmailCode: (reason: string) => void
  ref: Ref<ComposeHeadHandle>
}

/** From, to, about: the upper half of the composer. */
export function ComposeHead({ fields, accounts, plan, outlook, focusTo, onEdit, onEmailCode, ref }: ComposeHeadProps) {
  const t = useText()
  const to = useRef<HTMLDivElement>(null)
  // What is asked beside them is not said to be without a way.
  const waits = outlook.waits - outlook.mobiles - outlook.answers
  const room = RECIPIENTS_MOST - fields.to.length - fields.cc.length - fields.bcc.length
  const [opened, setOpened] = useState(false)
  const copies = opened || fields.cc.length > 0 || fields.bcc.length > 0
  const ownDomains = accounts.find(({ id }) => id === fields.accountId)?.ownDomains ?? nobodys
  useImperativeHandle(ref, () => ({ focusTo: () => to.current?.querySelector('input')?.focus() }))
  return (
    <>
      <div className="compose-row">
        <span className="compose-label">{t('compose.from')}</span>
        <FromField fields={fields} accounts={accounts} onEdit={onEdit} />
      </div>
      <div className="compose-row" ref={to}>
        <span className="compose-label" aria-hidden="true">{t('compose.to')}</span>
        <RecipientsField label={t('compose.to')} recipients={fields.to} room={room} plan={plan} autoFocus={focusTo} onChange={(changed) => onEdit({ to: changed })} />
        {!copies && <Button look="link" onPress={() => setOpened(true)}>{t('compose.copies')}</Button>}
      </div>
      {copies && (
        <>
          <div className="compose-row">
            <span className="compose-label" aria-hidden="true">{t('compose.cc')}</span>
            <RecipientsField label={t('compose.cc')} recipients={fields.cc} room={room} plan={plan} autoFocus={false} onChange={(changed) => onEdit({ cc: changed })} />
          </div>
          <div className="compose-row">
            <span className="compose-label" aria-hidden="true">{t('compose.bcc')}</span>
            <RecipientsField label={t('compose.bcc')} recipients={fields.bcc} room={room} plan={plan} autoFocus={false} onChange={(changed) => onEdit({ bcc: changed })} />
          </div>
        </>
      )}
      <GroupHint fields={fields} ownDomains={ownDomains} onEdit={onEdit} />
      <RouteAsks to={fields.to} cc={fields.cc} bcc={fields.bcc} routes={plan} onEdit={onEdit} onEmailCode={onEmailCode} />
      {waits > 0 && <p className="compose-waits"><Icon name="clock" />{t('compose.waits', { count: waits })}</p>}
      <div className="compose-row">
        <label className="compose-label" htmlFor="compose-subject">{t('compose.subject')}</label>
        <input
          id="compose-subject" className="compose-subject" value={fields.subject} maxLength={2000} autoComplete="off"
          onChange={(event) => onEdit({ subject: event.target.value })}
        />
      </div>
      <TriggerHint subject={fields.subject} onSubject={(subject) => onEdit({ subject })} />
    </>
  )
}
