import { ownRights } from '../../imap/acl.ts'
import { upload } from '../../imap/append.ts'
import { backOff } from '../../imap/back-off.ts'
import { searchUids } from '../../imap/fetch-flags.ts'
import type { Session } from '../../imap/session.ts'
import type { UidRange } from '../../imap/uid-set.ts'
import type { NewestStart } from './face.ts'
import { fetchMessages } from './fetch-messages.ts'
import type { LineDesk } from './line-desk.ts'
import { startFromNewest } from './start-from-newest.ts'
import { REGISTER_BATCH_MESSAGES, REGISTER_LOOK_MS, REGISTER_POLL_MS, SHORT_IDLE_MS } from './limits.ts'

/** Looks, hands over, puts in and listens on one session, until the signal or until the line breaks (`SessionLost`). */
export async function serveRegister(desk: LineDesk, session: Session, signal: AbortSignal): Promise<void> {
  session.onNews = (_, what) => {
    if (what === 'marks') return
    desk.news = what === 'less' ? 'less' : desk.news ?? 'more'
    desk.bell.ring()
  }
  session.onEnd = () => { desk.bell.ring() }
  desk.lookWanted = true
  const service = new Service(desk, session, signal)
  while (!signal.aborted) {
    session.check()
    await service.step()
  }
}

class Service {
  readonly #desk: LineDesk
  readonly #session: Session
  readonly #signal: AbortSignal
  #lookDueAt = 0
  #inStepSince: number | null = null
  /** What the server refused is tried again soon, for a moment of trouble, and then less and less. */
  readonly #refused = new Map<string, { readonly times: number; readonly againAt: number }>()

  constructor(desk: LineDesk, session: Session, signal: AbortSignal) {
    this.#desk = desk
    this.#session = session
    this.#signal = signal
  }

  async step(): Promise<void> {
    const { lookWanted, news } = this.#desk
    if (lookWanted || Date.now() >= this.#lookDueAt) return this.#look()
    if (news !== null) return this.#hear(news)
    const next = [...this.#desk.outgoing].find(([id]) => (this.#refused.get(id)?.againAt ?? 0) <= Date.now())
    if (next !== undefined) return this.#put(next[0], next[1])
    await this.#rest()
  }

  /** Opens the folder afresh: its numbering, our rights in it, and all of its numbers. */
  async #look(): Promise<void> {
    const { places, options } = this.#desk
    this.#desk.lookWanted = false
    this.#lookDueAt = Date.now() + REGISTER_LOOK_MS
    // Our rights may be others now.
    for (const [id, { times }] of this.#refused) this.#refused.set(id, { times, againAt: 0 })
    // Messages were fetched on another session, so it is never written to by opening: not even a mark.
    const opened = await this.#session.select(options.folder, { readOnly: true })
    const rights = await ownRights(this.#session, options.folder)
    if (opened.kind !== 'selected' || rights?.includes('r') === false) return this.#noFolder()
    const uidValidity = Number(opened.mailbox.uidValidity)
    if (places.uidValidity !== uidValidity) {
      const isFirst = places.uidValidity === null
      places.startAfresh(uidValidity)
      this.#inStepSince = null
      if (!isFirst || options.known.uids !== '') this.#desk.options.onRenumbered(uidValidity)
    }
    this.#desk.news = null
    await this.#compareAll()
    this.#inStepSince ??= Date.now()
    options.onState({ kind: 'in-step', since: this.#inStepSince, rights, heard: this.#session.facts.idle ? 'at-once' : 'by-asking' })
  }

  async #noFolder(): Promise<void> {
    this.#inStepSince = null
    this.#desk.options.onState({ kind: 'no-folder', since: Date.now() })
    // Nothing may stay open that is no longer ours to read.
    await this.#session.run((client) => client.mailboxClose()).catch(() => undefined)
    await this.#desk.bell.wait(REGISTER_LOOK_MS, this.#signal)
    this.#desk.lookWanted = true
  }

  async #compareAll(): Promise<void> {
    const { places, options } = this.#desk
    const ranges = await searchUids(this.#session)
    const gone = places.vanished(ranges)
    if (gone.length > 0) options.onGone(gone)
    if (options.newest != null && places.size === 0) await this.#startFromNewest(options.newest, ranges)
    await this.#take(places.lacking(ranges))
  }

  async #startFromNewest(newest: NewestStart, ranges: readonly UidRange[]): Promise<void> {
    const { options, places } = this.#desk
    const taken = await startFromNewest(newest, { session: this.#session, login: options.connection, folder: options.folder, uidValidity: places.uidValidity, signal: this.#signal }, ranges)
    places.took(taken)
  }

  /** What came since; and where the counts then do not agree, what went. */
  async #hear(news: 'more' | 'less'): Promise<void> {
    const { places } = this.#desk
    this.#desk.news = null
    if (news === 'more') await this.#take(places.lacking(await searchUids(this.#session, places.next)))
    if (news === 'less' || places.size !== this.#session.openCount) await this.#compareAll()
  }

  async #take(uids: readonly number[]): Promise<void> {
    const { options, places } = this.#desk
    let done = 0
    for await (const batch of fetchMessages({ session: this.#session, login: options.connection, folder: options.folder, uidValidity: places.uidValidity, signal: this.#signal }, uids)) {
      await options.onMessages(batch.messages)
      // Only now: what was not taken before the line broke comes again.
      places.took(batch.looked)
      for (const id of batch.ids) this.#desk.isThere(id)
      done += batch.looked.length
      if (this.#inStepSince === null && uids.length > REGISTER_BATCH_MESSAGES) options.onState({ kind: 'catching-up', done, total: uids.length })
      if (this.#signal.aborted) return
    }
  }

  async #put(id: string, raw: Uint8Array): Promise<void> {
    const { outgoing, options } = this.#desk
    const put = await upload(this.#session, options.folder, { raw, options: { flags: [], replaces: null } })
    if (put.kind === 'refused') {
      const times = (this.#refused.get(id)?.times ?? 0) + 1
      this.#refused.set(id, { times, againAt: Date.now() + backOff(times - 1, Math.random()) })
    } else {
      this.#refused.delete(id)
      outgoing.delete(id)
    }
    options.onSent(id, put.kind === 'refused' ? put : { kind: 'sent', already: false })
    this.#desk.news ??= 'more'
  }

  async #rest(): Promise<void> {
    const resting = new AbortController()
    const signal = AbortSignal.any([this.#signal, resting.signal])
    const againAt = [...this.#desk.outgoing.keys()].flatMap((id) => this.#refused.get(id)?.againAt ?? [])
    const untilNextMs = Math.max(0, Math.min(this.#lookDueAt, ...againAt) - Date.now())
    try {
      if (this.#session.facts.idle) {
        await Promise.race([this.#desk.bell.wait(untilNextMs, signal), this.#idle(signal)])
      } else {
        await this.#desk.bell.wait(Math.min(REGISTER_POLL_MS, untilNextMs), signal)
        await this.#session.run((client) => client.noop())
      }
    } finally {
      resting.abort()
    }
  }

  /** A server that ends every IDLE at once must not have us ask for the next a thousand times a second. */
  async #idle(signal: AbortSignal): Promise<void> {
    const start = Date.now()
    await this.#session.idle().catch((error: unknown) => { if (!signal.aborted) throw error })
    if (Date.now() - start < SHORT_IDLE_MS) await this.#desk.bell.wait(SHORT_IDLE_MS, signal)
  }
}
