import type { Database } from '../store/store.ts'

/** The reason in the entry of a restore, where nothing was left that says in which practice this workstation was since the backup. */
export const PRACTICE_UNKNOWN = 'practice-unknown'

/** Whether the last restore says so. What came after its backup goes to no practice before that practice's register was read to its end. */
export const isPracticeInDoubt = (database: Database): boolean => database.prepare<[], string | null>(`
  SELECT reason FROM journal WHERE class = 'store' AND json_extract(detail, '$.change') = 'restored' ORDER BY sequence DESC LIMIT 1`).pluck().get() === PRACTICE_UNKNOWN
