import type { Database } from '../store/store.ts'

/** Where an event lies in the folder, by its number there. */
export const keepPlace = (db: Database, uid: number, hash: string): void =>
  void db.prepare('INSERT INTO register_place (uid, hash) VALUES (?, ?) ON CONFLICT (uid) DO UPDATE SET hash = excluded.hash').run(uid, hash)

/** Whether this event was seen in the folder. */
export const isInFolder = (db: Database, hash: string): boolean => db.prepare('SELECT 1 FROM register_place WHERE hash = ?').get(hash) !== undefined

/** The folder was numbered anew. */
export const forgetNumbers = (db: Database): void => void db.prepare('DELETE FROM register_place').run()

/** Events that are at none of these numbers any more, and nowhere else in the folder. */
export function noteGone(db: Database, uids: readonly number[], at: number): string[] {
  const hashes = uids.flatMap((uid) => db.prepare<[number], string>('DELETE FROM register_place WHERE uid = ? RETURNING hash').pluck().get(uid) ?? [])
  const lost = [...new Set(hashes)].filter((hash) => db.prepare('SELECT 1 FROM register_place WHERE hash = ?').get(hash) === undefined)
  for (const hash of lost) db.prepare('INSERT INTO register_gone (hash, seen_at) VALUES (?, ?) ON CONFLICT (hash) DO UPDATE SET seen_at = excluded.seen_at').run(hash, at)
  return lost
}

export interface GoneEvent { readonly hash: string; readonly seenAt: number }

/** Events that somebody took out of the folder. */
export const goneEvents = (db: Database): GoneEvent[] => db.prepare<[], GoneEvent>('SELECT hash, seen_at AS seenAt FROM register_gone ORDER BY seen_at, hash').all()

/** Everything of a practice that this workstation leaves, but for its journal. */
export function forgetFolder(db: Database): void {
  for (const table of ['register_place', 'register_gone', 'join_request']) db.prepare(`DELETE FROM ${table}`).run()
}
