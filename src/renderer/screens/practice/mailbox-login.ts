import type { InputOf, OutputOf } from '../../../shared/contract/contract.ts'
import type { ServerFields } from '../onboarding/setup-form.ts'
import { settingsOf, usualPort, type FieldProblems, type SetupFields } from '../onboarding/setup-form.ts'

export type MailboxLogin = OutputOf<'practice.mailboxes'>['logins'][number]
type TypedLogin = NonNullable<InputOf<'practice.describeMailbox'>['login']>
type Servers = OutputOf<'practice.mailboxes'>['servers']

const fieldsOf = ({ host, port, security }: { host: string; port: number; security: 'tls' | 'starttls' }): ServerFields => ({ host, port: String(port), security })
const empty = (service: 'imap' | 'smtp'): ServerFields => ({ host: '', port: usualPort(service, 'tls'), security: 'tls' })

/** The fields for a mailbox's own login: at the servers of the practice's own account, which it mostly is. */
export const loginFields = (servers: Servers): SetupFields => ({
  address: '', displayName: '', user: '', secret: '', auth: 'password', caFile: '',
  imap: servers === null ? empty('imap') : fieldsOf(servers.imap), smtp: servers === null ? empty('smtp') : fieldsOf(servers.smtp),
})

/** The login as it was typed; the address is the user name where no other was given. */
export function typedLogin(fields: SetupFields, address: string): { kind: 'login'; login: TypedLogin } | { kind: 'incomplete'; problems: FieldProblems } {
  const settings = settingsOf({ ...fields, user: fields.user.trim() === '' ? address : fields.user })
  if (settings.kind === 'incomplete') return settings
  const { imap, smtp, user } = settings.settings
  return { kind: 'login', login: { imap, smtp, user, secret: fields.secret } }
}
