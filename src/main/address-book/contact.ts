/** An act that has nothing to tell but that it was done. */
export type Nothing = Record<string, never>

/** To what ordinary mail a patient consented: appointments, general news, or both. Never to health information (CF-11). */
export type ConsentScope = 'logistic' | 'general' | 'both'

/** A contact of the practice's own checked book (R5). Times in milliseconds since 1970. */
export interface Contact {
  readonly id: string
  readonly address: string
  readonly name: string
  readonly organisation: string
  readonly kind: 'person' | 'professional' | 'unknown'
  /** E.164 (PV-07). */
  readonly mobile: string | null
  /** Who verified the number, and when (RT-21); null: nobody did, and it is no second factor. */
  readonly mobileVerified: { readonly by: string; readonly at: number } | null
  /** The provider's community that the address belongs to, such as `zorgmail` (RT-05). */
  readonly community: string | null
  /** RT-27. */
  readonly isOutsideEea: boolean
  /** The consent that stands now; withdrawn ones are kept apart (CF-11). */
  readonly consent: { readonly at: number; readonly by: string; readonly scope: ConsentScope } | null
  /** DT-2.4: all mail to this patient goes securely. */
  readonly isAllSecure: boolean
  /** IN-16: a colleague's private address. */
  readonly isStaffPrivate: boolean
  readonly source: 'own' | 'import' | 'directory'
}

/** What somebody types of a contact; who verified the number and the consent are acts of their own. */
export type ContactFields = Pick<Contact, 'address' | 'name' | 'organisation' | 'kind' | 'mobile' | 'community' | 'isOutsideEea' | 'isAllSecure' | 'isStaffPrivate'>

/** What the journal hears of a change: ids and what was done, of a number its last three digits (LOG-01). */
export interface BookNote {
  readonly change:
    | 'contact-added' | 'contact-changed' | 'contact-removed' | 'contacts-merged' | 'contacts-imported' | 'contacts-exported'
    | 'mobile-verified' | 'mobile-changed' | 'consent-given' | 'consent-withdrawn' | 'directory-set' | 'directory-removed'
  readonly contact?: string
  readonly phone?: string
  readonly count?: number
}
