/** What a message is about (norm.md section 2). `unknown` is treated as `phi`. */
export type MessageClass = 'phi' | 'unknown' | 'logistic' | 'general'

/** What detection found (PHI-01). */
export type DetectionLevel = 'none' | 'possible' | 'strong'

/** PHI-01, N-09: detection may raise a class, never lower it. `possible` leaves the class and moves the choice (RT-11). */
export const raisedBy = (level: DetectionLevel, messageClass: MessageClass): MessageClass => (level === 'strong' ? 'phi' : messageClass)

const ORDER: readonly MessageClass[] = ['general', 'logistic', 'unknown', 'phi']

/** The one that asks for more care: `general` < `logistic` < `unknown` < `phi`. */
export const heavierClass = (one: MessageClass, other: MessageClass): MessageClass => (ORDER.indexOf(one) < ORDER.indexOf(other) ? other : one)
