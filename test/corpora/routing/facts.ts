import type { MessageFacts, RecipientFacts } from '../../../src/shared/norm/routing/routing-facts.ts'

/** A professional elsewhere, ready, known before, with a verified number. */
export const recipient = (change: Partial<RecipientFacts> = {}): RecipientFacts => ({
  address: 'arts@kliniek.test', kind: 'professional', status: 'ready', hasNoMailHost: false, community: null,
  mobile: '+31612345678', isMobileVerified: true, isOutsideEea: false, isNew: false, ...change,
})

export type Change = Partial<Omit<MessageFacts, 'provider' | 'practice'>> & { readonly provider?: Partial<MessageFacts['provider']>; readonly practice?: Partial<MessageFacts['practice']> }

/** Health information from a ready practice by a relay that works, to one recipient. */
export const message = ({ provider, practice, ...change }: Change = {}): MessageFacts => ({
  ownDomains: ['delinde.test'], ownStatus: 'ready', messageClass: 'phi', detection: 'none', fieldContext: 'CF-1', fromBetraysField: false, consent: null,
  sizeBytes: 40_000, wish: null, recipients: [recipient()], ...change,
  provider: { kind: 'relay', communities: ['zorgmail', 'e-zorg'], limitBytes: 20_000_000, hasPortal: true, lacksMarker: false, isReachable: true, ...provider },
  practice: { nothingPlain: false, secureFor: [], allSecureTo: [], emailCodeOnly: false, emailCodeReason: '', ...practice },
})
