import { SEARCH_COUNTED, SEARCH_JUDGED } from '../../shared/limits.ts'
import type { Address } from '../../shared/mail/address.ts'
import type { Database, Statement } from '../store/store.ts'
import { FLAGGED, SEEN } from './message-flags.ts'
import { unpackPeople } from './message-people.ts'
import { firstRowId } from './row-id.ts'
import { parseSearch } from './search-query.ts'
import type { SearchQuery } from './search-query.ts'

export interface Search {
  readonly text: string
  readonly folderId: number | null
  /** Folders that whoever asks may not read now: nothing of them is found, or counted. */
  readonly except?: readonly number[]
  /** Folders of which whoever asks may read some messages, and who says which. */
  readonly judged?: Judging
}

export interface Judging {
  readonly folders: readonly number[]
  readonly allows: (message: JudgedMessage) => boolean
}

/** What rights may go by (FM-06, FM-08). */
export interface JudgedMessage {
  readonly folderId: number
  readonly subject: string
  readonly receivedAt: number
  readonly from: readonly Address[]
  readonly to: readonly Address[]
}

/** Ids of hits, newest first, and never more than are counted; `more`: there are hits beyond. */
export interface Hits {
  readonly ids: readonly number[]
  readonly more: boolean
}

type Value = string | number
type StoredJudged = Omit<JudgedMessage, 'from' | 'to'> & { readonly people: string }

/**
 * Finds messages through the index. Row ids of the index follow the date, so the newest hits come first without sorting and
 * the search stops as soon as enough have been counted, however common the words are.
 */
export class Searcher {
  readonly #database: Database
  readonly #judged: Statement<[number], StoredJudged>
  /** One statement per shape of query: a handful. */
  readonly #statements = new Map<string, Statement<Value[], number>>()

  constructor(database: Database) {
    this.#database = database
    this.#judged = database.prepare('SELECT folder_id AS folderId, subject, received_at AS receivedAt, people FROM message WHERE id = ?')
  }

  find({ text, folderId, except = [], judged }: Search): Hits {
    const query = parseSearch(text)
    if (query.empty) return { ids: [], more: false }
    const found = this.#statement(query, { inFolder: folderId !== null, isLimited: except.length > 0 })
    const values = [...asked(query), ...boundsOf(query), ...(folderId === null ? [] : [folderId]), ...(except.length === 0 ? [] : [JSON.stringify(except)])]
    if (judged === undefined || judged.folders.length === 0) return counted(found.all(...values, SEARCH_COUNTED + 1))
    return this.#readable(found.iterate(...values, SEARCH_JUDGED), judged)
  }

  /** Looks on until enough may be read: what may not be is not counted either, so that a number never tells of it. */
  #readable(found: Iterable<number>, { folders, allows }: Judging): Hits {
    const some = new Set(folders)
    const ids: number[] = []
    for (const id of found) {
      const row = this.#judged.get(id)
      if (row === undefined) continue
      const { people, ...message } = row
      if (some.has(row.folderId) && !allows({ ...message, ...unpackPeople(people) })) continue
      if (ids.push(id) > SEARCH_COUNTED) break
    }
    return counted(ids)
  }

  #statement(query: SearchQuery, shape: Shape): Statement<Value[], number> {
    const sql = sqlOf(query, shape)
    const prepared = this.#statements.get(sql) ?? this.#database.prepare<Value[], number>(sql).pluck()
    this.#statements.set(sql, prepared)
    return prepared
  }
}

const counted = (ids: readonly number[]): Hits => ({ ids: ids.slice(0, SEARCH_COUNTED), more: ids.length > SEARCH_COUNTED })

interface Shape { readonly inFolder: boolean; readonly isLimited: boolean }

/** What the index is asked, in the order in which `sqlOf` has places for it: only one of the two is there. */
const asked = ({ match, without }: SearchQuery): string[] => [match, without].filter((one) => one !== null)

/** Ids follow the date of receipt, in the index too: a stretch of days is a stretch of ids. */
const boundsOf = ({ since, before }: SearchQuery): number[] => [...(since === null ? [] : [firstRowId(since, 0)]), ...(before === null ? [] : [firstRowId(before, 0)])]
const bounded = (id: string, { since, before }: SearchQuery): string => `${since === null ? '' : ` AND ${id} >= ?`}${before === null ? '' : ` AND ${id} < ?`}`

/** What a filter asks of a message's row. */
function filtersOf({ unread, flagged, attachments, verdicts }: SearchQuery): string[] {
  return [
    ...(unread === null ? [] : [`m.flags & ${SEEN} ${unread ? '=' : '<>'} 0`]),
    ...(flagged === null ? [] : [`m.flags & ${FLAGGED} ${flagged ? '<>' : '='} 0`]),
    ...(attachments === null ? [] : [`m.has_attachments = ${attachments ? '1' : '0'}`]),
    // The names are the program's own, never what somebody typed.
    ...(verdicts === null ? [] : [`m.verdict IN (${verdicts.map((state) => `'${state}'`).join(', ')}) AND m.home_id NOT IN (SELECT f.id FROM folder f WHERE f.role IN ('sent', 'drafts'))`]),
  ]
}

function sqlOf(query: SearchQuery, { inFolder, isLimited }: Shape): string {
  const filters = filtersOf(query)
  const shown = `${inFolder ? 'm.folder_id = ?' : 'm.folder_id IS NOT NULL'}${isLimited ? ' AND m.folder_id NOT IN (SELECT value FROM json_each(?))' : ''}`
  if (query.match === null) {
    const wanted = query.without === null ? 'TRUE' : 'm.id NOT IN (SELECT i.rowid FROM message_index i WHERE i.message_index MATCH ?)'
    return `SELECT m.id FROM message m WHERE ${wanted}${bounded('m.id', query)} AND ${[shown, ...filters].join(' AND ')} ORDER BY m.id DESC LIMIT ?`
  }
  // Without a filter no row is opened: what is hidden is a handful, and who is in a folder stands in a narrow index.
  const isShown = filters.length === 0 && !inFolder && !isLimited
    ? 'i.rowid NOT IN (SELECT h.id FROM message h WHERE h.folder_id IS NULL)'
    : `EXISTS (SELECT 1 FROM message m WHERE m.id = i.rowid AND ${[shown, ...filters].join(' AND ')})`
  return `SELECT i.rowid FROM message_index i WHERE i.message_index MATCH ?${bounded('i.rowid', query)} AND ${isShown} ORDER BY i.rowid DESC LIMIT ?`
}
