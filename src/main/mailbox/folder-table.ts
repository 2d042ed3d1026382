import type { Folder, FolderRole } from '../../shared/contract/mail.ts'
import type { Database, Statement } from '../store/store.ts'
import { rightsNumber } from './folder-rights.ts'

/** A folder as the server lists it. */
export interface ServerFolder {
  readonly path: string
  readonly name: string
  readonly role: FolderRole
  readonly shared: boolean
  readonly rights: Folder['rights']
}

/** How far the copy of a folder is (RFC 9051 section 2.3.1, RFC 7162). */
export interface FolderState {
  readonly id: number
  readonly path: string
  readonly role: FolderRole
  readonly shared: boolean
  readonly uidValidity: number | null
  readonly uidNext: number | null
  readonly highestModseq: bigint | null
  /** The first copy is whole. */
  readonly complete: boolean
}

export type FolderProgress = Partial<Pick<FolderState, 'uidValidity' | 'uidNext' | 'highestModseq' | 'complete'>>

type StoredState = { id: bigint; path: string; role: FolderRole; shared: bigint; uidValidity: bigint | null; uidNext: bigint | null; highestModseq: bigint | null; complete: bigint }

/** Accounts and their folders. */
export class FolderTable {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Database) {
    this.#sql = prepare(database)
  }

  /** The account's number in this database, given at its first use. */
  accountNumber(accountId: string): number {
    this.#sql.addAccount.run(accountId)
    return this.#sql.account.get(accountId) ?? 0
  }

  findAccount(accountId: string): number | null {
    return this.#sql.account.get(accountId) ?? null
  }

  removeAccount(account: number): void {
    this.#sql.removeAccount.run(account)
  }

  /** Known paths keep their id; answers those that are no longer listed, still in place. */
  replace(account: number, folders: readonly ServerFolder[]): number[] {
    folders.forEach(({ path, name, role, shared, rights }, position) =>
      this.#sql.put.run(account, path, name, role, shared ? 1 : 0, rightsNumber(rights), position))
    const listed = new Set(folders.map(({ path }) => path))
    return this.states(account).filter(({ path }) => !listed.has(path)).map(({ id }) => id)
  }

  remove(folderId: number): void {
    this.#sql.remove.run(folderId)
  }

  states(account: number): FolderState[] {
    return this.#sql.states.all(account).map(({ id, path, role, shared, uidValidity, uidNext, highestModseq, complete }) => ({
      id: Number(id), path, role, shared: shared === 1n, highestModseq, complete: complete === 1n,
      uidValidity: uidValidity === null ? null : Number(uidValidity), uidNext: uidNext === null ? null : Number(uidNext),
    }))
  }

  save(folderId: number, { uidValidity, uidNext, highestModseq, complete }: FolderProgress): void {
    if (uidValidity !== undefined) this.#sql.setUidValidity.run(uidValidity, folderId)
    if (uidNext !== undefined) this.#sql.setUidNext.run(uidNext, folderId)
    if (highestModseq !== undefined) this.#sql.setModseq.run(highestModseq, folderId)
    if (complete !== undefined) this.#sql.setComplete.run(complete ? 1 : 0, folderId)
  }

  /** The account and role of a folder, and whether it is one of others; null when there is no such folder any more. */
  find(folderId: number): { account: number; role: FolderRole; shared: boolean } | null {
    const found = this.#sql.find.get(folderId)
    return found === undefined ? null : { ...found, shared: found.shared === 1 }
  }
}

function prepare(database: Database) {
  const one = <Row>(sql: string): Statement<(number | bigint | string | null)[], Row> => database.prepare(sql)
  return {
    addAccount: one('INSERT OR IGNORE INTO account (key) VALUES (?)'),
    account: one<number>('SELECT id FROM account WHERE key = ?').pluck(),
    removeAccount: one('DELETE FROM account WHERE id = ?'),
    put: one(`
      INSERT INTO folder (account_id, path, name, role, shared, rights, position) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (account_id, path) DO UPDATE SET
        name = excluded.name, role = excluded.role, shared = excluded.shared, rights = excluded.rights, position = excluded.position`),
    remove: one('DELETE FROM folder WHERE id = ?'),
    find: one<{ account: number; role: FolderRole; shared: number }>('SELECT account_id AS account, role, shared FROM folder WHERE id = ?'),
    states: one<StoredState>(`
      SELECT id, path, role, shared, uid_validity AS uidValidity, uid_next AS uidNext, highest_modseq AS highestModseq, complete
      FROM folder WHERE account_id = ? ORDER BY position`).safeIntegers(),
    setUidValidity: one('UPDATE folder SET uid_validity = ? WHERE id = ?'),
    setUidNext: one('UPDATE folder SET uid_next = ? WHERE id = ?'),
    setModseq: one('UPDATE folder SET highest_modseq = ? WHERE id = ?'),
    setComplete: one('UPDATE folder SET complete = ? WHERE id = ?'),
  }
}
