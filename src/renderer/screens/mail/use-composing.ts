import { useCallback, useMemo, useState } from 'react'
import type { Draft } from '../../../shared/contract/compose.ts'
import type { InputOf } from '../../../shared/contract/contract.ts'
import { parseAddressList } from '../../../shared/mail/address-list.ts'
import { useCore } from '../../bridge/use-core.tsx'
import { useFormats, useText } from '../../parts/text.tsx'
import type { Sent } from '../compose/use-sending.ts'
import type { AnswerAsk } from '../claims/answer-ask.tsx'
import { useAnswerAsk } from '../claims/use-answer-ask.ts'
import { failWords } from './failures.ts'
import { useOffers } from './offers.tsx'

export interface Composing {
  readonly draft: Draft | null
  /** Somebody else is at what was to be answered: it is asked first. */
  readonly ask: AnswerAsk | null
  readonly start: (input: InputOf<'drafts.start'>) => void
  readonly writeTo: (address: string) => void
  readonly open: (draftId: string) => void
  readonly replace: (draft: Draft) => void
  readonly close: (isEmpty: boolean) => void
  readonly discard: () => void
  readonly sent: (sent: Sent) => void
}

/** What is being written, and everything that opens and closes it. */
export function useComposing(): Composing {
  const t = useText()
  const formats = useFormats()
  const core = useCore()
  const offers = useOffers()
  const [draft, setDraft] = useState<Draft | null>(null)
  const refused = useCallback((fail: string) => offers.make({ text: t(failWords(fail)), tone: 'problem' }), [offers, t])

  const begin = useCallback((input: InputOf<'drafts.start'>) => {
    void core.ask('drafts.start', input).then((answer) => { if (answer.ok) setDraft(answer.value); else refused(answer.fail) })
  }, [core, refused])

  const { ask, start } = useAnswerAsk(begin)

  const open = useCallback((draftId: string) => {
    void core.ask('drafts.get', { id: draftId }).then((answer) => { if (answer.ok) setDraft(answer.value); else refused(answer.fail) })
  }, [core, refused])

  /** One message may be several deliveries; taking back all of them gives the one draft again. */
  const takeBack = useCallback(async (outboxIds: readonly string[]): Promise<void> => {
    let draftId: string | null = null
    for (const id of outboxIds) {
      const answer = await core.ask('outbox.takeBack', { id })
      if (answer.ok) draftId = answer.value.draftId
      // The first may have taken its fellows along.
      else if (draftId === null || answer.fail !== 'no-such-item') refused(answer.fail)
    }
    if (draftId !== null) open(draftId)
  }, [core, open, refused])

  return useMemo(() => ({
    draft, ask, start, open,
    replace: setDraft,
    writeTo: (address) => start({ kind: 'new', accountId: null, to: parseAddressList(address) }),
    close(isEmpty) {
      if (isEmpty && draft !== null) void core.ask('drafts.discard', { id: draft.id })
      setDraft(null)
    },
    discard() {
      if (draft === null) return
      const { id } = draft
      setDraft(null)
      // Thrown away for good only when nobody wanted it back.
      offers.make({ text: t('draft.discarded'), undo: () => open(id), onPassed: () => void core.ask('drafts.discard', { id }) })
    },
    sent({ outboxIds, undoUntil, waits, goes, scheduledFor }) {
      setDraft(null)
      const undo = (): void => void takeBack(outboxIds)
      if (goes === 0) {
        offers.make({ text: t('sent.allWait'), undo })
        return
      }
      if (scheduledFor !== null) {
        offers.make({ text: t('sent.scheduled', { when: formats.long(scheduledFor) }), undo })
        return
      }
      const counting = (seconds: number): string => (waits === 0 ? t('sent.going', { seconds }) : t('sent.someWait', { seconds, count: waits }))
      offers.make({ text: counting(Math.ceil((undoUntil - Date.now()) / 1000)), counting, until: undoUntil, undo })
    },
  }), [draft, ask, start, open, takeBack, core, offers, formats, t])
}
