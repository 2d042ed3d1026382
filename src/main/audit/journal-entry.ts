/**
 * What may stand in the journal: the event classes of norm.md section 11, each with its own fields, and nothing else.
 * LOG-01: no field can hold a body, a subject, a BSN or a code, because none takes free text.
 */
interface Field<Value> {
  readonly fits: (value: unknown) => value is Value
}

const text = (pattern: RegExp): Field<string> => ({ fits: (value): value is string => typeof value === 'string' && pattern.test(value) })
const numberFrom = (least: number): Field<number> =>
  ({ fits: (value): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= least })

/** A name out of a list that this program knows, such as `smtp` or `no-safe-route`; also ids and versions. */
const name = text(/^[\w.:+/-]{1,128}$/)
/** SHA-256, in hexadecimal digits. */
const hash = text(/^[0-9a-f]{64}$/)
/** RFC 5322 section 3.6.4, without its brackets: names a message, and says nothing of what stands in it. */
const messageId = text(/^[^<>\s]{1,998}$/)
/** A server's reply without its words, which could quote anything: `250`, or `550 5.7.1` (RFC 3463). */
const reply = text(/^[2-5]\d\d( [245]\.\d{1,3}\.\d{1,3})?$/)
const lastThreeDigits = text(/^\d{3}$/)
const instant = numberFrom(0)
const count = numberFrom(0)
const isAddress = (value: unknown): value is string => typeof value === 'string' && value.length <= 320 && /^[^\s@]+@[^\s@]+$/.test(value)
const address: Field<string> = { fits: isAddress }
const domains: Field<readonly string[]> = {
  fits: (value): value is readonly string[] => Array.isArray(value) && value.every((one) => typeof one === 'string' && /^[a-z0-9.-]{1,253}$/.test(one)),
}
const flag: Field<boolean> = { fits: (value): value is boolean => typeof value === 'boolean' }
const addresses: Field<readonly string[]> = { fits: (value): value is readonly string[] => Array.isArray(value) && value.every(isAddress) }

/** E1 to E10 are the norm's; the others are what the design adds: who opened the vault, and with what. */
export const journalClasses = {
  /** Sending, success or failure. */
  E1: {
    item: name, recipients: addresses, messageClass: name, detection: name, findings: name, ground: name, prediction: name, ourStatus: name, theirStatus: name, dnssec: name, lastDay: name, lookedUpAt: instant,
    route: name, provider: name, trigger: name, factor: name, phone: lastThreeDigits, mime: hash, bytes: count, tls: name, reply,
  },
  /** Revoking a sent message: taken back before a server had it; refused once one has (R6: what was delivered is not taken back). `mime` is the target's. */
  E2: { item: name, recipients: addresses, mime: hash },
  /** Changing a sent message: what is sent in the place of one that was taken back. The entry names the earlier message. */
  E3: { item: name, before: hash, after: hash },
  /** Deleting a sent message, on the sender's side. `ground`: into the bin, or out of it for good; `item` is the act, of which the server may turn one back. */
  E4: { item: name, ground: name, count },
  /** Receiving: how safely, by which row of the norm (section 6). `digest` names the received bytes, also where a message has no id of its own. */
  E5: { trust: name, evidence: name, digest: hash, count },
  /** Consulting a received message; on what ground, where it is somebody else's. */
  E6: { cover: name, mandate: name, ground: name, grant: name, digest: hash },
  /** Deleting a received message. */
  E7: { item: name, ground: name, digest: hash, count },
  /** Forwarding a received message; `digest` names the bytes of the one that was forwarded, as at its receipt (E5). */
  E8: { item: name, recipients: addresses, route: name, target: messageId, digest: hash },
  /** A message put into another folder, or put back; `change` says where to, or what was turned back by the server. */
  filed: { change: name, item: name, digest: hash, count, event: hash },
  /** An account created, removed or given another secret; `ownDomains`: to which mail goes out as the practice's own from then on (RT-00). */
  E9: { account: name, address, change: name, ownDomains: domains, endsAt: instant, event: hash },
  /** Rights granted, changed or withdrawn; `right` is what may be done, giver and grantee are persons of the register; here and elsewhere `event` is the hash of what was written there (the last, of several at once). */
  E10: { change: name, right: name, kind: name, grant: name, giver: name, grantee: name, consent: name, request: name, startsAt: instant, endsAt: instant, event: hash },
  /** Anything else that was written into the practice's register, by its kind and hash. */
  register: { kind: name, event: hash },
  /** The vault opened, or refused to: such a try is written at the next unlock, with the time at which it was made. */
  unlock: { slot: name, firstRun: flag, attemptAt: instant },
  lock: { because: name },
  /** A key enrolled or removed, or the printed code renewed; `proof`: by what the person showed to be there. */
  keys: { slot: name, kind: name, change: name, proof: name },
  /** What proofs of origin go by was set: the name server, or what is known of an account's receiving server. */
  proof: { change: name, account: name },
  /** The provider of safe mail of an account: set up, tried, or no longer used; `saw`: what the reader of a test saw (PV-05). */
  provider: { change: name, account: name, profile: name, saw: name },
  /** Of the practice's rules about routes one was changed (R11, DT-2, RT-22). */
  rules: { change: name, event: hash },
  /** The copy of the mail that could not be opened any more: set aside for a new one, and later let go of. */
  copy: { change: name },
  /** What exists nowhere else, on this disk: put back from a backup of the moment `from`, with `count` deliveries to decide about; or found to be damaged. */
  store: { change: name, from: instant, count },
  /** The address book: contacts, verified numbers by their last three digits, consents, directories; `contact` is its number in the book. */
  book: { change: name, contact: name, phone: lastThreeDigits, count },
  /** The journal opened, closed, exported, its chain verified, or a shared mailbox checked by it (LOG-04, R4); `first` is the first entry that does not hold, `scope` whether it was this workstation's alone. */
  log: { change: name, head: hash, count, format: name, from: instant, to: instant, first: count, finding: name, scope: name, event: hash },
} as const satisfies Record<string, Record<string, Field<unknown>>>

export type JournalClass = keyof typeof journalClasses
type Fields<Class extends JournalClass> = (typeof journalClasses)[Class]
type ValueOf<Of> = Of extends Field<infer Value> ? Value : never

export type DetailOf<Class extends JournalClass> = { readonly [Key in keyof Fields<Class>]?: ValueOf<Fields<Class>[Key]> } & Common

/** With entries of every class. `patientRef`: the patient by the practice's own reference, the same at every workstation; the number of `patient` is this one's. */
interface Common { readonly patientRef?: string }
const common = { patientRef: hash } as const satisfies Record<keyof Common, Field<unknown>>

/** Who did it, with what: the same for everything that happens between an unlock and a lock. */
export interface Actor {
  readonly person: string
  readonly role: string | null
  /** Cover, mandate, delegation: the person in whose name it was done. */
  readonly onBehalfOf: string | null
  readonly device: string
  /** By what the vault was opened, and when: the factor's age is the difference. */
  readonly factor: { readonly kind: string; readonly at: number } | null
  readonly appVersion: string
  readonly ruleVersion: string | null
}

interface EntryOf<Class extends JournalClass> {
  readonly class: Class
  readonly outcome: 'done' | 'failed' | 'refused'
  /** A name from the program's own lists; null when it was done. */
  readonly reason: string | null
  /** Milliseconds since 1970, and the minutes that the clock on the wall is ahead of UTC. */
  readonly at: number
  readonly offsetMinutes: number
  readonly actor: Actor
  readonly mailbox: string | null
  readonly messageId: string | null
  /** The practice's own reference; never a BSN. */
  readonly patient: string | null
  readonly detail: DetailOf<Class>
}

export type JournalEntry = { [Class in JournalClass]: EntryOf<Class> }[JournalClass]

/** The detail as it is hashed and stored. Throws at a field or value that may not stand in the journal: a bug, not an outcome. */
export function detailText({ class: of, detail }: Pick<JournalEntry, 'class' | 'detail'>): string {
  const fields: Record<string, Field<unknown>> = { ...journalClasses[of], ...common }
  const given = Object.entries(detail).filter(([, value]) => value !== undefined).sort(([left], [right]) => (left < right ? -1 : 1))
  for (const [key, value] of given) {
    if (fields[key]?.fits(value) !== true) throw new Error(`the journal takes no such ${key} in ${of}`)
  }
  return JSON.stringify(Object.fromEntries(given))
}

/** How far the wall's clock is ahead of UTC at this moment, in minutes. */
export const offsetMinutesAt = (at: number): number => 0 - new Date(at).getTimezoneOffset()
