import type { OutboxItem } from '../../shared/contract/compose.ts'
import { delivery, manuscriptOf } from '../sending/outbox-rows.ts'
import type { SentAs } from '../sending/manuscript.ts'
import type { Database } from '../store/store.ts'
import { isStillNamed } from './practice/sending-as.ts'

/**
 * As the screen sees them, with those marked that wait because their sender may not send in that name now (FM-05): to somebody who lost
 * that right no look-up and no number helps. Asked at each look, so that a right that was given back shows at once.
 */
export const markedForRight = (db: Database, items: readonly OutboxItem[], sendingAs: (mailbox: string | undefined) => SentAs | null | 'refused'): OutboxItem[] => items.map((item) => {
  const row = item.state.kind === 'held-no-route' ? delivery(db, item.id) : null
  if (row === null || item.state.kind !== 'held-no-route') return item
  const { sentAs, fields } = manuscriptOf(db, row.outgoingId)
  return isStillNamed(sentAs ?? null, sendingAs(fields.mailbox)) ? item : { ...item, state: { ...item.state, lacksRight: true } }
})
