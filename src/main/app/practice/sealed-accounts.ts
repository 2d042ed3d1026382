import type { PracticeState } from '../../../shared/practice/fold.ts'
import type { MailboxEntry } from '../../../shared/practice/law.ts'
import type { Account, Accounts } from '../../accounts/accounts.ts'
import { keptCaFile } from '../../accounts/kept-ca.ts'
import type { ReadingLimits } from '../../imap/reading-policy.ts'
import { openLogin, type MailboxLogin } from '../../practice/mailbox-login.ts'
import type { DeviceKeys } from '../../practice/register/device-keys.ts'
import { accountOfMailbox, mailboxOfAccount } from './mailboxes.ts'
import { openingOf, type Reader } from './reading-policies.ts'

/** A shared mailbox with a login of its own, as this workstation may open it now. */
export interface SealedAccount {
  readonly account: Account
  readonly login: MailboxLogin
  /** The saying of the register that set its password: another one is another password. */
  readonly said: string
  readonly limits: ReadingLimits
}

/** Opens what is sealed for this workstation; a box is opened once. */
export function sealedLogins(directory: string): (state: PracticeState, keys: DeviceKeys, reader: Reader) => SealedAccount[] {
  const opened = new Map<string, { readonly said: string; readonly login: MailboxLogin | null }>()
  const loginOf = (keys: DeviceKeys, entry: MailboxEntry): MailboxLogin | null => {
    const said = entry.secret?.said.hash ?? ''
    const known = opened.get(entry.mailbox.id)
    if (known?.said === said) return known.login
    const login = openLogin(keys, entry)
    opened.set(entry.mailbox.id, { said, login })
    return login
  }
  return (state, keys, reader) => [...state.law.mailboxes.values()].flatMap((entry) => {
    const { mailbox: { id, address, access }, ended, secret } = entry
    if (ended !== null || access !== 'password' || secret === null) return []
    const limits = openingOf(state, reader, { kind: 'shared', id })
    const login = limits === 'closed' ? null : loginOf(keys, entry)
    return login === null || limits === 'closed' ? [] : [{ account: accountWith(directory, { id, address, login }), login, said: secret.origin, limits }]
  })
}

const accountWith = (directory: string, { id, address, login: { imap, smtp, user, ca } }: { id: string; address: string; login: MailboxLogin }): Account => ({
  id: accountOfMailbox(id), address, displayName: '', imap, smtp, user, auth: 'password', caFile: ca === null ? null : keptCaFile(directory, ca), ownDomains: [],
})

/** The accounts of the person, and by name those of shared mailboxes: whose password stays in the register, sealed. */
export function withSealed(own: Accounts, sealed: () => readonly SealedAccount[], mayTry: (mailbox: string) => boolean): Accounts {
  const find = (id: string): SealedAccount | undefined => (mailboxOfAccount(id) === null ? undefined : sealed().find(({ account }) => account.id === id))
  return {
    ...own,
    get: (id) => (mailboxOfAccount(id) === null ? own.get(id) : find(id)?.account ?? null),
    secretOf: (id) => {
      const mailbox = mailboxOfAccount(id)
      if (mailbox === null) return own.secretOf(id)
      const found = find(id)
      // One that was refused today is as good as gone: trying it again is how a provider comes to lock the mailbox for everybody.
      return Promise.resolve(found === undefined || !mayTry(mailbox) ? { kind: 'lost' } : { kind: 'known', secret: found.login.password })
    },
  }
}
