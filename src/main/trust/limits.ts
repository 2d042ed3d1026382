/** Every limit of judging where mail comes from, each with its reason. Units are in the names; sizes are bytes. */

/** A header beyond this is cut off and proves nothing: honest ones, with all tracing, stay under 200 KB. */
export const TRUST_HEADER_BYTES = 1_048_576

/** Fields that are read of it; the same bound as for showing a message. */
export const TRUST_HEADER_FIELDS = 2_000

/** Signatures that are verified, the sender's own first: honest mail carries one to four, each may cost a look-up and a hash. */
export const SIGNATURES_VERIFIED = 8

/** Names in one `h=`: oversigning doubles some thirty. */
export const SIGNED_NAMES = 500

/** RFC 8301: verifiers need 1024 to 4096 bits; below, keys are broken, and above, one signature costs what a hundred do. */
export const DKIM_RSA_BITS = { least: 1_024, most: 8_192 } as const

/** A key record holds one key: 8,192 bits are 1,400 letters. */
export const KEY_RECORD_CHARS = 4_096

/** Clocks of senders run a little ahead; more than this is a signature made for later. */
export const SIGNED_AHEAD_MS = 10 * 60_000

/** Hashed at one go, some milliseconds: while 50 MB are hashed, name servers must not seem to be silent. */
export const HASH_PIECE_BYTES = 1_048_576

/** Results of one Authentication-Results field: three methods, and a DKIM result for every signature. */
export const REPORTED_RESULTS = 50

/** Fields of that name that are read from the top: one of each server that looked. */
export const REPORTED_FIELDS = 10

/** A field of that name with room for those; a longer one is not read. */
export const REPORTED_CHARS = 16_384

/** Hops of one message: 100 is where mail servers call it a loop (RFC 5321 section 6.3). */
export const HOPS_READ = 100

/** A From field: one mailbox with its name; a longer one is made to confuse. */
export const SENDER_CHARS = 8_192

/** What evidence keeps of a text out of a message: enough to recognise it, and all evidence together stays under 8 KB. */
export const EVIDENCE_CHARS = 100

/** Names and addresses of one list in the evidence. */
export const EVIDENCE_LIST = 6

/** A status that could not be looked up is not asked for again this soon (DNS-T4). */
export const NTA_FAILURE_KEEP_MS = 15 * 60_000

/** Domains of which that is remembered: a flood of made-up senders must not fill the memory. */
export const NTA_FAILURES_KEPT = 1_000

/** Assessed this long after receipt, today's keys and records no longer prove what was true then: keys are changed by the month. */
export const ASSESSED_AFTERWARDS_MS = 7 * 24 * 60 * 60_000

/** Keys of senders that are kept as they were read, by the text of their records of a few KB. */
export const KEYS_KEPT = 500
