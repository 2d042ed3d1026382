import { asciiLowerCase } from '../../mail/address.ts'
import type { FieldContext } from './routing-facts.ts'
import data from './routing-rules.json' with { type: 'json' }

/** What a field of care allows by ordinary mail (CF-1 to CF-8); `time-only`: a time, without department or reason (CF-6). */
export type ContextAllows = 'plain' | 'time-only' | 'secure'

/** Thresholds and lists of section 5 and 7: data with an edition and a revision, as the norm's successor will change them (SC-06). */
const rules: {
  readonly norm: string
  readonly edition: string
  readonly revision: number
  readonly defaultLimitBytes: number
  readonly fieldContexts: Readonly<Record<FieldContext, { readonly field: string; readonly logistic: string; readonly general: string }>>
  readonly freeMailDomains: readonly string[]
} = data

export const routingRulesVersion = `${rules.edition}/${String(rules.revision)}`

/** RT-04: 20 MB in the sense that refuses earlier, 20,000,000 bytes. */
export const DEFAULT_LIMIT_BYTES = rules.defaultLimitBytes

const freeMail = new Set(rules.freeMailDomains)

/** RT-03: a domain where anybody can have a mailbox. */
export const isFreeMail = (domain: string): boolean => freeMail.has(asciiLowerCase(domain))

/** The two columns of the context table; a value that this edition does not know is the safe one (CF-10). */
export function contextAllows(context: FieldContext, message: 'logistic' | 'general'): ContextAllows {
  const allowed = rules.fieldContexts[context][message]
  return allowed === 'plain' || allowed === 'time-only' ? allowed : 'secure'
}
