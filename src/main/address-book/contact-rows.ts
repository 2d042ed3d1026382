import { asciiLowerCase } from '../../shared/mail/address.ts'
import type { Database } from '../store/store.ts'
import type { Contact } from './contact.ts'

/** An address as two are compared. */
export const addressKey = (address: string): string => asciiLowerCase(address.trim())

/** As it is searched: accents and capitals aside, each word after a space. */
export const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join(' ') ?? ''

/** Contacts in `state.db`. What changes them does so in a transaction, together with its line in the journal. */
export class ContactRows {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Database) {
    this.#sql = prepare(database)
  }

  byAddress(address: string): Contact | null {
    return contactOf(this.#sql.byAddress.get(addressKey(address)))
  }

  byId(id: string): Contact | null {
    return contactOf(this.#sql.byId.get(id))
  }

  has(address: string): boolean {
    return this.#sql.has.get(addressKey(address)) !== undefined
  }

  /** The number of contacts whose words begin with all of these, and a window of them by name. */
  search(text: string, { offset, limit }: { offset: number; limit: number }): { total: number; contacts: Contact[] } {
    // A pattern for each word: what is folded holds no `%` and no `_`.
    const patterns = folded(text).split(' ').filter((word) => word !== '').slice(0, 8).map((word) => `% ${word}%`)
    const all = JSON.stringify(patterns)
    return { total: this.#sql.count.get(all) ?? 0, contacts: this.#sql.search.all(all, limit, offset).map((row) => contactOf(row)).filter((row) => row !== null) }
  }

  count(): number {
    return this.#sql.countAll.get() ?? 0
  }

  keys(): string[] {
    return this.#sql.keys.all()
  }

  all(): Contact[] {
    return this.#sql.all.all().map((row) => contactOf(row)).filter((row) => row !== null)
  }

  /** Adds the contact, or replaces all that is stored of it but its consents. */
  put(contact: Contact, now: number): void {
    const { id, address, name, organisation, kind, mobile, mobileVerified, community, isOutsideEea, isAllSecure, isStaffPrivate, source } = contact
    this.#sql.put.run({
      id, address: address.trim(), key: addressKey(address), name, organisation, kind, mobile, verifiedBy: mobileVerified?.by ?? null, verifiedAt: mobileVerified?.at ?? null, community,
      outsideEea: Number(isOutsideEea), allSecure: Number(isAllSecure), staffPrivate: Number(isStaffPrivate), source,
      words: ` ${folded(`${name} ${organisation} ${address}`)}`, sort: folded(name === '' ? address : name), now,
    })
  }

  remove(id: string): void {
    this.#sql.remove.run(id)
  }
}

interface ContactRow {
  readonly id: string
  readonly address: string
  readonly name: string
  readonly organisation: string
  readonly kind: Contact['kind']
  readonly mobile: string | null
  readonly verifiedBy: string | null
  readonly verifiedAt: number | null
  readonly community: string | null
  readonly outsideEea: number
  readonly allSecure: number
  readonly staffPrivate: number
  readonly source: Contact['source']
  readonly scope: 'logistic' | 'general' | 'both' | null
  readonly givenBy: string | null
  readonly givenAt: number | null
}

function contactOf(row: ContactRow | undefined): Contact | null {
  if (row === undefined) return null
  const { verifiedBy, verifiedAt, scope, givenBy, givenAt, outsideEea, allSecure, staffPrivate, ...contact } = row
  return {
    ...contact,
    mobileVerified: verifiedBy === null || verifiedAt === null ? null : { by: verifiedBy, at: verifiedAt },
    consent: scope === null || givenBy === null || givenAt === null ? null : { at: givenAt, by: givenBy, scope },
    isOutsideEea: outsideEea === 1, isAllSecure: allSecure === 1, isStaffPrivate: staffPrivate === 1,
  }
}

const SELECT = `
  SELECT c.id, c.address, c.name, c.organisation, c.kind, c.mobile, c.mobile_verified_by AS verifiedBy, c.mobile_verified_at AS verifiedAt, c.community,
    c.is_outside_eea AS outsideEea, c.is_all_secure AS allSecure, c.is_staff_private AS staffPrivate, c.source,
    s.scope, s.given_by AS givenBy, s.given_at AS givenAt
  FROM contact c LEFT JOIN consent s ON s.contact_id = c.id AND s.withdrawn_at IS NULL`

const MATCHES = 'NOT EXISTS (SELECT 1 FROM json_each(?) p WHERE c.words NOT LIKE p.value)'

function prepare(database: Database) {
  return {
    byAddress: database.prepare<[string], ContactRow>(`${SELECT} WHERE c.address_key = ?`),
    byId: database.prepare<[string], ContactRow>(`${SELECT} WHERE c.id = ?`),
    has: database.prepare<[string], number>('SELECT 1 FROM contact WHERE address_key = ?').pluck(),
    search: database.prepare<[string, number, number], ContactRow>(`${SELECT} WHERE ${MATCHES} ORDER BY c.sort_key, c.id LIMIT ? OFFSET ?`),
    count: database.prepare<[string], number>(`SELECT count(*) FROM contact c WHERE ${MATCHES}`).pluck(),
    countAll: database.prepare<[], number>('SELECT count(*) FROM contact').pluck(),
    keys: database.prepare<[], string>('SELECT address_key FROM contact').pluck(),
    all: database.prepare<[], ContactRow>(`${SELECT} ORDER BY c.sort_key, c.id`),
    put: database.prepare(`
      INSERT INTO contact (id, address, address_key, name, organisation, kind, mobile, mobile_verified_by, mobile_verified_at, community,
        is_outside_eea, is_all_secure, is_staff_private, source, words, sort_key, changed_at)
      VALUES (@id, @address, @key, @name, @organisation, @kind, @mobile, @verifiedBy, @verifiedAt, @community, @outsideEea, @allSecure, @staffPrivate, @source, @words, @sort, @now)
      ON CONFLICT (id) DO UPDATE SET address = excluded.address, address_key = excluded.address_key, name = excluded.name, organisation = excluded.organisation,
        kind = excluded.kind, mobile = excluded.mobile, mobile_verified_by = excluded.mobile_verified_by, mobile_verified_at = excluded.mobile_verified_at,
        community = excluded.community, is_outside_eea = excluded.is_outside_eea, is_all_secure = excluded.is_all_secure, is_staff_private = excluded.is_staff_private,
        words = excluded.words, sort_key = excluded.sort_key, changed_at = excluded.changed_at`),
    remove: database.prepare('DELETE FROM contact WHERE id = ?'),
  }
}
