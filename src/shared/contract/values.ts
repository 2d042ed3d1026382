import { z } from 'zod'
import { verdictStates } from '../mail/verdict-states.ts'

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

export const verdictState = z.enum(verdictStates)

export type AddressValue = z.infer<typeof address>
export type { VerdictState } from '../mail/verdict-states.ts'
