import { LOG_HEADER_BYTES, LogFile, type LogSum } from './log-file.ts'

/**
 * What a write-ahead log is, before SQLite reads it: it takes a log up to the first frame that does not fit and drops the rest
 * without a word. `unfinished`: its end is not whole, as after a power cut; or the last change was damaged, which looks the same.
 * `damaged`: more came after what does not fit, so that changes that were kept would be dropped.
 */
export type LogCondition = 'empty' | 'whole' | 'unfinished' | 'damaged'

/** Reads a log (the `-wal` of a database) frame by frame. */
export function checkLog(file: string): LogCondition {
  using log = LogFile.open(file)
  if (log === null) return 'empty'
  return log.size < LOG_HEADER_BYTES ? 'unfinished' : conditionOf(log)
}

function conditionOf(log: LogFile): LogCondition {
  if (log.header === null) return 'damaged'
  const end = endOf(log, { index: 0, sum: log.sum })
  if (end === 'damaged') return end
  return end === 'broken' || log.hasStump ? 'unfinished' : 'whole'
}

/**
 * What follows a place in a log: nothing that does not fit (`none`), its end only (`broken`), what was left over from before (`old`),
 * or what does not fit with more of this log behind it (`damaged`).
 */
export function endOf(log: LogFile, from: { readonly index: number; readonly sum: LogSum }): 'none' | 'broken' | 'old' | 'damaged' {
  let before = from.sum
  let firstMisfit: 'none' | 'broken' | 'old' = 'none'
  let hasEnded = false
  for (let { index } = from; index < log.frames; index++) {
    const frame = log.frame(index, before)
    before = frame.sum
    if (frame.kind !== 'fits') {
      if (firstMisfit === 'none') firstMisfit = frame.kind
      // A left-over cannot be in front of a frame of this log.
      else if (firstMisfit === 'old' && frame.kind === 'broken') return 'damaged'
      continue
    }
    if (firstMisfit === 'old' || (firstMisfit === 'broken' && hasEnded)) return 'damaged'
    if (firstMisfit === 'broken') hasEnded = frame.pages !== 0
  }
  return firstMisfit
}
