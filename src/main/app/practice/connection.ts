import type { Accounts } from '../../accounts/accounts.ts'
import { readCaFile } from '../../accounts/ca-file.ts'
import type { AccountConnection } from '../../imap/face.ts'

/** How to log in to an account now; null: there is none, or its secret or its CA cannot be read. */
export async function connectionOf(accounts: Pick<Accounts, 'get' | 'secretOf'>, accountId: string): Promise<AccountConnection | null> {
  const account = accounts.get(accountId)
  if (account === null) return null
  const [ca, secret] = await Promise.all([readCaFile(account.caFile), accounts.secretOf(accountId)])
  if (ca.kind === 'unreadable' || secret.kind !== 'known') return null
  const { id, address, imap, user, auth } = account
  return { id, address, imap, user, auth, secret: secret.secret, ca: ca.pem }
}
