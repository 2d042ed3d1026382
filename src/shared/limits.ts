/** Every limit and deadline of the product, each with its reason. Units are in the names; sizes are bytes. */

// Vault

/** A desk that is left alone in a busy practice: long enough for a consultation, short enough for a passer-by. */
export const IDLE_LOCK_MS = 15 * 60_000

// Sending

/** Undo send (issue 3 H): the first ten seconds of the queue. */
export const UNDO_SEND_MS = 10_000

// Reading

/** Rows shown before anything else is fetched (issue 3 E): a screenful with room to scroll. */
export const FIRST_ROWS = 50

// Core and shells

/** Changes within a frame or three are told together: a sync must not redraw a screen hundreds of times a second. */
export const CHANGE_NOTICE_MS = 40

/** A request is a search, a draft or a piece of an attachment (1 MiB as base64url); anything larger is not ours. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024

/** The token is the first frame; whoever says nothing for this long is not our page. */
export const TOKEN_WAIT_MS = 5_000

// Mail structure

/** Real mail nests five deep; postmasters' reports of reports reach ten. What lies deeper is kept as one attachment. */
export const MAX_PART_DEPTH = 32

/** A digest of a busy list has a few hundred parts; more is an attack on the lists that we build of them. */
export const MAX_PARTS = 1_000

/** Honest mail carries under 200 fields, ARC and tracing included; the rest of a flood is stepped over. */
export const MAX_HEADER_FIELDS = 2_000

/** A mail to a thousand people needs 60 KB of To; beyond this the header is not read, only stepped over. */
export const MAX_HEADER_BLOCK_BYTES = 1_048_576

/** One field: room for the same thousand people. */
export const MAX_HEADER_VALUE_BYTES = 262_144

/** As many mailboxes as one field of that size can honestly hold. */
export const MAX_ADDRESSES = 5_000

/** A row shows some 100 letters and RFC 5322 caps a line at 998: a longer subject only slows the list. */
export const MAX_SUBJECT_CHARS = 1_000

/** Conversations refer to their last few dozen; the first and the nearest are kept (RFC 5322 section 3.6.4). */
export const MAX_REFERENCES = 100

/** RFC 2046 asks for 70; some gateways write 120. A longer line that begins with `--` is text. */
export const MAX_BOUNDARY_CHARS = 250

/** Text of one message in the index: a book of 300 pages. A log file sent as text must not become the index. */
export const MAX_INDEX_CHARS = 600_000

/** Text of one message on the screen: beyond this a window stops answering. The part can still be saved whole. */
export const MAX_SHOWN_CHARS = 2_000_000

/** A line under the subject in the list. */
export const SNIPPET_CHARS = 140

/** Mail within mail is searched as well, as far as people forward it; deeper ones can be opened. */
export const MAX_ATTACHED_MAIL_DEPTH = 2

/** The largest message we write: above what providers accept (25 to 50 MB), low enough to build in memory. */
export const MAX_OUTGOING_BYTES = 64 * 1_048_576
