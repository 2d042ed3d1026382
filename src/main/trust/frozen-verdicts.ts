import { createHash } from 'node:crypto'
import { asciiLowerCase } from '../../shared/mail/address.ts'
import { inTransaction } from '../store/store.ts'
import type { Database } from '../store/store.ts'
import type { Assessment } from './assess.ts'

/** What was found of a message at its receipt, and when it was looked at. Times in milliseconds since 1970. */
export interface FrozenVerdict extends Assessment {
  readonly receivedAt: number
  readonly assessedAt: number
}

export interface Freezing { readonly digest: Uint8Array; readonly verdict: FrozenVerdict }

/** Names a received message for good: by the mailbox's address and its own bytes, so that a copy fetched anew finds its verdict again. */
export const messageDigest = (address: string, raw: Uint8Array): Uint8Array =>
  createHash('sha256').update(`${asciiLowerCase(address)}\0`).update(raw).digest()

type Row = Omit<FrozenVerdict, 'reasons' | 'evidence'> & { reasons: string; evidence: string }

/** The verdicts in `state.db`: written once at receipt, never changed (IN-11). */
export class FrozenVerdicts {
  readonly #database: Database
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Database) {
    this.#database = database
    this.#sql = prepare(database)
  }

  /** The state that stands, by digest; null where nothing was found yet. */
  stateOf(digest: Uint8Array): FrozenVerdict['state'] | null {
    return this.#sql.stateOf.get(digest) ?? null
  }

  find(digest: Uint8Array): FrozenVerdict | null {
    const found = this.#sql.find.get(digest)
    if (found === undefined) return null
    const { reasons, evidence, ...verdict } = found
    return {
      ...verdict, reasons: JSON.parse(reasons) as FrozenVerdict['reasons'], evidence: JSON.parse(evidence) as FrozenVerdict['evidence'],
    }
  }

  /**
   * In one transaction, with `alongside` for those that were new. Of a message that has a verdict already, the first stands.
   */
  freeze<Found extends Freezing>(found: readonly Found[], alongside: (added: readonly Found[]) => void = () => undefined): void {
    if (found.length === 0) return
    inTransaction(this.#database, () => {
      alongside(found.filter(({ digest, verdict: { state, row, reasons, evidence, receivedAt, assessedAt } }) => {
        const { domain, status } = evidence.sender
        return this.#sql.add.run(digest, state, row, domain ?? '', status, receivedAt, assessedAt, JSON.stringify(reasons), JSON.stringify(evidence)).changes > 0
      }))
    })
  }

  /** Domains that were ready when mail from them came in: what a look-alike would imitate (IN-07a). */
  readyDomains(): string[] {
    return this.#sql.readyDomains.all()
  }
}

function prepare(database: Database) {
  return {
    stateOf: database.prepare<[Uint8Array], FrozenVerdict['state']>('SELECT state FROM verdict WHERE digest = ?').pluck(),
    find: database.prepare<[Uint8Array], Row>(`
      SELECT state, norm_row AS row, received_at AS receivedAt, assessed_at AS assessedAt, reasons, evidence FROM verdict WHERE digest = ?`),
    add: database.prepare(`
      INSERT INTO verdict (digest, state, norm_row, from_domain, nta_status, received_at, assessed_at, reasons, evidence)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`),
    readyDomains: database.prepare<[], string>("SELECT DISTINCT from_domain FROM verdict WHERE nta_status = 'ready'").pluck(),
  }
}
