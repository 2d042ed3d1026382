import { raisedBy, type DetectionLevel, type MessageClass } from './message-class.ts'
import { contextAllows } from './routing/routing-rules.ts'
import type { FieldContext } from './routing/routing-facts.ts'

/** Answers to the first tree, as far as they were given. */
export type ClassAnswers = { readonly medical?: boolean; readonly logistic?: boolean; readonly general?: boolean }

export type ClassStep =
  | { readonly kind: 'ask'; readonly step: 'DT-1.1' | 'DT-1.2' | 'DT-1.3' }
  | { readonly kind: 'class'; readonly messageClass: MessageClass; readonly step: 'DT-1.1' | 'DT-1.2' | 'DT-1.3' }

/** DT-1: the next question, or the class that the answers give. Three times no is `unknown`, which goes as `phi`. */
export function classOf({ medical, logistic, general }: ClassAnswers): ClassStep {
  if (medical === undefined) return { kind: 'ask', step: 'DT-1.1' }
  if (medical) return { kind: 'class', messageClass: 'phi', step: 'DT-1.1' }
  if (logistic === undefined) return { kind: 'ask', step: 'DT-1.2' }
  if (logistic) return { kind: 'class', messageClass: 'logistic', step: 'DT-1.2' }
  if (general === undefined) return { kind: 'ask', step: 'DT-1.3' }
  return { kind: 'class', messageClass: general ? 'general' : 'unknown', step: 'DT-1.3' }
}

/** RT-29: `unknown` changes by answers only, and not while detection says `strong`; other classes are raised, never lowered. */
export function classAfter(current: MessageClass, answers: ClassAnswers, level: DetectionLevel): MessageClass {
  const raised = raisedBy(level, current)
  if (raised !== 'unknown') return raised
  const step = classOf(answers)
  return step.kind === 'class' ? step.messageClass : 'unknown'
}

export type PlainFacts = {
  readonly messageClass: 'logistic' | 'general'
  readonly detection: DetectionLevel
  readonly consent: boolean | null
  /** The recipient is a professional, and so no patient whose consent counts. */
  readonly isProfessional: boolean
  readonly fieldContext: FieldContext | null
  /** CF-9: the sender's domain or name gives the field away. */
  readonly fromBetraysField: boolean
  /** DT-2.4: what the practice ticked for this class or this patient. */
  readonly isSecureByRule: boolean
  /** DT-2.2: it is offered by PGO, HIS portal or another safe way. */
  readonly hasOtherWay?: boolean
}

export type PlainStep = { readonly outcome: 'may-be-plain' | 'secure' | 'other-way'; readonly step: 'DT-2.2' | 'DT-2.3' | 'DT-2.4' }

/** DT-2: whether an appointment or general news may go by ordinary mail. In doubt it may not (CF-10). */
export function mayBePlain(facts: PlainFacts): PlainStep {
  const needsConsent = facts.messageClass === 'logistic' || !facts.isProfessional
  if (needsConsent && facts.consent !== true) return { outcome: facts.hasOtherWay === true ? 'other-way' : 'secure', step: 'DT-2.2' }
  if (facts.fromBetraysField || !isPlainInContext(facts)) return { outcome: 'secure', step: 'DT-2.3' }
  return { outcome: facts.isSecureByRule ? 'secure' : 'may-be-plain', step: 'DT-2.4' }
}

/** A field that was never set is a doubt. More than a time (CF-6) is what `possible` may stand for. */
function isPlainInContext({ fieldContext, messageClass, detection }: PlainFacts): boolean {
  if (fieldContext === null) return false
  const allowed = contextAllows(fieldContext, messageClass)
  return allowed === 'plain' || (allowed === 'time-only' && detection === 'none')
}
