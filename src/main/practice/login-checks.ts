import { Session } from '../imap/session.ts'
import { isDiskFull, type Database } from '../store/store.ts'
import { LOGIN_CHECK_MS, LOGIN_REFUSED_MS } from './limits.ts'
import type { MailboxLogin } from './mailbox-login.ts'

/** A shared mailbox's password; `origin`: which saying of the register set it. */
export interface KnownPassword { readonly mailbox: string; readonly origin: string }
/** A shared mailbox's login. */
export interface KnownLogin extends KnownPassword { /** Opened when it is asked for. */ readonly login: () => MailboxLogin | null }

type Told = 'taken' | 'refused' | 'not-reached'

interface Parts {
  readonly db: Database
  readonly now: () => number
  /** Another password is refused, or a refused one no longer. */
  readonly onChange: () => void
  /** Logs in, and looks at nothing of the mail. */
  readonly tryLogin?: (login: MailboxLogin, signal: AbortSignal) => Promise<Told>
}

/**
 * Whether the passwords that are sealed for shared mailboxes still work. What a server refused is tried no more than once a day,
 * whoever unlocks how often, until another password is set: after some refusals a provider locks a mailbox for everybody.
 */
export interface LoginChecks extends Disposable {
  /** Asks the servers of those that were not asked for a while. */
  look(logins: readonly KnownLogin[]): void
  isRefused(password: KnownPassword): boolean
  /** Whether this password may be tried at its server now. */
  mayTry(password: KnownPassword): boolean
  /** What its server said where it was tried elsewhere in this program. */
  told(password: KnownPassword, isRefused: boolean): void
}

interface Row { readonly origin: string; readonly at: number; readonly refused: 0 | 1 }

export function createLoginChecks({ db, now, onChange, tryLogin = tryAtServer }: Parts): LoginChecks {
  /** In this session also those whose server could not be reached. */
  const asked = new Map<string, { readonly origin: string; readonly at: number }>()
  const closing = new AbortController()
  const known = ({ mailbox, origin }: KnownPassword): Row | null => {
    const row = db.prepare<[string], Row>('SELECT origin, at, refused FROM login_check WHERE mailbox = ?').get(mailbox)
    return row?.origin === origin ? row : null
  }
  const keep = ({ mailbox, origin }: KnownPassword, { at, refused }: Omit<Row, 'origin'>): void => void db.prepare(`
    INSERT INTO login_check (mailbox, origin, at, refused) VALUES (?, ?, ?, ?)
    ON CONFLICT (mailbox) DO UPDATE SET origin = excluded.origin, at = excluded.at, refused = excluded.refused`).run(mailbox, origin, at, refused)
  const isRefused = (password: KnownPassword): boolean => known(password)?.refused === 1
  // A clock that was set back a day or more is no reason never to ask again.
  const mayTry = (password: KnownPassword): boolean => {
    const row = known(password)
    return row?.refused !== 1 || Math.abs(now() - row.at) >= LOGIN_REFUSED_MS
  }
  const forget = ({ mailbox, origin }: KnownPassword): void => void db.prepare('DELETE FROM login_check WHERE mailbox = ? AND origin = ?').run(mailbox, origin)
  const noted = (password: KnownPassword, note: () => void): void => {
    const was = isRefused(password)
    note()
    if (isRefused(password) !== was) onChange()
  }
  const answered = (password: KnownPassword, is: boolean): void => { noted(password, () => { keep(password, { at: now(), refused: is ? 1 : 0 }) }) }
  const isDue = (password: KnownPassword): boolean => {
    const times = [known(password)?.at, asked.get(password.mailbox)?.origin === password.origin ? asked.get(password.mailbox)?.at : undefined]
    return mayTry(password) && times.every((at) => at === undefined || Math.abs(now() - at) >= LOGIN_CHECK_MS)
  }
  const ask = async ({ mailbox, origin, login }: KnownLogin): Promise<void> => {
    const opened = login()
    if (opened === null) return
    const before = known({ mailbox, origin })
    // Counts before its answer: a program that is killed meanwhile does not try again at once.
    keep({ mailbox, origin }, { at: now(), refused: before?.refused ?? 0 })
    const answer = await tryLogin(opened, closing.signal)
    if (closing.signal.aborted || asked.get(mailbox)?.origin !== origin) return
    if (answer !== 'not-reached') answered({ mailbox, origin }, answer === 'refused')
    // A server that cannot be reached says nothing about the password, and counts nothing.
    else if (before !== null) keep({ mailbox, origin }, before)
    else forget({ mailbox, origin })
  }
  return {
    look(logins) {
      for (const one of logins) {
        if (!isDue(one)) continue
        asked.set(one.mailbox, { origin: one.origin, at: now() })
        // What broke here is asked again the next time.
        ask(one).catch(() => undefined)
      }
    },
    isRefused, mayTry,
    // While the mailbox is open here nobody asks; once it is not, it is asked at once.
    told: (password, is) => {
      try {
        if (is) answered(password, true)
        else noted(password, () => { forget(password) })
      } catch (error) {
        if (!isDiskFull(error)) throw error
        // Not known after the next unlock; until then this counts as asked.
        asked.set(password.mailbox, { origin: password.origin, at: now() })
      }
    },
    [Symbol.dispose]() { closing.abort() },
  }
}

/** Of a practice that this workstation leaves. */
export const forgetLoginChecks = (db: Database): void => void db.prepare('DELETE FROM login_check').run()

async function tryAtServer({ imap, user, password, ca }: MailboxLogin, signal: AbortSignal): Promise<Told> {
  const opened = await Session.open({ imap, user, auth: 'password', secret: password, ca }, signal)
  if (opened.kind === 'problem') return opened.problem === 'login-refused' ? 'refused' : 'not-reached'
  await opened.session.close()
  return 'taken'
}
