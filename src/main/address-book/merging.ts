import { done, refused, type Outcome } from '../../shared/contract/declare.ts'
import type { Contact, Nothing } from './contact.ts'
import { change, lastThree, type Desk } from './desk.ts'
import { DUPLICATES_TOLD } from './limits.ts'
import { folded } from './contact-rows.ts'

/** Two contacts that may be one (R5). */
export interface Duplicate {
  readonly one: Contact
  readonly other: Contact
  readonly because: 'same-mobile' | 'same-name'
}

/**
 * Pairs that may be one person: the same name, unless at different organisations; or the same number and family name. A family may
 * share one number: that alone is no reason. Pairs that somebody kept apart are not told again.
 */
export function duplicatesOf({ db, rows }: Desk): Duplicate[] {
  const sameName = db.prepare<[number], [string, string]>(`
    SELECT a.id, b.id FROM contact a JOIN contact b ON b.sort_key = a.sort_key AND b.id > a.id
    WHERE a.name <> '' AND b.name <> '' AND (a.organisation = '' OR b.organisation = '' OR lower(a.organisation) = lower(b.organisation)) AND ${NOT_APART} LIMIT ?`).raw()
  const sameMobile = db.prepare<[number], [string, string]>(`
    SELECT a.id, b.id FROM contact a JOIN contact b ON b.mobile = a.mobile AND b.id > a.id WHERE a.mobile IS NOT NULL AND ${NOT_APART} LIMIT ?`).raw()
  const pairs = (ids: readonly [string, string][], because: Duplicate['because']): Duplicate[] => ids.flatMap(([oneId, otherId]) => {
    const [one, other] = [rows.byId(oneId), rows.byId(otherId)]
    return one === null || other === null ? [] : [{ one, other, because }]
  })
  const named = pairs(sameName.all(DUPLICATES_TOLD), 'same-name')
  const told = new Set(named.map(({ one, other }) => `${one.id} ${other.id}`))
  const numbered = pairs(sameMobile.all(DUPLICATES_TOLD), 'same-mobile').filter(({ one, other }) => !told.has(`${one.id} ${other.id}`) && mayBeOne(one, other))
  return [...named, ...numbered].slice(0, DUPLICATES_TOLD)
}

const NOT_APART = 'NOT EXISTS (SELECT 1 FROM not_duplicate n WHERE n.one_id = a.id AND n.other_id = b.id)'

const familyName = ({ name }: Contact): string => folded(name).split(' ').at(-1) ?? ''
const mayBeOne = (one: Contact, other: Contact): boolean => one.name === '' || other.name === '' || familyName(one) === familyName(other)

interface Merger { readonly keepId: string; readonly goneId: string }

/** What the kept one lacks comes from the other, which goes. In doubt the safer of two flags stands, and a consent of the other ends. */
export function merge(desk: Desk, { keepId, goneId }: Merger, by: string): Outcome<Nothing, 'no-such-contact' | 'same-contact'> {
  if (keepId === goneId) return refused('same-contact')
  const [keep, gone] = [desk.rows.byId(keepId), desk.rows.byId(goneId)]
  if (keep === null || gone === null) return refused('no-such-contact')
  const merged = mergedOf(keep, gone)
  change(desk, () => {
    if (desk.consents.withdraw(goneId, by, desk.now())) desk.note({ change: 'consent-withdrawn', contact: goneId })
    desk.rows.remove(goneId)
    desk.rows.put(merged, desk.now())
    desk.note({ change: 'contacts-merged', contact: keepId, ...(merged.mobile === keep.mobile || merged.mobile === null ? {} : { phone: lastThree(merged.mobile) }) })
    desk.note({ change: 'contact-removed', contact: goneId })
  })
  return done({})
}

function mergedOf(keep: Contact, gone: Contact): Contact {
  // A number that somebody verified counts for more than one that nobody did.
  const takesMobile = keep.mobileVerified === null && (keep.mobile === null || gone.mobileVerified !== null) && gone.mobile !== null
  return {
    ...keep, name: keep.name === '' ? gone.name : keep.name, organisation: keep.organisation === '' ? gone.organisation : keep.organisation,
    kind: keep.kind === 'unknown' && keep.consent === null ? gone.kind : keep.kind, community: keep.community ?? gone.community,
    mobile: takesMobile ? gone.mobile : keep.mobile, mobileVerified: takesMobile ? gone.mobileVerified : keep.mobileVerified,
    isOutsideEea: keep.isOutsideEea || gone.isOutsideEea, isAllSecure: keep.isAllSecure || gone.isAllSecure, isStaffPrivate: keep.isStaffPrivate || gone.isStaffPrivate,
  }
}

/** They are two: not told again. */
export function keepApart(desk: Desk, { oneId, otherId }: { oneId: string; otherId: string }): Outcome<Nothing, 'no-such-contact' | 'same-contact'> {
  if (oneId === otherId) return refused('same-contact')
  if (desk.rows.byId(oneId) === null || desk.rows.byId(otherId) === null) return refused('no-such-contact')
  const [first, second] = [oneId, otherId].sort()
  change(desk, () => { desk.db.prepare('INSERT INTO not_duplicate VALUES (?, ?) ON CONFLICT DO NOTHING').run(first, second) })
  return done({})
}
