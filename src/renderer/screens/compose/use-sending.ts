import { useState } from 'react'
import type { DraftFields, PlannedRoute } from '../../../shared/contract/compose.ts'
import type { Ground } from '../../../shared/norm/sending-ground.ts'
import type { AddressValue } from '../../../shared/contract/values.ts'
import { useCallOf } from '../../bridge/use-core.tsx'
import { useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import { sendVerb, type Outlook } from './recipients.ts'
import type { Upload } from './use-uploads.ts'

export interface Sent { readonly outboxIds: readonly string[]; readonly undoUntil: number; readonly waits: number; readonly goes: number; readonly scheduledFor: number | null }

interface SendingOptions {
  readonly draftId: string
  readonly keeper: DraftKeeper
  readonly outlook: Outlook
  readonly routes: ReadonlyMap<string, PlannedRoute>
  /** RT-22. */
  readonly emailCodeReason: string
  /** RT-24. */
  readonly wish: 'portal' | null
  /** R11; `undefined`: it is not asked. */
  readonly ground: Ground | null | undefined
  readonly uploads: readonly Upload[]
  readonly onSent: (sent: Sent) => void
  readonly onWrongRecipient: () => void
}

export interface Sending {
  /** `sendAt`: not before this moment. */
  readonly send: (sendAt?: number | null) => Promise<void>
  /** Why it did not go. */
  readonly problem: string | null
  readonly busy: boolean
  /** RT-25: the names are to be looked at first; null: nothing is asked. */
  readonly asking: Asking | null
}

interface Asking {
  /** Whose names, with their routes. */
  readonly recipients: (fields: DraftFields) => { recipient: AddressValue; route: PlannedRoute }[]
  readonly confirm: () => void
  readonly cancel: () => void
}

/** Pressing send: first everything is kept, then the core is asked, and only its answer counts as sent. */
export function useSending({ draftId, keeper, outlook, routes, ground, emailCodeReason, wish, uploads, onSent, onWrongRecipient }: SendingOptions): Sending {
  const t = useText()
  const confirm = useCallOf('send.confirm')
  const [tried, setTried] = useState(false)
  const [askedFor, setAskedFor] = useState<{ sendAt: number | null } | null>(null)
  const [failure, setFailure] = useState<string | null>(null)

  const verb = sendVerb(outlook)
  const obstacleNow = (): string | null => {
    if (verb === 'no-recipients') return t('send.needRecipient')
    if (verb === 'invalid') return t('send.needAddress', { count: outlook.invalid })
    if (ground === null) return t('send.needGround')
    return uploads.some((upload) => upload.state.kind !== 'attached') ? t('send.attachmentsBusy') : null
  }
  const obstacle = obstacleNow()
  const send = async (sendAt: number | null = null, recipientsConfirmed = false): Promise<void> => {
    setTried(true)
    setFailure(null)
    if (obstacle !== null) {
      if (verb === 'no-recipients' || verb === 'invalid') onWrongRecipient()
      return
    }
    if (!recipientsConfirmed && [...routes.values()].some(({ needs }) => needs.includes('confirmRecipients'))) {
      setAskedFor({ sendAt })
      return
    }
    const revision = await keeper.flush()
    if (revision === null) {
      setFailure(t('send.notKept'))
      return
    }
    const answer = await confirm.run({ id: draftId, revision, sendAt, recipientsConfirmed, ground: ground ?? null, emailCodeReason, wish, shown: [...routes.values()].map(({ address, route }) => ({ address, route })) })
    setAskedFor(null)
    if (answer.ok) onSent({ ...answer.value, scheduledFor: sendAt })
    else if (answer.fail === 'confirm-recipients') setAskedFor({ sendAt })
    else setFailure(t(failWords(answer.fail)))
  }
  // An obstacle is said after the first press, and no longer than it is there.
  const asking: Asking = {
    recipients: ({ to, cc, bcc }) => [...to, ...cc, ...bcc].flatMap((recipient) => {
      const route = routes.get(recipient.address)
      return route?.needs.includes('confirmRecipients') === true ? [{ recipient, route }] : []
    }),
    confirm: () => void send(askedFor?.sendAt ?? null, true),
    cancel: () => setAskedFor(null),
  }
  return { send, problem: failure ?? (tried ? obstacle : null), busy: confirm.busy, asking: askedFor === null ? null : asking }
}
