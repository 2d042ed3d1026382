import { BROUGHT_BACK_KEPT_MS } from '../limits.ts'

/** How long attachments stay on this computer, in months; null: always. */
export const keptMonths = { always: null, 'five-years': 60, 'two-years': 24, 'one-year': 12, 'six-months': 6 } as const
export type AttachmentsKept = keyof typeof keptMonths

/** What is known of a message of which the attachments might stay on the server alone. */
export interface SpareFacts {
  readonly receivedAt: number
  /** Of the folder in which the server has it. */
  readonly role: string
  /** The folder is not the person's own alone. */
  readonly isShared: boolean
  readonly isFlagged: boolean
  /** The server's number is known, and no change of it is under way. */
  readonly isAtRest: boolean
  /** Its bytes are here, whole, and known to be sound. */
  readonly isWhole: boolean
  /** How safely it came is settled, or it is the person's own. */
  readonly isAssessed: boolean
  /** What stands inside its attachments is in the index. */
  readonly isIndexed: boolean
  /** When the attachments last came back from the server; null: never. */
  readonly broughtBackAt: number | null
}

/** Mail that exists nowhere else than where it was written, or that nobody wants to have been given. */
const NEVER_FROM = new Set(['drafts', 'outbox'])

/**
 * Whether the attachments of a message may leave this computer. The server is asked whether it has the message once this says so; nothing
 * leaves on this word alone. `before`: what was received earlier is old enough; null: nothing is.
 */
export function maySpare(facts: SpareFacts, { before, now }: { before: number | null; now: number }): boolean {
  if (before === null || !(facts.receivedAt < before)) return false
  // Mail of others comes and goes with a grant: what was let in is not to depend on whether it would be let in again.
  if (NEVER_FROM.has(facts.role) || facts.isShared || facts.isFlagged) return false
  if (!facts.isAtRest || !facts.isWhole || !facts.isAssessed || !facts.isIndexed) return false
  return facts.broughtBackAt === null || now - facts.broughtBackAt >= BROUGHT_BACK_KEPT_MS
}

/** Before which moment attachments are old enough. */
export function spareBefore(kept: AttachmentsKept, now: number): number | null {
  const months = keptMonths[kept]
  if (months === null) return null
  const date = new Date(now)
  date.setUTCMonth(date.getUTCMonth() - months)
  return date.getTime()
}
