import type { OutputOf } from '../../../shared/contract/contract.ts'

export type Waiting = OutputOf<'claims.waiting'>[number]
export const whose = ['all', 'free', 'mine'] as const
export type Whose = (typeof whose)[number]

/** How somebody looks at what waits: kept while an answer is being written in its place. */
export interface WaitingView {
  readonly whose: Whose
  readonly shown: Pick<Waiting, 'messageId' | 'subject' | 'folderId' | 'mailbox'> | null
}
export const firstView: WaitingView = { whose: 'all', shown: null }

/** Of everything that waits: all, what nobody has, or what this person has. */
export function ofWhom(rows: readonly Waiting[], of: Whose, me: string | null): readonly Waiting[] {
  switch (of) {
    case 'all': return rows
    case 'free': return rows.filter(({ to }) => to === null)
    case 'mine': return rows.filter(({ to }) => to !== null && to.id === me)
  }
}

/** A promise breaks by itself, also when nothing else changes. */
export const isLate = ({ due }: Pick<Waiting, 'due'>, now: number): boolean => due.late || due.at <= now

/**
 * The row so many further; from nowhere the first or the last. `before`: where the shown one stood when it was still among them, since
 * what is finished makes room for the next.
 */
export function rowFrom(rows: readonly Waiting[], { shown, before }: { shown: number | null; before: number }, by: 1 | -1): Waiting | undefined {
  const at = rows.findIndex(({ messageId }) => messageId === shown)
  const to = at !== -1 ? at + by : shown === null ? (by === 1 ? 0 : rows.length - 1) : by === 1 ? before : before - 1
  return rows[Math.min(Math.max(to, 0), rows.length - 1)]
}
