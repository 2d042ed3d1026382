import type { Accounts } from '../../accounts/accounts.ts'
import type { AddressBook } from '../../address-book/address-book.ts'
import type { AccountProviders } from '../../providers/face.ts'
import { lastGroundFor } from '../../sending/sent-routes.ts'
import type { Database } from '../../store/store.ts'
import type { RecipientDomains } from './recipient-domains.ts'
import { createRouting, type Routing } from './routing.ts'

interface Room { db: Database; accounts: Accounts; addressBook: AddressBook; providers: AccountProviders; domains: RecipientDomains }

/** Routes with what this session knows: its accounts and their providers, the book, what the practice decided, and the domains as they are looked up. */
export const routingOf = ({ db, accounts, addressBook, providers, domains }: Room): Routing => createRouting({
  domains,
  account: (id) => accounts.get(id),
  contactOf: (address) => addressBook.find(address),
  isNewAddress: (address) => addressBook.lookAlikesOf(address).length > 0 || (addressBook.find(address) === null && addressBook.lastSentTo(address) === null),
  provider: (id) => ({ id: providers.of(id).settings?.profile ?? 'plain', routing: providers.routingProvider(id) }),
  groundFor: (kind) => providers.groundFor(kind),
  lastGround: (address) => lastGroundFor(db, address),
  communityOf: (address) => providers.communityOf(address),
  submissionOf: (id, delivery) => providers.submissionOf(id, delivery),
  practice: (id) => ({ ...providers.practice(), fromBetraysField: providers.fromBetraysField(id) }),
})
