import type { Database, Statement } from '../store/store.ts'
import { withFlag } from './message-flags.ts'
import type { SetFlag } from './message-flags.ts'

/** What a task does to one message, as long as the server has not answered. */
export type Change =
  | { readonly kind: SetFlag; readonly on: boolean }
  | { readonly kind: 'move'; readonly toFolderId: number }
  | { readonly kind: 'destroy' }

/** What the server said. `movedUids`: old to new numbers (COPYUID, RFC 4315); without it the new numbers are not known yet. */
export interface Settled {
  readonly movedUids?: ReadonlyMap<number, number>
  /** When one task spans folders: only its messages from this one are settled, since numbers are unique within a folder only. */
  readonly fromFolderId?: number
}

interface PendingRow {
  readonly seq: number
  readonly messageId: number
  readonly kind: SetFlag | 'move' | 'destroy'
  readonly value: number | null
  readonly fromId: number | null
  readonly uid: number | null
}

interface Home {
  readonly homeId: number | null
  readonly uid: number | null
  readonly flags: number
}

/**
 * Changes that are shown before the server agreed. What is shown is always the server's last word with the changes under way
 * laid over it in the order in which they were made: so news from the server never undoes one, and taking one back leaves the rest.
 */
export class PendingChanges {
  readonly #sql: ReturnType<typeof prepare>
  readonly #remove: (messageIds: readonly number[]) => void

  constructor(database: Database, remove: (messageIds: readonly number[]) => void) {
    this.#sql = prepare(database)
    this.#remove = remove
  }

  /** Doing the same task again changes nothing: after a crash it is told twice. */
  apply(taskId: string, messageIds: readonly number[], change: Change): void {
    for (const messageId of messageIds) {
      const home = this.#sql.home.get(messageId)
      if (home === undefined) continue
      this.#sql.add.run(taskId, messageId, change.kind, valueOf(change), home.homeId, home.uid)
      this.show(messageId)
    }
  }

  settle(taskId: string, result: Settled): void {
    for (const change of this.#sql.ofTask.all(taskId)) {
      if (result.fromFolderId !== undefined && change.fromId !== result.fromFolderId) continue
      this.#sql.drop.run(change.seq)
      if (change.kind === 'destroy') this.#remove([change.messageId])
      else if (change.kind === 'move') this.#settleMove(change, result)
      else this.#settleFlag(change)
    }
  }

  turnBack(taskId: string): void {
    for (const { seq, messageId } of this.#sql.ofTask.all(taskId)) {
      this.#sql.drop.run(seq)
      this.showOrRemove(messageId)
    }
  }

  taskIds(): string[] {
    return this.#sql.taskIds.all()
  }

  /** The server no longer has these messages where they were. Under a move that is as it should be: the row waits for its new number. */
  goneFromHome(messageIds: readonly number[]): void {
    const isLeaving = (messageId: number): boolean =>
      this.#sql.ofMessage.all(messageId).some(({ kind }) => kind === 'move' || kind === 'destroy')
    for (const messageId of messageIds) if (isLeaving(messageId)) this.#sql.setHome.run(null, null, messageId)
    this.#remove(messageIds.filter((messageId) => !isLeaving(messageId)))
  }

  /** Changes that lead to a folder that is going away cannot be shown any more. */
  folderGone(folderId: number): void {
    for (const { seq, messageId } of this.#sql.intoFolder.all(folderId)) {
      this.#sql.drop.run(seq)
      this.showOrRemove(messageId)
    }
  }

  /** Lays the changes under way over what the server said. */
  show(messageId: number): void {
    const home = this.#sql.home.get(messageId)
    if (home === undefined) return
    let { homeId: folderId, flags } = home
    for (const { kind, value } of this.#sql.ofMessage.all(messageId)) {
      if (kind === 'move') folderId = value
      else if (kind === 'destroy') folderId = null
      else flags = withFlag(flags, kind, value === 1)
    }
    this.#sql.setShown.run(folderId, flags, messageId)
  }

  /** As `show`; a message that is nowhere any more, neither on the server nor on its way, goes. */
  showOrRemove(messageId: number): void {
    const home = this.#sql.home.get(messageId)
    if (home?.homeId === null && this.#sql.ofMessage.all(messageId).length === 0) this.#remove([messageId])
    else this.show(messageId)
  }

  #settleFlag({ messageId, kind, value }: PendingRow): void {
    const home = this.#sql.home.get(messageId)
    if (home === undefined || kind === 'move' || kind === 'destroy') return
    this.#sql.setHomeFlags.run(withFlag(home.flags, kind, value === 1), messageId)
    this.show(messageId)
  }

  #settleMove({ messageId, value, uid }: PendingRow, { movedUids }: Settled): void {
    const newUid = uid === null ? undefined : movedUids?.get(uid)
    // Not among those that were moved: it was gone before, or stays; the server's next news tells which.
    if (movedUids !== undefined && newUid === undefined) {
      this.showOrRemove(messageId)
      return
    }
    const fetchedMeanwhile = newUid === undefined ? undefined : this.#sql.at.get(value, newUid)
    if (fetchedMeanwhile !== undefined && fetchedMeanwhile !== messageId) this.#remove([fetchedMeanwhile])
    this.#sql.setHome.run(value, newUid ?? null, messageId)
    this.#sql.rehome.run(value, newUid ?? null, messageId)
    this.show(messageId)
  }
}

function valueOf(change: Change): number | null {
  switch (change.kind) {
    case 'seen':
    case 'flagged':
    case 'answered':
    case 'forwarded':
      return change.on ? 1 : 0
    case 'move':
      return change.toFolderId
    case 'destroy':
      return null
  }
}

function prepare(database: Database) {
  const one = <Row>(sql: string): Statement<(number | string | null)[], Row> => database.prepare(sql)
  const pending = 'SELECT seq, message_id AS messageId, kind, value, from_id AS fromId, uid FROM pending_change'
  return {
    home: one<Home>('SELECT home_id AS homeId, uid, home_flags AS flags FROM message WHERE id = ?'),
    at: one<number>('SELECT id FROM message WHERE home_id = ? AND uid = ?').pluck(),
    add: one('INSERT OR IGNORE INTO pending_change (task_id, message_id, kind, value, from_id, uid) VALUES (?, ?, ?, ?, ?, ?)'),
    drop: one('DELETE FROM pending_change WHERE seq = ?'),
    rehome: one('UPDATE pending_change SET from_id = ?, uid = ? WHERE message_id = ?'),
    ofTask: one<PendingRow>(`${pending} WHERE task_id = ? ORDER BY seq`),
    ofMessage: one<PendingRow>(`${pending} WHERE message_id = ? ORDER BY seq`),
    intoFolder: one<PendingRow>(`${pending} WHERE kind = 'move' AND value = ? ORDER BY seq`),
    taskIds: one<string>('SELECT DISTINCT task_id FROM pending_change ORDER BY seq').pluck(),
    setShown: one('UPDATE message SET folder_id = ?, flags = ? WHERE id = ?'),
    setHome: one('UPDATE message SET home_id = ?, uid = ? WHERE id = ?'),
    setHomeFlags: one('UPDATE message SET home_flags = ? WHERE id = ?'),
  }
}
