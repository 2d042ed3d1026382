import type { Core } from '../../bridge/core.ts'
import type { Place } from '../frame/place.ts'
import type { RowSource } from './row-store.ts'

/** The rows of a place that is a list of messages; null for places that list something else. */
export function rowSourceOf(core: Core, place: Place): RowSource | null {
  switch (place.kind) {
    case 'folder': return folderRows(core, place.folderId)
    case 'search': return searchRows(core, place.text, place.folderId)
    case 'drafts': case 'outbox': case 'practice': case 'waiting': case 'book': case 'journal': return null
  }
}

const folderRows = (core: Core, folderId: number): RowSource => ({
  rows: (offset, limit) => core.ask('mail.rows', { folderId, offset, limit }),
  async position(messageId) {
    const answer = await core.ask('mail.position', { folderId, messageId })
    return answer.ok ? answer.value.offset : 'unknown'
  },
})

/** A search has no positions of its own: what stands past the first two hundred is not followed. */
const searchRows = (core: Core, text: string, folderId: number | null): RowSource => ({
  rows: (offset, limit) => core.ask('mail.search', { text, folderId, offset, limit }),
  async position(messageId) {
    const answer = await core.ask('mail.search', { text, folderId, offset: 0, limit: 200 })
    if (!answer.ok) return 'unknown'
    const index = answer.value.rows.findIndex((row) => row.id === messageId)
    return index === -1 ? (answer.value.total > 200 ? 'unknown' : null) : index
  },
})
