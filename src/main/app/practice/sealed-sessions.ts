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
 * once and leaves nothing, also when that was said while the program was closed.
 */
export function sealedSessions({ directory, reader, sealed, connect, forget, limit }: Parts): { align(): Promise<void> } {
  const running = new Map<string, string>()
  return {
    async align() {
      const wanted = sealed()
      const here = new Set([...running.keys(), ...reader.folders().map(({ accountId }) => accountId).filter((id) => mailboxOfAccount(id) !== null)])
      for (const id of here) {
        if (wanted.some(({ account }) => account.id === id)) continue
        running.delete(id)
        forget(id)
      }
      for (const one of wanted) {
        const { account: { id }, login: { ca }, said } = one
        if (running.get(id) === said) {
          limit(one)
          continue
        }
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
    },
  }
}
