import type { Session } from '../session.ts'
import { attentionOperations, type AttentionHandlers } from './attention.ts'
import { claimOperations, type ClaimHandlers } from './claim-operations.ts'
import { deedOperations, type DeedHandlers } from './deed-operations.ts'
import { grantOperations, type GrantHandlers } from './grant-operations.ts'
import { invitationOperations, type InvitationHandlers, type InvitationRoom } from './invitation-operations.ts'
import { joiningOperations, type JoiningHandlers } from './joining-operations.ts'
import { leavingOperations, type LeavingHandlers } from './leaving-operations.ts'
import { mailboxOperations, type MailboxHandlers } from './mailbox-operations.ts'
import { peopleOperations, type PeopleHandlers } from './people-operations.ts'

/** The practice and what it shares: people, joining, mailboxes, grants, and who has which message. */
export const practiceOperations = (current: () => Session, room: InvitationRoom): PeopleHandlers & InvitationHandlers & JoiningHandlers & MailboxHandlers & GrantHandlers & ClaimHandlers & DeedHandlers & AttentionHandlers & LeavingHandlers => ({
  ...peopleOperations(current), ...invitationOperations(current, room), ...joiningOperations(current), ...mailboxOperations(current), ...grantOperations(current), ...claimOperations(current), ...deedOperations(current), ...attentionOperations(current), ...leavingOperations(current),
})
