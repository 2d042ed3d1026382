/** Every limit of the address book, each with its reason. Units are in the names; sizes are bytes. */

/** Contacts in the book: no practice knows more people by name, and a list this long is still searched while somebody types. */
export const CONTACTS_MOST = 20_000

/** Known addresses that are named beside one they look like: more help nobody to see the difference. */
export const LOOK_ALIKES_TOLD = 3

/** Addresses that are read from the mail's own list at one go, some milliseconds. */
export const PEOPLE_AT_ONCE = 1_000

/** Domains and addresses whose look-alikes are remembered, of each: a flood of made-up addresses must not fill the memory. */
export const ALIKE_REMEMBERED = 2_000

/** Addresses of one domain among which the best known is looked for: the first met are the ones most met. */
export const LOCALS_WEIGHED = 200

/** Pairs of contacts that may be one, told at one time: who has looked at these gets the next. */
export const DUPLICATES_TOLD = 50

/** Suggestions below a field: what fits without scrolling. */
export const SUGGESTIONS = 8

/** A file of contacts: what a telephone exports with pictures; more is not an address book. */
export const IMPORT_BYTES = 50 * 1_048_576

/** Rows or cards that are read of it; the rest is said to be left out. */
export const IMPORT_ROWS = 20_000

/** One card without its pictures: name, addresses and a note. */
export const CARD_CHARS = 100_000

/** Columns of a row; Outlook writes 90. */
export const IMPORT_COLUMNS = 300

/** Of a name or an organisation: what a contact keeps of it. */
export const NAME_CHARS = 200

/** Reading takes a second for what people have; what takes this long is made to. */
export const IMPORT_MS = 20_000

/** Memory of the thread that reads: the file, its text and its rows. */
export const IMPORT_MEMORY_MB = 512

/** Rows that are compared with the book, or written into it, at one go: some milliseconds, so that nobody waits for it. */
export const IMPORT_AT_ONCE = 250

/** Directories of one practice: its provider's, its region's, and one more. */
export const DIRECTORIES_MOST = 5

/** People that one search shows: who does not find them among these types a letter more. */
export const DIRECTORY_RESULTS = 40

/** Until a directory must have taken the connection, and until it must have answered all that one search asks. */
export const DIRECTORY_CONNECT_MS = 6_000
export const DIRECTORY_MS = 12_000

/** What the answers to one search may bring: forty people take some twenty KB. */
export const DIRECTORY_BYTES = 4 * 1_048_576

/** How often that is looked at. */
export const DIRECTORY_WATCH_MS = 50

/** Words of one search; each is looked for in every attribute. */
export const DIRECTORY_WORDS = 4
