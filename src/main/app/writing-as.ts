import type { QuoteOptions } from '../drafts/quote.ts'
import { readSettings } from '../settings/settings.ts'
import { mailboxOfAccount } from './practice/mailboxes.ts'
import type { Session } from './session.ts'

/** A person writes with an account of their own, also where the original stands in a mailbox with a login of its own. */
export const writesWith = ({ accounts, practice }: Session, accountId: string): string =>
  mailboxOfAccount(accountId) === null ? accountId : practice.home()?.accountId ?? accounts.list()[0]?.id ?? accountId

/** Addresses that are oneself, and that of the mailbox in whose name one writes. */
export const ownNames = ({ accounts }: Session, as: string | undefined): string[] => [...accounts.list().map(({ address }) => address), ...(as === undefined ? [] : [as])]

/** In the person's language, at the workstation's time. */
export const quoting = ({ db }: Session): QuoteOptions => ({ language: readSettings(db).language, timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone })
