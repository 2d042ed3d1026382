import type { TypedGrant } from '../../../shared/contract/practice.ts'
import type { MailAct } from '../../../shared/practice/act.ts'
import { FM06_AGE_DAYS } from '../../../shared/practice/limits.ts'
import { dayEnd, dayStart } from './days.ts'

export type GrantKind = TypedGrant['kind']
export type GrantActs = 'read' | 'work' | 'answer'

/** A grant as it stands in the fields: days as text, '' for nobody yet. */
export interface GrantDraft {
  readonly kind: GrantKind
  readonly giver: string
  readonly receiver: string
  /** A person's or a mailbox's id; '' for the giver's own mail. */
  readonly mailbox: string
  readonly acts: GrantActs
  readonly from: string
  readonly until: string
  readonly maxAgeDays: number | null
  readonly careEpisodeOnly: boolean
  readonly urgentFirst: boolean
  readonly reason: string
  readonly consent: string
  readonly writtenRequest: string
}

/** What each choice lets somebody do; a message is marked read by reading it. */
const acts: Record<GrantActs, readonly MailAct[]> = { read: ['read'], work: ['read', 'mark', 'file', 'claim'], answer: ['read', 'mark', 'file', 'claim', 'draft', 'send'] }

export const emptyGrant = (giver: string, today: string): GrantDraft => ({
  kind: 'cover', giver, receiver: '', mailbox: '', acts: 'read', from: today, until: '', maxAgeDays: FM06_AGE_DAYS, careEpisodeOnly: false, urgentFirst: true, reason: '', consent: '', writtenRequest: '',
})

/** Another kind begins with the limits and acts that belong to it (FM-05 to FM-07). */
export function ofKind(draft: GrantDraft, kind: GrantKind): GrantDraft {
  switch (kind) {
    case 'cover': return { ...draft, kind, acts: 'read', maxAgeDays: FM06_AGE_DAYS, careEpisodeOnly: false, urgentFirst: true }
    case 'mandate': return { ...draft, kind, acts: 'answer', maxAgeDays: null, careEpisodeOnly: false, urgentFirst: false }
    case 'delegation': return { ...draft, kind, acts: 'answer', maxAgeDays: null, careEpisodeOnly: false, urgentFirst: false }
    case 'subordinate': return { ...draft, kind, acts: 'read', maxAgeDays: FM06_AGE_DAYS, careEpisodeOnly: true, urgentFirst: false }
  }
}

/** The grant to ask about and to give; null: somebody or a day is not chosen yet, or the last day is before the first. */
export function typedGrant(draft: GrantDraft): TypedGrant | null {
  const from = dayStart(draft.from)
  const until = draft.until === '' ? null : dayEnd(draft.until)
  if (draft.giver === '' || draft.receiver === '' || from === null) return null
  if (draft.until !== '' && (until === null || until <= from)) return null
  const { kind, giver, receiver, maxAgeDays, careEpisodeOnly, urgentFirst } = draft
  return {
    kind, giver, receiver, mailbox: draft.mailbox === '' ? giver : draft.mailbox, acts: [...acts[draft.acts]], from, until, maxAgeDays, careEpisodeOnly, urgentFirst,
    reason: draft.reason.trim(), consent: draft.consent.trim(), writtenRequest: draft.writtenRequest.trim() === '' ? null : draft.writtenRequest.trim(),
  }
}
