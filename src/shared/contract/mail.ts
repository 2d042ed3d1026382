import { z } from 'zod'
import { call, query } from './declare.ts'
import { accountId, address, base64url, folderId, instant, messageId, nothing, verdictState } from './values.ts'

export const folderRole = z.enum(['inbox', 'drafts', 'sent', 'archive', 'trash', 'junk', 'all', 'none'])

export const folder = z.object({
  id: folderId,
  accountId,
  /** As the server names it, decoded. */
  path: z.string(),
  name: z.string(),
  role: folderRole,
  /** Belongs to somebody else or to the practice: reached over IMAP ACL (RFC 4314). */
  shared: z.boolean(),
  unread: z.number().int(),
  total: z.number().int(),
  /** MYRIGHTS; an OK to STORE proves nothing on some servers. */
  rights: z.object({ read: z.boolean(), flag: z.boolean(), insert: z.boolean(), remove: z.boolean() }),
})

/** Null: sent or being written here, so that nothing came in. */
const receivedVerdict = verdictState.nullable()

export const messageRow = z.object({
  id: messageId,
  folderId,
  accountId,
  from: address,
  to: z.array(address),
  subject: z.string(),
  /** When the server received it (INTERNALDATE). */
  receivedAt: instant,
  snippet: z.string(),
  seen: z.boolean(),
  flagged: z.boolean(),
  answered: z.boolean(),
  forwarded: z.boolean(),
  hasAttachments: z.boolean(),
  sizeBytes: z.number().int(),
  /** How many messages the conversation has in this folder. */
  conversationSize: z.number().int(),
  verdict: receivedVerdict,
})

/** Rows by position, so that a virtual list can ask for exactly what is in view. */
const window = { offset: z.number().int().min(0), limit: z.number().int().min(1).max(200) }

export const readMessage = z.object({
  id: messageId,
  accountId,
  folderId,
  from: z.array(address),
  sender: address.nullable(),
  replyTo: z.array(address),
  to: z.array(address),
  cc: z.array(address),
  subject: z.string(),
  /** The Date header; may be null or nonsense: `receivedAt` is what is shown. */
  sentAt: instant.nullable(),
  receivedAt: instant,
  seen: z.boolean(),
  flagged: z.boolean(),
  answered: z.boolean(),
  verdict: receivedVerdict,
  content: z.discriminatedUnion('kind', [
    /** `html` is as it came: the screen cleans it and draws it in a frame without scripts or network. */
    z.object({
      kind: z.literal('ready'), html: z.string().nullable(), text: z.string().nullable(),
      notices: z.array(z.string()),
    }),
    /** Headers are here, the body is on its way. */
    z.object({ kind: z.literal('fetching') }),
    z.object({ kind: z.literal('unreadable') }),
  ]),
  attachments: z.array(z.object({
    partId: z.string(), name: z.string(), type: z.string(), sizeBytes: z.number().int(),
    contentId: z.string().nullable(), inline: z.boolean(),
    /** On the server alone: it comes when it is asked for. */
    isOnServer: z.boolean(),
  })),
})

const undoable = z.object({ taskId: z.string() })
const someMessages = z.array(messageId).min(1).max(5000)
/** The journal cannot be told of it, and so it is not done (LOG-05). */
const untold = ['disk-full', 'journal-unwritable'] as const
const changeFails = ['no-such-message', 'no-right', 'folder-gone', ...untold] as const

export const mailOperations = {
  'folders.list': query({ who: 'unlocked', asks: { act: 'read', of: 'every-mailbox' }, input: nothing, output: z.array(folder), fails: [], reads: ['folders'] }),
  'mail.rows': query({
    who: 'unlocked', asks: { act: 'read', of: 'folder' }, input: z.object({ folderId, ...window }),
    output: z.object({ total: z.number().int(), rows: z.array(messageRow) }), fails: ['folder-gone'], reads: ['messages'],
  }),
  /** Where a message stands in the list, for keyboard steps and for keeping the selection in view; null: not in it. */
  'mail.position': query({
    who: 'unlocked', asks: { act: 'read', of: 'message' }, input: z.object({ folderId, messageId }), output: z.object({ offset: z.number().int().nullable() }),
    fails: [], reads: ['messages'],
  }),
  /** The conversation of a message, oldest first, over all folders of the account but junk and trash. */
  'mail.conversation': query({
    who: 'unlocked', asks: { act: 'read', of: 'message' }, input: z.object({ messageId }), output: z.object({ subject: z.string(), rows: z.array(messageRow) }),
    fails: ['no-such-message'], reads: ['messages'],
  }),
  'mail.message': query({
    who: 'unlocked', asks: { act: 'read', of: 'message' }, input: z.object({ messageId }), output: readMessage, fails: ['no-such-message', ...untold], reads: ['messages'],
  }),
  /**
   * A piece of a decoded part; one that is on the server alone is fetched first. `on-server`: it cannot be reached now.
   * `gone-from-server`, `differs-from-server`: it no longer has it, or another message instead. `limit` at most 1 MiB, so that a large attachment never fills the wire.
   */
  'mail.part': call({
    who: 'unlocked', asks: { act: 'read', of: 'message' },
    input: z.object({ messageId, partId: z.string().max(200), offset: z.number().int().min(0), limit: z.number().int().min(1).max(1_048_576) }),
    output: z.object({ type: z.string(), name: z.string(), totalBytes: z.number().int(), bytes: base64url }),
    fails: ['no-such-message', 'no-such-part', 'not-here-yet', 'on-server', 'gone-from-server', 'differs-from-server', ...untold],
  }),
  'mail.search': query({
    who: 'unlocked', asks: { act: 'read', of: 'every-mailbox' },
    input: z.object({ text: z.string().max(500), folderId: folderId.nullable(), ...window }),
    /** `total` counts to a bound; `more` says that there is more than that. */
    output: z.object({ total: z.number().int(), more: z.boolean(), rows: z.array(messageRow) }), fails: [], reads: ['messages'],
  }),
  'mail.flag': call({
    who: 'unlocked', asks: { act: 'mark', of: 'messages' },
    input: z.object({ messageIds: someMessages, flag: z.enum(['seen', 'flagged']), on: z.boolean() }),
    output: undoable, fails: changeFails,
  }),
  'mail.move': call({
    who: 'unlocked', asks: { act: 'file', of: 'messages' },
    input: z.object({ messageIds: someMessages, to: z.union([folderId, z.enum(['archive', 'trash', 'junk', 'inbox'])]) }),
    output: undoable, fails: changeFails,
  }),
  /** Only from the bin: for good. Everywhere else deleting is `mail.move` to `trash`. */
  'mail.destroy': call({ who: 'unlocked', asks: { act: 'delete', of: 'messages' }, input: z.object({ messageIds: someMessages }), output: nothing, fails: [...changeFails, 'not-in-trash'] }),
  /** Asks what putting it back takes: the right to do it may have been withdrawn since the act. */
  'mail.undo': call({ who: 'unlocked', asks: { act: 'file', of: 'undone-act' }, input: z.object({ taskId: z.string() }), output: nothing, fails: ['too-late', ...untold] }),
}

export type FolderRole = z.infer<typeof folderRole>
export type Folder = z.infer<typeof folder>
export type MessageRow = z.infer<typeof messageRow>
export type ReadMessage = z.infer<typeof readMessage>
