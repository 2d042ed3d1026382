import type { AccountSettings } from '../../shared/contract/accounts.ts'
import type { HandlerOutcome, Handlers, OutputOf } from '../../shared/contract/contract.ts'
import { done, refused } from '../../shared/contract/declare.ts'
import { readCaFile } from '../accounts/ca-file.ts'
import { discover } from '../accounts/discover.ts'
import { networkLookups } from '../accounts/lookups.ts'
import { forgetTasks } from '../imap/tasks.ts'
import { testImap } from '../imap/probe.ts'
import { testSmtp } from '../sending/test-smtp.ts'
import type { CoreOptions } from './core-options.ts'
import type { SampleAccount } from './sample-account.ts'
import { setUpSampleProvider } from './sample-provider.ts'
import { record } from './journal.ts'
import type { Session } from './session.ts'

type AccountHandlers = Pick<Handlers, Extract<keyof Handlers, `accounts.${string}`>>

/** The demo knows its own servers: nobody looks them up. */
const sampleFor = (demo: SampleAccount | null) => (address: string) => {
  const domainOf = (text: string) => text.slice(text.lastIndexOf('@') + 1).toLowerCase()
  if (demo === null || domainOf(address) !== domainOf(demo.address)) return null
  return { imap: demo.imap, smtp: demo.smtp, user: address, caFile: demo.caFile, provider: null }
}

/** Of the two spellings of an international domain the journal takes the one that looks like no other. */
const isAscii = (domain: string): boolean => /^[a-z0-9.-]+$/.test(domain)

/** Logs in to both servers with exactly these settings. */
export async function tryAccount(settings: AccountSettings, secret: string): Promise<OutputOf<'accounts.test'>> {
  const ca = await readCaFile(settings.caFile)
  if (ca.kind === 'unreadable') {
    const problem = { kind: 'problem', problem: 'ca-file-unreadable' } as const
    return { imap: problem, smtp: problem }
  }
  const login = { user: settings.user, auth: settings.auth, secret, ca: ca.pem }
  const [imap, smtp] = await Promise.all([testImap({ imap: settings.imap, ...login }), testSmtp({ smtp: settings.smtp, ...login })])
  return { imap, smtp }
}

/** Accounts of the person: found, tried, added, and kept in step. */
export function accountOperations(current: () => Session, { demo }: Pick<CoreOptions, 'demo'>): AccountHandlers {
  return {
    'accounts.list': () => {
      const { accounts, board } = current()
      return done(board.states(accounts.list()))
    },
    'accounts.discover': async ({ address }) => {
      const { profiles, accounts } = current()
      const ownDomains = accounts.ownDomainsFor(address)
      const found = await discover(address, { lookups: networkLookups(), profiles: profiles.profiles, sample: sampleFor(demo) })
      return found.kind === 'not-an-address' ? refused('not-an-address') : done({ ...found, ownDomains })
    },
    'accounts.test': async ({ settings, secret }) => {
      const { accounts } = current()
      const { imap, smtp } = await tryAccount(settings, secret)
      if (imap.kind === 'ok' && smtp.kind === 'ok') accounts.noteTested(settings, secret)
      return done({ imap, smtp })
    },
    'accounts.add': async ({ settings, secret }) => {
      const session = current()
      const added = await session.accounts.add(settings, secret, (id) => {
        const ownDomains = session.accounts.ownDomainsFor(settings.address).filter(isAscii)
        record(session.journal, { class: 'E9', detail: { account: id, address: settings.address.trim(), change: 'added', ownDomains } })
      })
      if (!added.ok) return added
      await setUpSampleProvider(session, demo)
      session.verdicts.accountsChanged()
      await session.connect(added.value.id)
      return added
    },
    'accounts.changeSecret': async ({ id, secret }) => {
      const session = current()
      const changed = await session.accounts.changeSecret(id, secret, () => {
        record(session.journal, { class: 'E9', detail: { account: id, change: 'secret-changed' } })
      })
      if (!changed.ok) return changed
      await session.connect(id)
      session.posting.retryAccount(id, 'secret-changed')
      return done({})
    },
    'accounts.remove': ({ id }) => remove(current(), id),
    'accounts.reconnect': async ({ id }) => {
      const session = current()
      if (session.accounts.get(id) === null) return refused('no-such-account')
      await session.connect(id)
      return done({})
    },
  }
}

async function remove(session: Session, id: string): Promise<HandlerOutcome<'accounts.remove'>> {
  const held = heldBy(session, id)
  if (held !== null) return refused(held)
  const removed = await session.accounts.remove(id, () => { record(session.journal, { class: 'E9', detail: { account: id, change: 'removed' } }) })
  if (!removed.ok) return removed
  session.sync.tell({ kind: 'forget', accountId: id, alsoMail: true })
  await session.providers.forget(id)
  forgetTasks(session.db, id)
  session.board.drop(id)
  session.verdicts.accountsChanged()
  return done({})
}

/** What would be lost with the account: mail that has not left, or the way to the practice. */
function heldBy({ posting, practice }: Session, accountId: string): 'mail-waiting' | 'holds-practice' | null {
  if (posting.holdsMailOf(accountId)) return 'mail-waiting'
  const home = practice.home()
  return home?.accountId === accountId && home.stage !== 'ended' ? 'holds-practice' : null
}
