import { randomBytes } from 'node:crypto'
import { MAX_TICKETS, TICKET_LIFE_MS } from '../../shared/limits.ts'

/** Challenges that were handed out: each counts once, for a short while, and only for what it was made for. */
export interface Tickets<Matter extends { readonly for: string }> {
  /** A new ticket; when too many are out, the oldest one is worth nothing any more. */
  give(matter: Matter): string
  /** What the ticket was for; null when it is unknown, used, expired or for something else. Using it up does not wait for success. */
  take<For extends Matter['for']>(ticket: string, purpose: For): Extract<Matter, { for: For }> | null
  clear(): void
}

export function createTickets<Matter extends { readonly for: string }>(now: () => number): Tickets<Matter> {
  const out = new Map<string, { matter: Matter; until: number }>()
  return {
    give(matter) {
      const ticket = randomBytes(16).toString('base64url')
      out.set(ticket, { matter, until: now() + TICKET_LIFE_MS })
      for (const oldest of [...out.keys()].slice(0, -MAX_TICKETS)) out.delete(oldest)
      return ticket
    },
    take(ticket, purpose) {
      const given = out.get(ticket)
      out.delete(ticket)
      if (given === undefined || now() >= given.until || !isFor(given.matter, purpose)) return null
      return given.matter
    },
    clear: () => { out.clear() },
  }
}

const isFor = <Matter extends { readonly for: string }, For extends Matter['for']>(
  matter: Matter, purpose: For,
): matter is Extract<Matter, { for: For }> => matter.for === purpose
