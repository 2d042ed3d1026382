import type { AccountConnection, ConnectionProblem, Refusal } from '../../imap/face.ts'

/** A message of the register's folder, as it lies there: nothing of it has been believed yet. */
export type RegisterMessage =
  | { readonly kind: 'whole'; readonly uid: number; readonly raw: Uint8Array }
  /** Longer than any event: only its beginning is here. */
  | { readonly kind: 'long'; readonly uid: number; readonly head: Uint8Array }

/** How the line is. Times are ms since 1970. */
export type LineState =
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'catching-up'; readonly done: number; readonly total: number }
  /** All that the folder holds was handed over. `rights` are the letters of RFC 4314; null: the server does not tell. */
  | { readonly kind: 'in-step'; readonly since: number; readonly rights: string | null; readonly heard: 'at-once' | 'by-asking' }
  | { readonly kind: 'waiting'; readonly problem: ConnectionProblem; readonly retryAt: number }
  /** Not before somebody does something: another password. */
  | { readonly kind: 'stopped'; readonly problem: ConnectionProblem }
  /** The folder is not there, or not for us any more; asked for again by and by. */
  | { readonly kind: 'no-folder'; readonly since: number }
  /** A bug ended it; it is started anew by and by. */
  | { readonly kind: 'broken'; readonly retryAt: number }

/** `already`: an earlier try had got there before its line broke. A refusal is tried again by and by. */
export type SentResult =
  | { readonly kind: 'sent'; readonly already: boolean }
  | { readonly kind: 'refused'; readonly reason: Refusal | 'too-large' | 'over-quota' }

/** What of the folder is known: numbers of messages that were handed over and taken. */
export interface KnownPlaces {
  /** Null before the first look. */
  readonly uidValidity: number | null
  /** As IMAP writes sets: `1:104,110`; '' for none. */
  readonly uids: string
}

/** For a workstation that has read nothing of the folder yet: where to start, found among its newest messages. */
export interface NewestStart {
  /** Message-IDs, without brackets, of what these messages name to start from: the best first. */
  wanted(messages: readonly RegisterMessage[]): readonly string[]
  /** True: it started from this, and took the messages. `raw` is the message that was wanted, whole. */
  start(messages: readonly RegisterMessage[], raw: Uint8Array): Promise<boolean>
}

export interface RegisterLineOptions {
  readonly connection: AccountConnection
  readonly folder: string
  readonly known: KnownPlaces
  /** Null: everything is read from the oldest on. */
  readonly newest?: NewestStart | null
  /** In the order of their numbers. The next batch waits until this one is taken. */
  onMessages(batch: readonly RegisterMessage[]): Promise<void> | void
  /** These are not in the folder any more. */
  onGone(uids: readonly number[]): void
  /** The server has numbered all messages anew: what was known of places is void, and all of them come again. */
  onRenumbered(uidValidity: number): void
  onSent(id: string, result: SentResult): void
  onState(state: LineState): void
}

/** A session of its own on the register's folder, for as long as the vault is open. */
export interface RegisterLine extends AsyncDisposable {
  /**
   * Puts a message into the folder as soon as there is a connection and nothing older waits. `id` is its Message-ID without
   * brackets: what is there already under that name is not sent again.
   */
  send(message: { readonly id: string; readonly raw: Uint8Array }): void
  /** Looks now: connects again if it was waiting or stopped. */
  look(): void
}
