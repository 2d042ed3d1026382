import { domainOf } from '../../shared/mail/address.ts'
import { knownDomain, silhouette, takenFor, type KnownDomain } from '../../shared/norm/look-alike.ts'
import { isLocalNear } from '../../shared/norm/look-alike-address.ts'
import { addressKey } from './contact-rows.ts'
import { ALIKE_REMEMBERED, LOCALS_WEIGHED, LOOK_ALIKES_TOLD, PEOPLE_AT_ONCE } from './limits.ts'

/** Who the practice mails with, as its mail tells. */
export interface Correspondents {
  /** Milliseconds since 1970: when somebody here last wrote to exactly this address, and when mail last named it. */
  contactWith(address: string): { readonly writtenAt: number | null; readonly lastAt: number } | null
  /** Addresses that mail named, as two are compared: those whose number is above `after`, in order. */
  peopleAfter(after: number, limit: number): readonly { readonly id: number; readonly key: string }[]
  /** The address with this number; null once its account has gone. */
  personAt(id: number): string | null
  /** Who is meant by what was typed, whom somebody here writes to most first. */
  completeAddress(typed: string): readonly { readonly name: string; readonly address: string; readonly written: number; readonly writtenAt: number | null; readonly lastAt: number }[]
}

export interface KnownOptions {
  readonly correspondents: Correspondents
  /** Somebody checked these addresses. */
  readonly isChecked: (key: string) => boolean
  /** The domain that somebody registered, of a name below it: names of one owner are not each other's imitation. */
  readonly organisationOf: (domain: string) => string | null
  /** Domains where everybody has an address. */
  readonly publicDomains: ReadonlySet<string>
}

/** How well an address is known: somebody checked it, somebody here wrote to it, mail named it, or not at all. */
type Familiarity = 3 | 2 | 1 | 0

/** Each name before the @, and how it looks from a distance once somebody asked. */
type Domain = KnownDomain & { readonly locals: Map<string, string | null> }

interface Known { readonly key: string; readonly familiarity: Familiarity; readonly lastAt: number }

/**
 * What lies near an address: the same or a similar name at a domain that looks like its own, similar names at its own domain, and where
 * there is no such name the addresses of a look-alike domain, unless everybody may have one there.
 */
interface Near { readonly version: number; readonly similar: string[]; readonly neighbours: readonly string[]; readonly strangers: string[][] }

/** The newest last; the oldest goes. */
function remember<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  kept.delete(key)
  kept.set(key, value)
  const oldest = kept.keys().next().value
  if (kept.size > ALIKE_REMEMBERED && oldest !== undefined) kept.delete(oldest)
}

const bestFirst = (one: Known, other: Known): number => other.familiarity - one.familiarity || other.lastAt - one.lastAt

/** The addresses that the practice knows, for telling when another looks like one of them (RT-26, IN-02e). */
export class KnownAddresses {
  readonly #options: KnownOptions
  #domains: Domain[] = []
  #byName = new Map<string, Domain>()
  /** The look-alikes of a domain among the first `upTo` known ones. */
  readonly #alike = new Map<string, { upTo: number; found: Domain[] }>()
  readonly #near = new Map<string, Near>()
  /** Rises with each address that comes in. */
  #version = 0
  #last: { id: number; key: string } | null = null

  constructor(options: KnownOptions) {
    this.#options = options
  }

  /** Known addresses that this one is easily taken for without being it, the best known first; see {@link LOOK_ALIKES_TOLD}. */
  lookAlikesOf(address: string): string[] {
    const key = addressKey(address)
    const familiarity = this.#familiarityOf(key)
    if (key.lastIndexOf('@') < 1 || familiarity === 3) return []
    while (this.learn());
    const { similar, neighbours, strangers } = this.#nearTo(key)
    const known = (keys: readonly string[]): Known[] => keys.map((near) => this.#known(near))
    const elsewhere = [...known(similar), ...strangers.flatMap((keys) => known(keys).sort(bestFirst).slice(0, 1))].filter((near) => near.familiarity >= familiarity)
    const here = known(neighbours).filter((near) => near.familiarity > familiarity && near.familiarity >= 2)
    return [...elsewhere, ...here].filter((near) => near.familiarity > 0).sort(bestFirst).slice(0, LOOK_ALIKES_TOLD).map((near) => near.key)
  }

  /** Somebody put it into the book, or it is one of the practice's own. */
  add(key: string): void {
    const at = key.lastIndexOf('@')
    const name = domainOf(key)
    if (at < 1 || name === '') return
    const before = this.#byName.get(name)
    const domain = before ?? { ...knownDomain(name), locals: new Map<string, string | null>() }
    if (domain.locals.has(key.slice(0, at))) return
    domain.locals.set(key.slice(0, at), null)
    this.#version++
    if (before !== undefined) return
    this.#byName.set(name, domain)
    this.#domains.push(domain)
  }

  /** Takes in some of what mail named since the last time; says whether there may be more. */
  learn(): boolean {
    const { correspondents } = this.#options
    // The numbers of an account that has gone are given again.
    if (this.#last !== null && correspondents.personAt(this.#last.id) !== this.#last.key) this.#last = null
    const people = correspondents.peopleAfter(this.#last?.id ?? 0, PEOPLE_AT_ONCE)
    for (const { key } of people) this.add(key)
    this.#last = people.at(-1) ?? this.#last
    return people.length === PEOPLE_AT_ONCE
  }

  /** What lies near an address, as long as no address came in since it was looked for. */
  #nearTo(key: string): Near {
    const before = this.#near.get(key)
    if (before?.version === this.#version) return before
    const [local, name] = [key.slice(0, key.lastIndexOf('@')), domainOf(key)]
    const near: Near = { version: this.#version, similar: [], strangers: [], neighbours: this.#similarIn(this.#byName.get(name), local) }
    for (const domain of this.#alikeDomains(name)) {
      const same = domain.locals.has(local) ? [`${local}@${domain.domain}`] : []
      const similar = [...same, ...this.#similarIn(domain, local)]
      near.similar.push(...similar)
      if (similar.length > 0 || this.#options.publicDomains.has(domain.domain)) continue
      near.strangers.push([...domain.locals.keys()].slice(0, LOCALS_WEIGHED).map((other) => `${other}@${domain.domain}`))
    }
    remember(this.#near, key, near)
    return near
  }

  #similarIn(domain: Domain | undefined, local: string): string[] {
    if (domain === undefined) return []
    const face = silhouette(local)
    const found: string[] = []
    for (const [other, before] of domain.locals) {
      if (other === local) continue
      const theirs = before ?? silhouette(other)
      if (before === null) domain.locals.set(other, theirs)
      if (theirs === face || isLocalNear(local, other)) found.push(`${other}@${domain.domain}`)
    }
    return found
  }

  #known(key: string): Known {
    return { key, familiarity: this.#familiarityOf(key), lastAt: this.#options.correspondents.contactWith(key)?.lastAt ?? 0 }
  }

  #familiarityOf(key: string): Familiarity {
    if (this.#options.isChecked(key)) return 3
    const contact = this.#options.correspondents.contactWith(key)
    return contact === null ? 0 : contact.writtenAt === null ? 1 : 2
  }

  #alikeDomains(domain: string): readonly Domain[] {
    const known = this.#alike.get(domain) ?? { upTo: 0, found: [] }
    const isAlike = takenFor(domain, this.#options.organisationOf(domain))
    for (; known.upTo < this.#domains.length; known.upTo++) {
      const each = this.#domains[known.upTo]
      if (each !== undefined && isAlike(each)) known.found.push(each)
    }
    remember(this.#alike, domain, known)
    return known.found
  }
}
