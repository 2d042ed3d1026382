/** The badge: the states of norm.md section 6, and `pending` while nothing has been assessed yet. Apart from their schema, which no thread needs to load. */
export const verdictStates = ['pending', 'safe', 'internal', 'unsafe', 'unknown', 'suspicious', 'portalNotice', 'formMessage'] as const
export type VerdictState = (typeof verdictStates)[number]
