import { useQueries } from '@tanstack/react-query'
import { queryOf, useCore, useQueryOf } from '../../bridge/use-core.tsx'
import { useMinute } from '../outbox/waiting.ts'
import { isManager, isReviewDue, type MemberState } from './practice-words.ts'

/** How many shared mailboxes ask this person to be looked at: what is written of them (FM-04), or who did what in them (R4). */
export function useMailboxesDue(state: MemberState | null): number {
  const core = useCore()
  const now = useMinute()
  const mailboxes = useQueryOf('practice.mailboxes', {}, { enabled: state !== null })
  const described = state !== null && mailboxes.state === 'ready' ? mailboxes.value.described : []
  const checks = useQueries({ queries: described.map(({ id }) => queryOf(core, 'deeds.checks', { mailbox: id })) })
  const manages = state !== null && isManager(state)
  // While the time is not certain, nothing asks for anything because of it.
  if (state?.time !== 'known') return 0
  return described.filter((mailbox, at) => {
    const check = checks[at]?.data
    return (manages && isReviewDue(mailbox, now)) || (check?.mayCheck === true && check.dueAt <= now)
  }).length
}
