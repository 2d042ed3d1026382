/** The AVG grounds on which a practice may send (R11, norm.md section 9). Offered, never advised (N-19). */
export const GROUNDS = ['contract', 'legalDuty', 'legitimateInterest', 'publicTask', 'vitalInterest', 'consent'] as const
export type Ground = typeof GROUNDS[number]

/** What a message to each kind of recipient is sent on unless somebody says otherwise; null: it is asked. */
export type GroundRules = { readonly persons: Ground | null; readonly others: Ground | null }

/** R11 as the product comes: the treatment contract for patients, else a question. */
export const usualGrounds: GroundRules = { persons: 'contract', others: null }

/** The ground that needs no question; null when the practice wants to be asked. Who somebody is decides, so an unknown one is asked about. */
export function groundFor(rules: GroundRules, kind: 'person' | 'professional' | 'unknown'): Ground | null {
  switch (kind) {
    case 'person': return rules.persons
    case 'professional': return rules.others
    case 'unknown': return rules.persons === rules.others ? rules.persons : null
  }
}
