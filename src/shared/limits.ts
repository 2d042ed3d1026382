/** Every limit and deadline of the product, each with its reason. Units are in the names; sizes are bytes. */

// Vault

/** A desk that is left alone in a busy practice: long enough for a consultation, short enough for a passer-by. */
export const IDLE_LOCK_MS = 15 * 60_000

/** Finding a key in a drawer and typing its PIN; the browser gives up after this. */
export const CEREMONY_MS = 2 * 60_000

/** A challenge outlives the browser's own wait a little, so that the last second's touch still counts. */
export const TICKET_LIFE_MS = 3 * 60_000

/** One window asks one thing at a time; a second window and a few retries fit, a flood does not. */
export const MAX_TICKETS = 8

/** Two keys a person and a spare; every one makes the browser's list and the file longer. */
export const MAX_KEY_SLOTS = 16

/** Mistyping a code twice is human; from here on every try waits, twice as long each time. */
export const FREE_RECOVERY_TRIES = 3
export const RECOVERY_WAIT_MS = 1_000
export const MAX_RECOVERY_WAIT_MS = 60_000

/** scrypt: 128 MB and about 0.7 s on a plain desk machine; once at a lost key, never in daily use. */
export const RECOVERY_COST = { N: 2 ** 17, r: 8, p: 2 } as const

/** A file that asks for more than this was not written by us and would only hang the machine. */
export const MAX_RECOVERY_COST = { N: 2 ** 19, r: 8, p: 8 } as const

/** Sessions that do not say goodbye in this time are cut off: a lock must lock. */
export const LOCK_WAIT_MS = 5_000

/** Sixteen slots take some 12 kB; a larger key file was not written by us. */
export const MAX_KEY_FILE_BYTES = 262_144

/** Windows keeps 2,560 bytes an entry (CRED_MAX_CREDENTIAL_BLOB_SIZE) and OAuth2 tokens are longer: stored in pieces. */
export const KEYCHAIN_PIECE_BYTES = 2_400

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

/** Encoded text that is decoded for the index: markup and quoted-printable swell text by up to six. */
export const MAX_INDEX_BYTES = 4 * 1_048_576

/** Text of one message on the screen: beyond this a window stops answering. The part can still be saved whole. */
export const MAX_SHOWN_CHARS = 2_000_000

/** A line under the subject in the list. */
export const SNIPPET_CHARS = 140

/** Mail within mail is searched as well, as far as people forward it; deeper ones can be opened. */
export const MAX_ATTACHED_MAIL_DEPTH = 2

/** The largest message we write: above what providers accept (25 to 50 MB), low enough to build in memory. */
export const MAX_OUTGOING_BYTES = 64 * 1_048_576

/** The largest honest message opens in well under a second; what takes longer is made to. */
export const READ_MESSAGE_MS = 15_000

// Accounts

/** A person waits for this before filling in the form; a name server that is silent must not take longer. */
export const DISCOVER_MS = 10_000

/** One look-up of discovery: several run side by side within the whole. */
export const DISCOVER_ANSWER_MS = 5_000

/** Real autoconfig files have 2 to 8 KB. */
export const MAX_AUTOCONFIG_BYTES = 65_536

/** From the bare domain to `www` and to the provider's own file; more is a loop. */
export const MAX_AUTOCONFIG_REDIRECTS = 3

/** A CA file holds a handful of certificates of 2 KB. */
export const MAX_CA_FILE_BYTES = 1_048_576

// Drafts

/** Together, before encoding: a third more on the wire stays below the 35 to 50 MB that providers take. */
export const MAX_ATTACHMENTS_BYTES = 25 * 1_048_576

/** A fax folder or a set of photographs; the composer shows them one by one. */
export const MAX_ATTACHMENTS = 100

/** A pause in writing after which a copy goes to the server: an upload for each word would only load the line. */
export const DRAFT_COPY_PAUSE_MS = 5_000

/** The quoted original as text: what lies beyond nobody reads below an answer. */
export const MAX_QUOTE_CHARS = 200_000

// Submission

/** From the name to the greeting over TLS: slower servers exist, but not ones that people keep. */
export const SMTP_CONNECT_MS = 30_000

/** RFC 5321 section 4.5.3.2 asks for five minutes an answer. */
export const SMTP_ANSWER_MS = 5 * 60_000

/** After the last byte the server may still be scanning: ten minutes (RFC 5321 section 4.5.3.2.6), as giving up here leaves it undecided. */
export const SMTP_END_ANSWER_MS = 10 * 60_000

/** The connection test in the form: a person is looking at it. */
export const SMTP_TEST_MS = 20_000

/** An answer of a server is a few lines; one that never ends must not fill the memory. */
export const MAX_SMTP_ANSWER_BYTES = 65_536

/** A message is handed to the line in pieces of this size. */
export const SMTP_PIECE_BYTES = 65_536

/** Back-off after a temporary refusal; the last repeats (RFC 5321 section 4.5.4.1 wants less haste than an hour of retries a minute). */
export const SEND_RETRY_MS = [15_000, 60_000, 2 * 60_000, 5 * 60_000, 10 * 60_000, 15 * 60_000] as const

/** A refused login: providers lock an account that keeps trying. */
export const LOGIN_RETRY_MS = 15 * 60_000

/** Nothing could be written: look again whether there is room. */
export const OUTBOX_STUCK_RETRY_MS = 10_000

/** At lock and exit a delivery that is under way may end by itself for so long. */
export const SEND_CLOSE_MS = 4_000

/** A sent message stays visible in the outbox for a working day, then only in Sent and in the journal. */
export const OUTBOX_KEEP_SENT_MS = 24 * 60 * 60_000

// Screens

/** A skeleton that flashes is worse than a short gap: nothing is drawn for what comes this soon. */
export const GHOST_DELAY_MS = 200

/** News is gathered this long before screens ask again: a running sync must not keep the list redrawing. */
export const CHANGED_GATHER_MS = 60

/** A lost core on the same machine is back soon or not at all: quick at first, then calm. */
export const RECONNECT_FIRST_MS = 250
export const RECONNECT_MOST_MS = 5_000

/** Activity is told to the vault at most this often: well under the shortest idle lock of a minute. */
export const TOUCH_EVERY_MS = 20_000

/** The device or the person may be slow: fetching a key from a drawer fits in this (WebAuthn recommends 300 to 600 s at most). */
export const CEREMONY_MS = 120_000
