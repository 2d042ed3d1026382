import type { HandlerOutcome, Handlers, ParsedInputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import type { ProviderChoice } from '../../shared/contract/providers.ts'
import { readCaFile } from '../accounts/ca-file.ts'
import type { ProviderProfile } from '../providers/profiles.ts'
import { testSmtp } from '../sending/test-smtp.ts'
import type { SmtpLogin } from '../sending/smtp-session.ts'
import { inTransaction } from '../store/store.ts'
import { record } from './journal.ts'
import { sendProviderTest } from './provider-test.ts'
import type { Session } from './session.ts'

type ProviderHandlers = Pick<Handlers, Extract<keyof Handlers, `providers.${string}` | `practiceRules.${string}`>>

const formOf = (form: ProviderProfile['marker']['forms'][number]): ProviderChoice['forms'][number] => ({
  place: form.place, name: 'name' in form ? form.name : null, template: form.template, number: form.number, position: 'position' in form ? form.position : null,
})

/** What a person sees of a profile when choosing. */
export const choiceOf = ({ id, name, date, submission, marker, secondFactor, reader, limitBytes, excludedDomains, notes }: ProviderProfile): ProviderChoice => ({
  id, name, date, way: submission.way, host: submission.host ?? null, port: submission.port ?? null, security: submission.security ?? null,
  login: submission.login ?? null, onwardHost: submission.onwardHost ?? null, spfInclude: submission.spfInclude ?? null,
  isMarkerRequired: marker.required, forms: marker.forms.map(formOf), secondFactor, hasPortal: reader.portal, limitBytes: limitBytes ?? null,
  excludesDomains: excludedDomains !== undefined, notes: notes ?? [],
})

/** The login that these settings would use; a refusal by its name. */
async function loginOf({ accounts, providers }: Session, { accountId, settings, secret }: ParsedInputOf<'providers.tryLogin'>): Promise<SmtpLogin | 'no-such-account' | 'no-secret' | 'keychain-unavailable' | 'ca-file-unreadable'> {
  const account = accounts.get(accountId)
  if (account === null) return 'no-such-account'
  const ca = await readCaFile(account.caFile)
  if (ca.kind === 'unreadable') return 'ca-file-unreadable'
  const { endpoint, user } = settings
  if (endpoint !== null && user === null) return { smtp: endpoint, user: '', auth: 'none', secret: '', ca: ca.pem }
  const kept = endpoint === null ? await accounts.secretOf(accountId) : secret === null ? await providers.secretOf(accountId) : { kind: 'known' as const, secret }
  if (kept.kind !== 'known') return kept.kind === 'lost' ? 'no-secret' : kept.kind
  return endpoint === null || user === null
    ? { smtp: account.smtp, user: account.user, auth: account.auth, secret: kept.secret, ca: ca.pem }
    : { smtp: endpoint, user, auth: 'password', secret: kept.secret, ca: ca.pem }
}

async function setProvider(session: Session, { accountId, settings, secret }: ParsedInputOf<'providers.set'>): Promise<HandlerOutcome<'providers.set'>> {
  const { accounts, providers, journal, posting, changes } = session
  if (accounts.get(accountId) === null) return refused('no-such-account')
  const kept = await providers.set(accountId, { settings, secret }, () => {
    record(journal, { class: 'provider', detail: { account: accountId, profile: settings.profile, change: settings.profile === 'plain' ? 'removed' : 'set' } })
  })
  if (!kept.ok) return kept
  changes.touch(['accounts', 'settings', 'journal'])
  posting.retryAccount(accountId, 'secret-changed')
  return done({})
}

/** What a reader saw decides whether mail goes by the provider (PV-05). */
function recordSeen({ db, providers, journal, changes }: Session, { testId, saw }: ParsedInputOf<'providers.recordSeen'>): HandlerOutcome<'providers.recordSeen'> {
  const account = inTransaction(db, () => {
    const found = providers.recordSeen(testId, { saw, by: journal.actor.person })
    if (found !== null) record(journal, { class: 'provider', detail: { account: found, change: 'test-seen', saw } })
    return found
  })
  if (account === null) return refused('no-such-test')
  changes.touch(['accounts', 'journal'])
  return done({})
}

/** The provider of safe mail of each account, and what the practice decided about routes. */
export function providerOperations(current: () => Session): ProviderHandlers {
  return {
    'providers.choices': () => done([...current().providerProfiles.values()].map(choiceOf)),
    'providers.get': async ({ accountId }) => {
      const { accounts, providers } = current()
      const account = accounts.get(accountId)
      if (account === null) return refused('no-such-account')
      const secret = await providers.secretOf(accountId)
      return done({ ...providers.of(accountId), hasSecret: secret.kind === 'known', ownHost: account.smtp.host })
    },
    'providers.tryLogin': async (input) => {
      const login = await loginOf(current(), input)
      if (login === 'ca-file-unreadable') return done({ kind: 'problem', problem: login })
      return typeof login === 'string' ? refused(login) : done(await testSmtp(login))
    },
    'providers.set': (input) => setProvider(current(), input),
    'providers.sendTest': async (input) => {
      const session = current()
      const sent = await sendProviderTest(session, input)
      session.changes.touch(['accounts', 'journal'])
      return sent
    },
    'providers.recordSeen': (input) => recordSeen(current(), input),
    'practiceRules.get': () => done(current().providers.rules()),
    'practiceRules.set': (change) => {
      const { db, providers, journal, changes } = current()
      inTransaction(db, () => {
        for (const name of providers.setRules(change)) record(journal, { class: 'rules', detail: { change: name } })
      })
      changes.touch(['settings', 'accounts', 'journal'])
      return done({})
    },
  }
}
