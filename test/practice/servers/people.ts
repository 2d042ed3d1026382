/** The sample practice and those it mails with. Nobody here exists; `.test` can never be registered (RFC 6761). */

export type Person = { readonly address: string; readonly name: string; readonly role: string; readonly password: string }

export type DomainKind =
  /** Signed zone with a valid NTA 7516 record. */
  | 'valid'
  /** Signed zone whose record's last month has passed. */
  | 'expired'
  /** A good record in a zone that nobody signed. */
  | 'unsigned'
  /** Signed, and the record was changed afterwards. */
  | 'broken'
  /** Signed zone without a record: consumer mail, and a provider's portal. */
  | 'absent'

export type SampleDomain = { readonly name: string; readonly organisation: string; readonly kind: DomainKind }

export const practiceDomain = 'delinde.test'

export const domains: readonly SampleDomain[] = [
  { name: practiceDomain, organisation: 'Huisartsenpraktijk De Linde', kind: 'valid' },
  { name: 'apotheekzuid.test', organisation: 'Apotheek Zuid', kind: 'valid' },
  { name: 'ziekenhuis.test', organisation: 'Ziekenhuis Oost', kind: 'valid' },
  { name: 'fysio.test', organisation: 'Fysiotherapie De Brug', kind: 'expired' },
  { name: 'gemeente.test', organisation: 'Gemeente Lindedorp', kind: 'unsigned' },
  { name: 'kapot.test', organisation: 'Laboratorium Noord', kind: 'broken' },
  { name: 'mailbox.test', organisation: 'Mailbox', kind: 'absent' },
  { name: 'postportaal.test', organisation: 'Postportaal', kind: 'absent' },
]

/** A delegated zone whose server never answers, to see what a resolver and a client do then. */
export const silentDomain = 'stil.test'

const person = (address: string, name: string, role: string): Person => ({
  address, name, role,
  password: `linde-${address.split('@')[0] ?? ''}`,
})

/** The three colleagues of De Linde, the manager first; then a counterpart in each other domain and some patients. */
export const people: readonly Person[] = [
  person('anja@delinde.test', 'Anja de Vries', 'huisarts, beheerder'),
  person('bas@delinde.test', 'Bas Jansen', 'doktersassistent'),
  person('mia@delinde.test', 'Mia Smit', 'verpleegkundig specialist'),
  person('balie@apotheekzuid.test', 'Balie Apotheek Zuid', 'apotheek'),
  person('cardiologie@ziekenhuis.test', 'Polikliniek Cardiologie', 'ziekenhuis'),
  person('laboratorium@ziekenhuis.test', 'Klinisch Laboratorium', 'ziekenhuis'),
  person('praktijk@fysio.test', 'Fysiotherapie De Brug', 'fysiotherapie'),
  person('wmo@gemeente.test', 'Wmo-loket Lindedorp', 'gemeente'),
  person('info@kapot.test', 'Laboratorium Noord', 'laboratorium'),
  person('h.bakker@mailbox.test', 'Hennie Bakker', 'patiënt'),
  person('s.demir@mailbox.test', 'Selin Demir', 'patiënt'),
  person('j.vandam@mailbox.test', 'Joost van Dam', 'patiënt'),
  person('melding@postportaal.test', 'Postportaal', 'portaal'),
]

/** IMAP rights as RFC 4314 letters, per person of the practice. */
export type SharedMailbox = {
  readonly address: string
  /** As a client sees it: `Praktijk/info`. */
  readonly path: string
  readonly name: string
  readonly rights: Readonly<Record<string, string>>
}

/** Mia may only read `info` and keep her own marks: the case in which STORE answers OK and does nothing. */
export const sharedMailboxes: readonly SharedMailbox[] = [
  {
    address: 'info@delinde.test', path: 'Praktijk/info', name: 'Huisartsenpraktijk De Linde',
    rights: { 'anja@delinde.test': 'lrwstipekxa', 'bas@delinde.test': 'lrwstipekx', 'mia@delinde.test': 'lrs' },
  },
  {
    address: 'recepten@delinde.test', path: 'Praktijk/recepten', name: 'Recepten De Linde',
    rights: { 'anja@delinde.test': 'lrwstipekxa', 'bas@delinde.test': 'lrwstipekx', 'mia@delinde.test': 'lrwsti' },
  },
]

/** Folders of every person, with their SPECIAL-USE (RFC 6154). */
export const folders = [
  { name: 'Concepten', use: '\\Drafts' },
  { name: 'Verzonden', use: '\\Sent' },
  { name: 'Archief', use: '\\Archive' },
  { name: 'Prullenbak', use: '\\Trash' },
  { name: 'Ongewenst', use: '\\Junk' },
] as const

/** Accepted by the mail server and then refused by the mailbox: the sender gets a bounce. */
export const bouncingAddress = 'weg@apotheekzuid.test'

/** The same in the practice itself: who worked there once, and whose address nobody took out. */
export const departedAddress = 'vertrokken@delinde.test'

/** A colleague whose mailbox server is always down: mail for it stays in the queue, and after a while its sender hears so. */
export const delayedAddress = 'traag@delinde.test'

export const localPart = (address: string): string => address.slice(0, address.lastIndexOf('@'))
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
