import type { Database } from '../store/store.ts'
import type { ConsentScope } from './contact.ts'

/** A consent that was given, and what became of it. Times in milliseconds since 1970. */
export interface Consent {
  readonly scope: ConsentScope
  readonly givenBy: string
  readonly givenAt: number
  readonly withdrawnBy: string | null
  readonly withdrawnAt: number | null
}

/** Consents per patient: given, withdrawn, never changed and never forgotten (CF-11). */
export class Consents {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Database) {
    this.#sql = prepare(database)
  }

  /** Newest first. */
  of(contactId: string): Consent[] {
    return this.#sql.of.all(contactId)
  }

  give({ contactId, address, scope }: { contactId: string; address: string; scope: ConsentScope }, by: string, at: number): void {
    this.#sql.give.run(contactId, address, scope, by, at)
  }

  /** Says whether one stood. */
  withdraw(contactId: string, by: string, at: number): boolean {
    return this.#sql.withdraw.run(by, at, contactId).changes > 0
  }
}

function prepare(database: Database) {
  return {
    of: database.prepare<[string], Consent>(`
      SELECT scope, given_by AS givenBy, given_at AS givenAt, withdrawn_by AS withdrawnBy, withdrawn_at AS withdrawnAt
      FROM consent WHERE contact_id = ? ORDER BY seq DESC`),
    give: database.prepare<[string, string, string, string, number]>('INSERT INTO consent (contact_id, address, scope, given_by, given_at) VALUES (?, ?, ?, ?, ?)'),
    withdraw: database.prepare<[string, number, string]>('UPDATE consent SET withdrawn_by = ?, withdrawn_at = ? WHERE contact_id = ? AND withdrawn_at IS NULL'),
  }
}
