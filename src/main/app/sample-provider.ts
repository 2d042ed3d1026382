import { randomUUID } from 'node:crypto'
import { inTransaction } from '../store/store.ts'
import { record } from './journal.ts'
import type { SampleAccount } from './sample-account.ts'
import type { Session } from './session.ts'

/** Who vouches for the set-up of the demo: nobody tests what stands on loopback. */
const VOUCHER = 'Voorbeeldpraktijk'

/**
 * The demo's account has the stand-in of a provider set up, as tested, so that every route can be tried at once. Once: who takes it
 * away again has it away. In a packaged build there is no sample account, and nothing of this happens.
 */
export async function setUpSampleProvider({ db, accounts, providers, journal, changes }: Pick<Session, 'db' | 'accounts' | 'providers' | 'journal' | 'changes'>, demo: SampleAccount | null): Promise<void> {
  const account = accounts.list().find(({ address, imap }) => address === demo?.address && imap.host === demo.imap.host && imap.port === demo.imap.port)
  if (demo?.provider === undefined || account === undefined) return
  const { state, tests } = providers.of(account.id)
  if (state !== 'none' || tests.length > 0) return
  const { settings, secret, reader } = demo.provider
  const note = (change: string, saw?: string): void => {
    record(journal, { class: 'provider', detail: { account: account.id, profile: settings.profile, change, ...(saw === undefined ? {} : { saw }) } })
  }
  const kept = await providers.set(account.id, { settings, secret }, () => { note('set') })
  if (!kept.ok) return
  inTransaction(db, () => {
    const id = randomUUID()
    providers.noteTest({ id, accountId: account.id, reader, messageId: id, sentBy: VOUCHER })
    providers.recordSeen(id, { saw: 'code', by: VOUCHER })
    note('test-seen', 'code')
  })
  changes.touch(['accounts', 'journal'])
}
