import { useMemo } from 'react'
import type { Claim } from '../../../shared/contract/claims.ts'
import { useQueryOf } from '../../bridge/use-core.tsx'

/** Asked about in blocks, so that scrolling a row further asks nothing new. */
const BLOCK_ROWS = 50
/** As many as one question takes. */
const ASKED_MOST = 200

const nobody: ReadonlyMap<number, Claim> = new Map()

/** The rows to ask about when these are in view. */
export const blockOf = (first: number, last: number): { from: number; to: number } => {
  const from = Math.floor(first / BLOCK_ROWS) * BLOCK_ROWS
  return { from, to: Math.min(Math.ceil((last + 1) / BLOCK_ROWS) * BLOCK_ROWS, from + ASKED_MOST) }
}

/** Who has which of these messages; those of no shared mailbox are not among them. */
export function useClaims(messageIds: readonly number[]): ReadonlyMap<number, Claim> {
  const live = useQueryOf('claims.of', { messageIds: [...messageIds] }, { enabled: messageIds.length > 0, keepPrevious: true })
  const claims = live.state === 'ready' ? live.value : null
  return useMemo(() => (claims === null || messageIds.length === 0 ? nobody : new Map(claims.map((claim) => [claim.messageId, claim]))), [claims, messageIds.length])
}
