import type { MessageFacts, Need, RecipientFacts, Route } from './routing-facts.ts'

export type Outcome = { readonly route: Route; readonly needs: readonly Need[] }

/** E.164 (PV-07): what is no such number reaches nobody, and must never reach a trigger. */
export const isMobile = (number: string | null): number is string => number !== null && /^\+[1-9]\d{6,14}$/.test(number)

/** A number that nobody verified is no second factor. */
export const hasSecondFactor = ({ mobile, isMobileVerified }: RecipientFacts): boolean => isMobile(mobile) && isMobileVerified

/** The portal as things stand now: what its second factor lacks holds this recipient only (RT-21, PV-12). */
export function portalOutcome(message: MessageFacts, recipient: RecipientFacts): Outcome {
  if (!message.provider.hasPortal) return { route: 'hold', needs: ['otherChannel'] }
  if (hasSecondFactor(recipient)) return { route: 'portal', needs: [] }
  const { emailCodeOnly, emailCodeReason } = message.practice
  // RT-22: the only exception, by the practice's policy and a reason typed for this message. It is no second factor (N-07).
  if (emailCodeOnly && emailCodeReason.trim() !== '') return { route: 'portal', needs: [] }
  return { route: 'hold', needs: [isMobile(recipient.mobile) ? 'verifyMobile' : 'mobile', ...(emailCodeOnly ? ['emailCodeReason' as const] : [])] }
}

/** RT-10: a look-up that proves nothing. Only a second factor lets it go before the next one; an e-mailed code is none. */
export function doubtfulOutcome({ provider }: MessageFacts, recipient: RecipientFacts): Outcome {
  if (provider.hasPortal && hasSecondFactor(recipient)) return { route: 'portal', needs: [] }
  if (!provider.hasPortal) return { route: 'hold', needs: ['recheck', 'otherChannel'] }
  return { route: 'hold', needs: isMobile(recipient.mobile) ? ['verifyMobile', 'recheck'] : ['recheck'] }
}
