import { Session } from '../imap/session.ts'
import { LOGIN_CHECK_MS } from './limits.ts'
import type { MailboxLogin } from './mailbox-login.ts'

/** A shared mailbox's login; `origin`: which saying of the register set its password. */
export interface KnownLogin { readonly mailbox: string; readonly origin: string; /** Opened when it is asked for. */ readonly login: () => MailboxLogin | null }

interface Checked { readonly origin: string; readonly at: number; readonly isRefused: boolean }

interface Parts {
  readonly now: () => number
  /** Another password is refused, or a refused one no longer. */
  readonly onChange: () => void
}

/** Whether shared mailboxes that nobody opens at this workstation still take the password that is sealed for them. */
export interface LoginChecks extends Disposable {
  /** Asks the servers of those that were not asked for a while; nothing of the mail is looked at. */
  look(logins: readonly KnownLogin[]): void
  isRefused(login: Pick<KnownLogin, 'mailbox' | 'origin'>): boolean
}

export function createLoginChecks({ now, onChange }: Parts): LoginChecks {
  const checked = new Map<string, Checked>()
  const closing = new AbortController()
  const isRefused = ({ mailbox, origin }: Pick<KnownLogin, 'mailbox' | 'origin'>): boolean => {
    const found = checked.get(mailbox)
    return found?.origin === origin && found.isRefused
  }
  const ask = async ({ mailbox, origin, login }: KnownLogin): Promise<void> => {
    const known = login()
    if (known === null) return
    const { imap, user, password, ca } = known
    const was = isRefused({ mailbox, origin })
    const opened = await Session.open({ imap, user, auth: 'password', secret: password, ca }, closing.signal)
    if (opened.kind === 'open') await opened.session.close()
    // A server that cannot be reached says nothing about the password.
    const is = opened.kind === 'problem' && (opened.problem === 'login-refused' || was)
    if (closing.signal.aborted || checked.get(mailbox)?.origin !== origin) return
    checked.set(mailbox, { origin, at: now(), isRefused: is })
    if (is !== was) onChange()
  }
  return {
    look(logins) {
      for (const one of logins) {
        const before = checked.get(one.mailbox)
        if (before?.origin === one.origin && Math.abs(now() - before.at) < LOGIN_CHECK_MS) continue
        checked.set(one.mailbox, { origin: one.origin, at: now(), isRefused: isRefused(one) })
        // What broke here is asked again the next time.
        ask(one).catch(() => undefined)
      }
    },
    isRefused,
    [Symbol.dispose]() { closing.abort() },
  }
}
