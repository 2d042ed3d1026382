import { timingSafeEqual } from 'node:crypto'
import { maySpare } from '../../shared/mail/may-spare.ts'
import type { FolderRole } from '../../shared/contract/mail.ts'
import type { Database } from '../store/store.ts'
import { bytesOf, hashOf, leanOf } from './lean.ts'
import { SPARED_AT_ONCE_BYTES } from './limits.ts'
import { FLAGGED } from './message-flags.ts'
import type { Segments } from './segments.ts'

/** A message whose attachments may stay on the server alone, once the server says that it has it: under this number, with this length. */
export interface Spareable {
  readonly messageId: number
  readonly folderId: number
  readonly uid: number
  readonly size: number
}

export type BroughtBack =
  | { readonly kind: 'here' }
  /** What the server has now is another message than the one that was left there. */
  | { readonly kind: 'differs' }
  | { readonly kind: 'no-such-message' }

interface Row {
  readonly messageId: number
  readonly folderId: number
  readonly uid: number | null
  readonly size: number
  readonly receivedAt: number
  readonly role: FolderRole
  readonly shared: number
  readonly flags: number
  readonly moves: number
  readonly isHere: number
  readonly isAssessed: number
  readonly isIndexed: number
  readonly broughtBackAt: number | null
}

/** Rows that are looked at in one go. */
const LOOKED_AT = 500

/**
 * Leaves the attachments of old mail on the server, and takes them back. The bytes that stay are written and synced before the row points
 * at them, and the whole ones go when their segment is rewritten: whatever breaks this off leaves a message whole or lean, never less.
 */
export class Sparing {
  readonly #segments: Segments
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Database, segments: Segments) {
    this.#segments = segments
    this.#sql = prepare(database)
  }

  /** Of one folder, oldest first, at most `limit` and no more than a few megabytes, all above message `after`; `next`: where to go on, null at the end. */
  candidates(account: number, { before, now, after, limit }: { before: number; now: number; after: number; limit: number }): { found: Spareable[]; next: number | null } {
    const found: Spareable[] = []
    let last = after
    let bytes = 0
    const rows = this.#sql.rows.all(account, after, before, LOOKED_AT)
    for (const row of rows) {
      const { messageId, folderId, uid, size } = row
      const isMeant = uid !== null && mayLeave(row, before, now)
      const [first] = found
      // Another folder is another question to the server.
      if (isMeant && first !== undefined && (found.length >= limit || bytes + size > SPARED_AT_ONCE_BYTES || first.folderId !== folderId)) return { found, next: last }
      if (isMeant) {
        found.push({ messageId, folderId, uid, size })
        bytes += size
      }
      last = messageId
    }
    return { found, next: rows.length < LOOKED_AT ? null : last }
  }

  /** Those that can be read here and hold something large are lean afterwards; gives how many bytes that is. */
  makeLean(messageIds: readonly number[]): number {
    const lean = messageIds.flatMap((messageId) => {
      const raw = this.#wholeRaw(messageId)
      const found = raw === null ? null : leanOf(raw)
      return found === null ? [] : [{ messageId, ...found }]
    })
    return this.#segments.commitWith(lean.map(({ raw }) => raw), (places) => lean.reduce((freed, { messageId, hash, cuts }, index) => {
      const place = places[index]
      if (place === undefined) return freed
      this.#segments.pointAnew(messageId, place)
      this.#sql.note.run(messageId, hash, JSON.stringify(cuts), bytesOf(cuts), null)
      return freed + bytesOf(cuts)
    }, 0))
  }

  /** What is damaged is fetched again in its own way, and what is lean already stays so. */
  #wholeRaw(messageId: number): Uint8Array | null {
    const size = this.#sql.size.get(messageId)
    const read = size === undefined || this.isLean(messageId) ? null : this.#segments.read(messageId)
    return read?.kind === 'raw' && read.raw.length === size ? read.raw : null
  }

  isLean(messageId: number): boolean {
    return this.#sql.freed.get(messageId) !== undefined
  }

  /** The whole message is here again, provided that it is the one that was left. */
  bringBack(messageId: number, raw: Uint8Array, now: number): BroughtBack {
    const hash = this.#sql.hash.get(messageId)
    if (hash === undefined) return { kind: 'no-such-message' }
    if (!timingSafeEqual(hash, hashOf(raw))) return { kind: 'differs' }
    this.#segments.commitWith([raw], ([place]) => {
      if (place === undefined) return
      this.#segments.pointAnew(messageId, place)
      this.#sql.note.run(messageId, hash, '[]', 0, now)
    })
    return { kind: 'here' }
  }
}

const mayLeave = (row: Row, before: number, now: number): boolean => maySpare({
  receivedAt: row.receivedAt, role: row.role, isShared: row.shared === 1, isFlagged: (row.flags & FLAGGED) !== 0,
  isAtRest: row.uid !== null && row.moves === 0, isWhole: row.isHere === 1, isAssessed: row.isAssessed === 1 || row.role === 'sent', isIndexed: row.isIndexed === 1,
  broughtBackAt: row.broughtBackAt,
}, { before, now })

function prepare(database: Database) {
  return {
    rows: database.prepare<[number, number, number, number], Row>(`
      SELECT m.id AS messageId, m.home_id AS folderId, m.uid, m.size, m.received_at AS receivedAt, f.role, f.shared, m.flags | m.home_flags AS flags,
        EXISTS (SELECT 1 FROM pending_change p WHERE p.message_id = m.id) AS moves,
        EXISTS (SELECT 1 FROM record r WHERE r.message_id = m.id) AND NOT EXISTS (SELECT 1 FROM lost_record l WHERE l.message_id = m.id) AS isHere,
        m.digest IS NOT NULL AS isAssessed, m.opened IS NOT NULL AS isIndexed, l.brought_back_at AS broughtBackAt
      FROM message m JOIN folder f ON f.id = m.home_id LEFT JOIN lean_record l ON l.message_id = m.id
      WHERE m.account_id = ? AND m.id > ? AND m.received_at < ? AND m.has_attachments = 1 AND (l.freed IS NULL OR l.freed = 0)
      ORDER BY m.id LIMIT ?`),
    size: database.prepare<[number], number>('SELECT size FROM message WHERE id = ?').pluck(),
    hash: database.prepare<[number], Buffer>('SELECT raw_hash FROM lean_record WHERE message_id = ? AND freed > 0').pluck(),
    freed: database.prepare<[number], number>('SELECT freed FROM lean_record WHERE message_id = ? AND freed > 0').pluck(),
    note: database.prepare('INSERT OR REPLACE INTO lean_record (message_id, raw_hash, cuts, freed, brought_back_at) VALUES (?, ?, ?, ?, ?)'),
  }
}
