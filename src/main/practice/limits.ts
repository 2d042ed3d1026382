/** How often a manager's workstation asks whether a shared mailbox that it does not open itself still takes its password: often enough that a change at the provider is known the same day, too seldom to lock anybody out. */
export const LOGIN_CHECK_MS = 6 * 60 * 60_000
