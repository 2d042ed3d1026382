import { foldRegister } from '../../shared/practice/fold.ts'
import { ContactRows } from '../address-book/contact-rows.ts'
import { verifyChain, type ChainReport } from '../audit/chain.ts'
import { exportedJournal, type Checked, type ExportFormat } from '../audit/export-journal.ts'
import { filedSegments } from '../audit/filed.ts'
import { judged, type JudgedChain } from '../audit/known-gaps.ts'
import { meetsFilter } from '../audit/meets-filter.ts'
import { countEntries, entriesOf, type JournalFilter, type ReadEntry } from '../audit/read-journal.ts'
import type { LogKey } from '../audit/segment-keys.ts'
import { compareWithFiled, type StoreDiffers } from '../audit/compare-filed.ts'
import type { SegmentsReport } from '../audit/verify-segments.ts'
import { readHome } from '../practice/home.ts'
import { deviceKeys } from '../practice/register/device-keys.ts'
import { eventsIn } from '../practice/register/event-table.ts'
import type { Database } from '../store/store.ts'
import type { Factor } from '../vault/session.ts'
import { filedEntries, readFiledFolder } from './filed-folder.ts'
import { openJournal } from './journal.ts'
import { logKeyOf } from './practice/filing.ts'
import { ruleVersion } from './told-received.ts'

export type { JudgedChain } from '../audit/known-gaps.ts'
export { entryOf, type ChainReport } from '../audit/chain.ts'
export type { StoreDiffers } from '../audit/compare-filed.ts'
export type { FiledFault, SegmentsReport } from '../audit/verify-segments.ts'

/** What was filed with the practice, without a key: every change, cut or gap by the first bad entry. */
export const checkFiled = (directory: string): SegmentsReport => readFiledFolder(directory).report

/** As somebody types it: a patient by his reference or by his address in the book. */
export type NamedFilter = Pick<JournalFilter, 'patient' | 'person' | 'mailbox' | 'from' | 'to'>

/** The journal as a terminal sees it. */
export interface OfflineJournal {
  /** The chain, and whether it is still what was filed with the practice. */
  verifyJournal(): JudgedChain
  /** Whether it is the journal that the files of this folder are of; null: it is, as far as they go. */
  compareWith(directory: string): StoreDiffers | null
  /** What was filed, as `checkFiled`; where this workstation may open the practice's log, also what stands in it. */
  checkFiled(directory: string): SegmentsReport
  /** Every entry, oldest first, one row each, as it stands in the table. */
  journalRows(): IterableIterator<Record<string, unknown>>
  /** The entries as a file, in pieces; told of first (LOG-04, LOG-05). With `segments` those that were filed in that folder, of everybody. */
  exportJournal(format: ExportFormat | 'lines', filter: NamedFilter, segments?: string): Exported
}

/** `no-log-key`: this workstation may not open the practice's log. */
export type Exported = { readonly kind: 'made'; readonly pieces: Iterable<string> } | { readonly kind: 'unwritable' } | { readonly kind: 'no-log-key' }

interface Source { readonly checked: Checked; readonly count: number; readonly entries: () => Iterable<ReadEntry> }

interface Opened { db: Database; person: { name: string; practice: string } | null; factor: Factor; version: string }

/** `db` open for writing where an export is wanted. */
export function offlineJournal({ db, person, factor, version }: Opened): OfflineJournal {
  const check = (): JudgedChain => {
    const found = verifyChain(db, filedSegments(db))
    // Whoever opened the vault for the first time stands in it: a journal without an entry was emptied.
    const report = found.entries > 0 || found.breaks.length > 0 ? found : { ...found, breaks: [{ kind: 'gap' as const, from: 1, to: 1 }] }
    return judged(db, report)
  }
  return {
    verifyJournal: check,
    compareWith: (directory) => compareWithFiled(db, readFiledFolder(directory).whole, deviceKeys(db)?.device.id ?? null),
    checkFiled: (directory) => readFiledFolder(directory, practiceLogKey(db)).report,
    journalRows: () => db.prepare<[], Record<string, unknown>>('SELECT * FROM journal ORDER BY sequence').iterate(),
    exportJournal(format, named, segments) {
      const filter = { ...named, ...(named.patient === undefined ? {} : { patient: new ContactRows(db).byAddress(named.patient)?.id ?? named.patient }) }
      const source = segments === undefined ? ownSource(db, check(), filter) : filedSource(db, segments, filter)
      if (source === null) return { kind: 'no-log-key' }
      const { checked, count, entries } = source
      const head = checked.kind === 'own' ? checked.chain.head : null
      const journal = openJournal({ db, unlocked: { person, factor, firstRun: false, refusedBefore: [] }, version, now: Date.now, ruleVersion: ruleVersion() })
      const { from, to } = filter
      const written = journal.note({
        class: 'log', ...(filter.patient === undefined ? {} : { patient: filter.patient }), ...(filter.mailbox === undefined ? {} : { mailbox: filter.mailbox }),
        detail: {
          change: 'exported', format, count, ...(segments === undefined ? {} : { finding: 'filed' }), ...(head === null ? {} : { head: head.hash }),
          ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }),
        },
      })
      if (written.kind === 'unwritable') return { kind: 'unwritable' }
      const about = { language: 'nl' as const, practice: person?.practice ?? '', by: person?.name ?? '', at: Date.now(), checked }
      return { kind: 'made', pieces: format === 'lines' ? linesOf(entries()) : exportedJournal(format, entries(), about) }
    },
  }
}

const ownSource = (db: Database, chain: ChainReport, filter: JournalFilter): Source =>
  ({ checked: { kind: 'own', chain }, count: countEntries(db, filter, Number.MAX_SAFE_INTEGER), entries: () => entriesOf(db, filter) })

/** Of all workstations together: a chain for each, so that no one head stands for it. */
function filedSource(db: Database, directory: string, filter: JournalFilter): Source | null {
  const logKey = practiceLogKey(db)
  if (logKey === null) return null
  const folder = readFiledFolder(directory, logKey)
  const entries = function* (): Generator<ReadEntry> {
    for (const entry of filedEntries(directory, folder, logKey)) if (meetsFilter(entry, filter)) yield entry
  }
  let count = 0
  for (const _ of entries()) count++
  return { checked: { kind: 'filed', report: folder.report }, count, entries }
}

function practiceLogKey(db: Database): LogKey | null {
  const [keys, root] = [deviceKeys(db), readHome(db)?.root ?? null]
  return keys === null || root === null ? null : logKeyOf({ keys, state: foldRegister(eventsIn(db), root) })
}

function* linesOf(entries: Iterable<ReadEntry>): Generator<string> {
  for (const entry of entries) yield `${JSON.stringify(entry)}\n`
}
