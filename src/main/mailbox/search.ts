import { SEARCH_COUNTED } from '../../shared/limits.ts'
import type { Database, Statement } from '../store/store.ts'
import { FLAGGED, SEEN } from './message-flags.ts'
import { firstRowId } from './row-id.ts'
import { parseSearch } from './search-query.ts'
import type { SearchQuery } from './search-query.ts'

export interface Search {
  readonly text: string
  readonly folderId: number | null
  /** Folders that whoever asks may not read now: nothing of them is found, or counted. */
  readonly except?: readonly number[]
}

/** Ids of hits, newest first, and never more than are counted; `more`: there are hits beyond. */
export interface Hits {
  readonly ids: readonly number[]
  readonly more: boolean
}

/**
 * Finds messages through the index. Row ids of the index follow the date, so the newest hits come first without sorting and
 * the search stops as soon as enough have been counted, however common the words are.
 */
export class Searcher {
  readonly #database: Database
  /** One statement per shape of query: a handful. */
  readonly #statements = new Map<string, Statement<(string | number)[], number>>()

  constructor(database: Database) {
    this.#database = database
  }

  find({ text, folderId, except = [] }: Search): Hits {
    const query = parseSearch(text)
    if (query.empty) return { ids: [], more: false }
    const values = [...(query.match === null ? [] : [query.match]), ...boundsOf(query), ...(folderId === null ? [] : [folderId]), ...(except.length === 0 ? [] : [JSON.stringify(except)])]
    const ids = this.#statement(query, { inFolder: folderId !== null, isLimited: except.length > 0 }).all(...values, SEARCH_COUNTED + 1)
    return { ids: ids.slice(0, SEARCH_COUNTED), more: ids.length > SEARCH_COUNTED }
  }

  #statement(query: SearchQuery, shape: Shape): Statement<(string | number)[], number> {
    const sql = sqlOf(query, shape)
    const prepared = this.#statements.get(sql) ?? this.#database.prepare<(string | number)[], number>(sql).pluck()
    this.#statements.set(sql, prepared)
    return prepared
  }
}

interface Shape { readonly inFolder: boolean; readonly isLimited: boolean }

/** Ids follow the date of receipt, in the index too: a stretch of days is a stretch of ids. */
const boundsOf = ({ since, before }: SearchQuery): number[] => [...(since === null ? [] : [firstRowId(since, 0)]), ...(before === null ? [] : [firstRowId(before, 0)])]
const bounded = (id: string, { since, before }: SearchQuery): string => `${since === null ? '' : ` AND ${id} >= ?`}${before === null ? '' : ` AND ${id} < ?`}`

/** What a filter asks of a message's row. */
function filtersOf({ unread, flagged, attachments, verdicts }: SearchQuery): string[] {
  return [
    ...(unread === null ? [] : [`m.flags & ${SEEN} ${unread ? '=' : '<>'} 0`]),
    ...(flagged === null ? [] : [`m.flags & ${FLAGGED} ${flagged ? '<>' : '='} 0`]),
    ...(attachments === null ? [] : ['m.has_attachments = 1']),
    // The names are the program's own, never what somebody typed.
    ...(verdicts === null ? [] : [`m.verdict IN (${verdicts.map((state) => `'${state}'`).join(', ')}) AND m.home_id NOT IN (SELECT f.id FROM folder f WHERE f.role IN ('sent', 'drafts'))`]),
  ]
}

function sqlOf(query: SearchQuery, { inFolder, isLimited }: Shape): string {
  const filters = filtersOf(query)
  const shown = `${inFolder ? 'm.folder_id = ?' : 'm.folder_id IS NOT NULL'}${isLimited ? ' AND m.folder_id NOT IN (SELECT value FROM json_each(?))' : ''}`
  if (query.match === null) return `SELECT m.id FROM message m WHERE TRUE${bounded('m.id', query)} AND ${[shown, ...filters].join(' AND ')} ORDER BY m.id DESC LIMIT ?`
  // Without a filter no row is opened: what is hidden is a handful, and who is in a folder stands in a narrow index.
  const isShown = filters.length === 0 && !inFolder && !isLimited
    ? 'i.rowid NOT IN (SELECT h.id FROM message h WHERE h.folder_id IS NULL)'
    : `EXISTS (SELECT 1 FROM message m WHERE m.id = i.rowid AND ${[shown, ...filters].join(' AND ')})`
  return `SELECT i.rowid FROM message_index i WHERE i.message_index MATCH ?${bounded('i.rowid', query)} AND ${isShown} ORDER BY i.rowid DESC LIMIT ?`
}
