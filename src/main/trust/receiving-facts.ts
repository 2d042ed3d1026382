import type { Receiving } from '../../shared/contract/trust.ts'
import { asciiLowerCase } from '../../shared/mail/address.ts'
import type { Database } from '../store/store.ts'

/** What was set for an account; null when nothing was. */
export function readReceiving(database: Database, accountId: string): Receiving | null {
  const facts = database.prepare<[string], string>('SELECT facts FROM receiving WHERE account_id = ?').pluck().get(accountId)
  return facts === undefined ? null : JSON.parse(facts) as Receiving
}

/** Within a transaction of the caller. Names are kept as they are compared: lower case, without a trailing dot. */
export function writeReceiving(database: Database, accountId: string, receiving: Receiving): void {
  const plain = (name: string): string => asciiLowerCase(name.trim()).replace(/\.$/, '')
  const facts: Receiving = {
    ...receiving,
    authservId: receiving.authservId === null ? null : plain(receiving.authservId),
    receivingHosts: receiving.receivingHosts.map(plain),
    webFormSenders: receiving.webFormSenders.map(plain),
    portalDomains: receiving.portalDomains.map(plain),
  }
  database.prepare('INSERT INTO receiving (account_id, facts) VALUES (?, ?) ON CONFLICT (account_id) DO UPDATE SET facts = excluded.facts')
    .run(accountId, JSON.stringify(facts))
}
