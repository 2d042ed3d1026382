import { keepCa } from '../../accounts/kept-ca.ts'
import type { MailboxReader } from '../../mailbox/mailbox.ts'
import { mailboxOfAccount } from './mailboxes.ts'
import type { SealedAccount } from './sealed-accounts.ts'

interface Parts {
  readonly directory: string
  readonly reader: Pick<MailboxReader, 'folders'>
  readonly sealed: () => readonly SealedAccount[]
  readonly connect: (accountId: string) => Promise<void>
  /** Ends the session, and takes the copy of its mail from this workstation. */
  readonly forget: (accountId: string) => void
  /** What may be read of it is another now. */
  readonly limit: (account: SealedAccount) => void
}

/**
 * The sessions of shared mailboxes with a login of their own follow what this workstation may open: what it may no longer, ends at
 * once and leaves nothing, also when that was said while the program was closed. One at a time: an earlier look that is slow must not
 * put an earlier password in the place of a later one.
 */
export function sealedSessions({ directory, reader, sealed, connect, forget, limit }: Parts): { align(): Promise<void> } {
  const running = new Map<string, string>()
  let before: Promise<void> = Promise.resolve()

  const closeOthers = (): void => {
    const wanted = sealed()
    const here = new Set([...running.keys(), ...reader.folders().map(({ accountId }) => accountId).filter((id) => mailboxOfAccount(id) !== null)])
    for (const id of here) {
      if (wanted.some(({ account }) => account.id === id)) continue
      running.delete(id)
      forget(id)
    }
  }
  const open = async ({ account: { id }, login: { ca }, said }: SealedAccount): Promise<void> => {
    running.set(id, said)
    try {
      if (ca !== null) await keepCa(directory, ca)
      await connect(id)
    } catch (error) {
      // Tried again with the next change.
      running.delete(id)
      throw error
    }
  }
  const openAll = async (): Promise<void> => {
    const failed: unknown[] = []
    for (const one of sealed()) {
      if (running.get(one.account.id) === one.said) limit(one)
      // One that cannot be opened keeps no other closed.
      else await open(one).catch((error: unknown) => { failed.push(error) })
    }
    if (failed.length > 0) throw new AggregateError(failed, 'shared mailboxes that could not be opened')
  }
  return {
    align() {
      closeOthers()
      const now = before.then(openAll)
      before = now.catch(() => undefined)
      return now
    },
  }
}
