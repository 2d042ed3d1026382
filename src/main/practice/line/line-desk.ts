import { Bell } from '../../imap/bell.ts'
import type { RegisterLineOptions } from './face.ts'
import { Places } from './places.ts'

/** What outlives every connection: what was taken, and what is to be put in. */
export class LineDesk {
  readonly options: RegisterLineOptions
  readonly places: Places
  /** By Message-ID, oldest first. */
  readonly outgoing = new Map<string, Uint8Array>()
  /** Rings when there is something to do. */
  readonly bell = new Bell()
  /** The folder is to be looked at afresh. */
  lookWanted = true
  /** The server told that there are more messages, or also fewer, than we know of. */
  news: 'more' | 'less' | null = null

  constructor(options: RegisterLineOptions) {
    this.options = options
    this.places = new Places(options.known)
  }

  /** It was seen in the folder: whoever put it there, it need not be sent any more. */
  isThere(id: string): void {
    if (this.outgoing.delete(id)) this.options.onSent(id, { kind: 'sent', already: true })
  }
}
