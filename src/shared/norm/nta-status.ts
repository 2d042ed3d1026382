import { periodOf, readMonth, type NtaPeriod } from './nta-period.ts'
import { readNtaRecord, type NtaReading, type NtaRecord, type ReadingWarning } from './nta-record.ts'

/** norm.md section 4. Only `ready` is ready (DNS-S1). */
export type NtaStatus =
  | 'ready' | 'absent' | 'expired' | 'notYetValid' | 'malformed' | 'draft' | 'unknownVersion' | 'ambiguous'
  | 'insecure' | 'bogus' | 'indeterminate' | 'lookupFailed' | 'noSuchDomain'

export type NtaWarning = ReadingWarning | 'PERIOD_CAPPED' | 'DUPLICATE' | 'STALE_EXTRA'

/** What asking for the TXT records at exactly the domain gave (DNS-R1, DNS-D2). */
export type RecordLookUp =
  /** Each text is one TXT record, its strings joined with nothing between (DNS-R2). */
  | { readonly kind: 'secure' | 'insecure'; readonly outcome: 'answer'; readonly texts: readonly string[] }
  | { readonly kind: 'secure' | 'insecure'; readonly outcome: 'no-data' | 'no-such-name' }
  | { readonly kind: 'bogus' }
  | { readonly kind: 'unreachable' }
  /** A resolver that does not validate, over a channel that anybody may have touched. */
  | { readonly kind: 'indeterminate' }

export type NtaFinding = {
  readonly status: NtaStatus
  /** What decided; null when nothing that could be read and proven did. */
  readonly record: NtaRecord | null
  readonly warnings: readonly NtaWarning[]
  /** `YYYY-MM-DD` in the Netherlands, after DNS-T3. */
  readonly lastDay: string | null
}

/** The status of a domain at a moment (ms since 1970): look-up, DNSSEC, version, syntax, dates, number, in that order (DNS-S1). */
export function ntaStatusOf(found: RecordLookUp, at: number): NtaFinding {
  if (found.kind === 'unreachable') return without('lookupFailed')
  if (found.kind === 'bogus' || found.kind === 'indeterminate') return without(found.kind)
  if (found.outcome === 'no-such-name') return without('noSuchDomain')
  if (found.kind === 'insecure') return without('insecure')
  return found.outcome === 'answer' ? judge(found.texts.map(readNtaRecord), at) : without('absent')
}

const without = (status: NtaStatus): NtaFinding => ({ status, record: null, warnings: [], lastDay: null })

type Dated = { readonly record: NtaRecord; readonly warnings: readonly ReadingWarning[]; readonly period: NtaPeriod }

function judge(readings: readonly NtaReading[], at: number): NtaFinding {
  const has = (kind: NtaReading['kind']): boolean => readings.some((reading) => reading.kind === kind)
  const dated = readings.filter((reading) => reading.kind === 'record').map(withPeriod).sort(latestFirst)
  if (dated.length === 0) return without(has('malformed') ? 'malformed' : has('draft') ? 'draft' : has('unknownVersion') ? 'unknownVersion' : 'absent')
  const valid = dated.filter(({ period }) => period.from <= at && at < period.until)
  const coming = dated.filter(({ period }) => at < period.from)
  const expired = dated.filter(({ period }) => period.until <= at)
  const isStale = expired.length > 0
  if (valid.length > 0) return valid.every(isLike(valid)) ? decided('ready', valid, isStale) : ambiguous(valid, isStale)
  // An expired record beside another is a leftover (DNS-X12), also when the other has still to begin.
  return coming.length > 0 ? decided('notYetValid', [firstToBegin(coming)], isStale) : decided('expired', expired.slice(0, 1), false)
}

const firstToBegin = (coming: readonly Dated[]): Dated => coming.reduce((one, other) => (other.period.from < one.period.from ? other : one))

function withPeriod({ record, warnings }: Extract<NtaReading, { kind: 'record' }>): Dated {
  return { record, warnings, period: periodOf(readMonth(record.startdate) ?? 0, readMonth(record.enddate) ?? 0) }
}

/** A resolver shuffles the records of an answer: the outcome must not depend on it. */
const latestFirst = (a: Dated, b: Dated): number =>
  b.period.until - a.period.until || b.period.from - a.period.from || compare(JSON.stringify(a), JSON.stringify(b))

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** DNS-X10, DNS-X11: the same provider and the same hosts, whatever their dates and preferences. */
function isLike([first]: readonly Dated[]): (other: Dated) => boolean {
  const wanted = first === undefined ? '' : destination(first.record)
  return ({ record }) => destination(record) === wanted
}

const destination = ({ provider, ntamx }: NtaRecord): string =>
  JSON.stringify([provider, ...new Set(ntamx.map(({ host }) => host).sort())])

/** The one that lasts longest stands for its duplicates. */
function decided(status: NtaStatus, records: readonly Dated[], isStale: boolean): NtaFinding {
  const [first] = records
  return { status, record: first?.record ?? null, warnings: warningsOf(records, isStale), lastDay: first?.period.lastDay ?? null }
}

const ambiguous = (valid: readonly Dated[], isStale: boolean): NtaFinding =>
  ({ ...without('ambiguous'), warnings: warningsOf(valid, isStale).filter((warning) => warning !== 'DUPLICATE') })

/** In a fixed order, each once. */
function warningsOf(records: readonly Dated[], isStale: boolean): NtaWarning[] {
  const gives: Record<NtaWarning, boolean> = {
    COLON_SEPARATOR: records.some(({ warnings }) => warnings.includes('COLON_SEPARATOR')),
    PERIOD_CAPPED: records.some(({ period }) => period.isCapped),
    DUPLICATE: records.length > 1,
    STALE_EXTRA: isStale,
    WHITESPACE: records.some(({ warnings }) => warnings.includes('WHITESPACE')),
  }
  return (Object.keys(gives) as NtaWarning[]).filter((warning) => gives[warning])
}
