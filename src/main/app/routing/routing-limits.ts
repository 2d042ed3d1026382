/** How long a domain's standing is shown without looking again; the answers behind it have lives of their own (DNS-T4), and dispatch asks anew. */
export const DOMAIN_FRESH_MS = 5 * 60_000
/** A failed look-up is tried again soon: somebody may be waiting in front of a chip. */
export const DOMAIN_RETRY_MS = 15_000
/** Domains of which the standing is remembered: far more than one day's mail has. */
export const DOMAINS_KEPT = 2_000
/** What is not known by then counts as not looked up: who pressed send is not kept waiting. */
export const DOMAINS_WITHIN_MS = 8_000
/** Mail that waits for a safe route is looked at again this often, where nothing changed that says so: a record may have been mended (RT-10). */
export const HELD_LOOK_MS = 10 * 60_000
/** After a change, so that what belongs together is looked at once. */
export const HELD_PAUSE_MS = 1_000
