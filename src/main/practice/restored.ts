import type { Database } from '../store/store.ts'

/**
 * This workstation may have said more than its register knows: the store was put back from a backup. It says nothing until the
 * whole folder was read once more, so that its own chain never gets two events with one number.
 */
export const mustReadFirst = (db: Database): boolean =>
  db.prepare<[], number>('SELECT must_read FROM restored_state').pluck().get() === 1

/** After a restore: what was seen of the folder is forgotten, so that all of it comes again. */
export function readAllAgain(db: Database): void {
  db.prepare("UPDATE practice_home SET uid_validity = NULL, places = ''").run()
  db.prepare('DELETE FROM register_place').run()
}

/** The folder was read to its end: the chain is as long as it ever was on the server. */
export const hasReadAll = (db: Database): void => void db.prepare('UPDATE restored_state SET must_read = 0').run()
