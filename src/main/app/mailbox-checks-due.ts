import type { JournalView } from '../../shared/contract/journal.ts'
import type { MailboxCheck } from '../audit/mailbox-checks.ts'
import { CHECK_EVERY_MS } from './journal-limits.ts'

/** When each mailbox is to be looked through (R4): a quarter after the last check, or after `since` where there never was one. */
export function checksFrom({ mailboxes, checks, since }: { mailboxes: readonly string[]; checks: readonly MailboxCheck[]; since: number }): JournalView['checks'] {
  const last = new Map(checks.map((check) => [check.mailbox, check]))
  return mailboxes.map((mailbox) => {
    const check = last.get(mailbox)
    return {
      mailbox, dueAt: (check?.at ?? since) + CHECK_EVERY_MS,
      last: check === undefined ? null : { at: check.at, by: check.by, finding: check.finding === 'remarks' ? 'remarks' as const : 'in-order' as const },
    }
  })
}
