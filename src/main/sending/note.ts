import type { Route } from '../../shared/norm/routing/routing-facts.ts'
import type { Manuscript } from './manuscript.ts'

/**
 * What the journal is told at each step of a message's way (E1). It is called inside the transaction that makes the step true,
 * and when it cannot be written the step does not happen (LOG-05).
 */
export interface SendNote {
  readonly outcome: 'done' | 'failed' | 'refused'
  /** The step, or why it failed: a name from our own lists. */
  readonly reason: SendStep
  readonly at: number
  /** The address it is sent from. */
  readonly mailbox: string
  readonly messageId: string
  readonly detail: {
    readonly item: string
    readonly recipients: readonly string[]
    readonly route: Route
    /** The row of the table that fixed the route: what was foreseen, as a relay decides the real way (section 5). */
    readonly prediction?: string
    readonly messageClass?: string
    /** What was found of health in it (RT-29), and by which rules how often (PHI-02): `PHI-05:1+PHI-06:3`. */
    readonly detection?: string
    readonly findings?: string
    readonly ground?: string
    readonly provider?: string
    readonly ourStatus?: string
    readonly theirStatus?: string
    readonly dnssec?: string
    /** Of the recipient's record, as YYYY-MM-DD, and when it was looked up. */
    readonly lastDay?: string
    readonly lookedUpAt?: number
    readonly factor?: string
    /** Of the number that the code goes to, the last three digits. */
    readonly phone?: string
    /** Where the provider's marker stands on the copy that is submitted: `subject` or `header`; never what it says (PV-02). */
    readonly trigger?: string
    readonly mime: string
    readonly bytes: number
    readonly tls?: string
    /** Codes only. */
    readonly reply?: string
  }
}

export type SendStep =
  | 'queued' | 'no-safe-route-yet' | 'route-found' | 'handing-over' | 'sent' | 'server-refused' | 'server-said-later' | 'unclear' | 'not-readable' | 'taken-back' | 'person-says-arrived'
  | 'person-sends-again' | 'person-tries-again' | 'left-unclear'

export type NoteInJournal = (note: SendNote) => { readonly kind: 'written' } | { readonly kind: 'unwritable'; readonly because: string }

/** Called in the transaction that makes it true that a server has a message, once per message: what it answers is marked in the same one. */
export type TakenNotice = (sent: Pick<Manuscript, 'kind' | 'sourceMessageId'>) => void

/** Rolls the caller's transaction back. */
export class JournalUnwritable extends Error {
  /** What the person is told. */
  readonly fail: 'disk-full' | 'journal-unwritable'

  constructor(because: string) {
    super(`the journal cannot be written: ${because}`)
    this.fail = because === 'disk-full' ? 'disk-full' : 'journal-unwritable'
  }
}

/** Writes the note, or throws what rolls the step back. */
export function noted(note: NoteInJournal, entry: SendNote): void {
  const written = note(entry)
  if (written.kind === 'unwritable') throw new JournalUnwritable(written.because)
}
