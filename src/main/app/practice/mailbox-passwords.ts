import type { Endpoint } from '../../../shared/contract/accounts.ts'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { Sealed } from '../../../shared/practice/plain-values.ts'
import type { SharedMailbox } from '../../../shared/practice/shared-mailbox.ts'
import { readCaFile } from '../../accounts/ca-file.ts'
import { keepCa } from '../../accounts/kept-ca.ts'
import { passwordsToChange } from '../../practice/joining/lost-device.ts'
import { tryAccount } from '../account-operations.ts'
import type { Session } from '../session.ts'
import { accountOfMailbox } from './mailboxes.ts'

interface TypedLogin { readonly imap: Endpoint; readonly smtp: Endpoint; readonly user: string; readonly secret: string }

/** Of its own CA a practice rarely has more than one; what is sealed for each workstation has to fit a message. */
const CA_CHARS = 4_000

/** Logs in at both servers; what works is sealed for who may have it. `tested` null: it does not fit. `ca` absent: as the practice's account has it. */
export async function sealedAfterTest(session: Session, { mailbox, login, ca }: { mailbox: SharedMailbox; login: TypedLogin; ca?: string | null }): Promise<{ tested: OutputOf<'accounts.test'> | null; sealed: Sealed | null }> {
  const { practice, accounts, directory } = session
  const own = await readCaFile(accounts.get(practice.home()?.accountId ?? '')?.caFile ?? null)
  const pem = ca === undefined ? (own.kind === 'read' ? own.pem : null) : ca
  if ((pem?.length ?? 0) > CA_CHARS) return { tested: null, sealed: null }
  const { imap, smtp, user, secret } = login
  const caFile = pem === null ? null : await keepCa(directory, pem)
  const tested = await tryAccount({ address: mailbox.address, displayName: '', imap, smtp, user, auth: 'password', caFile }, secret)
  const works = tested.imap.kind === 'ok' && tested.smtp.kind === 'ok'
  return { tested, sealed: works ? practice.sealLogin(mailbox.id, { imap, smtp, user, password: secret, ca: pem }) : null }
}

type Looking = Pick<Session, 'practice' | 'board' | 'accounts'>

/** Whether the server no longer takes the password that is kept: as the mailbox's own session here found, or who manages it asked. */
function isRefused({ practice, board, accounts }: Looking, mailbox: string): boolean {
  const account = accounts.get(accountOfMailbox(mailbox))
  const [now] = account === null ? [] : board.states([account])
  return account === null ? practice.isLoginRefused(mailbox) : now?.connection.kind === 'stopped' && now.connection.problem === 'login-refused'
}

/** The mailboxes that nobody can open with the password that is kept. */
export const refusedLogins = (session: Looking): string[] => loginsOf(session).flatMap(({ mailbox, state }) => (state === 'refused' ? [mailbox] : []))

/** How the passwords of shared mailboxes are, without any of them. */
export function loginsOf(session: Looking): OutputOf<'practice.mailboxes'>['logins'] {
  const { practice } = session
  const member = practice.member()
  if (member === null) return []
  const toChange = passwordsToChange(member.state.law, member.at)
  return [...member.state.law.mailboxes.values()].flatMap(({ mailbox: { id, access }, ended }) => {
    if (ended !== null || access !== 'password') return []
    const login = practice.loginOf(id)
    // What does not work at all comes first: until it is set anew nobody reads the mailbox.
    const state = login === null ? 'none' : isRefused(session, id) ? 'refused' : toChange.some(({ mailbox }) => mailbox === id) ? 'to-change' : 'kept'
    return [{ mailbox: id, state, imap: login?.imap ?? null, smtp: login?.smtp ?? null, user: login?.user ?? '' }]
  })
}

/** Where the practice's mail mostly is: the servers of the account that its register is in. */
export function serversOf({ practice, accounts }: Pick<Session, 'practice' | 'accounts'>): OutputOf<'practice.mailboxes'>['servers'] {
  const account = accounts.get(practice.home()?.accountId ?? '')
  return account === null ? null : { imap: account.imap, smtp: account.smtp }
}
