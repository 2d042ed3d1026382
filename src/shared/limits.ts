/** Every limit and deadline of the product, each with its reason. Units are in the names; sizes are bytes. */

// Vault

/** A desk that is left alone in a busy practice: long enough for a consultation, short enough for a passer-by. */
export const IDLE_LOCK_MS = 15 * 60_000

/** Finding a key in a drawer and typing its PIN; the browser gives up after this. */
export const CEREMONY_MS = 2 * 60_000

/** A challenge outlives the browser's own wait a little, so that the last second's touch still counts. */
export const TICKET_LIFE_MS = 3 * 60_000

/** From the first key, or the printed code, to the spare key that the screen then asks for: naming it and fetching it from the safe. */
export const WELCOME_MS = 10 * 60_000

/** One window asks one thing at a time; a second window and a few retries fit, a flood does not. */
export const MAX_TICKETS = 8

/** A person has two or three keys; twenty times that is a file that was not made by hand. */
export const MAX_KEY_SLOTS = 64

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

/** A full set of slots takes some 80 kB; a larger key file was not written by us. */
export const MAX_KEY_FILE_BYTES = 262_144

/** Windows keeps 2,560 bytes an entry (CRED_MAX_CREDENTIAL_BLOB_SIZE) and OAuth2 tokens are longer: stored in pieces. */
export const KEYCHAIN_PIECE_BYTES = 2_400

// Sending

/** Undo send: the first ten seconds of the queue. */
export const UNDO_SEND_MS = 10_000

// Reading

/** Rows shown before anything else is fetched: a screenful with room to scroll. */
export const FIRST_ROWS = 50

// Core and shells

/** Changes within a frame or three are told together: a sync must not redraw a screen hundreds of times a second. */
export const CHANGE_NOTICE_MS = 40

/** A request is a search, a draft or a piece of an attachment (1 MiB as base64url); anything larger is not ours. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024

/** The token is the first frame; whoever says nothing for this long is not our page. */
export const TOKEN_WAIT_MS = 5_000

/** The token's frame is some 60 bytes; who sends more before showing one has something else in mind. */
export const MAX_TOKEN_BYTES = 1_024

/** A page opens one line and shows its token at once; a reload or two may overlap. */
export const MAX_UNADMITTED_LINES = 4

/** A browser takes six connections for the pages and one for the line; the rest is room for a second tab and for tests. */
export const MAX_LOOPBACK_SOCKETS = 64

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

/** No honest header has more parameters; a stranger's thousand would only fill a map. */
export const MAX_PARAMETERS = 200

/** Charset names come from the mail: their decoders are kept, but a stranger cannot fill the memory with names. */
export const MAX_CHARSET_DECODERS = 100

/** Deeper quoting is one bar on any screen, and a hostile page must not make a prefix of a million signs for each line. */
export const MAX_QUOTE_DEPTH = 20

/** Room for any name a person has; a longer one would be a header line that no server carries. */
export const MAX_NAME_CHARS = 250

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

/** A server that has the message already need not be waited for. */
export const SMTP_GOODBYE_MS = 2_000

/** The connection test in the form: a person is looking at it. */
export const SMTP_TEST_MS = 20_000

/** An answer of a server is a few lines; one that never ends must not fill the memory. */
export const MAX_SMTP_ANSWER_BYTES = 65_536

/** A message is sealed and hashed in pieces of this size: a millisecond each. */
export const SEAL_PIECE_BYTES = 262_144

/** Back-off after a temporary refusal; the last repeats (RFC 5321 section 4.5.4.1 wants less haste than an hour of retries a minute). */
export const SEND_RETRY_MS = [15_000, 60_000, 2 * 60_000, 5 * 60_000, 10 * 60_000, 15 * 60_000] as const

/** A refused login: providers lock an account that keeps trying. */
export const LOGIN_RETRY_MS = 15 * 60_000

/** Nothing could be written: look again whether there is room. */
export const OUTBOX_STUCK_RETRY_MS = 10_000

/** At lock and exit the sync thread may finish its transaction and say goodbye for so long; below LOCK_WAIT_MS. */
export const SYNC_CLOSE_MS = 4_000

/** At lock and exit a delivery that is under way may end by itself for so long. */
export const SEND_CLOSE_MS = 4_000

/** A sent message stays visible in the outbox for a working day, then only in Sent and in the journal. */
export const OUTBOX_KEEP_SENT_MS = 24 * 60 * 60_000

// Screens

/** A skeleton that flashes is worse than a short gap: nothing is drawn for what comes this soon. */
export const GHOST_DELAY_MS = 200

/** News is gathered this long before screens ask again: a running sync must not keep the list redrawing. */
export const CHANGED_GATHER_MS = 60
/** A round of asking again waits this long for its answers before the next may begin: longer than any but a slow one takes. */
export const CHANGED_ROUND_MS = 2_000

/** A lost core on the same machine is back soon or not at all: quick at first, then calm. */
export const RECONNECT_FIRST_MS = 250
export const RECONNECT_MOST_MS = 5_000

/** A screen that lost its core keeps what it shows through a restart of a few seconds, and no longer. */
export const LOST_FORGET_MS = 60_000

/** Activity is told to the vault at most this often: well under the shortest idle lock of a minute. */
export const TOUCH_EVERY_MS = 20_000

// Mail on the screen

/** A newsletter's sheet has a few hundred rules; each is rebuilt, so a flood of them would hold up the screen. */
export const MAIL_CSS_MAX_RULES = 3_000

/** A long thread in HTML has some 10,000 elements. Cleaning takes time with their number, squared when they are nested to harm. */
export const MAIL_MAX_TAGS = 12_000

/** Searched words that are marked in one mail: what is read on some pages; each is an element more. */
export const MAIL_MAX_MARKS = 500

/** Pictures inside one mail: a logo and a handful of photos. More makes the frame's document larger than a window bears. */
export const INLINE_PICTURES_BYTES = 12 * 1_048_576

/** One question for rows: three screens full, so that a slow scroll meets rows that are there already. */
export const LIST_PAGE_ROWS = 100

/** Rows kept around what is in view (some 6 MB of text); scrolling through 100,000 must not keep them all. */
export const LIST_KEPT_PAGES = 40

/** As many as one act may name (the contract's `someMessages`). */
export const SELECTION_MAX = 5_000

/** A moment on a message before it counts as read: stepping past with `j` does not. */
export const READ_AFTER_MS = 700

/** The time to see that it was the wrong one and reach for undo. */
export const UNDO_OFFER_MS = 10_000

/** Pieces of an attachment on their way: each is a frame on the wire, and progress shows in steps of this. */
export const ATTACHMENT_PIECE_BYTES = 524_288

/** A pause in typing after which a search or a completion is asked; shorter asks for every letter. */
export const TYPING_PAUSE_MS = 140

// Writing

/** A draft is kept at every pause; people pause this long between sentences. */
export const DRAFT_PAUSE_MS = 800

/** Who never pauses is saved all the same: what a power cut may cost. */
export const DRAFT_LONGEST_WAIT_MS = 5_000

/** A save that failed is tried again, at first soon, at most this far apart, for as long as the text is on the screen. */
export const DRAFT_RETRY_MS = 2_000
export const DRAFT_RETRY_MAX_MS = 30_000

// Mail from the server (IMAP)

/** One deadline from the name look-up to being logged in: a slow mobile line needs 10 s, a person gives up after 20. */
export const IMAP_CONNECT_MS = 20_000

/** An IMAP server speaks first, within a second; who has not spoken by now is asked for a login anyway. */
export const GREETING_LOOK_MS = 3_000

/** A command that brings not one byte for this long is lost: slow servers search a large folder for half a minute. */
export const IMAP_STALL_MS = 60_000

/** While we send something large the server is silent: a line slower than this (a mobile line indoors) counts as dead. */
export const SLOWEST_UPLOAD_BYTES_PER_MS = 32

/** RFC 2177 asks for a new IDLE within 29 minutes; this soon also finds a server that hangs with its line open. */
export const IDLE_RENEW_MS = 4 * 60_000

/** How often folders that nobody looks at are asked whether anything changed: shared mailboxes are read by several people. */
export const FOLDER_POLL_MS = 30_000

/** The same where the server has no IDLE or lets us in only once: new mail must not wait for half a minute then. */
export const QUICK_POLL_MS = 10_000

/** Without CONDSTORE all flags of a folder have to be compared; every few minutes is what colleagues notice at most. */
export const FLAG_COMPARE_MS = 3 * 60_000

/** Messages whose flags are compared by one command: 2,000 lines of 60 bytes, after which an act of the person goes first. */
export const FLAG_COMPARE_MESSAGES = 2_000

/** The first try after a dropped line comes within a second, later ones at most this far apart. */
export const BACK_OFF_FIRST_MS = 1_000
export const BACK_OFF_MAX_MS = 5 * 60_000

/** A line that has been up this long was no failure: the next drop starts counting afresh. */
export const STEADY_LINE_MS = 30_000

/** What a batch of messages should take: an act is shown at once, and waits at most this long for its turn at the server. */
export const BATCH_MS = 800

/** Messages in one batch: above this the answers gain nothing and the command line gets long. */
export const BATCH_MESSAGES = 500

/** The first screen comes in steps of this, so that something is there at once on a slow line too. */
export const FIRST_BATCH_MESSAGES = 10

/** Bytes handed to the store at once: large enough to share one sync to disk, small enough to hold several in memory. */
export const BATCH_BYTES = 4 * 1_048_576

/** Larger messages come in pieces of this: what one answer of the server may make us hold. */
export const PIECE_BYTES = 4 * 1_048_576

/** A literal beyond this was never asked for; a server that sends it anyway is cut off. */
export const LITERAL_MAX_BYTES = 16 * 1_048_576

/** One line of an answer: the list of two million UIDs, the longest that an honest server could need. */
export const IMAP_LINE_BYTES = 16 * 1_048_576

/** Messages of one folder that we copy: real archives reach some 500,000; a lying server must not fill our memory. */
export const FOLDER_MESSAGES_MAX = 2_000_000

/** Folders of one account: the largest seen have under 2,000. */
export const FOLDERS_MAX = 5_000

/** RFC 7162 section 4 advises command lines of at most 8,192 bytes; this leaves room for the rest of the command. */
export const UID_SET_CHARS = 7_000

/** A message with which the line broke this often is left out until the next start, so that the others come in. */
export const FETCH_TRIES = 3

/** A farewell to the server is a courtesy: locking the screen does not wait longer for it. */
export const LOGOUT_WAIT_MS = 1_000

// Mailbox

/** Raw mail lies in files of this size: few enough to list, small enough to rewrite when most of one has been deleted. */
export const SEGMENT_BYTES = 64 * 1_048_576

/** A segment is rewritten when more than this part of it belongs to deleted mail: on average each byte is then moved once. */
export const SEGMENT_DEAD_SHARE = 0.5

/** An answer that names no message may join one of the same subject and people within this time: leave and a second reminder fit in. */
export const SUBJECT_THREAD_MS = 21 * 24 * 60 * 60_000

/** Messages of one subject that are looked at for that: a newsletter's hundredth issue must not cost a hundred look-ups. */
export const SUBJECT_THREAD_LOOKS = 20

/** Messages of one conversation that are shown: a mailing list's endless one must not fill a window. */
export const CONVERSATION_ROWS = 500

/** Recipients that a row carries: a list shows two or three names. */
export const ROW_RECIPIENTS = 20

/** Recipients of one message that are remembered for completion: beyond this it is a mailing to people who do not know each other. */
export const REMEMBERED_RECIPIENTS = 20

/** Hits are counted up to here; beyond it people refine their words instead of turning pages. */
export const SEARCH_COUNTED = 1_000

/** Words of a search that count: a pasted letter would otherwise become one enormous question. */
export const SEARCH_WORDS = 24

/** Signs of a search that are looked at: more than anybody types, and a phrase of a whole letter would ask the index for each of its words. */
export const SEARCH_CHARS = 1_000

/** Of a colleague's mail so many hits are judged one by one, each some ten microseconds; of more only the newest are shown. */
export const SEARCH_JUDGED = 20_000

/** Suggestions below an address field: what fits without scrolling. */
export const COMPLETIONS = 8

/** A message up to this comes in whole by itself: what providers accept at most (50 MB). Of a larger one only the beginning, until somebody opens it. */
export const WHOLE_MESSAGE_BYTES = 52 * 1_048_576

/** Rewriting a sealed file takes a part of a second of the sync thread: often enough that holes stay small, seldom enough not to be felt. */
export const COMPACT_EVERY_MS = 10 * 60_000

/** After one sealed file was rewritten the next one waits so long: what came up meanwhile goes first. */
export const COMPACT_NEXT_MS = 1_000

/** A full disk is looked at again at this pace: the banner promises that all goes on by itself once there is room. */
export const DISK_FULL_RETRY_MS = 30_000

// Accounts

/** From a login that worked to the account that is added with it: the screen does both in one go, a slow keychain may ask in between. */
export const ACCOUNT_TEST_LIFE_MS = 5 * 60_000

/** Tests that worked and were not used yet: somebody adds one account at a time. */
export const MAX_ACCOUNT_TESTS = 4

// Verdicts

/** Messages assessed between two looks at what is on the screen: some 30 ms, so that a badge is never long in coming. */
export const ASSESS_BATCH = 16

/** What one batch may hold in memory; a larger message goes alone. */
export const ASSESS_BATCH_BYTES = 16 * 1_048_576

/** What could not be looked up is asked again after this: often a line that has just come back. */
export const ASSESS_RETRY_MS = 5_000

/** Each next try comes twice as late, at most this far apart: a network that lets no proof through costs no more than this. */
export const ASSESS_RETRY_MAX_MS = 60 * 60_000

/** From a verdict to its row in the cache: the sync thread may be in the middle of a batch. */
export const ASSESS_SAVE_MS = 10_000

/** Correspondents whose domains a look-alike is compared with, the last written to first: a practice has a few hundred. */
export const WRITTEN_LOOKED_AT = 5_000

/** One message: parsing and hashing take at most two seconds for 50 MB, its look-ups have deadlines of their own below this. */
export const ASSESS_MESSAGE_MS = 30_000

// Domain check

/** RFC 7208 section 4.6.4: a receiver gives up on an SPF record beyond this. */
export const SPF_LOOK_UPS = 10

/** Mail hosts of one domain that are looked at, of each kind: real domains have one to five, a hostile one thousands. */
export const MAIL_HOSTS_CHECKED = 10

/** Domains that the command looks at at the same time: enough to hide the waiting, polite to a practice's resolver. */
export const DOMAINS_AT_ONCE = 8

// Proof of origin

/** Files that the command assesses at the same time: enough to hide the waiting for names. */
export const MESSAGES_AT_ONCE = 8

/** A file up to this is read whole, as almost all mail is; a larger one is hashed as it is read. */
export const WHOLE_FILE_BYTES = 4 * 1_048_576

// Writing mail

/** Encoded between two turns of the loop: two milliseconds, of 24 MB at once a quarter of a second. */
export const ENCODE_PIECE_BYTES = 262_144

// Verdicts on their way to the disk

/** Written after this at the latest: a write is forced through to the disk, and ten thousand messages must not cost hundreds of them. */
export const VERDICTS_GATHERED_MS = 500

/** Written together at most: some ten milliseconds of the main thread. */
export const VERDICTS_GATHERED = 256

/** After each batch the background rests so many times as long as it worked while mail is being copied, which keeps all processors busy: with 4 the copy took 41 % longer, a quarter is allowed. */
export const ASSESS_PAUSES = 16

/** So long after the last new message came in, mail counts as being copied. */
export const COPYING_MS = 2_000

// How far a copy is, and when it waits

/** The pace of a copy is that of the last half minute: long enough not to jump with every large attachment, short enough to follow the line. */
export const PACE_WINDOW_MS = 30_000

/** Before so much copying has been seen nothing is said of its pace: the first batches are small and say little. */
export const PACE_KNOWN_AFTER_MS = 3_000

/** Two batches are never this far apart on a line that works: what lies between was waiting, and is no part of the pace. */
export const PACE_GAP_MS = 30_000

/** What is said of the time left stays until it is this far off, so that the words do not go to and fro. */
export const TIME_LEFT_SLACK = 0.25

/** A look at the line that comes this much too late: the computer slept meanwhile, and servers and routers have let go of the line. */
export const SLEPT_MS = 60_000

/** On battery below this share the copying of old mail waits: an hour or two of work should be left. */
export const BATTERY_HOLDS_BELOW_PERCENT = 50

// What may stay on the server

/** Who opens an attachment that is on the server waits so long for it at most, and is then told to try again. */
export const BRING_BACK_WAIT_MS = 90_000

/** Attachments that somebody asked back stay here for so long: who needs a letter, needs it again in the weeks after. */
export const BROUGHT_BACK_KEPT_MS = 30 * 86_400_000
