import { ContactRows } from '../address-book/contact-rows.ts'
import { firstBreak, verifyChain, type ChainBreak, type ChainReport } from '../audit/chain.ts'
import { exportedJournal, type ExportFormat } from '../audit/export-journal.ts'
import { filedSegments } from '../audit/filed.ts'
import { countEntries, entriesOf, type JournalFilter } from '../audit/read-journal.ts'
import { compareWithFiled, type StoreDiffers } from '../audit/compare-filed.ts'
import { readFolder, verifySegments, type SegmentsReport } from '../audit/verify-segments.ts'
import { deviceKeys } from '../practice/register/device-keys.ts'
import type { Database } from '../store/store.ts'
import type { Factor } from '../vault/session.ts'
import { openJournal } from './journal.ts'
import { ruleVersion } from './told-received.ts'

export { entryOf, type ChainReport } from '../audit/chain.ts'
export type { StoreDiffers } from '../audit/compare-filed.ts'
export type { FiledFault, SegmentsReport } from '../audit/verify-segments.ts'

/** What was filed with the practice, without a key: every change, cut or gap by the first bad entry. */
export const checkFiled = (directory: string): SegmentsReport => verifySegments(directory)

/** As somebody types it: a patient by his reference or by his address in the book. */
export type NamedFilter = Pick<JournalFilter, 'patient' | 'person' | 'mailbox' | 'from' | 'to'>

export type CheckedChain = ChainReport & { readonly first: ChainBreak | null }

/** The journal as a terminal sees it. */
export interface OfflineJournal {
  /** The chain, and whether it is still what was filed with the practice. */
  verifyJournal(): CheckedChain
  /** Whether it is the journal that the files of this folder are of; null: it is, as far as they go. */
  compareWith(directory: string): StoreDiffers | null
  /** Every entry, oldest first, one row each, as it stands in the table. */
  journalRows(): IterableIterator<Record<string, unknown>>
  /** The entries as a file, in pieces; told of first, and null where that cannot be (LOG-04, LOG-05). */
  exportJournal(format: ExportFormat | 'lines', filter: NamedFilter): Iterable<string> | null
}

interface Opened { db: Database; person: { name: string; practice: string } | null; factor: Factor; version: string }

/** `db` open for writing where an export is wanted. */
export function offlineJournal({ db, person, factor, version }: Opened): OfflineJournal {
  const check = (): CheckedChain => {
    const report = verifyChain(db, filedSegments(db))
    return { ...report, first: firstBreak(report) }
  }
  return {
    verifyJournal: check,
    compareWith: (directory) => compareWithFiled(db, readFolder(directory).whole, deviceKeys(db)?.device.id ?? null),
    journalRows: () => db.prepare<[], Record<string, unknown>>('SELECT * FROM journal ORDER BY sequence').iterate(),
    exportJournal(format, named) {
      const filter = { ...named, ...(named.patient === undefined ? {} : { patient: new ContactRows(db).byAddress(named.patient)?.id ?? named.patient }) }
      const journal = openJournal({ db, unlocked: { person, factor, firstRun: false, refusedBefore: [] }, version, now: Date.now, ruleVersion: ruleVersion() })
      const chain = check()
      const { from, to } = filter
      const written = journal.note({
        class: 'log', ...(filter.patient === undefined ? {} : { patient: filter.patient }), ...(filter.mailbox === undefined ? {} : { mailbox: filter.mailbox }),
        detail: { change: 'exported', format, count: countEntries(db, filter, Number.MAX_SAFE_INTEGER), ...(chain.head === null ? {} : { head: chain.head.hash }), ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
      })
      if (written.kind === 'unwritable') return null
      if (format === 'lines') return linesOf(db, filter)
      return exportedJournal(format, entriesOf(db, filter), { language: 'nl', practice: person?.practice ?? '', by: person?.name ?? '', at: Date.now(), chain })
    },
  }
}

function* linesOf(db: Database, filter: JournalFilter): Generator<string> {
  for (const entry of entriesOf(db, filter)) yield `${JSON.stringify(entry)}\n`
}
