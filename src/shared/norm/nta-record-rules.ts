import data from './nta-record-rules.json' with { type: 'json' }

/**
 * Prefix, keys and thresholds of the record in DNS: data that will change with the norm's successor (SC-06), so they stand
 * in a file with an edition and a revision. It lies here and is bundled in, so that the rules stay pure: nobody has to read
 * a file and hand it down, and the renderer judges by the same revision as the core.
 */
export const ntaRecordRules: {
  readonly norm: string
  readonly edition: string
  readonly revision: number
  /** What every version's name begins with, in lower case; alone it is the draft of before the norm. */
  readonly family: string
  readonly version: string
  readonly keys: Readonly<Record<'version' | 'start' | 'end' | 'provider' | 'host', string>>
  /** DNS-W2, DNS-T3: from start month to end month. */
  readonly longestPeriodMonths: number
  /** DNS-T5: when the owner of a record is reminded of its end, longest first. */
  readonly remindDaysAhead: readonly number[]
  /** DNS-W6: the mailbox of the technical contact. */
  readonly contact: string
} = data
