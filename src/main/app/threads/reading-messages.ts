import type { ReadMessage as ReadContent } from '../../mime/read.ts'

/** What the main thread asks of the thread that opens raw mail. */
export type ToReading =
  | { kind: 'message'; id: number; messageId: number }
  /** How these messages name themselves, as far as their bytes are here. */
  | { kind: 'message-ids'; id: number; messageIds: readonly number[] }
  | { kind: 'part'; id: number; messageId: number; partId: string; offset: number; limit: number }

export type PartPiece = { kind: 'piece'; type: string; name: string; totalBytes: number; bytes: Uint8Array }

/** What it answers; `absent`: the raw message is not (or no longer) readable here. */
export type FromReading =
  /** `onServer`: parts that are on the server alone. `isBeginning`: of a message too large to fetch only the first piece is here, and what stands last in it is cut off. */
  | { id: number; kind: 'content'; content: ReadContent; isBeginning: boolean; onServer: readonly string[] }
  | ({ id: number } & PartPiece)
  | { id: number; kind: 'message-ids'; found: readonly (string | null)[] }
  | { id: number; kind: 'absent' }
  /** This part is on the server alone. */
  | { id: number; kind: 'on-server' }
  | { id: number; kind: 'no-such-part' }

/** What the thread is given at its start; its copies of the keys go with it. */
export interface ReadingStart { directory: string; cacheKey: Uint8Array; segmentKey: Uint8Array }
