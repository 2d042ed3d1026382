/** Every limit and deadline of looking up, each with its reason. Units are in the names; sizes are bytes. */

/** One question to a resolver, all tries together. A domain whose servers are silent keeps unbound busy for over a minute: nobody waits that long. */
export const DNS_ASK_MS = 5_000

/** Packets get lost: asked again after a second, as other stub resolvers do, and once more before giving up. */
export const DNS_RESEND_AT_MS = [0, 1_000, 2_500] as const

/** A whole look-up: its answer, its aliases and its chain of trust. Somebody may be looking at the screen. */
export const DNS_LOOK_UP_MS = 8_000

/** The size that passes everywhere without fragments (DNS flag day 2020); what is larger comes over TCP. */
export const DNS_UDP_BYTES = 1_232

/** The length field before a message over TCP has two bytes (RFC 1035 section 4.2.2); one over HTTPS is no longer. */
export const DNS_MESSAGE_BYTES = 65_535

/** Sockets and questions at a resolver at one time: a first sync asks about hundreds of domains and must not look like an attack. */
export const DNS_ASKED_AT_ONCE = 64

/** RFC 7766 section 6.2.3: an idle line is closed in a matter of seconds. */
export const DNS_LINE_IDLE_MS = 10_000

/** DNS-T4: an answer is kept for its TTL and at most a day. */
export const DNS_TTL_MAX_S = 86_400

/** "There is nothing" without a SOA record to say for how long (RFC 2308 section 5 advises not to keep it long). */
export const DNS_NEGATIVE_TTL_S = 60

/** Broken proof is looked at again soon: somebody may be mending it. RFC 4035 section 4.7 asks to keep it a little, against floods. */
export const DNS_BOGUS_KEEP_MS = 30_000

/** A thousand messages that arrive while the resolver is gone wait for one time-out, not for a thousand. */
export const DNS_FAILURE_KEEP_MS = 5_000

/** Answers, and as many steps of chains of trust, each for every kilobyte begun: at most some 30 MB, whatever is sent. A practice writes with hundreds of domains. */
export const DNS_KILOBYTES_KEPT = 10_000

/** Aliases in a row: real chains have one to three (unbound stops at 11). */
export const DNS_ALIASES = 8

/** Labels below a trust anchor whose delegations are asked for at the same time: real names have two to four. */
export const DNS_STEPS_AT_ONCE = 6

/** Signatures tried for one set of records; honest sets need one or two (CVE-2023-50387). */
export const DNS_SIGNATURE_TRIES = 8

/** Keys with the same tag and algorithm that are tried: a clash of two happens by chance, of five on purpose. */
export const DNS_KEYS_PER_TAG = 4

/** For one answer: signatures checked, and SHA-1 rounds for hashed names (CVE-2023-50868): together a few milliseconds. */
export const DNS_WORK = { signatures: 48, hashRounds: 2_000 } as const

/** Proofs in one answer that are looked at; a complete denial takes three, answers of several zones twice as many. */
export const DNS_DENIAL_SETS = 12

/** RFC 9276 asks for 0. BIND, Knot and PowerDNS treat more than 50 as unsigned. */
export const NSEC3_ITERATIONS_MAX = 50

/** Smaller RSA keys are broken, larger ones only cost time (RFC 5702 section 2). */
export const DNS_RSA_BITS = { least: 1_024, most: 4_096 } as const
