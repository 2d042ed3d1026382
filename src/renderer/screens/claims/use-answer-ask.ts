import { useCallback, useMemo, useRef, useState } from 'react'
import type { Claim } from '../../../shared/contract/claims.ts'
import type { InputOf } from '../../../shared/contract/contract.ts'
import type { Core } from '../../bridge/core.ts'
import { useCore } from '../../bridge/use-core.tsx'
import type { AnswerAsk } from './answer-ask.tsx'
import { isFree, standsInTheWay } from './claim-words.ts'

type Start = InputOf<'drafts.start'>
interface Asking { readonly input: Extract<Start, { messageId: number }>; readonly name: string; readonly since: number | null }

/** An answer to what somebody else of a shared mailbox has is asked about first; where that cannot be known, it just begins. */
export function useAnswerAsk(begin: (input: Start) => void): { ask: AnswerAsk | null; start: (input: Start) => void } {
  const core = useCore()
  const [asking, setAsking] = useState<Asking | null>(null)
  const looking = useRef(false)
  const start = useCallback((input: Start) => {
    if (looking.current) return
    setAsking(null)
    if (input.kind !== 'reply' && input.kind !== 'reply-all') {
      begin(input)
      return
    }
    looking.current = true
    void takeOrAsk(core, input.messageId).then((other) => {
      looking.current = false
      if (other === null) begin(input)
      else setAsking({ input, ...other })
    })
  }, [core, begin])
  const ask = useMemo((): AnswerAsk | null => {
    if (asking === null) return null
    const { input, name, since } = asking
    const leave = (): void => setAsking(null)
    return { messageId: input.messageId, name, since, onLeave: leave, onAnyway: () => { leave(); begin(input) } }
  }, [asking, begin])
  return { ask, start }
}

/** Whoever answers has the message, so that nobody begins the same; gives who is at it already, also somebody who was just before. */
async function takeOrAsk(core: Core, messageId: number): Promise<ReturnType<typeof standsInTheWay>> {
  const claim = await claimOf(core, messageId)
  const other = claim === undefined ? null : standsInTheWay(claim, Date.now())
  if (other !== null || claim === undefined || !isFree(claim)) return other
  const taken = await core.ask('claims.claim', { messageId })
  if (taken.ok || taken.fail !== 'taken') return null
  const now = await claimOf(core, messageId)
  return now === undefined ? null : standsInTheWay(now, Date.now())
}

async function claimOf(core: Core, messageId: number): Promise<Claim | undefined> {
  const answer = await core.ask('claims.of', { messageIds: [messageId] })
  return answer.ok ? answer.value[0] : undefined
}
