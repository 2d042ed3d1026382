import type { PracticeState } from '../../../shared/practice/fold.ts'
import type { Accounts } from '../../accounts/accounts.ts'
import { doneUpTo, NOTHING_BEFORE } from '../../audit/filed.ts'
import { GatheredLog } from '../../audit/gathered-log.ts'
import { entriesFrom, type ReadEntry } from '../../audit/read-journal.ts'
import { besideSaid, type SaidSegment } from '../../audit/said-filed.ts'
import { checkParts, nothingFiled, unreadPart, type FiledJournal, type FiledPart, type SegmentsReport } from '../../audit/verify-segments.ts'
import type { Database } from '../../store/store.ts'
import type { OnBug } from '../core-options.ts'
import type { FiledEnd } from '../threads/filed-messages.ts'
import { startReadingFiled, type FiledReading } from '../threads/filed-host.ts'
import { connectionOf } from './connection.ts'
import { FILED_ON_ITS_WAY_MS, GATHERED_MOST } from './limits.ts'
import type { Member, PracticeRoom } from './room.ts'

/** One workstation's journal, as it lies with the practice. */
export interface GatheredStation {
  readonly journal: FiledJournal
  /** Signed as filed, and not there yet: the message comes a moment after the event. */
  readonly coming: number
  /** When it filed something last; null: never. */
  readonly filedAt: number | null
}

/** What was gathered, and when. */
export interface Gathered {
  readonly log: GatheredLog
  readonly at: number
  /** Entries from then on are here; of what was filed before it is known that it is there. Null: all of it. */
  readonly from: number | null
  readonly report: SegmentsReport
  readonly stations: readonly GatheredStation[]
  /** More lies there that nobody says they filed than is read. */
  readonly isCrowded: boolean
}

export type GatherFail = 'log-closed' | 'not-member' | 'no-log-key' | 'no-account' | 'too-many'

/** The journals of all workstations of the practice, fetched from its register's folder for as long as somebody looks in them. */
export interface Gathering {
  /** Begins, or begins anew from another moment on; what is here already is not fetched again. Null: it has begun. */
  begin(from: number | null): Promise<GatherFail | null>
  /** Null: nothing is being gathered. Before it is known how much there is, `all` is null. */
  progress(): { readonly done: number; readonly all: number | null } | null
  gathered(): Gathered | null
  /** Why it did not come to its end the last time; null: it did. */
  failed(): Exclude<FiledEnd, { kind: 'read' }> | null
  /** Nothing of it stays. */
  forget(): void
}

export interface GatheringParts {
  readonly db: Database
  readonly accounts: Accounts
  readonly practice: Pick<PracticeRoom, 'home' | 'member' | 'logKey'>
  readonly now: () => number
  readonly onBug: OnBug
  readonly onChange: () => void
}

export const createGathering = (parts: GatheringParts): Gathering => new LogGathering(parts)

class LogGathering implements Gathering {
  readonly #parts: GatheringParts
  #log: GatheredLog | null = null
  /** By the hash that its name claims, what was read so far. */
  readonly #read = new Map<string, FiledPart[]>()
  #reading: FiledReading | null = null
  #progress: ReturnType<Gathering['progress']> = null
  #gathered: Gathered | null = null
  #failed: ReturnType<Gathering['failed']> = null
  /** Of the last time it was begun. */
  #turn: AbortController | null = null

  constructor(parts: GatheringParts) { this.#parts = parts }

  progress(): ReturnType<Gathering['progress']> { return this.#progress }
  gathered(): Gathered | null { return this.#gathered }
  failed(): ReturnType<Gathering['failed']> { return this.#failed }

  async begin(from: number | null): Promise<GatherFail | null> {
    const { practice, accounts } = this.#parts
    const [home, member, logKey] = [practice.home(), practice.member(), practice.logKey()]
    if (home === null || member === null) return 'not-member'
    if (logKey === null) return 'no-log-key'
    const said = saidIn(this.#parts.db, member.state)
    const wanted = said.filter(({ filedAt }) => from === null || filedAt >= from)
    if (wanted.reduce((sum, { segment }) => sum + segment.to - segment.from + 1, 0) > GATHERED_MOST) return 'too-many'
    this.#turn?.abort('anew')
    const { signal } = this.#turn = new AbortController()
    const connection = await connectionOf(accounts, home.accountId)
    // Closed or locked meanwhile; or asked for anew, and then that goes on.
    if (signal.aborted) return signal.reason === 'anew' ? null : 'log-closed'
    if (connection === null) return 'no-account'
    this.#reading?.stop()
    this.#progress = { done: 0, all: null }
    this.#failed = null
    const log = this.#log ??= new GatheredLog()
    let listed: ReadonlySet<string> = new Set()
    const isSaid = new Set([...member.state.work.segments.values()].flatMap((filed) => filed.map(({ segment }) => segment.hash)))
    const isWanted = new Set(wanted.map(({ segment }) => segment.hash))
    const reading: FiledReading = startReadingFiled({
      connection, folder: home.folder, logKey, wanted: [...isWanted].filter((hash) => !this.#read.has(hash)),
      known: [...said.map(({ segment }) => segment.hash).filter((hash) => !isWanted.has(hash)), ...this.#read.keys()],
    }, {
      onListed: (hashes, all) => {
        listed = new Set(hashes)
        this.#step({ done: 0, all })
      },
      onPart: ({ hash, part, entries }) => {
        const kept = asOf(member.state, part, isSaid.has(hash))
        this.#read.set(hash, [...this.#read.get(hash) ?? [], kept])
        // What is of nobody's is named, and not shown among what colleagues did.
        if ('device' in kept && log.count() + entries.length <= GATHERED_MOST * 2) log.add(kept.device, entries)
        this.#step({ done: (this.#progress?.done ?? 0) + 1, all: this.#progress?.all ?? null })
      },
      onEnd: (end) => {
        if (this.#reading !== reading) return
        this.#reading = null
        this.#progress = null
        if (end.kind === 'read') this.#become({ said, listed, from, log, isCrowded: end.isCrowded || log.count() >= GATHERED_MOST * 2, member })
        else this.#failed = end
        this.#parts.onChange()
      },
      onBroken: (error) => {
        if (this.#reading === reading) this.#fail()
        this.#parts.onBug('gathering the log', error)
      },
    })
    this.#reading = reading
    this.#parts.onChange()
    return null
  }

  #step(progress: NonNullable<ReturnType<Gathering['progress']>>): void {
    this.#progress = progress
    this.#parts.onChange()
  }

  #fail(): void {
    this.#reading = null
    this.#progress = null
    this.#failed = { kind: 'problem', problem: 'garbled' }
    this.#parts.onChange()
  }

  #become({ said, listed, from, log, isCrowded, member }: { said: readonly SaidPart[]; listed: ReadonlySet<string>; from: number | null; log: GatheredLog; isCrowded: boolean; member: Member }): void {
    const at = this.#parts.now()
    const coming = comingOf(said.filter(({ segment: { hash } }) => listed.has(hash) || !this.#read.has(hash)), listed, at)
    // What was read once and is gone now is gone: that it was seen makes nobody's folder whole.
    const read = [...this.#read].flatMap(([hash, parts]) => (listed.has(hash) ? parts : []))
    const unread = said.filter(({ segment: { hash } }) => listed.has(hash) && !this.#read.has(hash)).map(({ segment }) => unreadPart(segment))
    const { report } = besideSaid(checkParts([...read, ...unread]), said.map(({ segment }) => segment).filter(({ hash }) => !coming.has(hash)))
    log.add(member.device.id, notFiledYet(this.#parts.db, from))
    const silent = [...member.state.law.devices.values()].filter(({ device, revoked }) => revoked === null && !report.devices.some((one) => one.device === device.id))
    this.#gathered = {
      log, at, from, report, isCrowded,
      stations: [...report.devices, ...silent.map(({ device }) => nothingFiled(device.id))].map((journal) => ({
        journal, coming: said.filter(({ segment: one }) => one.device === journal.device && coming.has(one.hash)).length,
        filedAt: said.findLast(({ segment: one }) => one.device === journal.device)?.filedAt ?? null,
      })),
    }
  }

  forget(): void {
    this.#turn?.abort('closed')
    this.#reading?.stop()
    this.#reading = null
    this.#progress = null
    this.#failed = null
    this.#gathered = null
    this.#read.clear()
    this.#log?.[Symbol.dispose]()
    this.#log = null
  }
}

/**
 * A part as the register has it: of a workstation that was never let in it is nobody's, whatever it says of itself; of one that was put
 * out, where no event that counts names it, nobody knows when it was written.
 */
function asOf({ law }: PracticeState, part: FiledPart, isSaid: boolean): FiledPart {
  if ('strange' in part) return part
  const device = law.devices.get(part.device)
  if (device === undefined) return { strange: { file: part.name, device: part.device, sequence: part.from, kind: 'forged' } }
  const isOut = device.revoked !== null || law.people.get(device.person)?.ended != null
  return part.segment !== null && isOut && !isSaid ? { ...part, segment: { ...part.segment, late: true } } : part
}

interface SaidPart { readonly segment: SaidSegment & { readonly previous: string }; readonly filedAt: number }

/** What every workstation said, signed, that it filed; each one's oldest first. What waits here still is not filed yet. */
function saidIn(db: Database, { work }: PracticeState): SaidPart[] {
  const waits = new Set(db.prepare<[], string>('SELECT hash FROM segment_outgoing').pluck().all())
  return [...work.segments.values()].flatMap((filed) => filed.map(({ segment: { device, from, to, head, hash }, at: filedAt }, index) => ({
    segment: { device, from, to, head, hash, previous: filed[index - 1]?.segment.hash ?? NOTHING_BEFORE }, filedAt,
  }))).filter(({ segment: { hash } }) => !waits.has(hash))
}

/** The last of each workstation, said a short while ago and not there yet. */
function comingOf(said: readonly SaidPart[], listed: ReadonlySet<string>, at: number): ReadonlySet<string> {
  const coming = new Set<string>()
  const isThere = new Set<string>()
  for (const { segment: { device, hash }, filedAt } of said.toReversed()) {
    if (listed.has(hash)) isThere.add(device)
    else if (!isThere.has(device) && at - filedAt < FILED_ON_ITS_WAY_MS) coming.add(hash)
  }
  return coming
}

/** Of this workstation what the folder has not got yet. */
function notFiledYet(db: Database, from: number | null): ReadEntry[] {
  const waiting = db.prepare<[], number | null>('SELECT min(first) FROM segment_outgoing JOIN filed_segment USING (hash)').pluck().get() ?? null
  return entriesFrom(db, waiting ?? doneUpTo(db) + 1).filter(({ at }) => from === null || at >= from)
}
