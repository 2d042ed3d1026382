/** How often a manager's workstation asks whether a shared mailbox that it does not open itself still takes its password: often enough that a change at the provider is known the same day, too seldom to lock anybody out. */
export const LOGIN_CHECK_MS = 6 * 60 * 60_000
/** How often a password that was refused is tried again: a mailbox that the provider had locked is found open the next day, and one refusal a day locks none. */
export const LOGIN_REFUSED_MS = 24 * 60 * 60_000
