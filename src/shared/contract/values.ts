import { z } from 'zod'

/** Bytes as text on the wire (RFC 4648 section 5, no padding). */
export const base64url = z.string().regex(/^[A-Za-z0-9_-]*$/)
export const nothing = z.object({}).strict()

/** A point in time in milliseconds since 1970, UTC. */
export const instant = z.number().int()
export const address = z.object({ name: z.string(), address: z.string() })

export const accountId = z.string().min(1).max(64)
export const folderId = z.number().int()
export const messageId = z.number().int()
export const draftId = z.string().min(1).max(64)
export const outboxId = z.string().min(1).max(64)

/** The badge: the states of norm.md section 6, and `pending` while nothing has been assessed yet. */
export const verdictState = z.enum([
  'pending', 'safe', 'internal', 'unsafe', 'unknown', 'suspicious', 'portalNotice', 'formMessage',
])

export type AddressValue = z.infer<typeof address>
export type VerdictState = z.infer<typeof verdictState>
