import { useState } from 'react'
import { useCallOf } from '../../bridge/use-core.tsx'
import { useText } from '../../parts/text.tsx'
import { failWords } from '../mail/failures.ts'
import type { DraftKeeper } from './draft-keeper.ts'
import { sendVerb, type Outlook } from './recipients.ts'
import type { Upload } from './use-uploads.ts'

export interface Sent { readonly outboxIds: readonly string[]; readonly undoUntil: number; readonly waits: number; readonly goes: number }

interface SendingOptions {
  readonly draftId: string
  readonly keeper: DraftKeeper
  readonly outlook: Outlook
  readonly uploads: readonly Upload[]
  readonly onSent: (sent: Sent) => void
  readonly onWrongRecipient: () => void
}

export interface Sending {
  readonly send: () => Promise<void>
  /** Why it did not go. */
  readonly problem: string | null
  readonly busy: boolean
}

/** Pressing send: first everything is kept, then the core is asked, and only its answer counts as sent. */
export function useSending({ draftId, keeper, outlook, uploads, onSent, onWrongRecipient }: SendingOptions): Sending {
  const t = useText()
  const confirm = useCallOf('send.confirm')
  const [problem, setProblem] = useState<string | null>(null)

  const obstacle = (): string | null => {
    const verb = sendVerb(outlook)
    if (verb === 'no-recipients') return t('send.needRecipient')
    if (verb === 'invalid') return t('send.needAddress', { count: outlook.invalid })
    return uploads.some((upload) => upload.state.kind !== 'attached') ? t('send.attachmentsBusy') : null
  }
  const send = async (): Promise<void> => {
    const words = obstacle()
    setProblem(words)
    if (words !== null) {
      if (sendVerb(outlook) === 'no-recipients' || sendVerb(outlook) === 'invalid') onWrongRecipient()
      return
    }
    const revision = await keeper.flush()
    if (revision === null) {
      setProblem(t('send.notKept'))
      return
    }
    const answer = await confirm.run({ id: draftId, revision })
    if (answer.ok) onSent({ ...answer.value, waits: outlook.waits, goes: outlook.goes })
    else setProblem(t(failWords(answer.fail)))
  }
  return { send, problem, busy: confirm.busy }
}
