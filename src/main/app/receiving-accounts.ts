import type { Receiving } from '../../shared/contract/trust.ts'
import type { Account, Accounts } from '../accounts/accounts.ts'
import type { MailboxReader } from '../mailbox/mailbox.ts'
import type { Database } from '../store/store.ts'
import type { FrozenVerdicts } from '../trust/frozen-verdicts.ts'
import { readReceiving } from '../trust/receiving-facts.ts'
import type { SampleAccount } from './sample-account.ts'
import type { ReceivingAccount } from './threads/trust-messages.ts'

/** What is known of an account's incoming server: what was set, else that its own servers are the practice's. */
export function receivingOf(db: Database, account: Account, demo: SampleAccount | null): Receiving {
  const isSample = demo !== null && account.imap.host === demo.imap.host && account.imap.port === demo.imap.port
  return readReceiving(db, account.id) ?? (isSample ? demo.receiving : {
    authservId: null, receivingHosts: [...new Set([account.imap.host, account.smtp.host])], stripsForeignHeader: false, webFormSenders: [], portalDomains: [],
  })
}

interface Room { db: Database; accounts: Accounts; /** Of shared mailboxes with a login of their own. */ sealed: readonly Account[]; reader: MailboxReader; frozen: FrozenVerdicts; publicDomains: ReadonlySet<string>; demo: SampleAccount | null }

/** Every account with what a verdict needs to know of it; own domains are those of the whole practice. */
export function receivingAccounts({ db, accounts, sealed, reader, frozen, publicDomains, demo }: Room): ReceivingAccount[] {
  const all = accounts.list()
  const domains = [...new Set(all.flatMap(({ ownDomains }) => ownDomains))]
  // At a public provider everybody has an address: a domain that differs by a letter is another provider.
  const knownDomains = [...new Set([...frozen.readyDomains(), ...reader.writtenDomains()])].filter((domain) => !publicDomains.has(domain))
  return [...all, ...sealed].map((account) => ({
    accountId: account.id, address: account.address, practice: { ...receivingOf(db, account, demo), domains, knownDomains },
  }))
}
