import type { Accounts } from '../accounts/accounts.ts'
import { readCaFile } from '../accounts/ca-file.ts'
import type { AccountProviders, Submission } from '../providers/face.ts'
import { wireAddress } from '../sending/manuscript.ts'
import type { SendProblem } from '../sending/settle.ts'
import type { SmtpLogin } from '../sending/smtp-session.ts'
import type { Marking } from '../sending/submitted-copy.ts'
import type { Route } from '../../shared/norm/routing/routing-facts.ts'

interface Room { readonly accounts: Accounts; readonly providers: AccountProviders }

/** A delivery as far as the way it is handed in depends on it. `mobileOf`: the number that somebody verified, E.164. */
export interface HandingIn {
  readonly accountId: string
  readonly route: Route
  readonly recipients: readonly { readonly address: string }[]
  readonly mobileOf: (address: string) => string | null
}

export type Line =
  | { readonly kind: 'ready'; readonly login: SmtpLogin; readonly marking: Marking | null }
  /** It waits: nobody can log in, or a number is missing. */
  | { readonly kind: 'unavailable'; readonly problem: SendProblem }
  /** The provider cannot be told what it must know (RT-23, PV-04). */
  | { readonly kind: 'refused' }

/** By which server one delivery goes now, with which login, and what the provider is told (PV-02). Nothing in doubt becomes ordinary mail. */
export async function lineFor(room: Room, { accountId, route, recipients, mobileOf }: HandingIn): Promise<Line> {
  if (room.accounts.get(accountId) === null) return { kind: 'unavailable', problem: 'account-gone' }
  const ways = recipients.map(({ address }) => room.providers.submissionOf(accountId, { route, to: wireAddress(address), mobile: mobileOf(address) }))
  const [first] = ways
  if (first === undefined) return { kind: 'refused' }
  if (ways.every(({ kind }) => kind === 'account')) return lineBy(room, accountId, first)
  // PV-03: who shares a submission with others is never told of by a marker.
  return ways.length === 1 ? lineBy(room, accountId, first) : { kind: 'refused' }
}

/** The line of a submission, also that of a test of a provider (PV-05). */
export async function lineBy({ accounts, providers }: Room, accountId: string, submission: Submission): Promise<Line> {
  if (submission.kind === 'lacking') return submission.what === 'mobile' ? { kind: 'unavailable', problem: 'mobile-missing' } : { kind: 'refused' }
  const account = accounts.get(accountId)
  if (account === null) return { kind: 'unavailable', problem: 'account-gone' }
  const ca = await readCaFile(account.caFile)
  if (ca.kind === 'unreadable') return { kind: 'unavailable', problem: 'ca-file-unreadable' }
  const marking = submission.kind === 'account' ? null : { host: submission.host, markers: submission.markers }
  const server = submission.kind === 'account' ? null : submission.server
  if (server?.user === null) return { kind: 'ready', login: { smtp: server.endpoint, user: '', auth: 'none', secret: '', ca: ca.pem }, marking }
  const secret = server === null ? await accounts.secretOf(accountId) : await providers.secretOf(accountId)
  if (secret.kind !== 'known') return { kind: 'unavailable', problem: secret.kind === 'lost' ? 'secret-lost' : 'keychain-unavailable' }
  const login: SmtpLogin = server === null
    ? { smtp: account.smtp, user: account.user, auth: account.auth, secret: secret.secret, ca: ca.pem }
    : { smtp: server.endpoint, user: server.user, auth: 'password', secret: secret.secret, ca: ca.pem }
  return { kind: 'ready', login, marking }
}
