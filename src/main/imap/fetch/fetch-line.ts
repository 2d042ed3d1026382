import type { ConnectionProblem } from '../../../shared/contract/accounts.ts'
import { IMAP_CONNECT_MS } from '../../../shared/limits.ts'
import { SessionLost } from '../problems.ts'
import type { SessionLogin } from '../session.ts'
import { parseUidSet } from '../uid-set.ts'
import type { AnswerLine } from './answer-line.ts'
import { commandWith } from './command-text.ts'
import type { FetchedMessage } from './fetch-reader.ts'
import { logIn } from './log-in.ts'
import { Talk } from './talk.ts'

export type { FetchedMessage } from './fetch-reader.ts'

export type OpenedFetchLine = { readonly kind: 'open'; readonly line: FetchLine } | { readonly kind: 'problem'; readonly problem: ConnectionProblem }

export type Examined =
  /** `uidValidity` is 0 where the server names none. */
  | { readonly kind: 'examined'; readonly uidValidity: number }
  | { readonly kind: 'refused' }

export interface FetchOptions {
  /** Of each message at most so many bytes from its start. */
  readonly maxBytes: number
  /** Runs for each message as soon as its last byte is here. What it throws comes out of `fetch`, and the line ends. */
  readonly onMessage: (message: FetchedMessage) => void
}

/**
 * A connection of its own that does one thing: whole messages of one folder, many and fast. It changes nothing on the server.
 * When the line breaks, says something unexpected or falls silent, everything on it throws `SessionLost`.
 */
export class FetchLine {
  readonly #talk: Talk

  private constructor(talk: Talk) {
    this.#talk = talk
  }

  /** Name look-up, TLS and login within one deadline; `signal` gives up sooner. */
  static async open(login: SessionLogin, signal: AbortSignal): Promise<OpenedFetchLine> {
    const talk = new Talk()
    const deadline = setTimeout(() => { talk.lose('timeout') }, IMAP_CONNECT_MS)
    const giveUp = (): void => { talk.lose('dropped') }
    signal.addEventListener('abort', giveUp)
    try {
      if (signal.aborted) giveUp()
      await logIn(talk, login)
      return { kind: 'open', line: new FetchLine(talk) }
    } catch (error) {
      talk.lose('dropped')
      if (error instanceof SessionLost) return { kind: 'problem', problem: error.problem }
      throw error
    } finally {
      clearTimeout(deadline)
      signal.removeEventListener('abort', giveUp)
    }
  }

  /** Opens a folder to read from it: sets no flags. `path` is the name as the server lists it. To be awaited before `fetch`. */
  async examine(path: string): Promise<Examined> {
    let uidValidity = 0
    const answer = await this.#talk.command(commandWith('EXAMINE', path), {
      untagged: ({ name, code, words: [word = ''] }) => {
        if (name === 'OK' && code === 'UIDVALIDITY' && /^\d{1,10}$/.test(word)) uidValidity = Number(word)
      },
    })
    return this.#isDone(answer) ? { kind: 'examined', uidValidity } : { kind: 'refused' }
  }

  /**
   * The messages of a UID set such as `1:4,7` or `5:*` from the folder that was examined. May be called again before it has
   * settled, for other UIDs: the server then goes on without waiting for us. `refused`: it said no, perhaps after some of them.
   */
  fetch(set: string, { maxBytes, onMessage }: FetchOptions): Promise<'done' | 'refused'> {
    const uids = parseUidSet(set.replaceAll('*', '4294967295'))
    if (!/^[\d:,*]+$/.test(set) || uids.length === 0) throw new Error(`no set of UIDs: ${set}`)
    const items = `(UID FLAGS INTERNALDATE BODY.PEEK[]<0.${maxBytes}>)`
    const ended = this.#talk.command([`UID FETCH ${set} ${items}`], { wanted: { uids, maxBytes, take: onMessage } })
      .then((answer) => (this.#isDone(answer) ? 'done' : 'refused'))
    // Who has asked ahead may not be waiting for this one yet when the line breaks.
    ended.catch(() => undefined)
    return ended
  }

  /** Lets the server wait: reads no more from the line, and allows it to be silent. What is here already still comes. */
  pause(): void {
    this.#talk.pause()
  }

  resume(): void {
    this.#talk.resume()
  }

  /** Says goodbye, but not for long. What is still under way throws `SessionLost`. */
  close(): Promise<void> {
    return this.#talk.close()
  }

  /** No server takes these commands for wrong: one that does speaks another language. */
  #isDone({ name }: AnswerLine): boolean {
    if (name !== 'BAD') return name === 'OK'
    this.#talk.lose('garbled')
    throw new SessionLost('garbled')
  }
}
