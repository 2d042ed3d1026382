import { draftBlobs } from '../../drafts/draft-rows.ts'
import { outboxBlobs } from '../../sending/outbox.ts'
import type { Database } from '../../store/store.ts'

/** In the blob area, by what `state.db` says. */
export const blobsNamed = (db: Database): readonly string[] => [...draftBlobs(db), ...outboxBlobs(db)]
