import type { DetectionLevel } from '../../../shared/norm/message-class.ts'
import { NEEDS, type Delivery, type Need, type RecipientFacts, type Route } from '../../../shared/norm/routing/routing-facts.ts'
import { hasSecondFactor, isMobile } from '../../../shared/norm/routing/portal-factor.ts'
import type { Submission } from '../../providers/face.ts'

const BY_PROVIDER: ReadonlySet<Route> = new Set(['direct', 'portal', 'community'])

interface Telling {
  readonly recipient: RecipientFacts
  readonly detection: DetectionLevel
  /** RT-24: who picked a safer way is not given ordinary mail in its place. */
  readonly isSaferWished: boolean
  /** How a delivery to this recipient by this route would be handed in, with a number that somebody verified. */
  readonly submissionOf: (route: Route, mobile: string | null) => Submission
}

/**
 * The delivery as it can be told to the provider: known while writing, not when it is too late. A number that the provider wants on
 * every route holds this recipient only (RT-21, PV-12); what cannot be told at all is refused (RT-23, PV-04). A safe route that takes
 * a question is none at hand: what may be plain starts there (RT-11).
 */
export function toldProvider(delivery: Delivery, { recipient, detection, isSaferWished, submissionOf }: Telling): Delivery {
  if (!BY_PROVIDER.has(delivery.chosen) || delivery.row === 'RT-00') return delivery
  const submission = submissionOf(delivery.chosen, hasSecondFactor(recipient) ? recipient.mobile : null)
  if (submission.kind !== 'lacking') return delivery
  if (delivery.permitted.includes('plain') && !isSaferWished) return withoutSafeRoute(delivery, detection)
  if (submission.what !== 'mobile') return { ...delivery, row: 'RT-23', permitted: ['refuse'], chosen: 'refuse', needs: inOrder([...delivery.needs, 'marker']) }
  return { ...delivery, permitted: ['hold'], chosen: 'hold', needs: inOrder([...delivery.needs, needOf(recipient)]) }
}

/** A number that was verified and still will not do is one that the provider does not take, such as one from abroad. */
function needOf(recipient: RecipientFacts): Need {
  if (hasSecondFactor(recipient)) return 'otherChannel'
  return isMobile(recipient.mobile) ? 'verifyMobile' : 'mobile'
}

function withoutSafeRoute(delivery: Delivery, detection: DetectionLevel): Delivery {
  if (detection !== 'possible') return { ...delivery, permitted: ['plain'], chosen: 'plain' }
  return { ...delivery, permitted: ['plain', 'hold'], chosen: 'hold', needs: inOrder([...delivery.needs, 'confirmClass']) }
}

const inOrder = (needs: readonly Need[]): Need[] => NEEDS.filter((need) => needs.includes(need))
