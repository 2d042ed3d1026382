import type { CheckedEvent, Deed } from '../../../shared/practice/event.ts'
import type { PracticeState } from '../../../shared/practice/fold.ts'
import type { Database } from '../../store/store.ts'
import { DEEDS_SHOWN } from './limits.ts'

/** What somebody did with a message, as the register tells it. */
export interface ToldDeed extends Deed {
  readonly by: string
}

/** Finds what an event tells by message and by mailbox. Whether it counts is asked when it is looked up. */
export function storeDeeds(db: Database, { hash, event }: CheckedEvent): void {
  if (event.kind !== 'acted') return
  const add = db.prepare('INSERT INTO register_deed (place, mailbox, message, act, at) SELECT place, ?, ?, ?, ? FROM register_event WHERE hash = ?')
  for (const { mailbox, message, act, at } of event.body.acts) add.run(mailbox, message, act, at, hash)
}

/** Hashes of events that were kept by a program that did not know them yet, and of which no deed is stored. */
export const unreadEvents = (db: Database): string[] => db.prepare<[], string>(`
  SELECT hash FROM register_event WHERE understood = 0 AND NOT EXISTS (SELECT 1 FROM register_deed WHERE register_deed.place = register_event.place)`).pluck().all()

interface Row extends Deed { readonly hash: string; readonly author: string; readonly sequence: number }

const COLUMNS = "hash, json_extract(text, '$.author') AS author, json_extract(text, '$.sequence') AS sequence, mailbox, message, act, at"

/** The latest deeds with one message, oldest first. */
export const deedsWith = (db: Database, state: PracticeState, { mailbox, message }: Pick<Deed, 'mailbox' | 'message'>): ToldDeed[] => counting(state, db.prepare<[string, string, number], Row>(
  `SELECT ${COLUMNS} FROM register_deed JOIN register_event USING (place) WHERE message = ? AND mailbox = ? ORDER BY at DESC LIMIT ?`).all(message, mailbox, DEEDS_SHOWN)).reverse()

/** The latest deeds in one mailbox since some time, newest first. */
export const deedsIn = (db: Database, state: PracticeState, { mailbox, since }: { mailbox: string; since: number }): ToldDeed[] => counting(state, db.prepare<[string, number, number], Row>(
  `SELECT ${COLUMNS} FROM register_deed JOIN register_event USING (place) WHERE mailbox = ? AND at >= ? ORDER BY at DESC LIMIT ?`).all(mailbox, since, DEEDS_SHOWN))

/** Of an author who counts, as far as the author's chain hangs together. */
const counting = ({ law, chains, memory }: PracticeState, rows: readonly Row[]): ToldDeed[] => rows.flatMap(({ hash, author, sequence, ...deed }) => {
  const by = law.devices.get(author)?.person
  return by === undefined || memory.refused.has(hash) || sequence > (chains.get(author)?.length ?? 0) ? [] : [{ ...deed, by }]
})

/** What was done here and can be told, oldest first. */
export const untoldDeeds = (db: Database, most: number): (Deed & { readonly id: number })[] =>
  db.prepare<[number], Deed & { readonly id: number }>('SELECT id, mailbox, message, act, at FROM deed_outgoing WHERE task_id IS NULL ORDER BY id LIMIT ?').all(most)

/** What was done here with one message and is not told yet, also what the server has still to do, oldest first. */
export const untoldWith = (db: Database, { mailbox, message }: Pick<Deed, 'mailbox' | 'message'>): Deed[] =>
  db.prepare<[string, string, number], Deed>('SELECT mailbox, message, act, at FROM deed_outgoing WHERE mailbox = ? AND message = ? ORDER BY id LIMIT ?').all(mailbox, message, DEEDS_SHOWN)

/** The task that has to be done on the server before a deed is told, and which message of this workstation it is about. */
export interface DeedTask { readonly taskId: string; readonly messageId: number; readonly folderId: number }

/** In the transaction that does it. */
export const keepDeed = (db: Database, { mailbox, message, act, at }: Deed, task: DeedTask | null = null): void =>
  void db.prepare('INSERT INTO deed_outgoing (mailbox, message, act, at, task_id, message_id, folder_id) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .run(mailbox, message, act, at, task?.taskId ?? null, task?.messageId ?? null, task?.folderId ?? null)

/** In the transaction that tells them. */
export const deedsTold = (db: Database, last: number): void => void db.prepare('DELETE FROM deed_outgoing WHERE id <= ? AND task_id IS NULL').run(last)

/** In the transaction that ends a task: what it did can be told. What else waits for it goes with it. Says whether there is any. */
export function taskDone(db: Database, taskId: string, did: (message: Omit<DeedTask, 'taskId'>) => boolean): boolean {
  const waiting = db.prepare<[string], { id: number; messageId: number; folderId: number }>('SELECT id, message_id AS messageId, folder_id AS folderId FROM deed_outgoing WHERE task_id = ?').all(taskId)
  const done = waiting.filter(did)
  for (const { id } of done) db.prepare('UPDATE deed_outgoing SET task_id = NULL WHERE id = ?').run(id)
  return done.length > 0
}

/** In the transaction that ends it: it was taken back before the server was asked, so that neither it nor the taking back happened. */
export const taskUndone = (db: Database, taskId: string): void =>
  void db.prepare('DELETE FROM deed_outgoing WHERE task_id = ? OR task_id IN (SELECT id FROM task WHERE undoes = ?)').run(taskId, taskId)

/** Up to when the person has seen who opened their mail; 0: never looked. */
export const deedsSeen = (db: Database): number => db.prepare<[], number>('SELECT at FROM deeds_seen').pluck().get() ?? 0
export const markDeedsSeen = (db: Database, at: number): void =>
  void db.prepare('INSERT INTO deeds_seen (id, at) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at = max(deeds_seen.at, excluded.at)').run(at)

/** Nothing of a practice that this workstation leaves waits to be told. */
export const forgetDeeds = (db: Database): void => void db.exec('DELETE FROM deed_outgoing; DELETE FROM deeds_seen')
