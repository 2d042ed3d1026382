import { describe, expect, test } from 'vitest'
import { contract, operationNames, type OperationName } from '../../shared/contract/contract.ts'
import type { Asks } from '../../shared/contract/declare.ts'
import { journalClasses, type JournalClass } from '../audit/journal-entry.ts'

/** Under which classes of norm.md section 11 an operation is told of, in the transaction that does it. E5 is written when mail comes in, by nobody's operation. */
const told: { readonly [Name in OperationName]?: readonly JournalClass[] } = {
  'mail.message': ['E6'], 'mail.part': ['E6'], 'drafts.start': ['E6'],
  'mail.move': ['E4', 'E7', 'filed'], 'mail.destroy': ['E4', 'E7'], 'mail.undo': ['filed'],
  'send.confirm': ['E1', 'E3', 'E8'], 'outbox.takeBack': ['E2'], 'outbox.retryNow': ['E1'], 'outbox.decideUnclear': ['E1', 'E8'],
  'claims.claim': ['filed'], 'claims.release': ['filed'], 'claims.handOver': ['filed'], 'claims.finish': ['filed'],
  'accounts.add': ['E9'], 'accounts.changeSecret': ['E9'], 'accounts.remove': ['E9'],
  'practice.addPerson': ['E9'], 'practice.changePerson': ['E9'], 'practice.endPerson': ['E9'], 'practice.invite': ['E9'], 'practice.admit': ['E9'], 'practice.turnDown': ['E9'],
  'practice.found': ['E10'], 'practice.join': ['E10'], 'practice.stopJoining': ['E10'], 'practice.giveRole': ['E10'], 'practice.withdrawRole': ['E10'], 'practice.revokeDevice': ['E10'],
  'practice.describeMailbox': ['E10'], 'practice.changeMailboxPassword': ['E10'], 'practice.endMailbox': ['E10'], 'practice.giveGrant': ['E10'], 'practice.withdrawGrant': ['E10'],
  'practice.agreePrivate': ['E10'], 'practice.markCare': ['E10'], 'book.export': ['book'],
}

/** Asks for mail, and neither opens nor changes it; why. */
const untold: { readonly [Name in OperationName]?: string } = {
  'folders.list': 'names and counts', 'mail.rows': 'a list opens nothing', 'mail.search': 'a list opens nothing', 'mail.position': 'a place in a list', 'mail.conversation': 'a list opens nothing',
  'mail.flag': 'a flag is no event of the norm', 'trust.origin': 'how it came, not what it says', 'delivery.reports': 'what servers said of own mail', 'delivery.routes': 'how own mail went',
  'claims.of': 'who has it', 'claims.history': 'who did what', 'claims.waiting': 'a list opens nothing', 'claims.colleagues': 'who could have it', 'claims.answering': 'passes within a minute',
  'deeds.in': 'who opened what', 'deeds.checks': 'who looked through the log',
  'outbox.askRemoval': 'own writing',
  'drafts.get': 'own writing', 'drafts.save': 'own writing', 'drafts.classify': 'own writing', 'drafts.discard': 'own writing, never sent', 'drafts.beginAttachment': 'own writing', 'drafts.addBytes': 'own writing',
  'drafts.detach': 'own writing', 'compose.detect': 'own writing', 'send.plan': 'looks at addresses',
}

const MAIL_ACTS: ReadonlySet<string> = new Set(['read', 'mark', 'file', 'delete', 'export', 'draft', 'send', 'claim'])
const asksOf = (name: OperationName): Asks => contract[name].asks
const isAboutMail = (name: OperationName): boolean => {
  const asks = asksOf(name)
  return asks !== 'nothing' && MAIL_ACTS.has(asks.act)
}

describe('every act has a line in the journal', () => {
  test.each(operationNames.filter(isAboutMail))('%s is told of, or neither opens nor changes mail', (name) => {
    expect([told[name] !== undefined, untold[name] !== undefined].filter(Boolean)).toHaveLength(1)
  })

  test.each((Object.keys(journalClasses) as JournalClass[]).filter((name) => /^E\d+$/.test(name) && name !== 'E5'))('%s is written by an operation', (name) => {
    expect(operationNames.filter((operation) => told[operation]?.includes(name))).not.toEqual([])
  })

  test.each(Object.keys(told) as OperationName[])('%s can say that the journal takes nothing (LOG-05)', (name) => {
    const fails: readonly string[] = contract[name].fails
    expect(fails.includes('journal-unwritable') || fails.includes('disk-full')).toBe(true)
  })
})
