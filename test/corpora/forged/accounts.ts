import type { AccountName } from './case.ts'

/** The fields of ACCOUNT.json. */
export type Account = {
  readonly domains: readonly string[]
  readonly authservId: string | null
  readonly receivingHosts: readonly string[]
  readonly stripsForeignHeader: boolean
  readonly webFormSenders: readonly string[]
  readonly portalDomains: readonly string[]
  readonly knownDomains: readonly string[]
}

const linde: Account = {
  domains: ['delinde.test', 'lindezorg.test'],
  authservId: 'mx.delinde.test',
  receivingHosts: ['mx.delinde.test', 'mail.delinde.test', 'smtp.delinde.test'],
  stripsForeignHeader: false,
  webFormSenders: ['formulier@delinde.test', 'noreply@webformulier.test'],
  portalDomains: ['veiligportaal.test'],
  knownDomains: ['ziekenhuis.test', 'apotheekzuid.test', 'apotheekruid.test', 'armband.test', 'mailbox.test', 'xn--zrg-sna.test'],
}

export const accounts: Readonly<Record<AccountName, Account>> = {
  linde,
  /** The server removes `X-NTA7516` from outside (IN-02b). */
  stripping: { ...linde, stripsForeignHeader: true },
  /** No server whose `Authentication-Results` count. */
  withoutResults: { ...linde, authservId: null },
  /** Nothing is known of the way inside. */
  withoutHosts: { ...linde, receivingHosts: [] },
}
