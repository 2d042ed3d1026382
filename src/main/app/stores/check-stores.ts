import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { verifyChain } from '../../audit/chain.ts'
import { filedSegments } from '../../audit/filed.ts'
import { judged, type JudgedChain } from '../../audit/known-gaps.ts'
import { checkGeneration, checkTwin, checkTwinLog, dropTwin, listGenerations, type GenerationCondition } from '../../backup/backup.ts'
import { bringCopyUpToDate, openMailboxReader, openMailboxWriter, openMailCheck, type MailFault } from '../../mailbox/mailbox.ts'
import { checkLog, checkPages, isDamaged, isDiskFull, openBlobArea, type Database, type OpenOutcome, type TableFault } from '../../store/store.ts'
import { checkKeyFiles } from '../../vault/key-file.ts'
import type { Keys } from '../../vault/keys.ts'
import { blobsNamed } from './blobs-named.ts'
import { byAccount, keepMailLook, type FaultsByAccount } from './looks.ts'
import { closeState, openState } from './state-store.ts'

/** A file of the stores that does not hold, and why: `pages` and `rows` of a database, the `log` of its last changes, its `end` (see `checkLog`). */
export interface FileFault {
  readonly file: string
  readonly because: TableFault['because'] | 'log' | 'unfinished-log' | 'header' | 'not-encrypted' | 'empty' | 'other-key' | 'newer-schema' | 'disk-full' | 'damaged' | 'missing'
  readonly table?: string
}

export interface StoreReport {
  readonly well: boolean
  readonly files: readonly FileFault[]
  /**
   * `absent`: no mail was ever fetched here. `damaged`: Praktijkpost offers to fetch all of it again when it is opened. `closed`: it
   * cannot be looked into by this program, or not now; `files` says why. `mending`: what is damaged comes once more when it is open.
   */
  readonly cache: 'whole' | 'absent' | 'damaged' | 'mending' | 'mended' | 'closed'
  /** `faulty`: cannot be read as they are here; they are fetched again, and so are those that were `awaited` already. */
  readonly messages: { readonly checked: number; readonly bytes: number; readonly faulty: number; readonly awaited: number }
  /** Sealed attachments that a draft or the outbox names; `broken`: missing or changed. */
  readonly attachments: { readonly checked: number; readonly broken: number }
  /** All that does not hold stands in `breaks`; `first` is of those that nobody has said to know of (`known`), and they alone make it not well. */
  readonly journal: JudgedChain
  readonly backups: readonly { readonly name: string; readonly at: number; readonly condition: GenerationCondition }[]
}

interface Place { directory: string; keys: Keys }

/** Everything of the stores on this disk, page by page and message by message. Mends the copy of the mail, and nothing else. */
export async function checkStores(place: Place): Promise<StoreReport> {
  const { directory, keys } = place
  const opened = openState(directory, keys.state, 'read')
  if (opened.kind !== 'open') return reportOn(place, null, [{ file: 'state.db', because: whyClosed(opened) }])
  try {
    return await reportOn(place, opened.database, faultsOf(opened.database, 'state.db'))
  } finally {
    opened.database.close()
  }
}

/** What is wrong with the state itself: what a backup can take the place of. */
export function checkState({ directory, keys }: Place): readonly FileFault[] {
  const opened = openState(directory, keys.state, 'read')
  if (opened.kind !== 'open') return [{ file: 'state.db', because: whyClosed(opened) }]
  try {
    return [...faultsOf(opened.database, 'state.db'), ...logFault(directory, 'state.db')]
  } finally {
    opened.database.close()
  }
}

const whyClosed = (outcome: Exclude<OpenOutcome, { kind: 'open' }>): FileFault['because'] =>
  outcome.kind === 'damaged-file' ? outcome.because : outcome.kind === 'wrong-key' ? 'other-key' : outcome.kind

const NO_JOURNAL: StoreReport['journal'] = { entries: 0, head: null, breaks: [], known: [], first: null }

/** `db`: the state, where it opens. */
async function reportOn(place: Place, db: Database | null, state: readonly FileFault[]): Promise<StoreReport> {
  const { directory, keys } = place
  const looked = checkMail(place)
  // One read that fails says nothing of what is on the disk: only what is found twice counts.
  const mail = looked.cache === 'damaged' ? checkMail(place) : looked
  if (db !== null && state.length === 0) tellNext(place, db, mail)
  const { attachments, broken } = db === null ? { attachments: { checked: 0, broken: 0 }, broken: [] } : await checkBlobs(db, place)
  const backups = listGenerations(directory).map((one) => ({ name: one.name, at: one.at, condition: checkGeneration(one, keys.state) }))
  const files = [
    ...checkKeyFiles(directory).map((file): FileFault => ({ file, because: 'damaged' })),
    ...state, ...logFault(directory, 'state.db'), ...twinFaults(place, db !== null && state.length === 0), ...mail.files, ...logFault(directory, 'cache.db'), ...broken,
    ...backups.filter(({ condition }) => condition !== 'whole').map(({ name, condition }): FileFault => ({ file: `backups/${name}/state.db`, because: condition === 'whole' ? 'damaged' : condition })),
    ...await checkKeptBlobs(place),
  ]
  const journal = db === null ? NO_JOURNAL : journalOf(db)
  return {
    well: files.length === 0 && mail.messages.faulty === 0 && journal.first === null && (mail.cache === 'whole' || mail.cache === 'absent'),
    files, cache: mail.cache, messages: mail.messages, attachments, journal, backups,
  }
}

/**
 * So that Praktijkpost offers a new copy when it is opened, also where it would not meet the damage by itself, and no longer does where
 * the copy turns out to hold; and so that *Opslag* says what was found.
 */
function tellNext({ directory, keys }: Place, db: Database, { cache, messages, faults }: MailReport): void {
  const isMarked = db.prepare("SELECT 1 FROM store_check WHERE mail = 'damaged'").get() !== undefined
  const mail = cache === 'damaged' ? cache : 'whole'
  if (cache !== 'damaged' && cache !== 'mending' && !(isMarked && cache === 'whole')) return
  const opened = openState(directory, keys.state, 'write')
  if (opened.kind !== 'open') return
  try {
    keepMailLook(opened.database, { at: Date.now(), messages: messages.checked, bytes: messages.bytes, mail, faults })
  } catch (error) {
    if (!isDiskFull(error)) throw error
  } finally {
    closeState(directory, opened.database)
  }
}

const faultsOf = (db: Database, file: string): FileFault[] => [...checkPages(db)].flatMap((fault) => (fault === null ? [] : [{ file, ...fault }]))

function logFault(directory: string, file: string): FileFault[] {
  const condition = checkLog(path.join(directory, `${file}-wal`))
  if (condition === 'damaged') return [{ file: `${file}-wal`, because: 'log' }]
  return condition === 'unfinished' ? [{ file: `${file}-wal`, because: 'unfinished-log' }] : []
}

/** The second copy of the state; where the state itself holds it is made anew when Praktijkpost opens. */
function twinFaults({ directory, keys }: Place, isStateWhole: boolean): FileFault[] {
  const faults: FileFault[] = []
  const condition = checkTwin(directory, keys.state)
  if (condition !== null && condition !== 'whole') faults.push({ file: 'twin/state.db', because: condition })
  if (checkTwinLog(directory) === 'damaged') faults.push({ file: 'twin/log', because: 'log' })
  if (faults.length > 0 && isStateWhole) dropTwin(directory)
  return faults
}

/** A journal on damaged pages cannot be gone through; those are named by their own. */
function journalOf(db: Database): StoreReport['journal'] {
  try {
    return judged(db, verifyChain(db, filedSegments(db)))
  } catch (error) {
    if (!isDamaged(error)) throw error
    return NO_JOURNAL
  }
}

type MailReport = Pick<StoreReport, 'cache' | 'messages'> & { files: FileFault[]; faults: FaultsByAccount }
const NO_MAIL = { checked: 0, bytes: 0, faulty: 0, awaited: 0 }

function checkMail({ directory, keys }: Place): MailReport {
  const file = 'cache.db'
  if (!existsSync(path.join(directory, file))) return { cache: 'absent', messages: NO_MAIL, files: [], faults: {} }
  const options = { directory, cacheKey: keys.cache, segmentKey: keys.segments }
  bringCopyUpToDate(options)
  const opened = openMailCheck(options)
  if (opened.kind !== 'open') {
    const isDamage = opened.kind === 'damaged-file' || opened.kind === 'wrong-key'
    return { cache: isDamage ? 'damaged' : 'closed', messages: NO_MAIL, files: [{ file, because: whyClosed(opened) }], faults: {} }
  }
  using check = opened.check
  const files = [...check.pages()].flatMap((fault): FileFault[] => (fault === null ? [] : [{ file, ...fault }]))
  const { messages, faults } = lookThrough(check)
  const segments = new Map(faults.flatMap(({ file: segment, because }) => (segment === null ? [] : [[segment, because === 'missing' ? because : 'damaged' as const]])))
  const isPagesWhole = files.length === 0
  files.push(...[...segments].map(([segment, because]): FileFault => ({ file: segment, because })))
  if (!isPagesWhole) return { cache: 'damaged', messages, files, faults: {} }
  return { cache: faults.length === 0 ? 'whole' : mend(options, faults), messages, files, faults: faultsByAccount(options, faults) }
}

function lookThrough(check: { messages(): Iterable<{ messages: number; bytes: number; awaited: number; faults: readonly MailFault[] }> }): { messages: StoreReport['messages']; faults: MailFault[] } {
  const faults: MailFault[] = []
  let messages = NO_MAIL
  try {
    for (const looked of check.messages()) {
      faults.push(...looked.faults)
      messages = { checked: messages.checked + looked.messages, bytes: messages.bytes + looked.bytes, faulty: faults.length, awaited: messages.awaited + looked.awaited }
    }
  } catch (error) {
    if (!isDamaged(error)) throw error
  }
  return { messages, faults }
}

function faultsByAccount(options: Parameters<typeof openMailCheck>[0], faults: readonly MailFault[]): FaultsByAccount {
  const opened = faults.length === 0 ? null : openMailboxReader(options)
  if (opened?.kind !== 'open') return {}
  try {
    return byAccount(opened.reader, faults.map(({ messageId }) => messageId))
  } finally {
    opened.reader.close()
  }
}

/** The next time that Praktijkpost is open, the server gives them once more. */
function mend(options: Parameters<typeof openMailCheck>[0], faults: readonly MailFault[]): StoreReport['cache'] {
  const opened = openMailboxWriter({ ...options, onChanged: () => undefined })
  if (opened.kind !== 'open') return 'damaged'
  try {
    opened.writer.fetchAgain(faults.map(({ messageId }) => messageId))
    return 'mending'
  } finally {
    opened.writer.close()
  }
}

async function checkBlobs(db: Database, { directory, keys }: Place): Promise<{ attachments: StoreReport['attachments']; broken: FileFault[] }> {
  const blobs = openBlobArea({ directory: path.join(directory, 'blobs'), key: keys.blobs })
  const broken: FileFault[] = []
  try {
    const ids = new Set(blobsNamed(db))
    for (const id of ids) {
      const { kind } = await blobs.readWhole(id)
      if (kind !== 'whole') broken.push({ file: `blobs/${id}.blob`, because: kind })
    }
    return { attachments: { checked: ids.size, broken: broken.length }, broken }
  } catch (error) {
    if (!isDamaged(error)) throw error
    return { attachments: { checked: 0, broken: 0 }, broken }
  } finally {
    await blobs.close()
  }
}

/** Those that only a backup still has. */
async function checkKeptBlobs({ directory, keys }: Place): Promise<FileFault[]> {
  const broken: FileFault[] = []
  for (const { name, directory: kept } of listGenerations(directory)) {
    const folder = path.join(kept, 'blobs')
    if (!existsSync(folder)) continue
    const blobs = openBlobArea({ directory: folder, key: keys.blobs })
    for (const file of readdirSync(folder)) {
      if (!file.endsWith('.blob')) continue
      const { kind } = await blobs.readWhole(path.parse(file).name)
      if (kind !== 'whole') broken.push({ file: `backups/${name}/blobs/${file}`, because: kind })
    }
    await blobs.close()
  }
  return broken
}
