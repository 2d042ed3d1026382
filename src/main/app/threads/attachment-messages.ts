import type { Opening, Unopened } from '../../mailbox/mailbox.ts'

/** What the sync thread asks of the thread that opens attachments, one message at a time. */
export type ToAttachments = Pick<Unopened, 'place'>

/** What it answers. */
export type FromAttachments = Opening

/** What the thread is given at its start; it zeroes its key once it is in use. */
export interface AttachmentStart { readonly directory: string; readonly segmentKey: Uint8Array }
