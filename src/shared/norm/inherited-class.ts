import type { InboundState } from './inbound-evidence.ts'
import { heavierClass, raisedBy, type DetectionLevel, type MessageClass } from './message-class.ts'

/** What an answer or a forward takes over from its original. */
export type Inherited = {
  /** What it starts as. */
  readonly messageClass: MessageClass
  /** No answer to the decision trees brings it below this (IN-13, IN-16). */
  readonly floor: MessageClass
  /** IN-13: the original is ordinary mail of somebody who may be a patient; about an appointment too the answer goes safely. */
  readonly answersPatient: boolean
}

export type OriginalFacts = {
  readonly kind: 'reply' | 'reply-all' | 'forward'
  /** Null where no verdict is given: mail that was sent from here; `pending` until it is assessed. */
  readonly state: InboundState | 'pending' | null
  /** What detection says of the original. */
  readonly detection: DetectionLevel
  /** What was answered in this conversation before; null: nothing. */
  readonly conversation: MessageClass | null
  /** The sender is a colleague, or in the address book as a professional. */
  readonly isFromProfessional: boolean
}

/** Came by a safe way, or from a person by the form (FORM-04): sent on as what it may hold, health information. */
const CARRIES_HEALTH: ReadonlySet<OriginalFacts['state']> = new Set(['safe', 'portalNotice', 'formMessage'])
/** Nobody can tell whether it came safely: in doubt it did (CF-10). */
const UNTOLD: ReadonlySet<OriginalFacts['state']> = new Set(['unknown', 'pending'])

/** IN-13, IN-16: an answer starts at the class of its original or above, and never goes below what that may hold. */
export function inheritedClass({ kind, state, detection, conversation, isFromProfessional }: OriginalFacts): Inherited {
  // What went safely in a conversation stays so in it.
  const floor = conversation === 'phi' ? 'phi' : floorOf(state, detection)
  const isOrdinary = state !== null && state !== 'internal' && !CARRIES_HEALTH.has(state)
  // What a patient wrote, and what is passed on, is not what was written before: there the memory only raises.
  const known = conversation === null || kind === 'forward' || (isOrdinary && !isFromProfessional) ? heavierClass(conversation ?? 'unknown', 'unknown') : conversation
  return { messageClass: heavierClass(known, floor), floor, answersPatient: kind !== 'forward' && isOrdinary && !isFromProfessional }
}

function floorOf(state: OriginalFacts['state'], detection: DetectionLevel): MessageClass {
  if (CARRIES_HEALTH.has(state)) return 'phi'
  const raised = raisedBy(detection, UNTOLD.has(state) ? 'unknown' : 'general')
  return detection === 'possible' ? heavierClass(raised, 'unknown') : raised
}

/** What the routing rules are asked with: an appointment with a patient who wrote by ordinary mail is answered safely (IN-13). */
export const routedClass = (messageClass: MessageClass, { floor, answersPatient }: Pick<Inherited, 'floor' | 'answersPatient'>): MessageClass => {
  const kept = heavierClass(messageClass, floor)
  return answersPatient && kept === 'logistic' ? 'unknown' : kept
}
