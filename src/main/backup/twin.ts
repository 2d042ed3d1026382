import { closeSync, copyFileSync, existsSync, ftruncateSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { copyFile, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { checkLog, endOf, LOG_HEADER_BYTES, LogFile, PAGE_BYTES, syncFile, syncFolder, type LogCondition, type LogSum } from '../store/store.ts'
import { conditionOf, STATE_FILE, type GenerationCondition } from './generations.ts'

const FOLDER = 'twin'
const LOG = 'log'
/** What file and log are together, for as long as it is looked into. */
const CHECKED = '.check'
const FRAME_BYTES = PAGE_BYTES + 24

/**
 * What of the log of `state.db` came along. `level`: all of it. `ahead`: the twin has changes that the log has no more. `cut`: the log
 * has changes that cannot be read, and the twin had not followed so far either. `broken`: the twin itself did not hold, and is gone.
 */
export type Followed = 'level' | 'ahead' | 'cut' | 'broken'

/** How far its own log goes: whole changes only. */
interface End { readonly header: Buffer; readonly frames: number; readonly sum: LogSum }

/**
 * The second copy of `state.db` on this disk, which follows every change of it: a file of the same sealed pages, and in `log` the
 * changes since, byte for byte as they stand in the log of `state.db`. Together they are the state as of the last change that was
 * followed, whatever becomes of the other two files. Needs no key. The log of `state.db` is folded by its owner alone, and after this.
 */
export class StateTwin {
  readonly #directory: string
  #end: End | null

  /** Null: there is none. */
  static of(directory: string): StateTwin | null {
    return hasTwin(directory) ? new StateTwin(directory) : null
  }

  /** Copies `state.db`, whose log nobody folds meanwhile. */
  static async make(directory: string): Promise<StateTwin> {
    const folder = path.join(directory, FOLDER)
    dropTwin(directory)
    mkdirSync(folder, { mode: 0o700 })
    const unfinished = path.join(folder, `${STATE_FILE}.new`)
    try {
      await copyFile(path.join(directory, STATE_FILE), unfinished)
      await syncedFile(unfinished)
    } catch (error) {
      await rm(folder, { recursive: true, force: true })
      throw error
    }
    renameSync(unfinished, path.join(folder, STATE_FILE))
    for (const one of [folder, directory]) syncFolder(one)
    return new StateTwin(directory)
  }

  private constructor(directory: string) {
    this.#directory = directory
    using log = LogFile.open(this.#log)
    this.#end = log?.header == null || log.frameBytes !== FRAME_BYTES ? null : takeWhole(log, { header: Buffer.from(log.header), frames: 0, sum: log.sum }, () => undefined)
  }

  /** Where its pages stand, without what is in its log. */
  get file(): string {
    return path.join(this.#directory, FOLDER, STATE_FILE)
  }

  /** Bytes of changes in its log. */
  get length(): number {
    return this.#end === null ? 0 : LOG_HEADER_BYTES + this.#end.frames * FRAME_BYTES
  }

  /** Takes over what came since; it is on the disk once `sync` has returned. */
  follow(): Followed {
    using log = LogFile.open(this.#stateLog)
    if (log === null) return this.#end === null ? 'level' : 'ahead'
    if (log.header === null) return this.#end === null ? 'cut' : 'ahead'
    if (this.#end !== null && !this.#end.header.equals(log.header) && this.foldSync() === 'broken') return 'broken'
    if (this.#end === null) return this.#copyWhole(log)
    this.#append(log, this.#end)
    return this.#endOf(log)
  }

  /** Whether the log of `state.db` begins with what is in this one's, byte by byte: for an opening, which may meet damage. */
  agrees(): boolean {
    if (this.#end === null) return true
    using log = LogFile.open(this.#stateLog)
    if (log?.header == null) return false
    // Begun anew since: what stood in it before is in `state.db`.
    if (!log.header.equals(this.#end.header)) return true
    return log.size >= this.length && sameStart(this.#log, this.#stateLog, this.length)
  }

  /** All that was followed is on the disk. */
  async sync(): Promise<void> {
    if (this.#end !== null) await syncedFile(this.#log)
  }

  /** Brings what is in its log into a file that was copied from `file`; not yet on the disk for certain. `broken`: its log does not hold. */
  applyTo(copy: string): 'applied' | 'broken' {
    if (this.#end === null) return 'applied'
    const { header, frames } = this.#end
    using log = LogFile.open(this.#log)
    if (log?.header == null) return 'broken'
    const handle = openSync(copy, 'r+')
    try {
      let [applied, pages] = [0, 0]
      takeWhole(log, { header, frames: 0, sum: log.sum }, (frame, index) => {
        if (index >= frames) return
        writeSync(handle, frame.content, 0, PAGE_BYTES, (frame.page - 1) * PAGE_BYTES)
        applied = index + 1
        if (frame.pages !== 0) pages = frame.pages
      })
      if (applied < frames) return 'broken'
      ftruncateSync(handle, pages * PAGE_BYTES)
      return 'applied'
    } finally {
      closeSync(handle)
    }
  }

  /** Brings what is in its log into its file; wherever a crash breaks that off, it is done again. `broken`: there is no twin any more. */
  foldSync(): 'folded' | 'broken' {
    if (this.#end === null) return 'folded'
    syncFile(this.#log)
    if (this.applyTo(this.file) === 'broken') return this.#drop()
    syncFile(this.file)
    return this.#forgetLog()
  }

  /** The same, and the thread waits for no disk. */
  async fold(): Promise<'folded' | 'broken'> {
    if (this.#end === null) return 'folded'
    await syncedFile(this.#log)
    if (this.applyTo(this.file) === 'broken') return this.#drop()
    await syncedFile(this.file)
    return this.#forgetLog()
  }

  get #log(): string {
    return path.join(this.#directory, FOLDER, LOG)
  }

  get #stateLog(): string {
    return path.join(this.#directory, `${STATE_FILE}-wal`)
  }

  #forgetLog(): 'folded' {
    rmSync(this.#log, { force: true })
    syncFolder(path.dirname(this.#log))
    this.#end = null
    return 'folded'
  }

  #drop(): 'broken' {
    dropTwin(this.#directory)
    return 'broken'
  }

  #append(log: LogFile, end: End): void {
    const handle = openSync(this.#log, 'r+')
    try {
      this.#end = takeWhole(log, end, ({ bytes }, index) => { writeSync(handle, bytes, 0, FRAME_BYTES, log.offsetOf(index)) })
    } finally {
      closeSync(handle)
    }
  }

  /** Under another name until all of it is there: a part of a log must never stand beside a file that is newer than that part. */
  #copyWhole(log: LogFile): Followed {
    const header = Buffer.from(log.header ?? [])
    const condition = endOf(log, { index: 0, sum: log.sum })
    if (condition === 'damaged') return 'cut'
    const unfinished = `${this.#log}.new`
    const handle = openSync(unfinished, 'w', 0o600)
    let end: End
    try {
      writeSync(handle, header, 0, header.length, 0)
      end = takeWhole(log, { header, frames: 0, sum: log.sum }, ({ bytes }, index) => { writeSync(handle, bytes, 0, FRAME_BYTES, log.offsetOf(index)) })
    } finally {
      closeSync(handle)
    }
    if (end.frames === 0) return 'level'
    syncFile(unfinished)
    renameSync(unfinished, this.#log)
    syncFolder(path.dirname(this.#log))
    this.#end = end
    return 'level'
  }

  #endOf(log: LogFile): Followed {
    const { frames, sum } = this.#end ?? { frames: 0, sum: log.sum }
    return endOf(log, { index: frames, sum }) === 'damaged' ? 'cut' : 'level'
  }
}

export const hasTwin = (directory: string): boolean => existsSync(path.join(directory, FOLDER, STATE_FILE))

/** Before anything else takes the place of `state.db`, or where there is no room for two. */
export function dropTwin(directory: string): void {
  // First what makes it one: a twin without its log is older than it seems. A scanner may hold a file for a moment.
  rmSync(path.join(directory, FOLDER, STATE_FILE), { force: true, maxRetries: 3 })
  rmSync(path.join(directory, FOLDER), { recursive: true, force: true, maxRetries: 3 })
}

/** It is no twin of what is there, or not yet known for one; with what a restore put aside, until nobody asks for it any more. */
export function putTwinAside(directory: string, aside: string): void {
  const folder = path.join(directory, FOLDER)
  if (!existsSync(folder)) return
  renameSync(folder, path.join(aside, FOLDER))
  for (const one of [aside, directory]) syncFolder(one)
}

/** Reads all pages of it; for whoever keeps it from being folded meanwhile. Null: there is none, or a fold broke off in the middle of its file. */
export function checkTwin(directory: string, key: Uint8Array): GenerationCondition | null {
  const twin = StateTwin.of(directory)
  const condition = twin === null ? null : conditionOf(twin.file, key)
  return condition === 'damaged' && twin?.length !== 0 && conditionOfBoth(twin, key) === 'whole' ? null : condition
}

/** What is in its log may be what its file lacks. */
function conditionOfBoth(twin: StateTwin | null, key: Uint8Array): GenerationCondition | null {
  if (twin === null) return null
  const both = twin.file + CHECKED
  try {
    copyFileSync(twin.file, both)
    return twin.applyTo(both) === 'broken' ? 'damaged' : conditionOf(both, key)
  } finally {
    rmSync(both, { force: true })
  }
}

/** What a program that was killed has left unfinished beside the twin; for whoever has the stores alone, before anything else. */
export function clearTwin(directory: string): void {
  const ofReader = [STATE_FILE, STATE_FILE + CHECKED].flatMap((file) => ['-wal', '-shm'].map((end) => file + end))
  const unfinished = [...ofReader, STATE_FILE + CHECKED, `${STATE_FILE}.new`, `${LOG}.new`]
  for (const name of unfinished) rmSync(path.join(directory, FOLDER, name), { force: true })
}

/** Of its own log, without the twin itself, which lets go of what does not hold. */
export const checkTwinLog = (directory: string): LogCondition => checkLog(path.join(directory, FOLDER, LOG))

/** Frames from there that fit; gives the end of the last whole change among them. What comes behind it may be half written. */
function takeWhole(log: LogFile, from: End, take: (frame: ReturnType<LogFile['frame']>, index: number) => void): End {
  let [end, sum] = [from, from.sum]
  for (let index = from.frames; index < log.frames; index++) {
    const frame = log.frame(index, sum)
    if (frame.kind !== 'fits') break
    sum = frame.sum
    take(frame, index)
    if (frame.pages !== 0) end = { header: from.header, frames: index + 1, sum }
  }
  return end
}

async function syncedFile(file: string): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

const PIECE_BYTES = 1_048_576

function sameStart(one: string, other: string, length: number): boolean {
  const handles = [openSync(one, 'r'), openSync(other, 'r')] as const
  try {
    const pieces = [Buffer.alloc(PIECE_BYTES), Buffer.alloc(PIECE_BYTES)] as const
    for (let at = 0; at < length; at += PIECE_BYTES) {
      const bytes = Math.min(PIECE_BYTES, length - at)
      for (const index of [0, 1] as const) readSync(handles[index], pieces[index], 0, bytes, at)
      if (!pieces[0].subarray(0, bytes).equals(pieces[1].subarray(0, bytes))) return false
    }
    return true
  } finally {
    handles.forEach(closeSync)
  }
}
