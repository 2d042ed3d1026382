import type { EventOf } from './event.ts'
import type { Law, Said } from './law.ts'
import { ANSWERING_MOST_MS } from './limits.ts'
import { inOrder, type Position } from './order.ts'
import type { Sealed } from './plain-values.ts'

type How = EventOf<'finished'>['body']['how']

export type ClaimEntry = Said & (
  | { readonly kind: 'claimed'; readonly to: string; readonly note: Sealed | null }
  | { readonly kind: 'answering'; readonly until: number }
  | { readonly kind: 'released' }
  | { readonly kind: 'finished'; readonly how: How }
)

/** Where a message of a shared mailbox stands. */
export interface Claim {
  readonly holder: (Said & { readonly person: string; readonly note: Sealed | null }) | null
  readonly answering: readonly { readonly person: string; readonly until: number }[]
  readonly finished: { readonly by: string; readonly at: number; readonly clock: number; readonly how: How } | null
}

/** A message's history; `base`: what came before it, where a snapshot left that out. */
export interface MessageWork {
  readonly entries: ClaimEntry[]
  now: Claim
  /** Claims that came second, by hash. */
  lost: readonly string[]
  readonly base: { readonly claim: Claim; readonly clock: number } | null
}

export const nobody: Claim = { holder: null, answering: [], finished: null }

/** Whether somebody worked in the mailbox at this point of the register. */
export type Worked = (person: string, at: Position) => boolean

/**
 * Who has the message after all its entries, in their order. The first claim counts; while somebody has it only they can hand it
 * on, anybody who works there can put it back, and who says that it is done has done it.
 */
export function settle(message: MessageWork, worked: Worked): void {
  const lost: string[] = []
  let now = message.base?.claim ?? nobody
  for (const entry of message.entries.sort(inOrder)) {
    const next = step(now, entry, worked)
    if (next === null) lost.push(entry.hash)
    else now = next
  }
  message.now = now
  message.lost = lost
}

function step(now: Claim, entry: ClaimEntry, worked: Worked): Claim | null {
  const others = now.answering.filter(({ person }) => person !== entry.by)
  const { clock, hash, by, at } = entry
  switch (entry.kind) {
    case 'claimed': {
      const isTaken = now.holder !== null && now.holder.person !== by && worked(now.holder.person, entry)
      return isTaken ? null : { holder: { clock, hash, by, at, person: entry.to, note: entry.note }, answering: now.answering, finished: null }
    }
    // A date far away, of a clock that runs wrong, would show somebody answering for years.
    case 'answering': return { ...now, answering: [...others, { person: by, until: Math.min(entry.until, at + ANSWERING_MOST_MS) }] }
    case 'released': return { ...now, holder: null, answering: others }
    case 'finished': return { holder: null, answering: others, finished: { by, at, clock, how: entry.how } }
  }
}

interface Claims { readonly law: Law; readonly work: { readonly messages: ReadonlyMap<string, ReadonlyMap<string, MessageWork>> } }
export interface MessageName { readonly mailbox: string; readonly message: string }

/**
 * Where a message stands now, for the screen. Who left the practice or the mailbox has nothing any more, and "is answering" fades
 * by itself; at an unknown time nobody is shown answering.
 */
export function claimOf({ law, work }: Claims, { mailbox, message }: MessageName, at: number | 'unknown'): Claim {
  const now = work.messages.get(mailbox)?.get(message)?.now ?? nobody
  const works = (person: string): boolean => law.people.get(person)?.ended === null && law.members.get(mailbox)?.at(-1)?.claimants.has(person) === true
  return {
    holder: now.holder !== null && works(now.holder.person) ? now.holder : null,
    answering: at === 'unknown' ? [] : now.answering.filter(({ person, until }) => until > at && until <= at + ANSWERING_MOST_MS && works(person)),
    finished: now.finished,
  }
}

export type HistoryEntry = ClaimEntry & { readonly lost: boolean }

/** The same from a message's own history. */
export const historyIn = ({ entries, lost }: Pick<MessageWork, 'entries' | 'lost'>): HistoryEntry[] => entries.map((entry) => ({ ...entry, lost: lost.includes(entry.hash) }))

/** What was done with a message, oldest first; `lost`: a claim that came second. Without what a snapshot left out (`isWhole`). */
export const historyOf = ({ work }: Pick<Claims, 'work'>, { mailbox, message }: MessageName): HistoryEntry[] => {
  const known = work.messages.get(mailbox)?.get(message)
  return known === undefined ? [] : historyIn(known)
}

/** Whether all of a message's history is in the state. */
export const isWhole = ({ work }: Pick<Claims, 'work'>, { mailbox, message }: MessageName): boolean =>
  (work.messages.get(mailbox)?.get(message)?.base ?? null) === null
