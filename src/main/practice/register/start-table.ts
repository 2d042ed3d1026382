import type { Database } from '../../store/store.ts'

interface Row { readonly event: string; readonly content: Uint8Array }

/** The manager's snapshot that this workstation started from, until it has read everything itself; null: none, or no more. */
export const keptStart = (db: Database): Row | null => db.prepare<[], Row>('SELECT event, content FROM register_start').get() ?? null

export const keepStart = (db: Database, { event, content }: Row): void =>
  void db.prepare('INSERT INTO register_start (id, event, content) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET event = excluded.event, content = excluded.content').run(event, content)

export const dropStart = (db: Database): void => void db.prepare('DELETE FROM register_start').run()

/** What came of comparing a snapshot with the events that it names. */
export const noteCompared = (db: Database, event: string, agrees: boolean): void =>
  void db.prepare('INSERT INTO register_compared (event, agrees) VALUES (?, ?) ON CONFLICT (event) DO UPDATE SET agrees = excluded.agrees').run(event, agrees ? 1 : 0)

export const wasCompared = (db: Database, event: string): boolean => db.prepare('SELECT 1 FROM register_compared WHERE event = ?').get(event) !== undefined

export const wasDisagreed = (db: Database, event: string): boolean => db.prepare('SELECT 1 FROM register_compared WHERE event = ? AND agrees = 0').get(event) !== undefined

/** Snapshots that say something else than the events that they name, as those are stored. */
export const disagreeing = (db: Database): { readonly hash: string; readonly text: string; readonly understood: number }[] =>
  db.prepare<[], { hash: string; text: string; understood: number }>('SELECT hash, text, understood FROM register_compared JOIN register_event ON register_event.hash = register_compared.event WHERE agrees = 0 ORDER BY place').all()

/** A snapshot that was signed here, on its way to the folder. */
export const queueContent = (db: Database, hash: string, bytes: Uint8Array): void => void db.prepare('INSERT INTO snapshot_outgoing (hash, bytes) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING').run(hash, bytes)
/** Their hashes alone: the bytes are megabytes. */
export const queuedHashes = (db: Database): string[] => db.prepare<[], string>('SELECT hash FROM snapshot_outgoing ORDER BY hash').pluck().all()
export const queuedContent = (db: Database, hash: string): Uint8Array | null => db.prepare<[string], Uint8Array>('SELECT bytes FROM snapshot_outgoing WHERE hash = ?').pluck().get(hash) ?? null
export const contentSent = (db: Database, hash: string): void => void db.prepare('DELETE FROM snapshot_outgoing WHERE hash = ?').run(hash)
