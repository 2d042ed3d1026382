import { SEARCH_COUNTED } from '../../shared/limits.ts'
import type { Database, Statement } from '../store/store.ts'
import { FLAGGED, SEEN } from './message-flags.ts'
import { parseSearch } from './search-query.ts'
import type { SearchQuery } from './search-query.ts'

export interface Search {
  readonly text: string
  readonly folderId: number | null
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

  find({ text, folderId }: Search): Hits {
    const query = parseSearch(text)
    if (query.empty) return { ids: [], more: false }
    const values = [...(query.match === null ? [] : [query.match]), ...(folderId === null ? [] : [folderId])]
    const ids = this.#statement(query, folderId !== null).all(...values, SEARCH_COUNTED + 1)
    return { ids: ids.slice(0, SEARCH_COUNTED), more: ids.length > SEARCH_COUNTED }
  }

  #statement(query: SearchQuery, inFolder: boolean): Statement<(string | number)[], number> {
    const sql = sqlOf(query, inFolder)
    const prepared = this.#statements.get(sql) ?? this.#database.prepare<(string | number)[], number>(sql).pluck()
    this.#statements.set(sql, prepared)
    return prepared
  }
}

/** What a filter asks of a message's row. */
function filtersOf({ unread, flagged, attachments }: SearchQuery): string[] {
  return [
    ...(unread === null ? [] : [`m.flags & ${SEEN} ${unread ? '=' : '<>'} 0`]),
    ...(flagged === null ? [] : [`m.flags & ${FLAGGED} ${flagged ? '<>' : '='} 0`]),
    ...(attachments === null ? [] : ['m.has_attachments = 1']),
  ]
}

function sqlOf(query: SearchQuery, inFolder: boolean): string {
  const filters = filtersOf(query)
  const shown = inFolder ? 'm.folder_id = ?' : 'm.folder_id IS NOT NULL'
  if (query.match === null) return `SELECT m.id FROM message m WHERE ${[shown, ...filters].join(' AND ')} ORDER BY m.id DESC LIMIT ?`
  // Without a filter no row is opened: what is hidden is a handful, and who is in a folder stands in a narrow index.
  const isShown = filters.length === 0 && !inFolder
    ? 'i.rowid NOT IN (SELECT h.id FROM message h WHERE h.folder_id IS NULL)'
    : `EXISTS (SELECT 1 FROM message m WHERE m.id = i.rowid AND ${[shown, ...filters].join(' AND ')})`
  return `SELECT i.rowid FROM message_index i WHERE i.message_index MATCH ? AND ${isShown} ORDER BY i.rowid DESC LIMIT ?`
}
