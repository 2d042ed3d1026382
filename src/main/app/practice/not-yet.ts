import type { Handlers } from '../../../shared/contract/contract.ts'
import { done, refused } from '../../../shared/contract/declare.ts'

type PracticeHandlers = Pick<Handlers, Extract<keyof Handlers, `practice.${string}` | `claims.${string}`>>

/** What is true of a workstation that belongs to no practice. */
export const practiceNotYet = (): PracticeHandlers => ({
  'practice.state': () => done({ kind: 'none' }),
  'practice.people': () => refused('not-member'),
  'practice.mailboxes': () => refused('not-member'),
  'practice.grants': () => refused('not-member'),
  'practice.rules': () => refused('not-member'),
  'practice.problems': () => refused('not-member'),
  'practice.requests': () => refused('not-member'),
  'practice.found': () => refused('cannot-share'),
  'practice.addPerson': () => refused('not-member'),
  'practice.changePerson': () => refused('not-member'),
  'practice.endPerson': () => refused('not-member'),
  'practice.giveRole': () => refused('not-member'),
  'practice.withdrawRole': () => refused('not-member'),
  'practice.revokeDevice': () => refused('not-member'),
  'practice.invite': () => refused('not-member'),
  'practice.readInvitation': () => refused('not-an-invitation'),
  'practice.join': () => refused('not-an-invitation'),
  'practice.stopJoining': () => done({}),
  'practice.admit': () => refused('not-member'),
  'practice.turnDown': () => refused('not-member'),
  'practice.describeMailbox': () => refused('not-member'),
  'practice.endMailbox': () => refused('not-member'),
  'practice.previewGrant': () => refused('not-member'),
  'practice.giveGrant': () => refused('not-member'),
  'practice.withdrawGrant': () => refused('not-member'),
  'practice.agreePrivate': () => refused('not-member'),
  'practice.setRule': () => refused('not-member'),
  'claims.of': () => done([]),
  'claims.history': () => refused('not-shared'),
  'claims.claim': () => refused('not-shared'),
  'claims.release': () => refused('not-shared'),
  'claims.handOver': () => refused('not-shared'),
  'claims.finish': () => refused('not-shared'),
  'claims.answering': () => refused('not-shared'),
  'claims.waiting': () => refused('not-member'),
  'claims.colleagues': () => refused('not-shared'),
})
