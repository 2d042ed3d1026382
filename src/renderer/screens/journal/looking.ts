import type { JournalEntryValue, JournalFilterValue, JournalGroup, JournalScope } from '../../../shared/contract/journal.ts'

export const periods = ['day', 'week', 'month', 'quarter', 'year', 'all'] as const
export type Period = (typeof periods)[number]

/** What somebody looks for; '' where it does not matter. */
export interface Looking {
  readonly period: Period
  readonly person: string
  readonly mailbox: string
  readonly group: JournalGroup | ''
  readonly patient: { readonly reference: string; readonly name: string } | null
  readonly messageId: string
  /** Among all workstations one of them. */
  readonly station: string
  /** Entries up to and including this one: where a break shows. */
  readonly upTo: number | null
}

export const everything: Looking = { period: 'all', person: '', mailbox: '', group: '', patient: null, messageId: '', station: '', upTo: null }

const DAY_MS = 86_400_000
const days: Record<Exclude<Period, 'day' | 'all'>, number> = { week: 7, month: 30, quarter: 92, year: 365 }

/** From when on; today begins at this computer's midnight. */
export function sinceOf(period: Period, now: number): number | null {
  if (period === 'all') return null
  return period === 'day' ? new Date(now).setHours(0, 0, 0, 0) : now - days[period] * DAY_MS
}

/** `fetched`: when all workstations were fetched, so that what came since is asked for anew. */
export interface Asked { readonly scope: JournalScope; readonly fetched: number | null; readonly filter: Omit<JournalFilterValue, 'from'>; readonly period: Period; readonly upTo: number | null }

/** The same as the core takes it; the period is counted at the moment of asking. */
export const filterOf = ({ period, person, mailbox, group, patient, messageId, station, upTo }: Looking, { scope, fetched }: Pick<Asked, 'scope' | 'fetched'>): Asked => ({
  scope, fetched, period, upTo: scope === 'here' ? upTo : null,
  filter: {
    ...(person === '' ? {} : { person }), ...(mailbox === '' ? {} : { mailbox }), ...(group === '' ? {} : { group }),
    ...(patient === null ? {} : { patient: patient.reference }), ...(messageId === '' ? {} : { messageId }),
    ...(scope === 'here' || station === '' ? {} : { station }),
  },
})

/** Each workstation counts its own entries: one is named by both. */
export const entryKey = ({ station, sequence }: Pick<JournalEntryValue, 'station' | 'sequence'>): string => `${station ?? 'here'}-${String(sequence)}`

/** The filter for the core, as of now. */
export function filterAt({ filter, period }: Pick<Asked, 'filter' | 'period'>, now: number): JournalFilterValue {
  const from = sinceOf(period, now)
  return from === null ? filter : { ...filter, from }
}
