import type { Session } from '../session.ts'
import { claimOperations, type ClaimHandlers } from './claim-operations.ts'
import { grantOperations, type GrantHandlers } from './grant-operations.ts'
import { joiningOperations, type JoiningHandlers } from './joining-operations.ts'
import { mailboxOperations, type MailboxHandlers } from './mailbox-operations.ts'
import { peopleOperations, type PeopleHandlers } from './people-operations.ts'

/** The practice and what it shares: people, joining, mailboxes, grants, and who has which message. */
export const practiceOperations = (current: () => Session): PeopleHandlers & JoiningHandlers & MailboxHandlers & GrantHandlers & ClaimHandlers => ({
  ...peopleOperations(current), ...joiningOperations(current), ...mailboxOperations(current), ...grantOperations(current), ...claimOperations(current),
})
