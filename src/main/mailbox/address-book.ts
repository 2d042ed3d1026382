import { COMPLETIONS, SEARCH_WORDS } from '../../shared/limits.ts'
import { asciiLowerCase } from '../../shared/mail/address.ts'
import type { Address } from '../../shared/mail/address.ts'
import type { Database, Statement } from '../store/store.ts'
import { foldedWords } from './folded-words.ts'

/** One meeting with an address: `written` when the person wrote to it, else it was only seen in mail. */
export interface Meeting {
  readonly accountId: number
  /** The folder of others in whose mail it was; 0: one's own mail. What of a folder is known goes with it. */
  readonly folderId: number
  readonly person: Address
  readonly written: boolean
  readonly at: number
}

interface PersonRow {
  readonly id: number
  readonly name: string
  readonly written: number
  readonly seen: number
  readonly lastAt: number
  readonly writtenAt: number | null
}

type Gathered = { accountId: number; folderId: number; key: string; address: string; name: string; written: number; seen: number; lastAt: number; writtenAt: number | null }

/**
 * Remembers who the practice writes to, from its own mail. Two addresses are one person only when they are the same letters:
 * look-alikes and the same name at another domain stay apart, so that a suggestion never guesses (RT-26).
 */
export class AddressBook {
  readonly #sql: ReturnType<typeof prepare>

  constructor(database: Database) {
    this.#sql = prepare(database)
  }

  /** Within a transaction. The meetings of a batch are gathered first: most are with the same few. */
  meet(meetings: Iterable<Meeting>): void {
    for (const person of gather(meetings).values()) {
      const before = this.#sql.find.get(person.accountId, person.key, person.folderId)
      if (before === undefined) this.#add(person)
      else this.#update(before, person)
    }
  }

  #add({ accountId, folderId, key, address, name, written, seen, lastAt, writtenAt }: Gathered): void {
    const { lastInsertRowid } = this.#sql.add.run(accountId, key, address, name, written, seen, lastAt, writtenAt, folderId)
    this.#sql.index.run(lastInsertRowid, wordsOf(name, address))
  }

  #update(before: PersonRow, { name, address, written, seen, lastAt, writtenAt }: Gathered): void {
    // The latest name that came with the address is the one that people know.
    const newName = name !== '' && (before.name === '' || lastAt >= before.lastAt) ? name : before.name
    this.#sql.update.run(newName, before.written + written, before.seen + seen, Math.max(before.lastAt, lastAt), later(before.writtenAt, writtenAt), before.id)
    if (newName === before.name) return
    this.#sql.unindex.run(before.id)
    this.#sql.index.run(before.id, wordsOf(newName, address))
  }

  /** What mail of this folder of others told goes with the mail. */
  forgetFolder(folderId: number): void {
    this.#sql.unindexFolder.run(folderId)
    this.#sql.removeFolder.run(folderId)
  }

  forget(accountId: number): void {
    this.#sql.unindexAccount.run(accountId)
    this.#sql.removeAccount.run(accountId)
  }
}

const later = (one: number | null, other: number | null): number | null => (one === null || other === null ? one ?? other : Math.max(one, other))

/** Both as typed and without accents; `anja.devries@delinde.test` is also found by `devries` and by `delinde`. */
const wordsOf = (name: string, address: string): string => `${name} ${address}`

function gather(meetings: Iterable<Meeting>): Map<string, Gathered> {
  const gathered = new Map<string, Gathered>()
  for (const { accountId, folderId, person, written, at } of meetings) {
    const key = asciiLowerCase(person.address)
    if (!key.includes('@') || key.length > 320) continue
    const entry = gathered.get(`${accountId} ${folderId} ${key}`)
      ?? { accountId, folderId, key, address: person.address, name: '', written: 0, seen: 0, lastAt: 0, writtenAt: null }
    if (written) {
      entry.written++
      entry.writtenAt = later(entry.writtenAt, at)
    } else entry.seen++
    if (person.name !== '' && person.name !== person.address && (entry.name === '' || at >= entry.lastAt)) entry.name = person.name
    entry.lastAt = Math.max(entry.lastAt, at)
    gathered.set(`${accountId} ${folderId} ${key}`, entry)
  }
  return gathered
}

/** Somebody that mail named; times in milliseconds since 1970. */
export interface Correspondent extends Address {
  /** How often somebody here wrote to them, and when last; null: never. */
  readonly written: number
  readonly writtenAt: number | null
  readonly lastAt: number
}

/** Who is meant by what was typed so far: every word begins a word of the name or the address; whom the person writes to most comes first. */
export function completeAddress(database: Database, typed: string): Correspondent[] {
  const words = foldedWords(typed).slice(0, SEARCH_WORDS)
  if (words.length === 0) return []
  const match = words.map((word) => `"${word}" *`).join(' AND ')
  return database.prepare<[string, number], Correspondent>(
    `SELECT name, address, written, writtenAt, lastAt FROM (
       SELECT p.key, p.name, p.address, sum(p.written) AS written, sum(p.seen) AS seen, max(p.last_at) AS lastAt, max(p.written_at) AS writtenAt
       FROM person_index JOIN person p ON p.id = person_index.rowid WHERE person_index MATCH ? GROUP BY p.key
     ) ORDER BY written DESC, min(seen, 100) DESC, lastAt DESC LIMIT ?`,
  ).all(match, COMPLETIONS)
}

function prepare(database: Database) {
  const one = <Row>(sql: string): Statement<(number | bigint | string | null)[], Row> => database.prepare(sql)
  return {
    find: one<PersonRow>('SELECT id, name, written, seen, last_at AS lastAt, written_at AS writtenAt FROM person WHERE account_id = ? AND key = ? AND folder_id = ?'),
    add: one('INSERT INTO person (account_id, key, address, name, written, seen, last_at, written_at, folder_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    update: one('UPDATE person SET name = ?, written = ?, seen = ?, last_at = ?, written_at = ? WHERE id = ?'),
    index: one('INSERT INTO person_index (rowid, words) VALUES (?, ?)'),
    unindex: one('DELETE FROM person_index WHERE rowid = ?'),
    unindexFolder: one('DELETE FROM person_index WHERE rowid IN (SELECT id FROM person WHERE folder_id = ? AND folder_id <> 0)'),
    removeFolder: one('DELETE FROM person WHERE folder_id = ? AND folder_id <> 0'),
    unindexAccount: one('DELETE FROM person_index WHERE rowid IN (SELECT id FROM person WHERE account_id = ?)'),
    removeAccount: one('DELETE FROM person WHERE account_id = ?'),
  }
}
