import { useCallback, useMemo, useState } from 'react'
import type { InputOf } from '../../../shared/contract/contract.ts'
import { useCore } from '../../bridge/use-core.tsx'
import type { AnswerAsk } from './answer-ask.tsx'
import { isFree, standsInTheWay } from './claim-words.ts'

type Start = InputOf<'drafts.start'>
interface Asking { readonly input: Extract<Start, { messageId: number }>; readonly name: string; readonly since: number | null }

/** An answer to what somebody else of a shared mailbox has is asked about first; where that cannot be known, it just begins. */
export function useAnswerAsk(begin: (input: Start) => void): { ask: AnswerAsk | null; start: (input: Start) => void } {
  const core = useCore()
  const [asking, setAsking] = useState<Asking | null>(null)
  const start = useCallback((input: Start) => {
    setAsking(null)
    if (input.kind === 'new' || input.kind === 'forward') {
      begin(input)
      return
    }
    void core.ask('claims.of', { messageIds: [input.messageId] }).then((answer) => {
      const claim = answer.ok ? answer.value[0] : undefined
      const other = claim === undefined ? null : standsInTheWay(claim, Date.now())
      // Whoever answers has it, so that nobody begins the same; refused where somebody was just before.
      if (other === null && claim !== undefined && isFree(claim)) void core.ask('claims.claim', { messageId: claim.messageId })
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
