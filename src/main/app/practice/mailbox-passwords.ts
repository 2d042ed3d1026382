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

/** How the passwords of shared mailboxes are, without any of them. */
export function loginsOf({ practice, board, accounts }: Session): OutputOf<'practice.mailboxes'>['logins'] {
  const member = practice.member()
  if (member === null) return []
  const toChange = passwordsToChange(member.state.law, member.at)
  return [...member.state.law.mailboxes.values()].flatMap(({ mailbox: { id, access }, ended }) => {
    if (ended !== null || access !== 'password') return []
    const login = practice.loginOf(id)
    const account = accounts.get(accountOfMailbox(id))
    const [now] = account === null ? [] : board.states([account])
    const isRefused = now?.connection.kind === 'stopped' && now.connection.problem === 'login-refused'
    const state = login === null ? 'none' : toChange.some(({ mailbox }) => mailbox === id) ? 'to-change' : isRefused ? 'refused' : 'kept'
    return [{ mailbox: id, state, imap: login?.imap ?? null, smtp: login?.smtp ?? null, user: login?.user ?? '' }]
  })
}

/** Where the practice's mail mostly is: the servers of the account that its register is in. */
export function serversOf({ practice, accounts }: Pick<Session, 'practice' | 'accounts'>): OutputOf<'practice.mailboxes'>['servers'] {
  const account = accounts.get(practice.home()?.accountId ?? '')
  return account === null ? null : { imap: account.imap, smtp: account.smtp }
}
