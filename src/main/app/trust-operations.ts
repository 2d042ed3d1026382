import type { Handlers, OutputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { inTransaction } from '../store/store.ts'
import { writeReceiving } from '../trust/receiving-facts.ts'
import type { CoreOptions } from './core-options.ts'
import { record } from './journal.ts'
import { receivingOf } from './receiving-accounts.ts'
import type { Session } from './session.ts'

type TrustHandlers = Pick<Handlers, Extract<keyof Handlers, `trust.${string}`>>

function originOf({ reader, verdicts }: Session, messageId: number): OutputOf<'trust.origin'> | null {
  const header = reader.header(messageId)
  if (header === null) return null
  const frozen = header.digest === null ? null : verdicts.frozen.find(header.digest)
  if (frozen !== null) return { kind: 'found', ...frozen, reasons: [...frozen.reasons], frozen: true }
  const open = verdicts.provisional(messageId)
  if (open === null) return { kind: 'none' }
  const { assessment: { state, row, reasons, evidence }, receivedAt, assessedAt } = open
  return { kind: 'found', state, row, reasons: [...reasons], evidence, receivedAt, assessedAt, frozen: false }
}

/** Where mail came from, and what the practice says of the servers that received it. */
export function trustOperations(current: () => Session, { demo }: Pick<CoreOptions, 'demo'>): TrustHandlers {
  return {
    'trust.origin': ({ messageId }) => {
      const origin = originOf(current(), messageId)
      return origin === null ? refused('no-such-message') : done(origin)
    },
    'trust.receiving': ({ accountId }) => {
      const { db, accounts } = current()
      const account = accounts.get(accountId)
      return account === null ? refused('no-such-account') : done(receivingOf(db, account, demo))
    },
    'trust.setReceiving': ({ accountId, receiving }) => {
      const { db, accounts, journal, verdicts, changes } = current()
      if (accounts.get(accountId) === null) return refused('no-such-account')
      inTransaction(db, () => {
        writeReceiving(db, accountId, receiving)
        record(journal, { class: 'proof', detail: { account: accountId, change: 'receiving' } })
      })
      verdicts.accountsChanged()
      changes.touch(['accounts'])
      return done({})
    },
  }
}
