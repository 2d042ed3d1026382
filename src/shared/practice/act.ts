import { z } from 'zod'

/** What can be done to mail: given per mailbox, by membership or grant. */
export const mailActs = ['read', 'mark', 'file', 'delete', 'export', 'draft', 'send', 'claim'] as const
/** What changes the practice itself: role *beheerder*. */
export const practiceActs = ['describe-mailbox', 'give-grant', 'admit', 'end-person', 'revoke-device', 'give-role', 'set-rule'] as const
/** What concerns the log: role *logbeheerder* (LOG-04). */
export const logActs = ['open-log', 'export-log', 'check-log'] as const

/** What everybody may say of themselves: what is their own, and that they leave. */
export const ownActs = ['manage-own', 'leave'] as const

export const mailAct = z.enum(mailActs)
export const act = z.enum([...mailActs, ...practiceActs, ...logActs, ...ownActs])
export type MailAct = z.infer<typeof mailAct>
export type Act = z.infer<typeof act>

export const isMailAct = (given: Act): given is MailAct => (mailActs as readonly Act[]).includes(given)

export const role = z.enum(['beheerder', 'logbeheerder', 'ict'])
export type Role = z.infer<typeof role>
