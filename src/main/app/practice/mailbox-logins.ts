import type { Law } from '../../../shared/practice/law.ts'
import type { LoginChecks } from '../../practice/login-checks.ts'
import { openLogin, type MailboxLogin } from '../../practice/mailbox-login.ts'
import type { DeviceKeys } from '../../practice/register/device-keys.ts'
import { accountOfMailbox } from './mailboxes.ts'
import type { SealedAccount } from './sealed-accounts.ts'

interface Parts {
  readonly checks: LoginChecks
  /** Null: no practice. */
  readonly law: () => Pick<Law, 'mailboxes'> | null
  readonly keys: () => DeviceKeys | null
  readonly sealed: () => readonly SealedAccount[]
}

/** How the passwords of shared mailboxes with a login of their own do at their servers. */
export class MailboxLogins {
  readonly #parts: Parts

  constructor(parts: Parts) { this.#parts = parts }

  login(mailbox: string): MailboxLogin | null {
    const { law, keys } = this.#parts
    const [entry, own] = [law()?.mailboxes.get(mailbox), keys()]
    return entry === undefined || own === null ? null : openLogin(own, entry)
  }

  isRefused(mailbox: string): boolean {
    const origin = this.#originOf(mailbox)
    return origin !== null && this.#parts.checks.isRefused({ mailbox, origin })
  }

  mayTry(mailbox: string): boolean {
    const origin = this.#originOf(mailbox)
    return origin === null || this.#parts.checks.mayTry({ mailbox, origin })
  }

  told(mailbox: string, isRefused: boolean): void {
    const origin = this.#originOf(mailbox)
    if (origin !== null) this.#parts.checks.told({ mailbox, origin }, isRefused)
  }

  /** Nobody may open such a mailbox for weeks, and who manages it need not read it. */
  look({ mailboxes }: Pick<Law, 'mailboxes'>): void {
    const opened = new Set(this.#parts.sealed().map(({ account }) => account.id))
    this.#parts.checks.look([...mailboxes.values()].flatMap(({ mailbox: { id, access }, ended, secret }) => (
      ended !== null || access !== 'password' || secret === null || opened.has(accountOfMailbox(id)) ? [] : [{ mailbox: id, origin: secret.origin, login: () => this.login(id) }])))
  }

  /** Which saying of the register set the password that holds. */
  #originOf(mailbox: string): string | null { return this.#parts.law()?.mailboxes.get(mailbox)?.secret?.origin ?? null }
}
